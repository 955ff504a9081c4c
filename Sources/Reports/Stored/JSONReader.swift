internal import Currencies
import Foundation
internal import Intake
import OutputAnalysis

/// A cursor over one object of a JSON text: members are asked for by name and must be there, of the type asked for.
///
/// Read by `JSONDecoder`, which gives the double nearest to what is written: `JSONSerialization` misses it by a unit in
/// the last place in three numbers of ten (Swift 6.3 on Linux), and a cost priced again would not be the same bytes.
struct JSONReader {
  private let members: [String: JSONTree]
  /// From the root, as `designs[2].usage`; empty at the root.
  private let path: String
  /// What the amounts of the whole text are counted in.
  let currency: StudyCurrency

  private init(members: [String: JSONTree], path: String, currency: StudyCurrency) {
    self.members = members
    self.path = path
    self.currency = currency
  }

  /// - Throws: `StoredResultError` where the text is no JSON object.
  init(text: String) throws(StoredResultError) {
    guard let tree = try? JSONDecoder().decode(JSONTree.self, from: Data(text.utf8)) else {
      throw StoredResultError("this is not JSON")
    }
    guard case .object(let members) = tree else { throw StoredResultError("this is JSON, but not an object") }
    guard let currency = StudyCurrency(resultJSON: text) else {
      throw StoredResultError("'currency' or 'rates' is none that this version knows")
    }
    self.init(members: members, path: "", currency: currency)
  }

  /// A problem with a member, or with the object itself.
  func error(_ key: String?, _ problem: String) -> StoredResultError {
    StoredResultError("'\(key.map(path(of:)) ?? path)' \(problem)")
  }

  private func path(of key: String) -> String {
    let name = currency.currency.naming(key)
    return path.isEmpty ? name : "\(path).\(name)"
  }

  private func value(_ key: String) throws(StoredResultError) -> JSONTree {
    guard let value = member(key) else { throw error(key, "is missing") }
    return value
  }

  /// What stands under a name that carries dollars where the program writes it; a file has the currency of its study there.
  private func member(_ key: String) -> JSONTree? { members[currency.currency.naming(key)] }

  /// Whether there is such a member, null or not.
  func has(_ key: String) -> Bool { member(key) != nil }

  /// Names of all members, sorted.
  var keys: [String] { members.keys.sorted() }

  /// Whether a member is there and is an object.
  func isObject(_ key: String) -> Bool { if case .object? = member(key) { true } else { false } }

  /// A number; nil where it is null, as what never ends is written, or not there.
  func optionalNumber(_ key: String) throws(StoredResultError) -> Double? {
    guard let value = member(key) else { return nil }
    if case .null = value { return nil }
    return try number(key)
  }

  func text(_ key: String) throws(StoredResultError) -> String {
    guard case .text(let text) = try value(key) else { throw error(key, "is not a text") }
    return text
  }

  func isNull(_ key: String) throws(StoredResultError) -> Bool {
    if case .null = try value(key) { true } else { false }
  }

  func object(_ key: String) throws(StoredResultError) -> JSONReader {
    guard case .object(let members) = try value(key) else { throw error(key, "is not an object") }
    return JSONReader(members: members, path: path(of: key), currency: currency)
  }

  /// The objects of a list.
  func list(_ key: String) throws(StoredResultError) -> [JSONReader] {
    guard case .list(let items) = try value(key) else { throw error(key, "is not a list") }
    var readers: [JSONReader] = []
    for (index, item) in items.enumerated() {
      guard case .object(let members) = item else { throw error("\(key)[\(index)]", "is not an object") }
      readers.append(JSONReader(members: members, path: "\(path(of: key))[\(index)]", currency: currency))
    }
    return readers
  }

  func number(_ key: String) throws(StoredResultError) -> Double {
    guard case .number(let number) = try value(key) else { throw error(key, "is not a number") }
    return number
  }

  /// A whole number that is not negative.
  func count(_ key: String) throws(StoredResultError) -> Int {
    guard let count = wholeNumber(try number(key)), count >= 0 else { throw error(key, "is not a whole number") }
    return count
  }

  /// A number that is not negative, and not beyond what anything of a result can be.
  func amount(_ key: String) throws(StoredResultError) -> Double {
    let number = try number(key)
    guard number >= 0 else { throw error(key, "is negative") }
    if let problem = OutsideNumber.amount.problem(with: number) { throw error(key, "is \(number), which \(problem)") }
    return number
  }

  /// Dollars, more or less than nothing.
  func dollars(_ key: String) throws(StoredResultError) -> Double {
    let number = try number(key)
    if let problem = OutsideNumber.amount.problem(with: number.magnitude) {
      throw error(key, "is \(number), which \(problem)")
    }
    return number
  }

  /// The interval of the ends `low` and `high` around an estimate.
  func interval(around estimate: Double) throws(StoredResultError) -> Interval {
    let (low, high) = (try dollars("low"), try dollars("high"))
    guard low <= estimate, estimate <= high else {
      throw error(nil, "goes from \(low) to \(high), and \(estimate) does not lie between")
    }
    return Interval(estimate: estimate, low: low, high: high)
  }

  /// A list of numbers that are not negative.
  func amounts(_ key: String) throws(StoredResultError) -> [Double] {
    guard case .list(let items) = try value(key) else { throw error(key, "is not a list") }
    var amounts: [Double] = []
    for (index, item) in items.enumerated() {
      guard case .number(let number) = item, number >= 0 else {
        throw error("\(key)[\(index)]", "is not a number that is not negative")
      }
      if let problem = OutsideNumber.amount.problem(with: number) {
        throw error("\(key)[\(index)]", "is \(number), which \(problem)")
      }
      amounts.append(number)
    }
    return amounts
  }
}

/// A JSON value as it is read; truth values are no numbers.
private indirect enum JSONTree: Decodable {
  case null
  case truth(Bool)
  case number(Double)
  case text(String)
  case list([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let truth = try? value.decode(Bool.self) {
      self = .truth(truth)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([JSONTree].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSONTree].self))
    }
  }
}
