import ModelFiles

/// An alert of a team's rules.
public struct AlertRule: Equatable, Sendable {
  public let name: String
  public let group: String
  /// The label that says who is called; empty where there is none.
  public let severity: String
  /// How long its condition must hold, in seconds.
  public let forSeconds: Double
  /// How far back its expression and the records that it stands on look.
  public let reachSeconds: Double
  /// Metrics that it asks for and that nobody publishes: it can never ring.
  public let unknown: [String]
}

/// A file of Prometheus rules: what Nines must know of it. What it means, promtool says.
public struct AlertRules: Sendable {
  /// As it was named.
  public let path: String
  public let alerts: [AlertRule]
  /// The metrics of the catalogue that any rule asks for.
  public let asked: Set<Metric>
  /// Names of metrics that rules ask for and nobody publishes, with their places.
  public let warnings: Diagnostics
  private let selectors: [QueryScan.Selector]
  private let recorded: Set<String>

  /// Reads a file.
  ///
  /// - Parameter map: The team's names for the metrics.
  /// - Throws: `Diagnostics` where it is no file of rules, or has no alert.
  public init(path: String, map: MetricsMap = MetricsMap()) throws(Diagnostics) {
    try self.init(SourceDocument(path: path), map)
  }

  /// Reads a text as if it were a file called `name`.
  public init(text: String, name: String, map: MetricsMap = MetricsMap()) throws(Diagnostics) {
    try self.init(SourceDocument(text: text, name: name), map)
  }

  private init(_ document: SourceDocument, _ map: MetricsMap) throws(Diagnostics) {
    let context = ReadingContext(document: document)
    let rules = RuleReading.rules(context)
    guard !context.diagnostics.hasErrors else { throw context.diagnostics }
    let published = Metric.allCases.filter { !map.without.contains($0) }
    var owners: [String: Metric] = [:]
    for metric in published { for name in map.sampleNames(of: metric) { owners[name] = metric } }
    let recorded = Dictionary(rules.filter { !$0.isAlert }.map { ($0.name, $0.scan) }) { first, _ in first }
    var warnings = Diagnostics()
    var asked: Set<Metric> = []
    alerts = rules.compactMap { rule in
      var unknown: [String] = []
      for selector in rule.scan.selectors {
        let name = selector.metric
        if let metric = owners[name] {
          asked.insert(metric)
        } else if recorded[name] == nil && name != "ALERTS" && name != "ALERTS_FOR_STATE" && !unknown.contains(name) {
          unknown.append(name)
          warnings.add(
            document.diagnostic(
              .warning, at: rule.position, "'\(rule.name)' asks for '\(name)', which nobody publishes",
              remedy: FieldReader.suggestion(for: name, among: published.flatMap(map.sampleNames))
                + ". A metric of another name is renamed with --metrics-map"))
        }
      }
      guard rule.isAlert else { return nil }
      return AlertRule(
        name: rule.name, group: rule.group, severity: rule.severity, forSeconds: rule.forSeconds,
        reachSeconds: RuleReading.reach(rule.scan, recorded), unknown: unknown)
    }
    self.asked = asked
    self.warnings = warnings
    self.recorded = Set(recorded.keys)
    path = document.name
    selectors = rules.flatMap { $0.scan.selectors }
    guard !alerts.isEmpty else {
      throw Diagnostics([
        document.diagnostic(
          at: document.root.position, "there is no alert among the rules", remedy: "Write a rule with 'alert: NAME'")
      ])
    }
  }

  /// Names of alerts in the order of the file, each once.
  public var alertNames: [String] {
    var names: [String] = []
    for alert in alerts where !names.contains(alert.name) { names.append(alert.name) }
    return names
  }

  /// How far back any alert that can ring looks, in seconds, its wait included.
  public var reachSeconds: Double {
    alerts.filter(\.unknown.isEmpty).map { $0.reachSeconds + $0.forSeconds }.max() ?? 0
  }

  /// The samples that one query may load, in promtool's tests.
  public static let mostSamples = 10_000

  /// A window that holds more samples of one metric than promtool loads; nil where none does.
  public func tooLong(in set: SeriesSet, everySeconds: Double) -> (metric: String, samples: Int)? {
    for selector in selectors where !recorded.contains(selector.metric) && selector.windowSeconds > 0 {
      let family = set.families.first { family in
        selector.metric == family.name || family.series.contains { family.name + $0.suffix == selector.metric }
      }
      let series = family?.series.count { (family?.name ?? "") + $0.suffix == selector.metric } ?? 0
      // A window may be written longer than any series: a million samples of one are too many as well.
      let samples = Int(min(selector.windowSeconds / everySeconds, 1e6)) * series
      if samples > AlertRules.mostSamples { return (selector.metric, samples) }
    }
    return nil
  }
}
