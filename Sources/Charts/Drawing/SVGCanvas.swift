/// What is said of the points of a line: one sentence, in which `{0}`, `{1}` and so on stand for the figures of each point, so that
/// the sentence is written once.
struct PointWords {
  let sentence: String
  /// A list for each point; no figure holds a bar or a semicolon.
  let figures: [[String]]
}

/// A drawing that grows element by element into SVG text; equal calls give equal bytes.
///
/// Colours are classes of the page that the drawing stands on, so that one drawing serves light and dark: `ink` and `quiet`
/// for text, `grid`, `post` for objectives, and `d0` to `d7` for designs (see `Tint`).
struct SVGCanvas {
  let width: Double
  let height: Double
  private var body = ""

  /// The size of the text on a drawing, in pixels.
  static let textSize = 12.0

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  enum Anchor: String { case start, middle, end }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ classes: String) {
    element("line", "x1=\"\(px(x1))\" y1=\"\(px(y1))\" x2=\"\(px(x2))\" y2=\"\(px(y2))\" class=\"\(classes)\"")
  }

  mutating func rect(
    x: Double, y: Double, width: Double, height: Double, _ classes: String, hint: String? = nil
  ) {
    let shape = "x=\"\(px(x))\" y=\"\(px(y))\" width=\"\(px(max(0, width)))\" height=\"\(px(max(0, height)))\""
    element("rect", "\(shape) class=\"\(classes)\"", hint: hint)
  }

  mutating func circle(_ x: Double, _ y: Double, radius: Double, _ classes: String, hint: String? = nil) {
    element("circle", "cx=\"\(px(x))\" cy=\"\(px(y))\" r=\"\(px(radius))\" class=\"\(classes)\"", hint: hint)
  }

  /// A square on its corner.
  mutating func diamond(_ x: Double, _ y: Double, radius: Double, _ classes: String, hint: String? = nil) {
    let corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
    element("path", "d=\"\(path(corners))Z\" class=\"\(classes)\"", hint: hint)
  }

  /// A line through points; `closed` makes it an area.
  ///
  /// - Parameter said: What is said of each point when the pointer is near.
  mutating func path(
    _ points: [(Double, Double)], closed: Bool = false, _ classes: String, hint: String? = nil, said: PointWords? = nil
  ) {
    precondition(said == nil || said?.figures.count == points.count, "words belong to points")
    guard points.count > 1 else { return }
    let data = said.map { said -> String in
      let figures = said.figures.map { $0.joined(separator: ";") }.joined(separator: "|")
      return " data-words=\"\(escaped(said.sentence))\" data-values=\"\(escaped(figures))\""
    }
    element("path", "d=\"\(path(points))\(closed ? "Z" : "")\" class=\"\(classes)\"\(data ?? "")", hint: hint)
  }

  mutating func text(
    _ words: String, x: Double, y: Double, anchor: Anchor = .start, _ classes: String = "ink"
  ) {
    let place = "x=\"\(px(x))\" y=\"\(px(y))\" text-anchor=\"\(anchor.rawValue)\" class=\"\(classes)\""
    body += "<text \(place)>\(escaped(words))</text>\n"
  }

  /// The drawing with what a screen reader says of it.
  func document(title: String, classes: String) -> String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" class="chart \(classes)" viewBox="0 0 \(px(width)) \(px(height))" \
    width="\(px(width))" height="\(px(height))" role="img" aria-label="\(escaped(title))">
    \(body)</svg>
    """
  }

  private mutating func element(_ name: String, _ attributes: String, hint: String? = nil) {
    guard let hint else {
      body += "<\(name) \(attributes)/>\n"
      return
    }
    body += "<\(name) \(attributes)><title>\(escaped(hint))</title></\(name)>\n"
  }

  private func path(_ points: [(Double, Double)]) -> String {
    var text = ""
    for (index, point) in points.enumerated() { text += (index == 0 ? "M" : "L") + "\(px(point.0)) \(px(point.1))" }
    return text
  }
}

/// A length in pixels with one decimal, the same on every machine.
func px(_ value: Double) -> String {
  guard value.isFinite, abs(value) < 1e7 else { return "0" }
  let tenths = Int((value * 10).rounded())
  guard tenths % 10 != 0 else { return String(tenths / 10) }
  let sign = tenths < 0 ? "-" : ""
  return "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
}

/// Words as text of HTML and SVG, also inside quoted attributes.
public func escaped(_ words: String) -> String {
  var text = ""
  for character in words {
    switch character {
    case "&": text += "&amp;"
    case "<": text += "&lt;"
    case ">": text += "&gt;"
    case "\"": text += "&quot;"
    case "'": text += "&#39;"
    default: text.append(character)
    }
  }
  return text
}
