import Testing

/// Agreement to a relative tolerance, 1e-9 for formulas.
func expectClose(
  _ value: Double, _ expected: Double, _ tolerance: Double = 1e-9, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    abs(value - expected) <= tolerance * abs(expected), "\(value) is not \(expected)", sourceLocation: sourceLocation)
}
