// Rounding that loses nothing: parts that are printed sum to the whole that is printed.

/// Rounds amounts to whole cents so that they sum to their total rounded to cents (largest remainder, Hamilton's method).
///
/// Each amount is rounded down and the missing cents go to the largest remainders; among equal ones, to the first.
/// No amount moves by a whole cent.
public func wholeCents(_ amounts: [Money]) -> [Money] { wholeCents(amounts, total: amounts.reduce(.zero, +).inCents) }

/// The same where the cents are to sum to a total that differs from the amounts' by its own rounding.
func wholeCents(_ amounts: [Money], total whole: Money) -> [Money] {
  let total = whole.cents
  let parts = amounts.map { flooredQuotient($0.picodollars, Money.picodollarsPerCent) }
  var cents = parts.map(\.quotient)
  let missing = Int(total - cents.reduce(0, +))
  let order = parts.indices.sorted { (parts[$0].remainder, $1) > (parts[$1].remainder, $0) }
  // A total that was rounded over months can lack a cent or have one to spare beside the sum of the parts.
  for turn in 0..<abs(missing) where !order.isEmpty {
    let index = missing > 0 ? order[turn % order.count] : order[order.count - 1 - turn % order.count]
    cents[index] += missing > 0 ? 1 : -1
  }
  return cents.map { Money(cents: $0) }
}

/// Spreads a yearly amount over periods by their hours, in millionths that sum to the amount of all periods.
///
/// - Parameter yearly: Units in a year of 8766 h.
func apportioned(_ yearly: Double, over periods: [BillingPeriod]) -> [Quantity] {
  var hours = 0
  var given = Quantity.zero
  return periods.map { period in
    hours += period.hours
    let due = Quantity(yearly * Double(hours) / Double(HoursBasis.simulatedYearHours))
    defer { given = due }
    return due - given
  }
}
