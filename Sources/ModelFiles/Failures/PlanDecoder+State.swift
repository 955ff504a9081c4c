import ServiceModel
import Stochastics

/// Where the state of conversations is kept, and the backups of everything.
extension PlanDecoder {
  func state(_ reader: FieldReader) -> StateStore {
    if reader.isWord("none", "state") { return .stateless }
    if reader.isWord("memory", "state") { return .memory }
    guard let state = reader.requiredChild("state") else { return .stateless }
    defer { state.finish() }
    if state.has("replication") {
      return .replication(
        lag: state.requiredDistribution("replication"), atPeak: state.optional("at-peak", .factor) ?? 1,
        bytesPerRequest: state.has("per-request") ? positive(state, "per-request", .bytes) : 0)
    }
    if state.has("checkpoint") {
      return .checkpoint(
        interval: checkpointInterval(state), delay: state.distribution("upload") ?? .constant(0),
        restore: checkpointRestore(state))
    }
    if state.has("cache") {
      return .cache(lag: state.requiredDistribution("cache"), dependency: state.text("kept-by"))
    }
    if state.has("synchronous") {
      if state.has("synchronous-over") {
        state.error(
          "synchronous-over", "'\(state.path(of: "synchronous"))' says the round trip already",
          remedy: "Keep one: the time itself, or the link that has it")
      }
      return .synchronous(roundTripSeconds: state.required("synchronous", .duration))
    }
    if let link = state.text("synchronous-over") {
      return .synchronous(roundTripSeconds: roundTrip(over: link, state, "synchronous-over"))
    }
    state.error(
      nil, "'\(state.path)' does not say how state is kept",
      remedy: "Write 'none', '{ replication: exponential mean 100ms }' or '{ checkpoint: 30s, upload: 2s }'")
    return .stateless
  }

  private func checkpointInterval(_ state: FieldReader) -> Distribution {
    let interval = state.requiredDistribution("checkpoint")
    if !interval.mean.isFinite {
      state.error(
        "checkpoint", "a failure nearly always falls into an interval without end: the law has no mean",
        remedy: "Write a law with a mean, such as 'lognormal mean 30s cv 0.5'")
    }
    return interval
  }

  private func checkpointRestore(_ state: FieldReader) -> CheckpointRestore? {
    let limit = state.optional("restore-limit", .duration)
    guard let takes = state.distribution("restore") else {
      if limit != nil { state.missing("restore", example: "lognormal median 20s sigma 0.6") }
      return nil
    }
    return CheckpointRestore(takes: takes, limitSeconds: limit ?? .infinity)
  }

  /// What classes and dependencies say together.
  func checkState(_ service: Service, _ root: FieldReader) {
    let names = service.dependencies.map(\.name)
    for trafficClass in service.traffic.classes {
      let node = root.node["traffic"]?["classes"]?[trafficClass.name]?["state"]
      if case .cache(_, let dependency?) = trafficClass.state, !names.contains(dependency) {
        context.report(
          at: node?["kept-by"]?.position ?? root.node.position, "there is no dependency '\(dependency)'",
          remedy: FieldReader.suggestion(for: dependency, among: names))
      }
      if trafficClass.state == .memory, service.traffic.sessions == nil {
        context.report(
          .warning, at: node?.position ?? root.node.position,
          "conversations of '\(trafficClass.name)' live in memory, and the plan does not say how long they are",
          remedy: "Add 'sessions: { turns: ..., think-time: ... }' to 'traffic', or none is counted as lost")
      }
    }
  }

  func backups(_ execute: FieldReader, sites: [String]?) -> Backups? {
    guard let reader = execute.child("backups") else { return nil }
    defer { reader.finish() }
    if execute.has("backup-every") {
      execute.error(
        "backup-every", "'\(execute.path(of: "backup-every"))' and '\(reader.path)' both say how often",
        remedy: "Write '\(reader.path).full-every'")
    }
    let site = reader.text("stored-at")
    if let site, let sites, !sites.contains(site) {
      reader.error(
        "stored-at", "there is no site '\(site)'", remedy: FieldReader.suggestion(for: site, among: sites))
    }
    let full = positive(reader, "full-every", .duration)
    let incremental = reader.has("incremental-every") ? positive(reader, "incremental-every", .duration) : nil
    if let incremental, incremental > full {
      reader.error(
        "incremental-every", "incremental backups are rarer than full ones", remedy: "Write '1h', or leave it out")
    }
    if incremental != nil && !reader.has("incremental") { reader.missing("incremental", example: "5GB") }
    let usable = reader.has("usable") ? positive(reader, "usable", .share) : 1
    return Backups(
      fullEverySeconds: full, incrementalEverySeconds: incremental, fullBytes: reader.required("full", .bytes),
      incrementalBytes: reader.optional("incremental", .bytes) ?? 0,
      bytesPerSecond: positive(reader, "bandwidth", .bandwidth), usable: usable, storedAt: site)
  }

  /// Spoilt data take the service down when they are found: a failure of its own, which nothing but that begins.
  func withRestore(_ modes: [FailureMode], _ reader: FieldReader) -> [FailureMode] {
    guard let mode = modes.first, mode.effect == .corrupts else { return modes }
    guard mode.scope == .everywhere else {
      reader.error(
        "corrupts", "data that are copied are spoilt everywhere", remedy: "Write 'scope: everywhere'")
      return modes
    }
    var restore = mode
    restore.name = mode.restoreName
    restore.lifetime = .constant(1e12)
    restore.startsInEquilibrium = false
    restore.dates = nil
    restore.repairs = []
    restore.found = []
    restore.rateWithoutDemand = 1
    restore.rushFactor = 1
    restore.lasts = .constant(0)
    restore.effect = .loss(symptoms: [], containment: nil)
    return modes + [restore]
  }
}

extension Traffic {
  /// What every answer waits for until another site has confirmed its change: the longest of the classes, for they share
  /// a pool.
  var confirmationSeconds: Double {
    classes.reduce(0) { longest, trafficClass in
      guard case .synchronous(let seconds) = trafficClass.state else { return longest }
      return max(longest, seconds)
    }
  }
}
