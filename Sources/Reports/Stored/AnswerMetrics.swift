internal import Currencies
import Telemetry

/// The answer of a stored comparison as metrics: what Prometheus reads beside what it measures.
///
/// They are figures of many simulated years, not series of one of them, and have no instants.
public struct AnswerMetrics: Sendable {
  private let currency: Currency
  private var samples: [AnswerMetric: [FigureFamily.Sample]] = [:]

  /// Reads the text of a `result.json`.
  ///
  /// - Throws: `StoredResultError` at the first thing that is not as a comparison writes it.
  public init(json: String) throws(StoredResultError) {
    let root = try JSONReader(text: json)
    currency = root.currency.currency
    let model = Label("model", try root.text("model"))
    var study = [model]
    if root.has("trail") {
      let trail = try root.object("trail")
      study.append(Label("plan_sha256", try trail.text("plan_sha256")))
      study.append(Label("tool_version", try trail.text("tool_version")))
    }
    try add(.study, study, Double(root.count("replications")))
    for design in try root.list("designs") {
      let labels = [model, Label("design", try design.text("design"))]
      try addAvailability(of: design, labels)
      try addObjectives(of: design, labels)
      try addTimes(.recovery, design, "recovery_seconds", by: "scope", labels)
      try addTimes(.failover, design, "failover_seconds", by: "scope", labels)
      try addTimes(.dataLoss, design, "data_loss_seconds", by: "class", labels)
      try addInterval(.cost, .costBound, design, "cost_usd_per_year", labels)
    }
  }

  /// The text, in the format of OpenMetrics 1.0.
  public var openMetrics: String {
    FigureFamily.openMetrics(
      AnswerMetric.allCases.map { metric in
        var family = metric.family(in: currency)
        family.samples = samples[metric] ?? []
        return family
      })
  }

  // MARK: Parts

  private mutating func addAvailability(of design: JSONReader, _ labels: [Label]) throws(StoredResultError) {
    let topology = Label("topology", try design.text("topology"))
    let verdict = Label("verdict", try design.text("verdict"))
    add(.verdict, labels + [topology, verdict], 1)
    for way in ["requests", "time"] {
      try addInterval(
        .availability, .availabilityBound, design, "availability_\(way)", labels + [Label("of", way)])
    }
    try addInterval(.lost, .lostBound, design, "lost_minutes_per_year", labels, times: 60)
    try addInterval(.downtime, .downtimeBound, design, "downtime_minutes_per_year", labels, times: 60)
    try add(.outages, labels, design.amount("outages_per_year"))
  }

  private mutating func addObjectives(of design: JSONReader, _ labels: [Label]) throws(StoredResultError) {
    for objective in try design.list("objectives") {
      let name = Label("objective", try objective.text("objective"))
      let own = labels + [name]
      try add(.objectiveRequired, own, objective.amount("required_share"))
      guard try !objective.isNull("share") else { continue }
      try addInterval(.objectiveShare, .objectiveShareBound, objective, "share", own)
    }
  }

  /// Quantiles that have enough values to be named, and how many values there are.
  private mutating func addTimes(
    _ metric: AnswerMetric, _ design: JSONReader, _ key: String, by name: String, _ labels: [Label]
  ) throws(StoredResultError) {
    let all = try design.object(key)
    // A class without state has no time to lose.
    for owner in all.keys where all.isObject(owner) {
      let times = try all.object(owner)
      let own = labels + [Label(name, owner)]
      for (quantile, key) in [("0.5", "p50"), ("0.95", "p95"), ("0.99", "p99")] {
        guard let seconds = try times.optionalNumber(key) else { continue }
        add(metric, own + [Label("quantile", quantile)], seconds)
      }
      try add(metric, own, Double(times.count("count")), suffix: "_count")
    }
  }

  /// A figure, and the ends that are said of it.
  private mutating func addInterval(
    _ metric: AnswerMetric, _ bound: AnswerMetric, _ owner: JSONReader, _ key: String, _ labels: [Label],
    times factor: Double = 1
  ) throws(StoredResultError) {
    let reader = try owner.object(key)
    guard let mean = try reader.optionalNumber("mean") else { return }
    add(metric, labels, mean * factor)
    for (name, key) in [
      ("low", "low"), ("low", "at_least"), ("high", "high"), ("high", "at_most"), ("inputs_low", "inputs_low"),
      ("inputs_high", "inputs_high"),
    ] {
      guard let end = try reader.optionalNumber(key) else { continue }
      add(bound, labels + [Label("bound", name)], end * factor)
    }
  }

  private mutating func add(_ metric: AnswerMetric, _ labels: [Label], _ value: Double, suffix: String = "") {
    samples[metric, default: []].append(FigureFamily.Sample(labels, value, suffix: suffix))
  }
}
