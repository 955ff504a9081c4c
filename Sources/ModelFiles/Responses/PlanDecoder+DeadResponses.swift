import ServiceModel

/// What is said of failures about which nobody ever decides anything.
extension PlanDecoder {
  /// Decisions about failures of a scope, and standbys for them.
  func findDeadResponses(_ service: Service, _ root: FieldReader) {
    for response in service.decision.responses {
      let node = root.node["decide"]?["impact"]?[response.scope.rawValue]
      noteScope(response.scope, node, service, "about which anything could be decided", waits: response.response.isWait)
    }
    for site in service.sites {
      let items = root.node["sites"]?[site.name]?["stands-in-for"]?.items ?? []
      for (scope, item) in zip(site.standsInFor ?? [], items) {
        noteScope(scope, item, service, "from which '\(site.name)' could take over", waits: false)
      }
    }
  }

  /// Says why no failure of a scope leads to a decision. Of what another design, a drill or a search may add it warns.
  ///
  /// - Parameters:
  ///   - done: What would be done, as a clause about a failure.
  ///   - waits: Whether nothing is to be done: where a site can spare what fails, that is what happens.
  private func noteScope(
    _ scope: FailureScope, _ node: SourceNode?, _ service: Service, _ done: String, waits: Bool
  ) {
    let modes = service.failures.filter { $0.scope == scope }
    let name = scope.rawValue
    func note(_ severity: Diagnostic.Severity, _ message: String, _ remedy: String) {
      self.note(
        node, isDead: !modes.contains(where: service.canRaiseAlarm), isNormalInSome: true, severity: severity, message,
        remedy)
    }
    func noteAbsence() {
      note(
        .warning, "the plan has no failure of scope '\(name)' \(done)",
        "Write such a failure, or name the scopes of those that the plan has")
    }
    func noteBlindness() {
      note(
        .error,
        "a failure of scope '\(name)' leaves all nodes up, and nobody looks at what users get: there is none \(done)",
        "Detect what users see: 'detect: { detectors: { success: { preset: success-rate } } }'")
    }
    switch scope {
    case .edge:
      guard !modes.isEmpty else { return noteAbsence() }
      guard !modes.contains(where: \.impairs) else { return noteBlindness() }
      note(
        .error, "what stands in front of all sites is lost to all of them: there is no failure of it \(done)",
        "Leave 'edge' out")
    case .procedure:
      note(
        .error, "a procedure fails at a failover that another loss has begun: there is no failure of it \(done)",
        "Leave 'procedure' out")
    case .link, .dependency:
      guard !service.detection.seesBadAnswers else { return noteAbsence() }
      noteBlindness()
    case .gpu, .process, .node, .rack, .zone:
      guard !modes.isEmpty else { return noteAbsence() }
      guard !waits else { return }
      note(
        .warning,
        "one failure of scope '\(name)' leaves every site the nodes that it needs at least: there is none \(done)",
        "Say how many nodes a site needs, 'sites.NAME.minimum', or leave '\(name)' out")
    case .region, .provider, .area, .everywhere: noteAbsence()
    }
  }
}

extension FailureMode {
  /// Whether what it strikes goes on answering, badly.
  fileprivate var impairs: Bool {
    if case .impairs = effect { return true }
    return false
  }
}

extension Response {
  /// Nothing moves, and nothing else is done.
  fileprivate var isWait: Bool { self == .wait(atMostSeconds: nil) }
}
