/// Amounts are `Int128`, and statistics begin in `Double`. The standard library converts between the two in generic code
/// that no compiler specialises: 38 % of the time of a plan whose loads move. These do the same in a few instructions,
/// and as the more special overloads they are what `Double(amount)` means wherever this room is imported.
extension Double {
  /// The number nearest to a whole number, ties to even.
  @inlinable public init(_ whole: Int128) {
    let narrow = Int64(truncatingIfNeeded: whole)
    if Int128(narrow) == whole {
      self.init(narrow)
      return
    }
    // The 64 highest bits, and in the lowest of them whether anything below is set: eleven bits are rounded away, so it
    // decides a tie and nothing else.
    let magnitude = whole.magnitude
    let beyond = 64 - magnitude.leadingZeroBitCount
    let high = UInt64(truncatingIfNeeded: magnitude >> beyond)
    let isInexact = UInt128(high) << beyond != magnitude
    let nearest = Double(high | (isInexact ? 1 : 0)) * Double(bitPattern: UInt64(1023 + beyond) << 52)
    self = whole < 0 ? -nearest : nearest
  }
}

extension Int128 {
  /// A number without its fraction.
  ///
  /// - Precondition: `number` is finite and lies within the range.
  @inlinable public init(_ number: Double) {
    self = number.magnitude < 0x1p63 ? Int128(Int64(number)) : wide(number)
  }
}

/// The standard conversion, for the numbers that 64 bits do not hold.
@inline(never) @usableFromInline func wide(_ number: some BinaryFloatingPoint) -> Int128 { Int128(number) }
