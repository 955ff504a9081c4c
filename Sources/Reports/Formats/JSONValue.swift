internal import Currencies
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
  public var text: String { ofStudy.rendered(indent: 0) + "\n" }

  /// The value as JSON on one line, for a cell of a table.
  var line: String {
    switch self {
    case .object(let pairs):
      "{" + pairs.map { JSONValue.name($0.key) + ": " + $0.value.line }.joined(separator: ", ") + "}"
    case .array(let values): "[" + values.map(\.line).joined(separator: ", ") + "]"
    case .null, .bool, .integer, .natural, .number, .string: rendered(indent: 0)
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
        + pairs.map { inner + JSONValue.name($0.key) + ": " + $0.value.rendered(indent: indent + 1) }
        .joined(separator: ",\n") + "\n\(outer)}"
    }
  }

  /// With what its amounts are counted in, where it is the result of a study; files that do not say it are in dollars.
  private var ofStudy: JSONValue {
    let study = WrittenCurrency.study
    guard !study.isPlain, case .object(var pairs) = self, pairs.first?.key == "model" else { return self }
    pairs.insert(contentsOf: study.pairs, at: 1)
    return .object(pairs)
  }

  /// The one place where the name of a member gets the currency of its amount.
  private static func name(_ key: String) -> String { quoted(Currency.ofStudy.naming(key)) }

  private var isNumber: Bool {
    switch self {
    case .integer, .natural, .number: true
    case .null, .bool, .string, .array, .object: false
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
