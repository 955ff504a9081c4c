import Costing
public import Currencies
import OutputAnalysis
import ServiceModel

/// A comparison on disk, as far as another one is compared with it.
public struct StoredStudy: Sendable {
  /// Texts of the files of a directory that `nines compare --out` wrote.
  public struct Files: Sendable {
    /// The texts of `result.json`, `costs.csv` and `replications.csv`.
    public let result: String
    public let costs: String
    public let replications: String

    public init(result: String, costs: String, replications: String) {
      self.result = result
      self.costs = costs
      self.replications = replications
    }
  }

  /// A quantile of a distribution with the interval around it.
  struct Quantile: Equatable, Sendable {
    let value: Double
    let low: Double
    let high: Double
  }

  /// What cost lines are summed by.
  struct CostKey: Hashable, Sendable {
    let site, group, item, role, priceClass: String
  }

  struct Design: Sendable {
    let name: String
    let topology: String
    let verdict: String
    /// In dollars a year of 8766 h, amortised, outage losses left out.
    let cost: Interval
    /// The same by world, not rounded; empty where it is the same in all, or the result does not say.
    let costByWorld: [Double]
    /// Lost minutes in a year of 8766 h, by world.
    let lostMinutes: [Double]
    /// From a region's fault to traffic elsewhere, 95 % quantile in seconds; nil where there is none, or none ends.
    let failover: Quantile?
    /// In the order of the file.
    let lines: [(key: CostKey, cost: Money)]
  }

  /// The plan's name.
  public let model: String
  /// Of each design, and the hours that each covers.
  public let replications: Int
  public let horizonHours: Double
  /// What its amounts are counted in.
  public let currency: StudyCurrency
  /// Nil where it is too large to be read back exactly.
  let seed: Double?
  let designs: [Design]
  /// What the designs are called, and what they are.
  public var names: [(name: String, topology: String)] { designs.map { ($0.name, $0.topology) } }

  /// - Throws: `StoredResultError` that names the file and what is not as a comparison writes it.
  public init(_ files: Files) throws(StoredResultError) {
    let root = try StoredStudy.inside("result.json") { () throws(StoredResultError) in
      let root = try JSONReader(text: files.result)
      for (key, command) in [("curve", "size"), ("search", "plan"), ("purchase", "plan"), ("roadmap", "plan")]
      where root.has(key) {
        throw StoredResultError("is of 'nines \(command)'; a difference takes what 'nines compare --out' writes")
      }
      return root
    }
    currency = root.currency
    let hours = try StoredStudy.inside("result.json") { () throws(StoredResultError) in
      let hours = try root.number("horizon_hours")
      // Below a second nothing has a length, and beyond ten thousand years amounts have no room.
      guard hours >= 1 / 3600.0, hours <= 1e8 else { throw root.error("horizon_hours", "is \(hours), no horizon") }
      return hours
    }
    let lines = try StoredStudy.inside("costs.csv") { () throws(StoredResultError) in
      try StoredStudy.lines(CSVReading(files.costs), hours: hours)
    }
    let worlds = try StoredStudy.inside("replications.csv") { () throws(StoredResultError) in
      try StoredStudy.worlds(CSVReading(files.replications))
    }
    (model, replications, horizonHours, seed, designs) = try StoredStudy.inside("result.json") {
      () throws(StoredResultError) in
      let seed = try root.number("seed")
      let designs = try root.list("designs").map { (design) throws(StoredResultError) in
        let name = try design.text("design")
        return try Design(
          design, lines: lines.first { $0.name == name }?.lines ?? [],
          lostMinutes: (worlds.first { $0.name == name }?.means ?? []).map { Horizon(hours: hours).perYear($0) })
      }
      guard !designs.isEmpty else { throw StoredResultError("'designs' is empty") }
      return (
        try root.text("model"), try root.count("replications"), hours, seed < 0x1p53 ? seed : nil, designs
      )
    }
  }

  private static func inside<Value>(
    _ file: String, _ read: () throws(StoredResultError) -> Value
  ) throws(StoredResultError) -> Value {
    do {
      return try read()
    } catch {
      throw StoredResultError("\(file): \(error)")
    }
  }

