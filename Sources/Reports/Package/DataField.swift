import CFieldTable
internal import Currencies

/// What a column of a table means: a row of docs/reference/fields.tsv, from which data packages are described and with which
/// the dictionary of docs/reference/output.md agrees.
public struct DataField: Equatable, Sendable {
  public private(set) var name: String
  /// Of Frictionless' Table Schema: string, number, integer, boolean, date.
  public let type: String
  /// Empty where it has none, or is no number.
  public private(set) var unit: String
  /// A sentence that says what the column holds.
  public let description: String
  /// Whether no cell is empty, and whether no two are alike.
  public let isRequired: Bool
  public let isUnique: Bool
  /// Limits as Table Schema writes them; nil where there is none.
  public let minimum: String?
  public let maximum: String?
  public let pattern: String?
  /// The words that it may be; empty where it may be any.
  public private(set) var choices: [String]

  /// - Parameter cells: Name, type, unit, constraints and description.
  init(_ cells: ArraySlice<String>) {
    let cells = Array(cells)
    (name, type, unit, description) = (cells[0], cells[1], cells[2], cells[4])
    let constraints = cells[3].split(separator: ";").map { $0.drop { $0 == " " } }
    func rest(_ word: String) -> String? {
      constraints.first { $0.hasPrefix(word + " ") }.map { String($0.dropFirst(word.count + 1)) }
    }
    isRequired = constraints.contains("required")
    isUnique = constraints.contains("unique")
    (minimum, maximum, pattern) = (rest("min"), rest("max"), rest("matches"))
    choices = rest("one of")?.split(separator: "|").map(String.init) ?? []
  }

  /// The fields of each table, in the order of the file.
  public static let tables: [(name: String, fields: [DataField])] = {
    var tables: [(name: String, fields: [DataField])] = []
    for line in String(cString: nines_field_table()).split(separator: "\n").dropFirst() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      if tables.last?.name != cells[0] { tables.append((cells[0], [])) }
      tables[tables.count - 1].fields.append(DataField(cells[1...]))
    }
    return tables
  }()

  /// The same where amounts are counted in a currency.
  func of(_ currency: Currency) -> DataField {
    var field = self
    field.name = currency.naming(name)
    field.unit = unit.replacing("USD", with: currency.code)
    field.choices = choices.map { $0 == "USD" ? currency.code : $0 }
    return field
  }

  var json: JSONValue {
    var pairs: [(key: String, value: JSONValue)] = [
      ("name", .string(name)), ("type", .string(type)), ("description", .string(description)),
    ]
    if !unit.isEmpty { pairs.append(("unit", .string(unit))) }
    var constraints: [(key: String, value: JSONValue)] = []
    if isRequired { constraints.append(("required", .bool(true))) }
    if isUnique { constraints.append(("unique", .bool(true))) }
    for (key, text) in [("minimum", minimum), ("maximum", maximum)] {
      if let text { constraints.append((key, Int(text).map { .integer($0) } ?? .string(text))) }
    }
    if let pattern { constraints.append(("pattern", .string(pattern))) }
    if !choices.isEmpty { constraints.append(("enum", .array(choices.map { .string($0) }))) }
    if !constraints.isEmpty { pairs.append(("constraints", .object(constraints))) }
    return .object(pairs)
  }
}
