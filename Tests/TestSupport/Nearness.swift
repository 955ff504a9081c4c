/// Whether two numbers are no further apart than `allowed`.
///
/// Written out inside an expectation the same comparison takes the compiler seconds, for it tries every type of number.
public func isNear(_ value: Double, _ expected: Double, within allowed: Double) -> Bool {
  abs(value - expected) < allowed
}

/// The arithmetic mean; NaN of nothing.
public func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
