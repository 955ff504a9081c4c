import Costing

/// Hours without decimals where they are whole.
func hoursText(_ hours: Double) -> String {
  hours == hours.rounded() ? String(Int128(hours)) : Quantity(hours).description
}

/// How the values of a cost review are written in a cell; nil becomes an empty cell.
extension CSVTable.Cell {
  static func words(_ words: String?) -> Self {
    guard let words, !words.isEmpty else { return .empty }
    return .text(words)
  }

  static func choice<Choice: RawRepresentable<String>>(_ choice: Choice?) -> Self { words(choice?.rawValue) }

  static func truth(_ value: Bool) -> Self { .text(value ? "true" : "false") }

  /// Two decimals.
  static func money(_ money: Money?) -> Self { money.map { .number($0.description) } ?? .empty }

  /// Six decimals.
  static func price(_ price: UnitPrice?) -> Self { price.map { .number($0.description) } ?? .empty }

  /// Always six decimals: where a point divides thousands, `22.125` would be read as twenty-two thousand.
  static func quantity(_ quantity: Quantity?) -> Self {
    quantity.map { .number(decimal(Int128($0.millionths), places: 6, least: 6)) } ?? .empty
  }

  /// Whole where they are, with six decimals otherwise.
  static func hours(_ hours: Double?) -> Self {
    guard let hours, hours != hours.rounded() else { return hours.map { .number(hoursText($0)) } ?? .empty }
    return quantity(Quantity(hours))
  }

  static func whole(_ count: Int?) -> Self { count.map { .number(String($0)) } ?? .empty }

  /// A number with so many decimals; empty where it is nil or not finite. Never three, which look like thousands where a point
  /// divides those.
  static func number(_ value: Double?, decimals: Int) -> Self {
    guard let value, value.isFinite else { return .empty }
    guard decimals > 0 else { return .number(String(Int128(value.rounded(.toNearestOrEven)))) }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    return .number(decimal(Int128((value * scale).rounded(.toNearestOrEven)), places: decimals, least: decimals))
  }
}
