/// An exact amount of money, in dollars.
///
/// Stored in whole pico-dollars (1e-12), because a unit price has six decimals and a quantity has six: every product
/// of the two is exact. 128 bits hold 1.7e26 dollars.
public struct Money: Hashable, Comparable, AdditiveArithmetic, Sendable, CustomStringConvertible {
  public var picodollars: Int128

  public init(picodollars: Int128) { self.picodollars = picodollars }

  /// The amount nearest to a number of dollars; for standard errors and inputs, never for products of prices.
  public init(dollars: Double) {
    precondition(dollars.isFinite, "money must be finite, got \(dollars)")
    picodollars = Int128((dollars * 1e12).rounded(.toNearestOrEven))
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
  public static func + (a: Money, b: Money) -> Money { Money(picodollars: a.picodollars + b.picodollars) }
  public static func - (a: Money, b: Money) -> Money { Money(picodollars: a.picodollars - b.picodollars) }
  public static func * (a: Money, factor: Int) -> Money { Money(picodollars: a.picodollars * Int128(factor)) }
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
public struct Quantity: Hashable, Comparable, AdditiveArithmetic, Sendable, CustomStringConvertible {
  public var millionths: Int64

  public init(millionths: Int64) { self.millionths = millionths }

  /// The quantity nearest to a number of units.
  public init(_ units: Double) {
    precondition(abs(units) < 9.2e12, "a quantity must lie within 9.2e12 units, got \(units)")
    millionths = Int64((units * 1e6).rounded(.toNearestOrEven))
  }

  public init(_ units: Int) { millionths = Int64(units) * 1_000_000 }

  public static let zero = Quantity(millionths: 0)

  public var units: Double { Double(millionths) / 1e6 }

  /// One to six decimals, as many as the quantity has: `67.0`, `0.171542`.
  public var description: String { decimal(Int128(millionths), places: 6, least: 1) }

  public static func < (a: Quantity, b: Quantity) -> Bool { a.millionths < b.millionths }
  public static func + (a: Quantity, b: Quantity) -> Quantity { Quantity(millionths: a.millionths + b.millionths) }
  public static func - (a: Quantity, b: Quantity) -> Quantity { Quantity(millionths: a.millionths - b.millionths) }
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
