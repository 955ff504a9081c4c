import ServiceModel
import Stochastics

/// Detectors in layers: `detect: { detectors: { ... }, alarm: ... }`.
extension PlanDecoder {
  /// Published thresholds of common detectors; keys that are written beside a preset change it.
  enum DetectorPreset: String, CaseIterable {
    /// Ten seconds, three failures, two of three points: the second seed document's health check.
    case healthCheck = "health-check"
    /// Success down by more than five points within a minute: both seed documents.
    case successRate = "success-rate"
    /// Time-outs from 0.1 % to 10 % within a minute: the first seed document.
    case timeoutRate = "timeout-rate"
    /// One answer in a hundred later than the limit: a P99 that is missed.
    case latency
    /// Two of three points outside ask once a minute, twice in a row in vain.
    case userView = "user-view"
  }

  func layeredDetection(_ reader: FieldReader) -> LayeredDetection {
    for key in ["takes", "probe", "probe-timeout", "failures", "vantage", "confirm", "limit"] where reader.has(key) {
      reader.error(
        key, "'\(reader.path(of: key))' and '\(reader.path(of: "detectors"))' both say how a loss is noticed",
        remedy: "Write '\(key)' into one of the detectors")
    }
    let children = reader.children("detectors")
    if children.isEmpty {
      reader.error("detectors", "there is no detector", remedy: "Write 'health: { preset: health-check }'")
    }
    if children.count > LayeredDetection.most {
      reader.error("detectors", "more than \(LayeredDetection.most) detectors are not supported")
    }
    let detectors = children.map { name, part in
      let detector = detector(name, part)
      part.finish()
      return detector
    }
    if !detectors.isEmpty && !detectors.contains(where: \.seesLoss) {
      reader.error(
        "detectors", "no detector sees every loss of a site",
        remedy: "Add 'health: { preset: health-check }', or a rule on 'failing' requests")
    }
    let names = children.map(\.name)
    guard reader.has("alarm"), let node = reader.node("alarm") else { return LayeredDetection(detectors: detectors) }
    let rule = alarmRule(node, path: reader.path(of: "alarm"), names: names)
    return LayeredDetection(detectors: detectors, alarm: rule)
  }

  private func detector(_ name: String, _ reader: FieldReader) -> Detector {
    let preset = reader.choice("preset", DetectorPreset.self)
    let layer = reader.choice("layer", DetectionLayer.self)
    switch preset {
    case .healthCheck: return probing(name, reader, layer ?? .service, preset)
    case .userView: return probing(name, reader, layer ?? .user, preset)
    case .successRate, .timeoutRate, .latency:
      return Detector(name: name, layer: layer ?? .business, sees: .rate(rateRule(reader, preset)))
    case nil:
      if reader.has("by-failure") {
        return Detector(name: name, layer: layer ?? .business, sees: .tried(triedAlerts(reader)))
      }
      if reader.has("takes") {
        return Detector(name: name, layer: layer ?? .service, sees: .loss(reader.requiredDistribution("takes")))
      }
      if reader.has("signal") {
        return Detector(name: name, layer: layer ?? .business, sees: .rate(rateRule(reader, nil)))
      }
      if !reader.has("probe") {
        reader.error(
          nil, "detector '\(name)' does not say what it looks at",
          remedy: "Write 'preset: success-rate', 'probe: 10s', 'signal: failing', 'takes: 30s' or 'by-failure'")
        for key in ["failures", "vantage", "above", "window"] { _ = reader.node(key) }
        return Detector(name: name, layer: .service, sees: .loss(.constant(0)))
      }
      return probing(name, reader, layer ?? .service, nil)
    }
  }

  private func probing(
    _ name: String, _ reader: FieldReader, _ layer: DetectionLayer, _ preset: DetectorPreset?
  ) -> Detector {
    let isUser = layer == .user
    if layer == .business {
      reader.error("layer", "a probe is no measurement of the business", remedy: "Write 'signal: failing, above: 5%'")
    }
    let ordinary = Probes(
      intervalSeconds: isUser ? 60 : 10, timeoutSeconds: isUser ? 10 : 5, failures: isUser ? 2 : 3, agreeing: 2,
      vantagePoints: 3)
    let probes = probes(reader, preset: preset == nil ? nil : ordinary, seesSlow: !isUser)
    return Detector(name: name, layer: layer, sees: isUser ? .userRequests(probes) : .health(probes))
  }

