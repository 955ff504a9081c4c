internal import Currencies

/// Why no page can be made of a text.
public struct PageError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }

  init(_ error: DecodingError) {
    switch error {
    case .keyNotFound(let key, let context): self.init("\(PageError.place(context.codingPath + [key])) is missing")
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      self.init("\(PageError.place(context.codingPath)) is not what it should be")
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      self.init("\(PageError.place(context.codingPath)) cannot be read")
    default: self.init("it is no JSON")
    }
  }

  /// The path as JSON names it: `designs[2].lost_minutes_per_year`.
  private static func place(_ path: [any CodingKey]) -> String {
    var text = ""
    for key in path {
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        let snake = key.stringValue.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
        text += (text.isEmpty ? "" : ".") + Currency.ofStudy.naming(snake)
      }
    }
    return "'\(text)'"
  }
}
