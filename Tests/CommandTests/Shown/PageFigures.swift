import Foundation
import Testing

/// A number that a page prints, with its unit.
struct PrintedNumber: Hashable {
  enum Kind: String { case dollars, share, seconds, plain }

  let text: String
  /// The words around it, for a message.
  let within: String
  let kind: Kind
  /// In the unit of the kind: dollars, a share of one, seconds, or as it stands.
  let value: Double
  /// Half of its last printed digit, in the same unit.
  let half: Double

  /// The same number with its last digit one higher: what a wrong figure would look like.
  var off: PrintedNumber {
    PrintedNumber(text: text, within: within, kind: kind, value: value + 2 * half, half: half)
  }

  /// Whether a figure reads so to the digits printed.
  func reads(_ figure: Double) -> Bool {
    Swift.abs(Swift.abs(figure) - value) <= half * (1 + 1e-6) + 1e-12
  }
}

extension PrintedNumber {
  private static let pattern = try? NSRegularExpression(
    pattern:
      #"(?<![A-Za-z0-9_.,])(?<![A-Za-z0-9]-)(\$?)(\d[\d,]*)(\.\d+)?(?:[ \x{A0}]?(%|k\b|M\b|B\b|ms\b|s\b|min\b|h\b|d\b))?"#
  )

  /// The numbers of a text, in order.
  static func all(in text: String) -> [PrintedNumber] {
    let whole = NSRange(text.startIndex..., in: text)
    return (pattern?.matches(in: text, range: whole) ?? []).compactMap { match in
      func group(_ k: Int) -> String {
        Range(match.range(at: k), in: text).map { String(text[$0]) } ?? ""
      }
      let digits = group(2).replacing(",", with: "")
      guard let value = Double(digits + group(3)), let range = Range(match.range, in: text) else { return nil }
      // Four digits and more before the point are rounded to three.
      let decimals = Swift.max(0, group(3).count - 1)
      let rounded = group(3).isEmpty && digits.count > 3 && digits.hasSuffix("0") ? digits.count - 3 : 0
      let half = 0.5 * pow(10, Double(rounded - decimals))
      let (kind, scale): (Kind, Double) =
        switch (group(1), group(4)) {
        case ("$", "k"): (.dollars, 1e3)
        case ("$", "M"): (.dollars, 1e6)
        case ("$", "B"): (.dollars, 1e9)
        case ("$", _): (.dollars, 1)
        case (_, "%"): (.share, 0.01)
        case (_, "ms"): (.seconds, 0.001)
        case (_, "s"): (.seconds, 1)
        case (_, "min"): (.seconds, 60)
        case (_, "h"): (.seconds, 3600)
        case (_, "d"): (.seconds, 86_400)
        default: (.plain, 1)
        }
      return PrintedNumber(
        text: String(text[range]), within: text, kind: kind, value: value * scale, half: half * scale)
    }
  }
}

/// The words of a page, text by text: what stands between tags, without style, script and the axes of drawings.
func pageTexts(_ html: String) -> [String] {
  var text = html
  for gone in [
    #"<style>[\s\S]*?</style>"#, #"<script>[\s\S]*?</script>"#, #"<text [^>]*class="[^"]*axis[^"]*">[^<]*</text>"#,
  ] {
    text = text.replacingOccurrences(of: gone, with: "", options: .regularExpression)
  }
  let parts = text.replacingOccurrences(of: "<[^>]*>", with: "\u{1}", options: .regularExpression)
    .split(separator: "\u{1}")
  return parts.map { part in
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(
      part.trimmingCharacters(in: .whitespacesAndNewlines)
    ) { $0.replacing($1.0, with: $1.1) }
  }.filter { !$0.isEmpty }
}

/// Every number of a stored result with its place: `designs.2.lost_minutes_per_year.mean`. Long lists are drawn, not printed.
struct StoredNumbers {
  private(set) var numbers: [(place: String, value: Double)] = []
  private(set) var words: Set<String> = []

  init(_ json: Any) { walk(json, "") }

  private mutating func walk(_ json: Any, _ place: String) {
    switch json {
    case let object as [String: Any]:
      for key in object.keys.sorted() where key != "course" && key != "curves" {
        walk(object[key]!, place.isEmpty ? key : "\(place).\(key)")
      }
    case let list as [Any]:
      // A series is said by its highest value.
      if list.count > 50, let values = list as? [Double] {
        numbers.append((place, values.max() ?? 0))
        return
      }
      for (index, item) in list.enumerated() { walk(item, "\(place).\(index)") }
    case let text as String: words.insert(text)
    case let number as NSNumber: numbers.append((place, number.doubleValue))
    default: break
    }
  }
}