  /// `{ region: { takes: quantiles 0% 75s 100% 2min, missed: 5% }, ... }`: what `nines alerts --detector` writes.
  private func triedAlerts(_ reader: FieldReader) -> [TriedAlert] {
    let children = reader.children("by-failure")
    if children.isEmpty {
      reader.error(
        "by-failure", "no failure is listed",
        remedy: "Write '{ region: { takes: 2min } }', or have 'nines alerts --detector' write it")
    }
    return children.map { name, part in
      defer { part.finish() }
      let takes = part.requiredDistribution("takes")
      let missed = part.optional("missed", .share) ?? 0
      if missed >= 1 {
        part.error("missed", "an alert that never rings sees nothing", remedy: "Leave this failure out")
      }
      return TriedAlert(failure: name, takes: takes, missed: min(missed, 1))
    }
  }

  /// What alerts were tried on must be failures of the plan.
  func checkTriedFailures(_ service: Service, _ root: FieldReader) {
    guard case .layers(let layers) = service.detection else { return }
    let known = service.failures.map(\.name)
    for detector in layers.detectors {
      guard case .tried(let alerts) = detector.sees else { continue }
      let written = root.node["detect"]?["detectors"]?[detector.name]?["by-failure"]
      for alert in alerts where !known.contains(alert.failure) {
        let entry = written?.entries?.first { $0.key == alert.failure }
        context.report(
          at: entry?.keyPosition ?? root.node.position, "the plan has no failure '\(alert.failure)'",
          remedy: FieldReader.suggestion(for: alert.failure, among: known))
      }
    }
  }

  /// A detector's name, or `{ any: [...] }`, or `{ all: [...], within: 2min }`.
  private func alarmRule(_ node: SourceNode, path: String, names: [String]) -> AlarmRule {
    if let text = node.text {
      guard let index = names.firstIndex(of: text) else {
        context.report(
          at: node.position, "there is no detector '\(text)'",
          remedy: FieldReader.suggestion(for: text, among: names))
        return .any([])
      }
      return .detector(index)
    }
    // Rules of rules have the keys of a rule, however deep.
    context.recorder?.piece(path, as: "detect.alarm")
    let reader = FieldReader(node, path: path, context: context)
    defer { reader.finish() }
    func rules(_ key: String) -> [AlarmRule] {
      (reader.list(key) ?? []).enumerated().map { index, item in
        alarmRule(item, path: "\(reader.path(of: key))[\(index)]", names: names)
      }
    }
    guard reader.has("any") != reader.has("all") else {
      reader.error(nil, "'\(path)' joins alarms by 'any' or by 'all'", remedy: "Write '{ any: [health, users] }'")
      return .any([])
    }
    if reader.has("any") {
      if reader.has("within") {
        reader.error("within", "one alarm is enough for 'any'", remedy: "Write '{ all: [...], within: 2min }'")
      }
      return .any(rules("any"))
    }
    return .all(rules("all"), withinSeconds: reader.optional("within", .duration))
  }
}

extension RateRule {
  fileprivate var seesAll: Bool {
    switch against {
    case .number: true
    case .lastWeek: leastShare(baseline: ordinary, requests: 1) <= 1
    case .lastWeekAnd, .peers: false
    }
  }
}

extension Detector {
  /// Whether it notices a site that answers nobody, however that shows.
  fileprivate var seesLoss: Bool {
    switch sees {
    // What it does not see was found by trying, not forgotten.
    case .health, .loss, .userRequests, .tried: true
    // Where all sites fail alike none is worse than its peers, and where few ask a deviation is more than all of them.
    case .rate(let rule): rule.signal == .failing && rule.seesAll
    }
  }
}