  /// Amortised costs by design and year of 8766 h, lines that share a key summed; losses left out.
  private static func lines(
    _ table: CSVReading, hours: Double
  ) throws(StoredResultError) -> [(name: String, lines: [(key: CostKey, cost: Money)])] {
    let names = ["design_id", "site", "cost_group", "cost_item", "role", "price_class", "amortised_cost"]
    let columns = try names.map { (name) throws(StoredResultError) in try table.column(name) }
    var designs: [(name: String, lines: [(key: CostKey, cost: Money)])] = []
    var places: [String: [CostKey: Int]] = [:]
    for index in table.rows.indices {
      let cells = columns.map { table.rows[index][$0] }
      guard cells[2] != "outage" else { continue }
      let key = CostKey(site: cells[1], group: cells[2], item: cells[3], role: cells[4], priceClass: cells[5])
      let cost = try table.money(index, columns[6]).perYear(ofHours: hours)
      let design = designs.firstIndex { $0.name == cells[0] } ?? designs.count
      if design == designs.count { designs.append((cells[0], [])) }
      if let place = places[cells[0], default: [:]][key] {
        designs[design].lines[place].cost += cost
      } else {
        places[cells[0], default: [:]][key] = designs[design].lines.count
        designs[design].lines.append((key, cost))
      }
    }
    return designs
  }

  /// Mean lost minutes of a horizon by design and world, worlds in the order of their numbers.
  private static func worlds(_ table: CSVReading) throws(StoredResultError) -> [(name: String, means: [Double])] {
    let (design, world) = (try table.column("design"), try table.column("world"))
    let lost = try table.column("lost_minutes")
    var designs: [(name: String, sums: [(sum: Double, count: Int)])] = []
    for index in table.rows.indices {
      let name = table.rows[index][design]
      let place = designs.lastIndex { $0.name == name } ?? designs.count
      if place == designs.count { designs.append((name, [])) }
      let number = try table.ordinal(index, world)
      guard number == designs[place].sums.count || number == designs[place].sums.count - 1 else {
        throw StoredResultError("line \(index + 2): the worlds of '\(name)' are not in their order")
      }
      if number == designs[place].sums.count { designs[place].sums.append((0, 0)) }
      designs[place].sums[number].sum += try table.number(index, lost)
      designs[place].sums[number].count += 1
    }
    return designs.map { ($0.name, $0.sums.map { $0.sum / Double($0.count) }) }
  }
}

extension StoredStudy.Design {
  /// - Throws: `StoredResultError` where the lines or the worlds are not those of the figures.
  fileprivate init(
    _ reader: JSONReader, lines: [(key: StoredStudy.CostKey, cost: Money)], lostMinutes: [Double]
  ) throws(StoredResultError) {
    name = try reader.text("design")
    topology = try reader.text("topology")
    verdict = try reader.text("verdict")
    let cost = try reader.object("cost_usd_per_year")
    let mean = try cost.dollars("mean")
    self.cost = cost.has("exact") ? Interval(exactly: mean) : try cost.interval(around: mean)
    costByWorld = cost.has("worlds") ? try cost.amounts("worlds") : []
    let sum = lines.reduce(Money.zero) { $0 + $1.cost }
    guard sum.inCents == Money(dollars: mean).inCents else {
      throw reader.error(
        "cost_usd_per_year", "is \(Money(dollars: mean)), but the lines of '\(name)' in costs.csv sum to \(sum)")
    }
    self.lines = lines
    let minutes = try reader.object("lost_minutes_per_year").number("mean")
    guard lostMinutes.count >= 2 else {
      throw reader.error(nil, "has no worlds in replications.csv: two at least are needed")
    }
    let average = lostMinutes.reduce(0, +) / Double(lostMinutes.count)
    guard abs(average - minutes) <= 1e-6 * max(1, abs(minutes)) else {
      throw reader.error(
        "lost_minutes_per_year", "is \(minutes), but the years of '\(name)' in replications.csv have \(average)")
    }
    self.lostMinutes = lostMinutes
    let scopes = try reader.object("failover_seconds")
    guard scopes.has("region") else {
      failover = nil
      return
    }
    let region = try scopes.object("region")
    guard let value = try region.optionalNumber("p95") else {
      failover = nil
      return
    }
    let interval = region.has("p95_interval") ? try region.object("p95_interval") : nil
    let (low, high) = (try interval?.optionalNumber("low") ?? 0, try interval?.optionalNumber("high") ?? .infinity)
    guard low <= value, value <= high else {
      throw (interval ?? region).error(nil, "goes from \(low) to \(high), and \(value) does not lie between")
    }
    failover = .init(value: value, low: low, high: high)
  }
}
