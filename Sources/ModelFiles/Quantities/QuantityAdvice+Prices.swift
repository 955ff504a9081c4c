internal import Currencies
internal import Foundation
internal import Intake

/// What somebody meant who wrote an amount of money as elsewhere: with the number that stands there, and no other.
extension QuantityKind {
  /// `55/h`, `55 USD/hour`, `$60k`, `US$55 per hour`, `120元/h`: the amount behind its sign, and what it is for.
  func prices(_ text: String, in study: StudyCurrency) -> [String] {
    let halves = text.replacing(" per ", with: "/").split(separator: "/", maxSplits: 1)
    guard let first = halves.first else { return [] }
    let (said, bare) = QuantityKind.marked(first.trimmingCharacters(in: .whitespaces), in: study)
    guard let amount = NumberAndUnit(bare) else { return [] }
    var digits = amount.digits
    if let power = ["k": 3, "K": 3, "M": 6, "m": 6, "million": 6][amount.unit] {
      guard let value = Double("\(digits)e\(power)") else { return [] }
      digits = value == value.rounded() && value < 1e15 ? String(nearestWhole(value)) : "\(value)"
    } else if !amount.unit.isEmpty {
      return []
    }
    let per = halves.count == 2 ? halves[1].trimmingCharacters(in: .whitespaces) : nil
    guard case .moneyPer(let unit) = self else {
      // What is paid by the month is asked for by keys that say so.
      return per.map { ["month", "mo"].contains($0.lowercased()) } ?? true ? [said + digits] : []
    }
    guard let per else { return ["\(said)\(digits)/\(unit)"] }
    return ["\(said)\(digits)/\(per)"] + (durationWords[per.lowercased()].map { ["\(said)\(digits)/\($0)"] } ?? [])
  }

  /// The mark of an amount's currency as it stands in a plan, and the amount without it: an amount that says its currency
  /// keeps it, any other is in that of the study.
  private static func marked(_ text: String, in study: StudyCurrency) -> (mark: String, rest: String) {
    if let marked = Currency.marked(text) { return (String(text.dropLast(marked.rest.count)), String(marked.rest)) }
    let signs = Currency.table.map(\.sign).filter { $0.last != " " }.sorted { $0.count > $1.count }
    var all = otherMarks
    for currency in Currency.table where currency != .usd {
      for word in [currency.code, currency.code.lowercased()] { all.append((word: word, mark: "\(currency.code) ")) }
    }
    for sign in signs { all.append((word: sign, mark: sign)) }
    guard let found = all.first(where: { text.contains($0.word) }) else { return (study.currency.sign, text) }
    return (found.mark, text.replacing(found.word, with: "").trimmingCharacters(in: .whitespaces))
  }
}

/// Marks of currencies that a plan writes in another way, the longer ones before those that are in them.
private let otherMarks: [(word: String, mark: String)] = [
  ("US$", "$"), ("USD", "$"), ("usd", "$"), ("RMB", "CNY "), ("rmb", "CNY "), ("人民币", "CNY "), ("元", "CNY "),
  ("yuan", "CNY "),
]
