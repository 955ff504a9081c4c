/// One long term now, or short terms one after the other as long as the unit is needed.
///
/// The unit is surely needed in the first year and with a probability in each later one. The long term is paid in every
/// year; a short term is bought only in years that need it.
public struct TermChoice: Equatable, Sendable {
  /// Price of the long term for a year, as a ratio to any common price.
  public let longPrice: Double
  /// Price of a one-year term, as a ratio to the same.
  public let shortPrice: Double
  /// Length of the long term.
  public let years: Int

  /// - Precondition: Positive prices and two years at least.
  public init(longPrice: Double, shortPrice: Double, years: Int = 3) {
    precondition(longPrice > 0 && shortPrice > 0 && years >= 2)
    self.longPrice = longPrice
    self.shortPrice = shortPrice
    self.years = years
  }

  public var longCost: Double { Double(years) * longPrice }

  /// Expected cost of one-year terms where later years need the unit with these probabilities.
  ///
  /// - Precondition: One probability for each year after the first.
  public func shortCost(neededLater probabilities: [Double]) -> Double {
    precondition(probabilities.count == years - 1)
    return shortPrice * (1 + probabilities.reduce(0, +))
  }

  /// The probability, equal in all later years, above which the long term costs less; below zero always, above one never.
  public var breakEven: Double { (longCost / shortPrice - 1) / Double(years - 1) }
}
