/// How wide words are at most, so that labels can be placed without a browser.
///
/// Widths are those of DejaVu Sans, the widest of the fonts that a page asks for: in another font labels are shorter.
enum TextWidth {
  /// - Parameter size: Of the font, in pixels.
  static func of(_ words: String, size: Double = SVGCanvas.textSize) -> Double {
    words.reduce(0) { $0 + em($1) } * size
  }

  private static func em(_ character: Character) -> Double {
    switch character {
    case "i", "j", "l", "'", "|", "I": 0.29
    case " ", ".", ",", ":", ";", "!": 0.33
    case "f", "t", "r", "(", ")", "-", "/": 0.4
    case "m", "w", "M", "W", "%", "+", "=", "<", ">": 0.95
    case "0"..."9", "$": 0.64
    case "A"..."Z": 0.7
    default: 0.62
    }
  }

  /// Words broken into lines no wider than a limit; a word that is wider stands alone, cut with an ellipsis.
  static func wrapped(_ words: String, to limit: Double, size: Double = SVGCanvas.textSize) -> [String] {
    var lines: [String] = []
    for word in words.split(separator: " ") {
      let piece = cut(String(word), to: limit, size: size)
      if let last = lines.last, of(last + " " + piece, size: size) <= limit {
        lines[lines.count - 1] = last + " " + piece
      } else {
        lines.append(piece)
      }
    }
    return lines
  }

  /// Words cut with an ellipsis where they are wider than a limit.
  static func cut(_ words: String, to limit: Double, size: Double = SVGCanvas.textSize) -> String {
    guard of(words, size: size) > limit else { return words }
    var kept = words
    while !kept.isEmpty, of(kept + "…", size: size) > limit { kept.removeLast() }
    return kept + "…"
  }

  /// Words without their middle where they are wider than a limit: what tells names apart stands at their ends as a rule.
  static func withoutMiddle(_ words: String, to limit: Double) -> String {
    guard of(words) > limit else { return words }
    let tail = words.suffix(words.count / 2)
    var (first, last) = (words.prefix(words.count - tail.count), tail)
    while first.count + last.count > 2, of("\(first)…\(last)") > limit {
      if first.count > last.count { first.removeLast() } else { last.removeFirst() }
    }
    return "\(first)…\(last)"
  }
}
