/// An exact amount of money, in dollars.
///
/// Stored in whole pico-dollars (1e-12), because a unit price has six decimals and a quantity has six: every product
/// of the two is exact. 128 bits hold 1.7e26 dollars; what is more stays there.
public struct Money: Hashable, Comparable, AdditiveArithmetic, Sendable, CustomStringConvertible {
  public var picodollars: Int128

  public init(picodollars: Int128) { self.picodollars = picodollars }

  /// The amount nearest to a number of dollars; for standard errors and inputs, never for products of prices.
  public init(dollars: Double) {
    precondition(!dollars.isNaN, "money must be a number, got \(dollars)")
    let most = 1.7e26
    picodollars = Int128((min(most, max(-most, dollars)) * 1e12).rounded(.toNearestOrEven))
  }

  public init(cents: Int128) { picodollars = cents * Money.picodollarsPerCent }

  public static let zero = Money(picodollars: 0)
  static let picodollarsPerCent: Int128 = 10_000_000_000

  /// The nearest number of dollars, for ratios and statistics.
  public var dollars: Double { Double(picodollars) / 1e12 }

  /// Whole cents, halves to even.
  public var cents: Int128 { roundedQuotient(picodollars, Money.picodollarsPerCent) }

  /// The amount rounded to whole cents.
  public var inCents: Money { Money(cents: cents) }

  /// Dollars with two decimals and without a currency sign: `4901055.36`.
  public var description: String { decimal(cents, places: 2, least: 2) }

  public static func < (a: Money, b: Money) -> Bool { a.picodollars < b.picodollars }
  public static func + (a: Money, b: Money) -> Money {
    Money(picodollars: atMost(a.picodollars.addingReportingOverflow(b.picodollars), isBelow: b.picodollars < 0))
  }
  public static func - (a: Money, b: Money) -> Money { a + -b }
  public static func * (a: Money, factor: Int) -> Money {
    let isBelow = (a.picodollars < 0) != (factor < 0)
    return Money(picodollars: atMost(a.picodollars.multipliedReportingOverflow(by: Int128(factor)), isBelow: isBelow))
  }
  public static prefix func - (a: Money) -> Money { Money(picodollars: -a.picodollars) }
}

/// Dollars for one unit of something, to six decimals.
public struct UnitPrice: Hashable, Comparable, Sendable, CustomStringConvertible {
  public var microdollars: Int64

  public init(microdollars: Int64) { self.microdollars = microdollars }

  /// The price nearest to a number of dollars; a finer price is rounded to a millionth of a dollar.
  public init(dollars: Double) {
    precondition(dollars.isFinite, "a unit price must be finite, got \(dollars)")
    microdollars = Int64((dollars * 1e6).rounded(.toNearestOrEven))
  }

  /// Dollars with six decimals: `98.320000`.
  public var description: String { decimal(Int128(microdollars), places: 6, least: 6) }

  public static func < (a: UnitPrice, b: UnitPrice) -> Bool { a.microdollars < b.microdollars }

  /// The exact cost of a quantity.
  public static func * (price: UnitPrice, quantity: Quantity) -> Money {
    Money(picodollars: Int128(price.microdollars) * Int128(quantity.millionths))
  }
}

/// An amount of something that is billed, to six decimals, at most 9.2e12 units.
///
/// What is more stays there instead of ending the program: a plan that could come to so much is refused before it is
/// simulated (`CostSheet.uncountable`).
public struct Quantity: Hashable, Comparable, AdditiveArithmetic, Sendable, CustomStringConvertible {
  public var millionths: Int64

  public init(millionths: Int64) { self.millionths = millionths }

  /// The quantity nearest to a number of units.
  public init(_ units: Double) {
    precondition(!units.isNaN, "a quantity must be a number, got \(units)")
    let isCounted = abs(units) < 9.2e12
    millionths = isCounted ? Int64((units * 1e6).rounded(.toNearestOrEven)) : units < 0 ? -.max : .max
  }

  public init(_ units: Int) { self = Quantity(millionths: 1_000_000) * units }

  /// Whether it may be more than can be counted.
  var isBeyondCount: Bool { abs(Double(millionths)) >= 9.2e18 }

  public static let zero = Quantity(millionths: 0)

  public var units: Double { Double(millionths) / 1e6 }

  /// One to six decimals, as many as the quantity has: `67.0`, `0.171542`.
  public var description: String { decimal(Int128(millionths), places: 6, least: 1) }

  public static func < (a: Quantity, b: Quantity) -> Bool { a.millionths < b.millionths }
  public static func + (a: Quantity, b: Quantity) -> Quantity {
    Quantity(millionths: atMost(a.millionths.addingReportingOverflow(b.millionths), isBelow: b.millionths < 0))
  }
  public static func - (a: Quantity, b: Quantity) -> Quantity {
    Quantity(millionths: atMost(a.millionths.subtractingReportingOverflow(b.millionths), isBelow: b.millionths > 0))
  }
  /// So many times the quantity.
  public static func * (a: Quantity, count: Int) -> Quantity {
    let isBelow = (a.millionths < 0) != (count < 0)
    return Quantity(millionths: atMost(a.millionths.multipliedReportingOverflow(by: Int64(count)), isBelow: isBelow))
  }
}

/// The result of an addition or multiplication, or the end of its type on the side where it left it.
private func atMost<N: FixedWidthInteger & SignedInteger>(
  _ result: (partialValue: N, overflow: Bool), isBelow: Bool
) -> N {
  result.overflow ? (isBelow ? -N.max : N.max) : result.partialValue
}

/// The quotient rounded to the nearest integer, halves to even; `divisor` is positive.
func roundedQuotient(_ dividend: Int128, _ divisor: Int128) -> Int128 {
  let (quotient, remainder) = flooredQuotient(dividend, divisor)
  let twice = 2 * remainder
  return twice > divisor || (twice == divisor && quotient % 2 != 0) ? quotient + 1 : quotient
}

/// Quotient rounded down and the remainder, in 0 ..< divisor, for either sign of the dividend.
func flooredQuotient(_ dividend: Int128, _ divisor: Int128) -> (quotient: Int128, remainder: Int128) {
  let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

/// `scaled` / 10^places as text with a decimal point, trailing zeros cut down to `least` decimals.
package func decimal(_ scaled: Int128, places: Int, least: Int) -> String {
  var digits = String(scaled.magnitude)
  if digits.count <= places { digits = String(repeating: "0", count: places + 1 - digits.count) + digits }
  var fraction = digits.suffix(places)
  while fraction.count > least, fraction.last == "0" { fraction.removeLast() }
  return (scaled < 0 ? "-" : "") + digits.dropLast(places) + "." + fraction
}
