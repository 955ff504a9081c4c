import CapacityPlanning
internal import Currencies
import ServiceModel

/// A value as a plan states it: what a row of `assumptions.csv` is made of.
public struct StatedValue: Sendable {
  /// `replica.start.load`
  let path: String
  /// As written: `60s`.
  let text: String
  /// `file:line:column`
  let origin: String
  let isAssumed: Bool
  let source: String?
  let price: PriceOrigin?

  public init(path: String, text: String, origin: String, isAssumed: Bool, source: String?, price: PriceOrigin?) {
    (self.path, self.text, self.origin) = (path, text, origin)
    (self.isAssumed, self.source, self.price) = (isAssumed, source, price)
  }

  /// As `assumptions.csv` says it; of prices what `costs.csv` says of their basis.
  fileprivate var status: String {
    if let price {
      // A rate has a source, and no list.
      return price.basis == .list ? path.hasPrefix("rates.") ? "sourced" : "list price" : price.basis.rawValue
    }
    return isAssumed ? "assumed" : source == nil ? "stated" : "sourced"
  }
}

extension [StatedValue] {
  /// Every value as a row of `assumptions.csv`, prices with what they move in the designs as they were used.
  public func assumptions(of designs: [UsedDesign] = []) -> [Assumption] {
    let rows = map { value in
      Assumption(
        key: value.path, value: value.text, unit: unit(of: value.text), origin: value.origin, status: value.status,
        source: value.source ?? value.price?.source ?? "", asOf: value.price?.asOf ?? "")
    }
    // A tier is written behind its limit, `prices.user-egress.by-provider.azure.5TB`, and counted among its fellows.
    let tiers = Dictionary(grouping: map(\.path).filter { tierList(of: $0) != nil }) { tierList(of: $0) }
    return Assumption.withEffects(rows, of: designs) { key in
      guard let list = tierList(of: key), let place = tiers[list]?.firstIndex(of: key) else { return nil }
      return "\(list)\(place + 1)"
    }
  }

  public func assumptions(of comparison: Comparison) -> [Assumption] {
    assumptions(of: comparison.designs.map { UsedDesign($0.service, $0.usage) })
  }
}

/// What stands before the limit of a tier; nil for any other value.
private func tierList(of path: String) -> String? {
  let lists = ["prices.user-egress.tiers.", "prices.outage.grows."]
  if let list = lists.first(where: { path.hasPrefix($0) }) { return list }
  let own = "prices.user-egress.by-provider."
  guard path.hasPrefix(own) else { return nil }
  return "\(own)\(path.dropFirst(own.count).prefix { $0 != "." })."
}

/// The unit behind the number of a value, `USD/h` of `$55.04/h`; empty for words, and where the numbers of a list differ in
/// theirs.
private func unit(of text: String) -> String {
  let parts = text.hasPrefix("[") ? text.dropFirst().dropLast().split(separator: ",").map(String.init) : [text]
  let units = Set(parts.map { unitOfOne($0.trimmingCharacters(in: .whitespaces)) })
  return units.count == 1 ? units.first ?? "" : ""
}

private func unitOfOne(_ text: String) -> String {
  let money = Currency.marked(text)
  let rest = money?.rest ?? Substring(text)
  guard rest.first?.isNumber == true || rest.first == "-" else { return "" }
  let unit = rest.drop { $0.isNumber || ".,_-+".contains($0) }.drop { $0 == " " }
  // A law or a date is no number with a unit; `8xH100` is a count of something.
  guard !unit.contains(" "), !unit.contains(":"), !unit.hasPrefix("x"), CalendarDay(String(rest)) == nil else {
    return ""
  }
  // Thousands and millions belong to the number.
  if let money, let currency = WrittenCurrency.study.meant(among: money.may) {
    return currency.code + (["k", "M"].contains(unit.prefix(1)) ? unit.dropFirst() : unit)
  }
  return unit.isEmpty ? "1" : String(unit)
}
