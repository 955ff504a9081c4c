/// By which a reader finds out where a figure came from: stands in every result and in every table that holds money.
public struct Trail: Equatable, Sendable {
  /// Of the command that made it.
  public let toolVersion: String
  /// SHA-256 of the plan with all that it names.
  public let planHash: String
  /// SHA-256 of the prices that were laid over the plan; nil where none were.
  public let pricesHash: String?
  /// Nil where nothing was drawn.
  public let seed: UInt64?
  /// What makes the same figures again, wherever the plan lies.
  public let command: String

  public init(toolVersion: String, planHash: String, pricesHash: String? = nil, seed: UInt64?, command: String) {
    self.toolVersion = toolVersion
    self.planHash = planHash
    self.pricesHash = pricesHash
    self.seed = seed
    self.command = command
  }

  /// `trail` of a result.
  var pair: (key: String, value: JSONValue) {
    (
      "trail",
      .object([
        ("tool_version", .string(toolVersion)), ("plan_sha256", .string(planHash)),
        ("prices_sha256", pricesHash.map { .string($0) } ?? .null), ("seed", seed.map { .natural($0) } ?? .null),
        ("command", .string(command)),
      ])
    )
  }

  fileprivate var cells: [(name: String, own: String, cell: CSVTable.Cell)] {
    [
      ("tool_version", "x_NinesToolVersion", .words(toolVersion)),
      ("plan_sha256", "x_NinesPlanSha256", .words(planHash)),
      ("prices_sha256", "x_NinesPricesSha256", .words(pricesHash)),
      ("seed", "x_NinesSeed", seed.map { .number(String($0)) } ?? .empty),
      ("command", "x_NinesCommand", .words(command)),
    ]
  }
}

extension Trail {
  /// As it stands in the rows of a `costs.csv`.
  ///
  /// - Throws: `StoredResultError` where there is none.
  public init(costs text: String) throws(StoredResultError) {
    let table = try CSVReading(text)
    guard let row = table.rows.first else { throw StoredResultError("costs.csv: there are no lines") }
    func cell(_ name: String) throws(StoredResultError) -> String { row[try table.column(name)] }
    let prices = try cell("prices_sha256")
    self.init(
      toolVersion: try cell("tool_version"), planHash: try cell("plan_sha256"),
      pricesHash: prices.isEmpty ? nil : prices, seed: UInt64(try cell("seed")), command: try cell("command"))
  }
}

extension CSVTable {
  /// The same rows, each with the trail in its last columns; as they are without one.
  ///
  /// - Parameter inFocus: Whether columns that the specification of FOCUS does not know have its prefix.
  func carrying(_ trail: Trail?, inFocus: Bool = false) -> CSVTable {
    guard let trail else { return self }
    let cells = trail.cells
    var table = CSVTable(header: header + cells.map { inFocus ? $0.own : $0.name })
    for row in rows { table.append(row + cells.map { $0.cell }) }
    return table
  }
}
