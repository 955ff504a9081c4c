internal import Currencies
internal import Intake

/// A stored comparison or buffer curve as a data package after the specification of Frictionless: its tables as they are, one for each grain,
/// and beside them what each column is.
public struct DataPackage: Sendable {
  /// A table: what one row is, by what it is told from others, and what it refers to.
  struct Table: Sendable {
    let name: String
    let row: String
    let key: [String]
    var references: [(fields: [String], table: String, targets: [String])] = []
    var hasTrail = false
    /// Whether the table is written only where several services share the fleet.
    var isOfServices = false
  }

  static let ofComparisons = [
    Table(name: "summary", row: "a design", key: ["design"]),
    Table(
      name: "replications", row: "a simulated horizon of a design", key: ["design", "replication"],
      references: [(["design"], "summary", ["design"])]),
    Table(
      name: "outages", row: "an outage of a design", key: ["design", "replication", "outage"],
      references: [
        (["design"], "summary", ["design"]),
        (["design", "replication"], "replications", ["design", "replication"]),
      ]),
    Table(
      name: "costs", row: "a cost line: design, month, site, item, role and price", key: ["line_id"],
      references: [(["design_id"], "summary", ["design"])], hasTrail: true),
    Table(
      name: "finance_summary", row: "a design, site, pool, role, price class and group, a year",
      key: ["design_id", "site", "pool", "role", "price_class", "cost_group"],
      references: [(["design_id"], "summary", ["design"])], hasTrail: true),
    Table(
      name: "design_summary", row: "a design, in money", key: ["design_id"],
      references: [(["design_id"], "summary", ["design"])], hasTrail: true),
    Table(
      name: "services", row: "a service of a design", key: ["design", "service"],
      references: [(["design"], "summary", ["design"])], isOfServices: true),
    Table(
      name: "pairs", row: "two designs on the same failures", key: ["from_design", "to_design"],
      references: [(["from_design"], "summary", ["design"]), (["to_design"], "summary", ["design"])]),
    Table(
      name: "removals", row: "a design without what one cause took", key: ["design", "cause", "objective"],
      references: [(["design"], "summary", ["design"])]),
    Table(
      name: "phases", row: "a phase of the failovers of a design, by the scope of what failed",
      key: ["design", "scope", "phase"], references: [(["design"], "summary", ["design"])]),
    Table(
      name: "curves", row: "a point of a curve of a design", key: ["design", "curve", "of", "point"],
      references: [(["design"], "summary", ["design"])]),
    assumptions,
  ]

  static let ofSizes = [
    Table(name: "curve", row: "a fleet, from the requirement up", key: ["nodes"], hasTrail: true), assumptions,
  ]

  private static let assumptions = Table(
    name: "assumptions", row: "a value at its place in the plan", key: ["key", "origin"], hasTrail: true)

  let study: String
  private let files: [(table: Table, text: String)]
  /// The whole result, of which the tables are the flat part.
  private let result: String
  private let trail: [String]
  private let currency: StudyCurrency

  /// - Parameters:
  ///   - json: The text of `result.json`.
  ///   - text: The text of another file of the directory, by its name.
  /// - Throws: `StoredResultError` where a file has other columns than this version writes, or what `text` throws.
  public init(json: String, text: (_ name: String) throws -> String) throws {
    let root = try JSONReader(text: json)
    guard root.has("designs") || root.has("curve") else {
      throw StoredResultError("result.json is of neither 'nines compare' nor 'nines size'")
    }
    study = try root.text("model")
    trail = try StoredReview.trail(of: root)
    currency = root.currency
    let currency = root.currency.currency
    result = json
    let hasServices = try root.has("designs") && root.list("designs").contains { $0.has("services") }
    let tables = root.has("curve") ? DataPackage.ofSizes : DataPackage.ofComparisons
    files = try tables.filter { hasServices || !$0.isOfServices }.map { table in
      let text = try text(table.name + ".csv")
      let names = table.fields.map { currency.naming($0.name) }
      guard let header = text.split(separator: "\n", maxSplits: 1).first,
        header.split(separator: ",").map(String.init) == names
      else { throw StoredResultError("\(table.name).csv: its columns are not those that this version describes") }
      return (table, text)
    }
  }

