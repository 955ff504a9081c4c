import ServiceModel

/// A key that moves no figure beside the other keys of some design.
struct DeadKey {
  let position: SourcePosition
  let message: String
  let remedy: String
  /// Designs in which the key stands, and those of them in which it does nothing.
  var designs = 0
  var dead = 0
  /// Whether nothing is said where it does something in another design.
  var isNormalInSome = false
  var severity = Diagnostic.Severity.error
}

/// Keys that are right by themselves and do nothing beside the others: in every design that is an error, in some a warning.
extension PlanDecoder {
  /// Looks at the keys of one design.
  func findDeadKeys(_ service: Service, _ root: FieldReader) {
    let serving = service.servingSites
    for site in service.sites {
      note(
        root.node["sites"]?[site.name]?["weight"], isDead: site.keep != .serving || serving.count < 2,
        "traffic is not shared with another site that serves, so a 'weight' moves nothing",
        "Leave it out, or write it into the design whose sites serve together")
    }
    for site in service.sites {
      note(
        root.node["sites"]?[site.name]?["follows"], isDead: site.keep != .warm,
        "only a standby that keeps warm nodes follows demand", "Write 'keep: warm', or leave 'follows' out")
    }
    findDeadMoverKeys(service, root.node["execute"]?["move-traffic"])
    checkBalancers(service, root)
    note(
      root.node["decide"]?["on-call"], isDead: root.node["decide"]?["by"]?.text != "person",
      "nobody is called where the decision is automatic", "Write 'by: person', or leave 'on-call' out")
    note(
      root.node["decide"]?["on-call"]?["merged"], isDead: service.decision.onCall?.secondsPerAlarm == 0,
      "further alarms add nothing that merging them could save", "Write 'each-alarm: 30s', or leave 'merged' out")
    for mode in service.failures where mode.dates != nil {
      note(
        root.node["failures"]?[mode.name]?["starts"], isDead: true,
        "what strikes on known dates has no age", "Leave 'starts' out, or say how often with 'per-year' or 'every'")
    }
    for site in service.sites {
      note(
        root.node["sites"]?[site.name]?["stands-in-for"], isDead: site.keep == .serving,
        "'\(site.name)' serves already and takes over from whoever is lost", "Leave 'stands-in-for' out")
    }
    findDeadResponses(service, root)
    findDeadRules(service, root)
    findDeadTransactions(service, root)
    findDeadLeases(service, root)
    findDeadDegradedAnswers(service, root)
    findDeadEvacuations(service, root)
    findDeadImpairments(service, root)
    findDeadServingKeys(service, root)
    findDeadLinks(service, root)
    findDeadSpares(service, root)
    findDeadSaves(service, root)
    findDeadDistances(service, root)
  }

  /// Requests that are all answered keep nobody waiting.
  private func findDeadImpairments(_ service: Service, _ root: FieldReader) {
    func look(at node: SourceNode?, _ left: Impairment) {
      note(
        node?["timing-out"], isDead: left.success == 1, "all are answered, so that nobody waits in vain",
        "Write 'success: 80%', or leave 'timing-out' out")
    }
    for mode in service.failures {
      if case .impairs(let left) = mode.effect { look(at: root.node["failures"]?[mode.name]?["impairs"], left) }
    }
    for dependency in service.dependencies {
      let node = root.node["dependencies"]?[dependency.name]
      look(at: node?["without"], dependency.without)
      look(at: node?["until-open"], dependency.untilOpen)
    }
  }

  /// Keys that speak of answers that wait, stream or come late.
  private func findDeadServingKeys(_ service: Service, _ root: FieldReader) {
    let hasModel = service.replica.serving != nil
    note(
      root.node["traffic"]?["resume"], isDead: !hasModel,
      "no answer is broken off where replicas have a rated capacity only", "Describe the replica with 'iteration'")
    note(
      root.node["traffic"]?["timeout"], isDead: !hasModel && service.protection.retries == nil,
      "nobody waits where replicas have a rated capacity only and clients do not come back",
      "Describe the replica with 'iteration', or 'protection.retries'")
    let isSeen = hasModel || service.detection.readsLateness
    let impaired = (root.node["failures"]?.entries ?? []).map { $0.value["impairs"] }
    let without = (root.node["dependencies"]?.entries ?? []).flatMap { [$0.value["without"], $0.value["until-open"]] }
    for node in impaired + without {
      note(
        node?["late"], isDead: !isSeen,
        "nothing measures how late an answer comes where replicas have a rated capacity only",
        service.traffic.mix == nil
          ? "Describe the replica with 'iteration', or detect it with 'signal: late'" : "Detect it with 'signal: late'")
    }
  }

  /// - Parameters:
  ///   - isNormalInSome: Whether nothing is said where it does something in another design.
  ///   - severity: What it is where it does nothing in any design.
  func note(
    _ node: SourceNode?, isDead: Bool, isNormalInSome: Bool = false, severity: Diagnostic.Severity = .error,
    _ message: String, _ remedy: String
  ) {
    guard let node else { return }
    let index =
      deadKeys.firstIndex { $0.position == node.position && $0.message == message }
      ?? {
        deadKeys.append(
          DeadKey(
            position: node.position, message: message, remedy: remedy, isNormalInSome: isNormalInSome,
            severity: severity))
        return deadKeys.count - 1
      }()
    deadKeys[index].designs += 1
    if isDead { deadKeys[index].dead += 1 }
  }

  /// Says what was found. Where one design is read by itself, others may need the key.
  func reportDeadKeys() {
    for key in deadKeys where key.dead > 0 {
      let isEverywhere = key.dead == key.designs
      if !isEverywhere && key.isNormalInSome { continue }
      context.report(
        isEverywhere ? key.severity : .warning, at: key.position,
        key.message + (isEverywhere ? "" : ", in \(key.dead) of the \(key.designs) designs that have it"),
        remedy: isEverywhere ? key.remedy : nil)
    }
  }
}

extension Detection {
  /// Whether a rule looks at how late answers come.
  fileprivate var readsLateness: Bool {
    guard case .layers(let layers) = self else { return false }
    return layers.detectors.contains { detector in
      if case .rate(let rule) = detector.sees { rule.signal == .late } else { false }
    }
  }
}
