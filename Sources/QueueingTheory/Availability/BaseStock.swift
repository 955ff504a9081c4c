internal import Foundation

/// A stock of spare parts that orders one for each that it gives away: parts on order are a Poisson number, whatever the law of the lead
/// time.
///
/// Demand comes as a Poisson process; of many components that each fail seldom it nearly does. Source: C. Palm's theorem, and the
/// (S - 1, S) stock of G. J. Feeney and C. C. Sherbrooke, Management Science 12 (1966).
public struct BaseStock: Equatable, Sendable {
  public let parts: Int
  /// The mean number on order, rate times lead time.
  public let meanOnOrder: Double
  private let rate: Double

  /// - Parameters:
  ///   - rate: Parts asked for per unit of time; positive.
  ///   - leadTime: From an order until the part is there, in the mean; not negative.
  ///   - parts: What the shelf holds when nothing is on order.
  public init(rate: Double, leadTime: Double, parts: Int) {
    precondition(rate > 0 && leadTime >= 0 && parts >= 0, "\(parts) parts at a rate of \(rate), \(leadTime) ahead")
    self.rate = rate
    self.parts = parts
    meanOnOrder = rate * leadTime
  }

  /// The probability of exactly `count` on order.
  private func probability(_ count: Int) -> Double {
    guard meanOnOrder > 0 else { return count == 0 ? 1 : 0 }
    return exp(Double(count) * log(meanOnOrder) - meanOnOrder - lgamma(Double(count) + 1))
  }

  /// The probability that whoever needs a part finds none: `parts` or more are on order.
  public var probabilityOfWaiting: Double {
    max(0, 1 - (0..<parts).reduce(0) { $0 + probability($1) })
  }

  /// The mean number of components that wait for a part.
  public var meanWaiting: Double {
    meanOnOrder - Double(parts) + (0..<parts).reduce(0) { $0 + Double(parts - $1) * probability($1) }
  }

  /// The mean wait of all who need a part, those who find one included, by Little's law.
  public var meanWait: Double { max(0, meanWaiting) / rate }
}
