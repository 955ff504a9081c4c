import Charts

/// A piece of a page. What is put into it is text unless it is a piece itself, so that nothing of a plan is ever markup.
struct HTML: ExpressibleByStringInterpolation, Sendable {
  let text: String

  init(_ pieces: [HTML]) { text = pieces.map(\.text).joined(separator: "\n") }
  init(stringLiteral text: String) { self.text = text }
  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {}
    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ words: String) { text += escaped(words) }
    mutating func appendInterpolation(_ count: Int) { text += String(count) }
    mutating func appendInterpolation(_ piece: HTML) { text += piece.text }
    mutating func appendInterpolation(_ pieces: [HTML]) { text += HTML(pieces).text }
    /// A drawing of `Charts`, whose words are escaped already; the report's style sheet and the page's script.
    mutating func appendInterpolation(drawn drawing: String) { text += drawing }
  }
}
