import Foundation

/// A cursor over one object of a JSON text: members are asked for by name and must be there, of the type asked for.
struct JSONReader {
  private let members: [String: Any]
  /// From the root, as `designs[2].usage`; empty at the root.
  private let path: String

  private init(members: [String: Any], path: String) {
    self.members = members
    self.path = path
  }

  /// - Throws: `StoredResultError` where the text is no JSON object.
  init(text: String) throws(StoredResultError) {
    guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8)) else {
      throw StoredResultError("this is not JSON")
    }
    guard let members = value as? [String: Any] else { throw StoredResultError("this is JSON, but not an object") }
    self.init(members: members, path: "")
  }

  /// A problem with a member, or with the object itself.
  func error(_ key: String?, _ problem: String) -> StoredResultError {
    StoredResultError("'\(key.map(path(of:)) ?? path)' \(problem)")
  }

  private func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  private func value<T>(_ key: String, as noun: String, _ type: T.Type) throws(StoredResultError) -> T {
    guard let value = members[key] else { throw error(key, "is missing") }
    guard let typed = value as? T else { throw error(key, "is not \(noun)") }
    return typed
  }

  func text(_ key: String) throws(StoredResultError) -> String { try value(key, as: "a text", String.self) }

  func isNull(_ key: String) throws(StoredResultError) -> Bool { try value(key, as: "there", Any.self) is NSNull }

  func object(_ key: String) throws(StoredResultError) -> JSONReader {
    JSONReader(members: try value(key, as: "an object", [String: Any].self), path: path(of: key))
  }

  func list(_ key: String) throws(StoredResultError) -> [JSONReader] {
    let items = try value(key, as: "a list of objects", [[String: Any]].self)
    return items.enumerated().map { JSONReader(members: $1, path: "\(path(of: key))[\($0)]") }
  }

  /// A number; `true` and `false` are none.
  func number(_ key: String) throws(StoredResultError) -> Double {
    guard let number = JSONReader.number(try value(key, as: "a number", Any.self)) else {
      throw error(key, "is not a number")
    }
    return number
  }

  /// A number that is not negative.
  func amount(_ key: String) throws(StoredResultError) -> Double {
    let number = try number(key)
    guard number >= 0 else { throw error(key, "is negative") }
    return number
  }

  func amounts(_ key: String) throws(StoredResultError) -> [Double] {
    let numbers = try value(key, as: "a list", [Any].self).compactMap(JSONReader.number)
    guard try numbers.count == value(key, as: "a list", [Any].self).count, numbers.allSatisfy({ $0 >= 0 }) else {
      throw error(key, "is not a list of numbers that are not negative")
    }
    return numbers
  }

  private static func number(_ value: Any) -> Double? {
    // Foundation keeps truth values as numbers of one byte; no number of a JSON text is one.
    guard let number = value as? NSNumber, String(cString: number.objCType) != "c", number.doubleValue.isFinite else {
      return nil
    }
    return number.doubleValue
  }
}
