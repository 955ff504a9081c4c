import Costing
public import Currencies

/// One design of a simulated result on disk, as far as money needs it.
public struct StoredDesign: Equatable, Sendable {
  /// The design's name, and what it is called by its kind.
  public let name: String
  public let topology: String
  /// Over all objectives.
  public let verdict: DesignOutcome.Verdict
  /// Minutes lost in a year of 8766 h, weighted by requests.
  public let minutesPerYear: Double
  /// What ran: from it any price list makes a bill.
  public let usage: SimulatedUsage
  /// What the design cost when the result was written, in dollars a year.
  public let dollarsPerYear: Double
}

/// What `result.json` says of the designs that were compared.
public struct StoredResult: Equatable, Sendable {
  /// The plan's name.
  public let model: String
  /// What its amounts are counted in.
  public let currency: StudyCurrency
  /// Replications of each design, and the designs in the order of the plan.
  public let replications: Int
  public let designs: [StoredDesign]
  /// Lost minutes of designs on the same luck; none where a result does not say.
  public let pairs: [StoredPair]

  /// Reads the text of a `result.json`.
  ///
  /// - Throws: `StoredResultError` at the first thing that is not as a comparison writes it.
  public init(json: String) throws(StoredResultError) {
    let root = try JSONReader(text: json)
    model = try root.text("model")
    currency = root.currency
    replications = try root.count("replications")
    designs = try root.list("designs").map { (design) throws(StoredResultError) in try StoredDesign(design) }
    guard !designs.isEmpty else { throw StoredResultError("'designs' is empty") }
    pairs =
      root.has("pairs")
      ? try root.list("pairs").map { (pair) throws(StoredResultError) in try StoredPair(pair) } : []
    let names = designs.map(\.name)
    guard Set(names).count == names.count else { throw StoredResultError("two designs have the same name") }
  }
}

/// What is wrong with a stored result.
public struct StoredResultError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, with the member that it is wrong of.
  public let description: String

  public init(_ description: String) { self.description = description }
}

extension StoredDesign {
  fileprivate init(_ reader: JSONReader) throws(StoredResultError) {
    let verdict = try reader.text("verdict")
    guard let known = DesignOutcome.Verdict(stored: verdict) else {
      throw reader.error("verdict", "is '\(verdict)', not meets, misses, undecided or not judged")
    }
    self.init(
      name: try reader.text("design"), topology: try reader.text("topology"), verdict: known,
      minutesPerYear: try reader.object("lost_minutes_per_year").amount("mean"),
      usage: try SimulatedUsage(reader.object("usage")),
      dollarsPerYear: try reader.object("cost_usd_per_year").dollars("mean"))
  }
}

extension SimulatedUsage {
  fileprivate init(_ reader: JSONReader) throws(StoredResultError) {
    let answered = try StoredAmount(reader.object("requests_answered"))
    let lost = try StoredAmount(reader.object("requests_lost"))
    let minutes = try StoredAmount(reader.object("outage_minutes"))
    var sites: [(name: String, burst: StoredAmount, autoscaled: StoredAmount?, others: [StoredAmount?])] = []
    for site in try reader.list("sites") {
      sites.append(
        (
          try site.text("site"), try StoredAmount(site.object("burst_node_hours")),
          try site.isNull("autoscaled_node_hours") ? nil : StoredAmount(site.object("autoscaled_node_hours")),
          try SiteUsage.occasional.map { (key, _) throws(StoredResultError) in
            try site.has(key) ? StoredAmount(site.object(key)) : nil
          }
        ))
    }
    let lengths = reader.has("outage_lengths_minutes") ? try reader.amounts("outage_lengths_minutes") : []
    let levels = reader.has("credit_availabilities") ? try reader.amounts("credit_availabilities") : []
    let bands = try lengths.isEmpty ? [] : SimulatedUsage.amounts(reader, "outage_minutes_by_length")
    let months = try levels.isEmpty ? [] : SimulatedUsage.amounts(reader, "credit_months")
    // Of several services; spread evenly over the horizon.
    let services =
      try reader.has("requests_lost_by_service") ? SimulatedUsage.amounts(reader, "requests_lost_by_service") : []
    guard lengths.isEmpty || bands.count == lengths.count + 1, months.count == levels.count else {
      throw reader.error(nil, "has not as many amounts as lengths of outages and availabilities of credits")
    }
    let counts =
      [answered, lost, minutes].map(\.worlds.count) + sites.map(\.burst.worlds.count)
      + sites.compactMap { $0.autoscaled?.worlds.count } + sites.flatMap { $0.others.compactMap { $0?.worlds.count } }
      + (bands + months + services).map(\.worlds.count)
    guard Set(counts).count == 1 else { throw reader.error(nil, "counts different numbers of worlds") }

    let everything =
      [answered, lost, minutes] + sites.map(\.burst) + sites.compactMap(\.autoscaled)
      + sites.flatMap { $0.others.compactMap { $0 } } + bands + months
    // What never arises, as nodes of a rented model, is not counted by parts.
    let divided = everything.filter { !$0.estimate.parts.isEmpty || $0.worlds.contains { $0.mean != 0 } }
    guard Set(divided.map(\.estimate.parts.count)).count <= 1 else {
      throw reader.error(nil, "counts different numbers of parts of the horizon")
    }

    func usage(_ pick: (StoredAmount) -> Estimate) -> SimulatedUsage {
      var usage = SimulatedUsage(
        sites: sites.map {
          var usage = SiteUsage(
            site: $0.name, burstNodeHours: pick($0.burst), autoscaledNodeHours: $0.autoscaled.map(pick))
          for ((_, path), amount) in zip(SiteUsage.occasional, $0.others) { usage[keyPath: path] = amount.map(pick) }
          return usage
        },
        requestsAnswered: pick(answered), requestsLost: pick(lost), outageMinutes: pick(minutes))
      (usage.outageLengths, usage.outageMinutesByLength) = (lengths, bands.map(pick))
      (usage.creditLevels, usage.creditMonths) = (levels, months.map(pick))
      usage.lostByService = services.map(pick)
      return usage
    }
    self = usage(\.estimate)
    worlds = (0..<counts[0]).map { world in usage { $0.worlds[world] } }
  }

  private static func amounts(_ reader: JSONReader, _ key: String) throws(StoredResultError) -> [StoredAmount] {
    try reader.list(key).map { (amount) throws(StoredResultError) in try StoredAmount(amount) }
  }
}

/// An amount with its worlds.
private struct StoredAmount {
  let estimate: Estimate
  let worlds: [Estimate]

  init(_ reader: JSONReader) throws(StoredResultError) {
    let parts = reader.has("parts") ? try reader.amounts("parts") : []
    estimate = Estimate(
      try reader.amount("mean"), standardError: try reader.amount("standard_error"), parts: parts)
    let means = try reader.amounts("worlds")
    guard reader.has("parts_of_worlds") else {
      worlds = means.map { Estimate($0) }
      return
    }
    let all = try reader.amounts("parts_of_worlds")
    guard all.count == parts.count * means.count else {
      throw reader.error("parts_of_worlds", "has not as many numbers as worlds times parts")
    }
    worlds = means.enumerated().map { world, mean in
      Estimate(mean, parts: Array(all[world * parts.count..<(world + 1) * parts.count]))
    }
  }
}
