import Foundation
import Numerics

/// A factor with the values that hold it nine times in ten.
public struct UpdatedFactor: Equatable, Sendable {
  /// Its 5 %, 50 % and 95 % quantiles.
  public let low: Double
  public let mid: Double
  public let high: Double
}

/// What a record says of one failure mode of a plan.
public struct CauseUpdate: Equatable, Sendable {
  /// The failure mode.
  public let name: String
  /// Outages of the period that it caused, among those that were predicted.
  public let count: Percentile
  /// By how much its rate should be multiplied; nil where nothing of it is predicted.
  ///
  /// Outages come as a Poisson number whose mean is the predicted one times the factor. The factor has a gamma law: before,
  /// with the reach of the plan's own `[low, mid, high]` around 1, or Jeffreys' prior where the plan is certain; after k
  /// outages of which m were predicted, shape + k and rate + m. Source: A. Gelman et al., Bayesian Data Analysis, 3rd
  /// edition (2013), 2.6.
  public let rate: UpdatedFactor?
  /// By how much the lengths of its outages should be multiplied; nil where fewer than two are known, or few predicted.
  ///
  /// Logarithms of lengths differ from the predicted ones by a constant, with the predicted spread: normal, with a flat
  /// prior.
  public let length: UpdatedFactor?
  /// Share of the predicted outages that ended with the repair: where it is small, a length says little of repairs.
  public let mendedShare: Double?

  /// - Parameter reach: `high / low` of the plan's own rate; nil where it is certain.
  init(
    name: String, observed: [Double], predicted counts: [Double], seconds: [Double], mended: Int, reach: Double?
  ) {
    self.name = name
    count = Percentile(of: Double(observed.count), among: counts)
    rate = count.mean > 0 ? CauseUpdate.rate(observed.count, predicted: count.mean, reach: reach) : nil
    length = CauseUpdate.length(observed, predicted: seconds)
    mendedShare = seconds.isEmpty ? nil : Double(mended) / Double(seconds.count)
  }

  static func rate(_ count: Int, predicted: Double, reach: Double?) -> UpdatedFactor {
    let prior = reach.map(gammaPrior) ?? (shape: 0.5, rate: 0)
    let (shape, scale) = (prior.shape + Double(count), 1 / (prior.rate + predicted))
    return UpdatedFactor(
      low: gammaQuantile(0.05, shape: shape, scale: scale), mid: gammaQuantile(0.5, shape: shape, scale: scale),
      high: gammaQuantile(0.95, shape: shape, scale: scale))
  }

  /// A gamma law with median 1 whose 95 % quantile is `reach` times its 5 % quantile.
  static func gammaPrior(reach: Double) -> (shape: Double, rate: Double) {
    func spread(_ shape: Double) -> Double {
      gammaQuantile(0.95, shape: shape, scale: 1) / gammaQuantile(0.05, shape: shape, scale: 1)
    }
    // The spread falls as the shape grows; halving the logarithm sixty times exhausts the digits.
    var (low, high) = (log(0.05), log(1e6))
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if spread(exp(middle)) > reach { low = middle } else { high = middle }
    }
    let shape = exp((low + high) / 2)
    return (shape, gammaQuantile(0.5, shape: shape, scale: 1))
  }

  private static func length(_ observed: [Double], predicted: [Double]) -> UpdatedFactor? {
    guard observed.count >= 2, predicted.count >= 50 else { return nil }
    let logs = predicted.filter { $0 > 0 }.map { log($0) }
    let mean = logs.reduce(0, +) / Double(logs.count)
    let spread = (logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, logs.count - 1))).squareRoot()
    let factor = observed.map { log($0) }.reduce(0, +) / Double(observed.count) - mean
    let reach = normalQuantile(0.95) * spread / Double(observed.count).squareRoot()
    return UpdatedFactor(low: exp(factor - reach), mid: exp(factor), high: exp(factor + reach))
  }
}
