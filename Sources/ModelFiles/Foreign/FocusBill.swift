internal import Currencies
internal import Foundation
internal import Intake

/// What a bill in FOCUS (FinOps Open Cost and Usage Specification 1.0 to 1.3) says that ran: nodes by place and type, and the
/// commitments behind them.
///
/// Rows of usage that count hours are of nodes; everything else on the bill is counted by kind, so that whoever reads the
/// estate knows what does not stand in it.
public struct FocusBill: Sendable {
  /// Nodes of one type in one region.
  public struct Fleet: Equatable, Sendable {
    public let provider: String
    public let region: String
    public let sku: String
    /// Node-hours that ran, by what they were paid with.
    public internal(set) var onDemandHours = 0.0
    public internal(set) var committedHours = 0.0
    public internal(set) var spotHours = 0.0
    /// Hours of a capacity reservation that nothing drew.
    public internal(set) var idleReservedHours = 0.0
    /// Dearest and cheapest list price of an hour on demand; nil where no row had one.
    public internal(set) var listPrices: ClosedRange<Double>?
    /// Node-hours by charge period, in nanoseconds since 1970.
    fileprivate var periods: [Range<Int64>: Double] = [:]

    public var hours: Double { onDemandHours + committedHours + spotHours }
    /// The most nodes that ran at once, where each charge period ran evenly.
    public var mostNodes: Double {
      var changes: [(at: Int64, nodes: Double)] = []
      for (period, hours) in periods.sorted(by: {
        ($0.key.lowerBound, $0.key.upperBound) < ($1.key.lowerBound, $1.key.upperBound)
      }) {
        let nodes = hours / (Double(period.count) / 3.6e12)
        changes += [(period.lowerBound, nodes), (period.upperBound, -nodes)]
      }
      // What ends at an instant makes room for what begins then.
      changes.sort { ($0.at, $0.nodes) < ($1.at, $1.nodes) }
      var (running, most) = (0.0, 0.0)
      for change in changes {
        running += change.nodes
        most = max(most, running)
      }
      return most
    }

    public static func == (a: Fleet, b: Fleet) -> Bool {
      (a.provider, a.region, a.sku, a.hours, a.mostNodes, a.listPrices)
        == (b.provider, b.region, b.sku, b.hours, b.mostNodes, b.listPrices)
    }
  }

  /// A commitment to hours of nodes, used or not.
  public struct Commitment: Equatable, Sendable {
    public let id: String
    /// Places among the fleets that drew it; none where nothing did.
    public internal(set) var fleets: [Int] = []
    public internal(set) var usedHours = 0.0
    public internal(set) var unusedHours = 0.0
    /// What the bill asks for it beside payments once for all, and what it costs with these spread over the term.
    public internal(set) var billed = 0.0
    public internal(set) var effective = 0.0
    /// Whether it is to an amount an hour, and not to nodes.
    public internal(set) var isOfSpend = false
  }

  /// In the order in which the bill names them.
  public private(set) var fleets: [Fleet] = []
  public private(set) var commitments: [Commitment] = []
  /// What is on the bill and in no fleet: a phrase, rows and what they cost.
  public private(set) var leftOut: [(what: String, rows: Int, cost: Double)] = []
  /// ISO 4217.
  public private(set) var currency: String = Currency.usd.code
  private var first = Int64.max
  private var last = Int64.min

  /// Hours from the first charge of a node to the last.
  public var hours: Double { first < last ? Double(last - first) / 3.6e12 : 0 }
  /// The days between which it was charged, as `2026-09-01`.
  public var begins: String { FocusBill.day(first) }
  public var ends: String { FocusBill.day(last) }

  private static func day(_ nanoseconds: Int64) -> String {
    let format = ISO8601DateFormatter()
    format.formatOptions = [.withFullDate]
    return format.string(from: Date(timeIntervalSince1970: Double(nanoseconds) / 1e9))
  }

  private static let needed = [
    "chargecategory", "chargeperiodstart", "chargeperiodend", "servicecategory", "billedcost", "effectivecost",
    "billingcurrency",
  ]

  /// Small letters, digits and hyphens: a name that a plan takes as it is.
  public static func word(_ text: String) -> String { FocusColumns.word(text) }

  /// Whether a table is a bill, by its header.
  public static func isOne(_ header: [String]) -> Bool {
    let names = Set(header.map { $0.lowercased() })
    return names.isSuperset(of: ["chargecategory", "chargeperiodstart", "effectivecost"])
  }

