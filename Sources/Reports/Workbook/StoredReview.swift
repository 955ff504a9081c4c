internal import Intake

/// What a review shows beside the costs: read from `result.json`.
struct StoredReview {
  struct Cause {
    let design, cause, strikes: String
    /// Means a year.
    let lostMinutes, outages: Double
  }
  let causes: [Cause]
  /// Where the figures came from, a sentence each.
  let trail: [String]

  init(json: String) throws(StoredResultError) {
    let root = try JSONReader(text: json)
    var causes: [Cause] = []
    for design in try root.list("designs") {
      let name = try design.text("design")
      for cause in try design.list("causes") {
        causes.append(
          Cause(
            design: name, cause: try cause.text("cause"), strikes: try cause.text("strikes"),
            lostMinutes: try cause.amount("lost_minutes_per_year"), outages: try cause.amount("outages_per_year")))
      }
    }
    self.causes = causes
    trail = try StoredReview.trail(of: root)
  }

  static func trail(of root: JSONReader) throws(StoredResultError) -> [String] {
    guard root.has("trail") else { return [] }
    let reader = try root.object("trail")
    return [
      "Made by nines \(try reader.text("tool_version")): \(try reader.text("command"))",
      "SHA-256 of the plan with all that it names: \(try reader.text("plan_sha256"))",
    ]
  }
}

/// The outages of each design that lost most requests, picked from rows of `outages.csv` as they come.
public struct LargestOutages: Sendable {
  /// Of a design.
  static let most = 100

  struct Row: Sendable {
    let cells: [String: String]
    let lost: Double
  }
  private var byDesign: [(design: String, rows: [Row])] = []

  public init() {}

  /// Designs in the order in which they come, in each the largest loss first; of equal ones the earlier first.
  var rows: [Row] { byDesign.flatMap(\.rows) }

  /// Takes whole rows, without the header.
  ///
  /// - Throws: `StoredResultError` where they are no rows of a ledger.
  public mutating func add(_ text: String) throws(StoredResultError) {
    guard let rows = try? CSVRows.all(of: text) else { throw StoredResultError("outages.csv: a row cannot be read") }
    for row in rows {
      guard row.cells.count == ledgerHeader.count else {
        throw StoredResultError("outages.csv: a row has \(row.cells.count) cells, not \(ledgerHeader.count)")
      }
      let texts = row.texts
      guard let lost = decimal(texts[LargestOutages.lost]) else {
        throw StoredResultError("outages.csv: 'requests_lost' is '\(texts[LargestOutages.lost])', not a number")
      }
      add(texts, lost)
    }
  }

  /// Takes the text of a whole `outages.csv`.
  public mutating func add(file text: String) throws(StoredResultError) {
    let header = CSVTable(header: ledgerHeader).headerLine
    guard text.hasPrefix(header) else { throw StoredResultError("outages.csv: its columns are not those of a ledger") }
    try add(String(text.dropFirst(header.count)))
  }

  private mutating func add(_ texts: [String], _ lost: Double) {
    let name = SpreadsheetText.unescaped(texts[LargestOutages.design])
    let place = byDesign.lastIndex { $0.design == name } ?? byDesign.count
    if place == byDesign.count { byDesign.append((name, [])) }
    let rows = byDesign[place].rows
    if rows.count == LargestOutages.most, let last = rows.last, last.lost >= lost { return }
    let position = rows.firstIndex { $0.lost < lost } ?? rows.count
    let cells = Dictionary(uniqueKeysWithValues: zip(ledgerHeader, texts.map(SpreadsheetText.unescaped)))
    byDesign[place].rows.insert(Row(cells: cells, lost: lost), at: position)
    if byDesign[place].rows.count > LargestOutages.most { byDesign[place].rows.removeLast() }
  }

  private static let design = ledgerHeader.firstIndex(of: "design")!
  private static let lost = ledgerHeader.firstIndex(of: "requests_lost")!
}
