import ServiceModel

/// Rules over requests that cannot ring, whatever happens.
extension PlanDecoder {
  func findDeadRules(_ service: Service, _ root: FieldReader) {
    guard case .layers(let layers) = service.detection else { return }
    for detector in layers.detectors {
      guard let rule = detector.rule else { continue }
      let node = root.node["detect"]?["detectors"]?[detector.name]
      if rule.against == .peers {
        note(
          node?["against"], isDead: service.servingSites.count < 2, isNormalInSome: true, severity: .warning,
          "a site that serves alone has no peers, so that '\(detector.name)' never rings",
          "Write it into a design whose sites serve together, or leave 'against' out")
      }
      findUnreachable(rule, of: detector.name, at: node, service)
      if let most = service.mostRequests(in: rule), rule.leastShare(baseline: rule.ordinary, requests: most) > 1 {
        note(
          node?["deviations"], isDead: true, severity: .warning,
          "not even in the busiest hour can so many of the requests of a window be bad, so that '\(detector.name)' never rings",
          "Write fewer 'deviations', or a longer 'window'")
      }
    }
  }

  /// A threshold beyond the share that everything together can bring about.
  private func findUnreachable(_ rule: RateRule, of name: String, at node: SourceNode?, _ service: Service) {
    let most = service.mostShare(of: rule.signal)
    // Beside what is ordinary, single bad requests can make up any share of a window but the whole.
    let isDead = rule.threshold > most && (rule.ordinary == 0 || rule.threshold >= 1)
    let nothing =
      switch rule.signal {
      case .failing: "nothing makes requests fail"
      case .timingOut: "nothing keeps clients waiting until they give up"
      case .late: "nothing makes answers late"
      case .worse: "nothing makes answers worth less"
      }
    let bound =
      most == 1.nextDown
      ? "a site always answers some requests" : "no failure of the plan brings it above \(hundredths(most * 100)) %"
    let failure =
      switch rule.signal {
      case .failing: "success: 60%"
      case .timingOut: "success: 60%, timing-out: 100%"
      case .late: "late: 20%"
      case .worse: "quality: 60%"
      }
    note(
      (most > 0 ? node?["above"] : node?["signal"]) ?? node?["preset"], isDead: isDead, isNormalInSome: true,
      severity: .warning, "\(most > 0 ? bound : nothing), so that '\(name)' never rings",
      most > 0
        ? "Write a lower 'above'" : "Write a failure with 'impairs: { \(failure) }', or another signal")
  }
}

extension Service {
  /// Requests of the busiest hour in a rule's window; nil where its threshold does not depend on them.
  fileprivate func mostRequests(in rule: RateRule) -> Double? {
    guard rule.readsRequests, let requests = try? requestsByHour() else { return nil }
    return requests.flatMap { $0 }.max().map { $0 * rule.windowSeconds }
  }
}
