import Foundation

/// A JSON value whose keys keep the order in which they were written, so that equal results are equal bytes.
public indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case natural(UInt64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  public static func == (a: JSONValue, b: JSONValue) -> Bool { a.text == b.text }

  /// The value as JSON, indented by two spaces.
  public var text: String { rendered(indent: 0) + "\n" }

  /// The value as JSON on one line, for a cell of a table.
  var line: String {
    switch self {
    case .object(let pairs):
      "{" + pairs.map { JSONValue.quoted($0.key) + ": " + $0.value.line }.joined(separator: ", ") + "}"
    case .array(let values): "[" + values.map(\.line).joined(separator: ", ") + "]"
    default: rendered(indent: 0)
    }
  }

  private func rendered(indent: Int) -> String {
    let inner = String(repeating: "  ", count: indent + 1)
    let outer = String(repeating: "  ", count: indent)
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .natural(let value): return String(value)
    // JSON has no infinity; what never ends is null, and the documentation says so.
    case .number(let value): return value.isFinite ? JSONValue.shortest(value) : "null"
    case .string(let value): return JSONValue.quoted(value)
    case .array(let values):
      guard !values.isEmpty else { return "[]" }
      // A series of numbers is one thing to a reader.
      if values.allSatisfy(\.isNumber) {
        return "[" + values.map { $0.rendered(indent: 0) }.joined(separator: ", ") + "]"
      }
      return "[\n" + values.map { inner + $0.rendered(indent: indent + 1) }.joined(separator: ",\n") + "\n\(outer)]"
    case .object(let pairs):
      guard !pairs.isEmpty else { return "{}" }
      return "{\n"
        + pairs.map { inner + JSONValue.quoted($0.key) + ": " + $0.value.rendered(indent: indent + 1) }
        .joined(separator: ",\n") + "\n\(outer)}"
    }
  }

  private var isNumber: Bool {
    switch self {
    case .integer, .natural, .number: true
    default: false
    }
  }

  private static func shortest(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case _ where scalar.value < 0x20: result += String(format: "\\u%04x", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