  /// The files of the package.
  public var contents: [(name: String, text: String)] {
    [("datapackage.json", json.text), ("README.md", readme)] + files.map { ($0.table.name + ".csv", $0.text) }
      + [("result.json", result)]
  }

  private var json: JSONValue {
    .object([
      ("$schema", .string("https://datapackage.org/profiles/1.0/datapackage.json")),
      ("profile", .string("tabular-data-package")), ("name", .string(slug)),
      ("title", .string("Disaster recovery of \(study), simulated and priced")),
      ("description", .string((trail + [DataPackage.remark]).joined(separator: ". "))),
      ("resources", .array(files.map { resource($0.table, $0.text) } + [wholeResult])),
    ])
  }

  private static let remark =
    "A text that begins with =, +, -, @ or an apostrophe has an apostrophe before it, so that a spreadsheet takes it for text"

  /// Lower-case letters, digits and lines: what a package may be called.
  private var slug: String {
    let plain = study.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
    return "nines-" + plain
  }

  private var wholeResult: JSONValue {
    .object(
      [
        ("name", .string("result")), ("path", .string("result.json")), ("profile", .string("data-resource")),
        ("title", .string("The whole result, of which the tables are the flat part")), ("format", .string("json")),
        ("mediatype", .string("application/json")), ("encoding", .string("utf-8")),
      ] + DataPackage.proof(of: result))
  }

  /// By which a reader finds out whether a file is what it was.
  private static func proof(of text: String) -> [(key: String, value: JSONValue)] {
    var sum = SHA256()
    sum.add(text.utf8)
    return [("bytes", .integer(text.utf8.count)), ("hash", .string("sha256:\(sum.text)"))]
  }

  private func resource(_ table: Table, _ text: String) -> JSONValue {
    func list(_ words: [String]) -> JSONValue { .array(words.map { .string($0) }) }
    var schema: [(key: String, value: JSONValue)] = [
      ("fields", .array(table.fields.map { $0.of(currency.currency).json })), ("missingValues", list([""])),
      ("primaryKey", list(table.key)),
    ]
    if !table.references.isEmpty {
      schema.append(
        (
          "foreignKeys",
          .array(
            table.references.map { reference in
              .object([
                ("fields", list(reference.fields)),
                ("reference", .object([("resource", .string(reference.table)), ("fields", list(reference.targets))])),
              ])
            })
        ))
    }
    return .object(
      [
        ("name", .string(table.name)), ("path", .string(table.name + ".csv")),
        ("profile", .string("tabular-data-resource")), ("title", .string("One row is \(table.row)")),
        ("format", .string("csv")), ("mediatype", .string("text/csv")), ("encoding", .string("utf-8")),
        ("dialect", .object([("delimiter", .string(",")), ("lineTerminator", .string("\n"))])),
      ] + DataPackage.proof(of: text) + [("schema", .object(schema))])
  }

  /// The dictionary for people.
  private var readme: String {
    var lines = ["# \(study)", ""] + trail.map { $0 + "  " } + ["", DataPackage.remark + "."]
    for (table, _) in files {
      lines += [
        "", "## \(table.name).csv", "",
        "One row is \(table.row); it is told from others by `\(table.key.joined(separator: "`, `"))`.",
        "", "| Column | Type | Unit | Meaning |", "|---|---|---|---|",
      ]
      lines += table.fields.map { $0.of(currency.currency) }.map { field in
        "| `\(field.name)` | \(field.type) | \(field.unit.isEmpty ? "-" : field.unit) | \(field.description) |"
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension DataPackage.Table {
  /// The columns of the file, the trail at the end where it has one.
  var fields: [DataField] {
    func fields(_ name: String) -> [DataField] { DataField.tables.first { $0.name == name }?.fields ?? [] }
    return fields(name) + (hasTrail ? fields("trail") : [])
  }
}
