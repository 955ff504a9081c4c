internal import Foundation

/// What one unit of another currency costs in that of the study, and since when.
public struct ExchangeRate: Hashable, Sendable {
  public let currency: Currency
  /// A decimal number above zero, as it was written: `7.12`.
  public let digits: String
  /// The day on which it held: `2026-11-02`.
  public let on: String
  /// Empty where nobody said: the rate is assumed.
  public let source: String

  public init(currency: Currency, digits: String, on: String, source: String = "") {
    (self.currency, self.digits, self.on, self.source) = (currency, digits, on, source)
  }

  /// The rate as the nearest number.
  public var number: Double { Double(digits) ?? .nan }
}

/// The one currency in which a study counts, and the rates by which prices in others come to it.
public struct StudyCurrency: Hashable, Sendable {
  public let currency: Currency
  /// In the order of the plan.
  public let rates: [ExchangeRate]

  public init(_ currency: Currency = .usd, rates: [ExchangeRate] = []) {
    (self.currency, self.rates) = (currency, rates)
  }

  /// Dollars of the United States, and no other prices.
  public static let dollars = StudyCurrency()

  /// Whether nothing has to be said of it: all files that name no currency are in dollars.
  public var isPlain: Bool { self == .dollars }

  public func rate(of other: Currency) -> ExchangeRate? { rates.first { $0.currency == other } }

  /// Whether amounts of a currency can be counted.
  public func counts(_ other: Currency) -> Bool { other == currency || rate(of: other) != nil }

  /// The one currency that a sign means here: that of the study, or the only one with a rate; nil where it could be several.
  public func meant(among may: [Currency]) -> Currency? {
    if may.count == 1 || may.contains(currency) { return may.count == 1 ? may[0] : currency }
    let counted = may.filter(counts)
    return counted.count == 1 ? counted[0] : nil
  }

  /// An amount of another currency in that of the study: the double nearest to the exact product of the two decimal numbers,
  /// as if somebody had written it into the plan. A unit price is rounded to six decimals later, once, as any other.
  ///
  /// - Parameters:
  ///   - digits: A decimal number as written.
  ///   - many: What it is a number of: thousands of `250k`.
  /// - Returns: Nil where there is no rate.
  public func amount(_ digits: String, of other: Currency, many: Int = 1) -> Double? {
    if other == currency { return Double(digits).map { $0 * Double(many) } }
    guard let rate = rate(of: other) else { return nil }
    // A `Decimal` has 38 digits, more than a price and a rate have together.
    guard let amount = Decimal(string: digits), let factor = Decimal(string: rate.digits) else { return nil }
    let product = amount * factor * Decimal(many)
    return product.isNaN ? (Double(digits) ?? 0) * Double(many) * rate.number : Double("\(product)")
  }
}
