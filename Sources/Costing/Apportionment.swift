// Spreading that loses nothing: parts sum to the whole.

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
