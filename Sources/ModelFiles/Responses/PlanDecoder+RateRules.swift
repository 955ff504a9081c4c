import ServiceModel

/// Rules over the requests of a site: which share, over which window, against what.
extension PlanDecoder {
  func rateRule(_ reader: FieldReader, _ preset: DetectorPreset?) -> RateRule {
    var rule =
      switch preset {
      case .timeoutRate: RateRule(signal: .timingOut, threshold: 0.1, ordinary: 0.001)
      case .latency: RateRule(signal: .late, threshold: 0.01, windowSeconds: 300)
      case .healthCheck, .successRate, .userView, nil: RateRule(signal: .failing, threshold: 0.05)
      }
    if preset == nil {
      rule.signal = signal(reader)
      if !reader.has("above") { reader.missing("above", example: "5%") }
    }
    if reader.has("above") { rule.threshold = positive(reader, "above", .share) }
    rule.ordinary = reader.optional("ordinary", .share) ?? rule.ordinary
    if reader.has("window") { rule.windowSeconds = positive(reader, "window", .duration) }
    rule.holdSeconds = reader.optional("for", .duration) ?? 0
    rule.scrapeSeconds = reader.optional("scrape", .duration) ?? 0
    rule.metricDelaySeconds = reader.optional("metric-delay", .duration) ?? 0
    rule.evaluateSeconds = reader.optional("evaluate-every", .duration) ?? 0
    rule.against = reference(reader, ordinary: rule.ordinary)
    if rule.ordinary >= (rule.against == .number ? rule.threshold : 1) && reader.has("ordinary") {
      reader.error(
        "ordinary", "what is ordinary must lie below what raises the alarm",
        remedy: "Write 'ordinary: 0.1%, above: 10%'")
      rule.ordinary = 0
    }
    return rule
  }

  // MARK: What it is compared with

  private enum Against: String, CaseIterable {
    case lastWeek = "last-week"
    case peers
  }

  private func reference(_ reader: FieldReader, ordinary: Double) -> RateReference {
    let times = reader.optional("times", .factor)
    let deviations = reader.optional("deviations", .number)
    let against = reader.choice("against", Against.self)
    guard against == .lastWeek else {
      for key in ["times", "deviations"] where reader.has(key) && against != .lastWeek {
        reader.error(
          key, "'\(key)' says how far above last week's share a share may lie",
          remedy: "Write 'against: last-week' beside it")
      }
      return against == .peers ? .peers : .number
    }
    if ordinary <= 0 {
      reader.error(
        "against", "where nothing fails ordinarily last week's share is none, and the rule is 'above' alone",
        remedy: "Write what fails when nothing is wrong, as 'ordinary: 0.1%'")
    }
    if times != nil && deviations != nil {
      reader.error(
        "deviations", "'times' and 'deviations' both say how far above last week's share a share may lie",
        remedy: "Leave one out")
    }
    if let deviations {
      if deviations <= 0 { reader.error("deviations", "'deviations' must be above 0", remedy: "Write 'deviations: 4'") }
      return .lastWeekAnd(deviations: max(deviations, 1e-9))
    }
    if let times, times <= 1 {
      reader.error("times", "every second hour is above its own mean", remedy: "Write 'times: 3'")
    }
    if ordinary > 0, ordinary * (times ?? 2) >= 1 {
      reader.error(
        times == nil ? "against" : "times",
        "so many times what is ordinary is no less than all requests, so that the rule never rings",
        remedy: "Write a smaller 'times', or 'deviations'")
    }
    return .lastWeek(times: max(times ?? 2, 1))
  }

  // MARK: Signals

  private static let letItScale = "Let it scale, with 'autoscaling', and watch"

  /// What a signal of another name is: another word for one that is simulated, or none.
  private static let otherSignals: [(names: [String], message: String, remedy: String)] = [
    (
      ["gpu", "gpu-use", "gpu-utilization", "gpu-utilisation"],
      "GPU use is load: a busy site that answers is in no trouble, and moving its traffic would only move the load",
      letItScale + " what overload does to answers: 'signal: late' or 'signal: failing'"
    ),
    (
      ["connection-pool", "connections"], "a pool of connections that runs out shows in the requests that it fails",
      "Write a failure with 'impairs: { success: 60%, timing-out: 100% }', and 'signal: timing-out'"
    ),
    (
      ["packet-loss", "packets"], "lost packets show in requests that fail and answers that come late",
      "Write a failure with 'impairs: { success: 98%, late: 20% }', and 'signal: late'"
    ),
    (
      ["quota", "quota-use"], "a quota is known before anything fails, and a failover finds it used up",
      "Write 'quota' at the site, and 'nines explain' says what a failover gets"
    ),
    (
      ["provider", "provider-status", "status-page"], "a provider's status says what its own detectors have seen",
      "Write 'by-failure: { region: { takes: 20min, missed: 30% } }' in place of a rule"
    ),
    (
      ["error-log", "error-logs", "logs"], "logs are not simulated: they grow with the requests that fail",
      "Write 'signal: failing'"
    ),
    (
      ["quality", "perplexity", "satisfaction", "completion"], "what answers are worth is the signal 'worse'",
      "Write 'signal: worse, above: 20%'"
    ),
    (
      ["page-load", "latency"],
      "what is simulated of latency is whether the first token comes later than the objective's limit",
      "Write 'signal: late, above: 1%'"
    ),
  ]

  private func signal(_ reader: FieldReader) -> Signal {
    if let word = reader.node("signal")?.text,
      let other = PlanDecoder.otherSignals.first(where: { $0.names.contains(word) })
    {
      // Several services have no autoscaler that could answer to load.
      let isShared = context.document.root["services"] != nil
      let remedy = isShared ? other.remedy.replacing(PlanDecoder.letItScale, with: "Watch") : other.remedy
      reader.error("signal", "'\(word)' is no signal: \(other.message)", remedy: remedy)
      return .failing
    }
    return reader.requiredChoice("signal", Signal.self) ?? .failing
  }

  // MARK: Chance

  /// How rules over requests ring while nothing is wrong.
  func ruleNoise(_ service: Service) -> RuleNoise? {
    guard case .layers(let layers) = service.detection, areNamesKnown, !context.diagnostics.hasErrors else {
      return nil
    }
    return try? service.ruleNoise(layers)
  }
}
