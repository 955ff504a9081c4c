internal import Intake
import ServiceModel
import Stochastics

/// The `autoscaling` block: limits, lag and policies of serving pools, by preset, by kind, or in the words of the second
/// seed document.
extension PlanDecoder {
  func autoscaling(_ root: FieldReader, replica: ReplicaType, sites: [Site]) -> Autoscaling? {
    guard let block = root.child("autoscaling") else { return nil }
    let reader = withoutManifest(block)
    let lag = reader.has("start-lag") || hasOwnLag(reader) ? 0 : startLag(replica)
    var scaling = Autoscaling(startLag: .constant(lag))
    imported(block, replica: replica, sites: sites, into: &scaling)
    read(reader, into: &scaling)
    if scaling.policies.isEmpty && !reader.has("sites") {
      reader.warning(nil, "the autoscaler has no policy and scales nothing", remedy: "Add 'preset: hpa-default'")
    }
    for (name, own) in reader.children("sites") {
      guard sites.isEmpty || sites.contains(where: { $0.name == name }) else {
        reader.child("sites")?.unknown(name, "the plan has no site '\(name)'", among: sites.map(\.name))
        continue
      }
      var there = scaling
      read(own, into: &there)
      own.finish()
      scaling.sites.append(SiteScaling(site: name, scaling: there))
    }
    interpret(
      "autoscaling: where policies disagree the largest wish wins, as AWS and Kubernetes do; a step is one node")
    interpret(
      "gpu_utilization: load over capacity at the latency objective; a GPU's own counter reads near 100 % at any batch")
    reader.finish()
    return scaling
  }

  private func startLag(_ replica: ReplicaType) -> Double {
    let lag = replica.start.boot.mean + replica.start.load.mean + replica.start.initialise.mean
    interpret("autoscaling start lag: \(nearestWhole(lag)) s, the mean of boot, load and initialise")
    return lag
  }

  private func hasOwnLag(_ reader: FieldReader) -> Bool { reader.text("preset") == AutoscalingPreset.llmD.rawValue }

  /// Reads what a block says over what holds without it.
  private func read(_ reader: FieldReader, into scaling: inout Autoscaling) {
    if let preset = reader.choice("preset", AutoscalingPreset.self) {
      let minimum = (scaling.minimumNodes, scaling.maximumNodes)
      scaling = preset.autoscaling(startLag: scaling.startLag)
      (scaling.minimumNodes, scaling.maximumNodes) = minimum
      interpret("autoscaling preset \(preset.rawValue): \(describe(scaling))")
    }
    if reader.has("evaluate-every") { scaling.evaluationSeconds = positive(reader, "evaluate-every", .duration) }
    scaling.metricDelaySeconds = reader.optional("metric-delay", .duration) ?? scaling.metricDelaySeconds
    scaling.averagingSeconds = reader.optional("averaging", .duration) ?? scaling.averagingSeconds
    if reader.has("response-time") { scaling.responseSeconds = positive(reader, "response-time", .duration) }
    scaling.refused = reader.optional("refused", .share) ?? scaling.refused
    scaling.drainSeconds = reader.optional("drain", .duration) ?? scaling.drainSeconds
    if let lag = lag(reader) { scaling.startLag = lag }
    limits(reader, into: &scaling)
    policies(reader, into: &scaling)
    check(scaling, reader)
  }

  /// A law, or a duration that may be uncertain.
  private func lag(_ reader: FieldReader) -> Distribution? {
    guard let node = reader.node("start-lag") else { return nil }
    if let items = node.items, items.allSatisfy({ $0.text != nil }) {
      return reader.optional("start-lag", .duration).map { .constant($0) }
    }
    return reader.distribution("start-lag")
  }

  private func limits(_ reader: FieldReader, into scaling: inout Autoscaling) {
    scaling.minimumNodes = reader.optional("minimum", .count("nodes")).map { Int($0) } ?? scaling.minimumNodes
    scaling.maximumNodes = reader.optional("maximum", .count("nodes")).map { Int($0) } ?? scaling.maximumNodes
    guard let most = scaling.maximumNodes else { return }
    if most > Service.mostNodesOfASite {
      reader.error(
        "maximum", "a site has at most \(Service.mostNodesOfASite) nodes",
        remedy: "Leave 'maximum' out for a pool without a limit of its own")
    } else if most < 1 {
      reader.error("maximum", "a pool of no nodes answers nothing", remedy: "Write 'maximum: 40 nodes'")
    } else if most < scaling.minimumNodes {
      reader.error(
        reader.has("maximum") ? "maximum" : "minimum",
        "the maximum of \(most) nodes is below the minimum of \(scaling.minimumNodes)",
        remedy: "Raise 'maximum' or lower 'minimum'")
    }
  }