  /// - Parameter holding: Only node types whose name holds this text.
  /// - Throws: `Diagnostics` with the line at fault.
  public init(path: String, holding text: String = "") throws(Diagnostics) {
    func problem(_ line: Int, _ message: String, _ remedy: String?) -> Diagnostics {
      Diagnostics([Diagnostic(file: path, line: line, column: 1, message: message, remedy: remedy)])
    }
    let header: [String]
    do {
      var file = try CSVFile(path: path)
      header = try file.next()?.texts ?? []
    } catch let found as CSVProblem {
      throw problem(found.line, found.message, found.remedy)
    } catch {
      throw problem(0, "there is no such file, or it cannot be read", "Check the path")
    }
    let columns = FocusColumns(header)
    for name in FocusBill.needed where !columns.has(name) {
      throw problem(
        1, "the bill has no column '\(FocusColumns.written(name))'", "FOCUS 1.0 to 1.3 have it: export the table whole")
    }
    var lines = 0
    try MeasuredTable(path: path).forEachRow(columns.asked) { row throws(Diagnostics) in
      let code = columns.text("billingcurrency", row)
      guard Currency(code) != nil else {
        throw row.problem(
          columns.place("billingcurrency"), "'\(code)' is no currency that is known",
          remedy: "Write a code of ISO 4217, such as EUR")
      }
      guard lines == 0 || code == currency else {
        throw row.problem(
          columns.place("billingcurrency"), "the bill is in \(currency) and in \(code)",
          remedy: "Read one currency at a time")
      }
      currency = code
      lines += 1
      try add(row, columns, holding: text)
    }
    guard !fleets.isEmpty else {
      throw problem(
        1,
        "no row is of nodes: usage of compute that counts hours\(text.isEmpty ? "" : " of a type that holds '\(text)'")",
        leftOut.isEmpty ? nil : "It has \(leftOut.map { "\($0.rows) rows of \($0.what)" }.joined(separator: ", "))")
    }
  }

  private mutating func leave(_ what: String, _ cost: Double) {
    let place = leftOut.firstIndex { $0.what == what } ?? leftOut.count
    if place == leftOut.count { leftOut.append((what, 0, 0)) }
    leftOut[place].rows += 1
    leftOut[place].cost += cost
  }

  private mutating func add(
    _ row: MeasuredTable.Row, _ columns: FocusColumns, holding text: String
  ) throws(Diagnostics) {
    let cost = try columns.cost("effectivecost", row)
    let category = columns.text("chargecategory", row)
    let id = columns.text("commitmentdiscountid", row)
    if category == "Purchase", !id.isEmpty {
      let place = commitment(id)
      let isOnce = columns.text("chargefrequency", row) == "One-Time"
      if !isOnce { commitments[place].billed += try columns.cost("billedcost", row) }
      return
    }
    guard category == "Usage" else {
      return leave("the category '\(category)'", cost)
    }
    guard columns.text("chargeclass", row).isEmpty else { return leave("corrections of earlier bills", cost) }
    let service = columns.text("servicecategory", row)
    let status = columns.text("commitmentdiscountstatus", row)
    guard ["Compute", "AI and Machine Learning"].contains(service) || status == "Unused" else {
      return leave("the service category '\(service)'", cost)
    }
    if !id.isEmpty {
      let place = commitment(id)
      commitments[place].effective += cost
      commitments[place].billed += try columns.cost("billedcost", row)
      if columns.text("commitmentdiscountcategory", row) == "Spend" { commitments[place].isOfSpend = true }
      if status == "Unused" {
        if !commitments[place].isOfSpend { commitments[place].unusedHours += try columns.unusedHours(row) ?? 0 }
        return
      }
    }
    guard let hours = try columns.hours(row) else {
      return leave("compute that counts '\(columns.unit(row))'", cost)
    }
    let sku = columns.type(row)
    guard !sku.isEmpty else { return leave("compute without a type", cost) }
    guard text.isEmpty || sku.contains(text) else { return leave("other types of nodes", cost) }
    try take(row, columns, sku: sku, hours: hours, commitment: id.isEmpty ? nil : commitment(id))
  }

  private mutating func take(
    _ row: MeasuredTable.Row, _ columns: FocusColumns, sku: String, hours: Double, commitment: Int?
  ) throws(Diagnostics) {
    let (start, end) = try columns.period(row)
    (first, last) = (min(first, start), max(last, end))
    let (provider, region) = (columns.provider(row), columns.region(row))
    let place =
      fleets.firstIndex { $0.provider == provider && $0.region == region && $0.sku == sku } ?? fleets.count
    if place == fleets.count { fleets.append(Fleet(provider: provider, region: region, sku: sku)) }
    if columns.text("capacityreservationstatus", row) == "Unused" {
      fleets[place].idleReservedHours += hours
      return
    }
    fleets[place].periods[start..<end, default: 0] += hours
    if let commitment {
      fleets[place].committedHours += hours
      commitments[commitment].usedHours += hours
      if !commitments[commitment].fleets.contains(place) { commitments[commitment].fleets.append(place) }
    } else if columns.text("pricingcategory", row) == "Dynamic" {
      fleets[place].spotHours += hours
    } else {
      fleets[place].onDemandHours += hours
    }
    if let price = try columns.listPrice(row) {
      let known = fleets[place].listPrices ?? price...price
      fleets[place].listPrices = min(known.lowerBound, price)...max(known.upperBound, price)
    }
  }

  private mutating func commitment(_ id: String) -> Int {
    if let place = commitments.firstIndex(where: { $0.id == id }) { return place }
    commitments.append(Commitment(id: id))
    return commitments.count - 1
  }
}
