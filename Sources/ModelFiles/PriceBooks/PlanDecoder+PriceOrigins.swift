internal import Foundation
import ServiceModel

/// Where each price comes from, as the comment of its line says: price by price, never from a neighbour.
extension PlanDecoder {
  /// The origin of an amount. Without a comment, or where that says so, it is assumed; where it names a source, it is a list
  /// price of that source. The first date of the comment is that of the price.
  ///
  /// - Parameter basis: What a key of the plan says; a comment that calls the price assumed counts all the same.
  func origin(_ reader: FieldReader, _ key: String, basis: PriceBasis? = nil, asOf: String? = nil) -> PriceOrigin {
    let comment = reader.node(key).flatMap { context.comment(at: $0.position) }.map(PriceComment.init)
    let named = comment?.source ?? ""
    let isAssumed = comment?.callsAssumed(key) ?? false
    if isAssumed, let basis, basis != .assumed {
      reader.warning(
        key, "'basis: \(basis.rawValue)' and a comment that calls the price assumed: it counts as assumed",
        remedy: "Take one of the two away")
    }
    let origin = PriceOrigin(
      basis: isAssumed ? .assumed : basis ?? (named.isEmpty ? .assumed : .list), source: named,
      asOf: asOf ?? comment?.date ?? "")
    context.note(origin, at: reader.path(of: key))
    return origin
  }
}

/// The comment behind a price.
struct PriceComment {
  /// What stands between semicolons, each about something of its own.
  private let clauses: [String]

  init(_ text: String) {
    clauses = text.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// What stands behind `source:`; empty where nothing does.
  var source: String {
    clauses.lazy.compactMap { clause in
      clause.range(of: "source:").map { clause[$0.upperBound...].trimmingCharacters(in: .whitespaces) }
    }.first { !$0.isEmpty } ?? ""
  }

  /// The first date, as `2026-11-09`; nil where there is none.
  var date: String? {
    clauses.lazy.compactMap(PriceComment.firstDate).first
  }

  /// By hand: a regular expression is compiled wherever it is used, which took a third of reading a plan.
  private static func firstDate(in clause: String) -> String? {
    func isDigits(_ text: Substring, _ count: Int) -> Bool {
      text.utf8.count == count && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    for word in clause.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" }) {
      let parts = word.split(separator: "-", omittingEmptySubsequences: false)
      for day in parts.indices.dropFirst(2)
      where isDigits(parts[day - 2], 4) && isDigits(parts[day - 1], 2) && isDigits(parts[day], 2) {
        return parts[day - 2...day].joined(separator: "-")
      }
    }
    return nil
  }

  /// Whether it says that nobody was asked for the price under a key. `assumed`, `assumed: half the list` and
  /// `price assumed` do, and so does a source that is called assumed; `bytes assumed` and `assumed quota` speak of
  /// something else on the line.
  func callsAssumed(_ key: String) -> Bool {
    let names = Set(["price", "prices", "rate", "rates", "all"] + PriceComment.words(key))
    return clauses.contains { clause in
      let words = PriceComment.words(clause)
      guard words.contains("assumed") else { return false }
      if words == ["assumed"] || words.first == "source" || !names.isDisjoint(with: words) { return true }
      return words.first == "assumed" && clause.dropFirst("assumed".count).first.map { ":,(".contains($0) } == true
    }
  }

  private static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