  /// Policies of a kind that a preset has replace it; the others are added.
  private func policies(_ reader: FieldReader, into scaling: inout Autoscaling) {
    var written: [ScalingPolicy] = []
    for (index, item) in (reader.list("metrics") ?? []).enumerated() {
      let metric = FieldReader(item, path: "\(reader.path(of: "metrics"))[\(index)]", context: context)
      if let policy = seedThreshold(metric) { written.append(.threshold(policy)) }
      metric.finish()
    }
    for (index, item) in (reader.list("scaling_policies") ?? []).enumerated() {
      let policy = FieldReader(item, path: "\(reader.path(of: "scaling_policies"))[\(index)]", context: context)
      if let target = seedTargetTracking(policy) { written.append(.target(target)) }
      policy.finish()
    }
    for (index, item) in (reader.list("policies") ?? []).enumerated() {
      let policy = FieldReader(item, path: "\(reader.path(of: "policies"))[\(index)]", context: context)
      if let rule = scalingPolicy(policy, scaling) { written.append(rule) }
      policy.finish()
    }
    guard !written.isEmpty else { return }
    if reader.has("preset") {
      let kinds = written.map(\.kind)
      written = scaling.policies.filter { !kinds.contains($0.kind) } + written
    }
    scaling.policies = written
  }

  private func check(_ scaling: Autoscaling, _ reader: FieldReader) {
    for out in scaling.thresholds where out.direction == .out {
      for back in scaling.thresholds where back.direction == .in && back.metric.isAtLeast(out.metric) {
        reader.error(
          "policies", "'\(back.name)' takes nodes away at a load at which '\(out.name)' adds some",
          remedy: "Set what is 'below' under what is 'above'")
      }
    }
    for case .schedule(let schedule) in scaling.policies {
      for entry in schedule.entries where entry.nodes > scaling.maximumNodes ?? .max {
        reader.error(
          "policies", "a floor of \(entry.nodes) nodes is above the maximum of \(scaling.maximumNodes ?? 0)",
          remedy: "Raise 'maximum'")
      }
    }
    let asked = scaling.policies.compactMap(\.requestsPerReplica).min()
    if let asked, asked >= 1, scaling.responseSeconds == nil {
      reader.warning(
        reader.has("preset") ? "preset" : "policies",
        "without 'response-time' a replica at its rated load holds one request, and \(number(asked)) are never reached",
        remedy: "Add the mean time of a request in a replica: 'response-time: 6.8s'")
    }
  }

  /// A standby takes no traffic and keeps what the plan says; a lower minimum there means something else.
  func checkStandbyFloors(_ service: Service, _ reader: FieldReader) {
    guard let scaling = service.autoscaling, let block = reader.node["autoscaling"] else { return }
    for site in service.sites where site.keep.runsNodes && site.keep < .serving {
      let standing = service.standingNodes(at: site)
      let own = block["sites"]?[site.name]?["minimum"]
      guard let written = own ?? block["minimum"], scaling.at(site.name).minimumNodes < standing else { continue }
      context.report(
        .warning, at: written.position,
        "scaling would empty the standby '\(site.name)', which takes no traffic: its floor is pinned at what it keeps",
        remedy: own == nil
          ? "Write 'sites: { \(site.name): { minimum: ... } }' with what it keeps" : "Set it to what the site keeps")
    }
  }

  private func describe(_ scaling: Autoscaling) -> String {
    "evaluated every \(number(scaling.evaluationSeconds)) s, \(scaling.policies.map(\.summary).joined(separator: "; "))"
  }
}

private func number(_ value: Double) -> String {
  value == value.rounded() ? String(nearestWhole(value)) : String(value)
}

extension ThresholdPolicy.Metric {
  /// Whether it is the same quantity and not below another threshold of it.
  fileprivate func isAtLeast(_ other: Self) -> Bool {
    switch (self, other) {
    case (.requestRate(let a), .requestRate(let b)), (.utilization(let a), .utilization(let b)),
      (.requestsPerReplica(let a), .requestsPerReplica(let b)):
      a >= b
    case (.requestRate, _), (.utilization, _), (.requestsPerReplica, _): false
    }
  }
}

extension ScalingPolicy {
  fileprivate var kind: PolicyKind {
    switch self {
    case .target: .target
    case .threshold: .threshold
    case .horizontalPod: .horizontalPod
    case .knative: .knative
    case .ongoing: .ongoing
    case .schedule: .schedule
    case .forecast: .forecast
    }
  }

  /// The requests in a replica that it aims at; nil where it reads a load.
  fileprivate var requestsPerReplica: Double? {
    switch self {
    case .horizontalPod(let rule): rule.target.requestsPerReplica
    case .knative(let rule): rule.target.requestsPerReplica
    case .ongoing(let rule): rule.perReplica
    case .threshold(let rule):
      if case .requestsPerReplica(let count) = rule.metric, rule.direction == .out { count } else { nil }
    case .target, .schedule, .forecast: nil
    }
  }

  /// In a few words, for `explain`.
  fileprivate var summary: String {
    switch self {
    case .target(let rule): "target of \(number(rule.utilization * 100)) %"
    case .threshold(let rule):
      "\(rule.direction == .out ? "adds" : "removes") \(rule.step) by \(rule.name) after \(number(rule.holdSeconds)) s"
    case .horizontalPod(let rule): "hpa, tolerance \(number((rule.tolerance * 100).rounded())) %"
    case .knative(let rule): "knative, windows of \(number(rule.stableSeconds)) s and \(number(rule.panicSeconds)) s"
    case .ongoing(let rule):
      "\(number(rule.perReplica)) ongoing requests a replica, up after \(number(rule.upDelaySeconds)) s and down after "
        + "\(number(rule.downDelaySeconds)) s"
    case .schedule: "schedule"
    case .forecast: "forecast"
    }
  }
}

extension ScalingTarget {
  fileprivate var requestsPerReplica: Double? { if case .requestsPerReplica(let count) = self { count } else { nil } }
}
