import Foundation

/// Why the parameters of a distribution are refused, and what to do.
public struct DistributionError: Error, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

extension Distribution {
  /// Checks every parameter before a draw; GSL would accept a negative mean silently.
  ///
  /// - Throws: `DistributionError` naming the first parameter that is not a number or out of its range.
  public func validate() throws(DistributionError) {
    switch self {
    case .constant(let value): try Self.requireAmount(value, "a constant")
    case .uniform(let low, let high): try Self.requireOrder([low, high], "the ends of a uniform law")
    case .triangular(let low, let mode, let high), .pert(let low, let mode, let high):
      try Self.requireOrder([low, mode, high], "low, mode and high")
    case .exponential(let mean): try Self.requirePositive(mean, "the mean of an exponential law")
    case .weibull(let shape, let scale), .gamma(let shape, let scale), .pareto(let shape, let scale):
      try Self.requirePositive(shape, "the shape")
      try Self.requirePositive(scale, "the scale")
    case .lognormal(let median, let sigma):
      try Self.requirePositive(median, "the median")
      try Self.requirePositive(sigma, "sigma")
    case .mixture(let parts): try Self.require(mixture: parts)
    case .shifted(let amount, let law):
      try Self.requireAmount(amount, "a shift")
      try law.validate()
    case .truncated(let law, let low, let high):
      try law.validate()
      guard low < high, law.mass(above: low, upTo: high) > 1e-9 else {
        throw DistributionError("nothing of the law lies between \(low) and \(high); widen the bounds")
      }
    case .empirical(let knots): try Self.require(quantiles: knots)
    }
  }

  private static func requirePositive(_ value: Double, _ name: String) throws(DistributionError) {
    guard value > 0, value.isFinite else { throw DistributionError("\(name) must be positive, not \(value)") }
  }

  private static func requireAmount(_ value: Double, _ name: String) throws(DistributionError) {
    guard value >= 0, value.isFinite else { throw DistributionError("\(name) must not be negative, not \(value)") }
  }

  private static func requireOrder(_ values: [Double], _ names: String) throws(DistributionError) {
    let isOrdered = zip(values, values.dropFirst()).allSatisfy { $0 <= $1 } && values.first! < values.last!
    guard values.allSatisfy(\.isFinite), values[0] >= 0, isOrdered else {
      throw DistributionError("\(names) must be in increasing order and not negative, not \(values)")
    }
  }

  private static func require(mixture parts: [Component]) throws(DistributionError) {
    guard !parts.isEmpty else { throw DistributionError("a mixture needs at least one part") }
    let total = parts.reduce(0) { $0 + $1.share }
    guard parts.allSatisfy({ $0.share >= 0 }), abs(total - 1) < 1e-9 else {
      let shares = parts.map { "\($0.share * 100) %" }.joined(separator: ", ")
      throw DistributionError("the shares of a mixture must not be negative and add up to 100 %, not \(shares)")
    }
    for part in parts { try part.law.validate() }
  }

  private static func require(quantiles knots: [Knot]) throws(DistributionError) {
    guard knots.count >= 2, knots.first!.probability == 0, knots.last!.probability == 1,
      zip(knots, knots.dropFirst()).allSatisfy({ $0.probability < $1.probability && $0.value <= $1.value })
    else {
      throw DistributionError("an empirical law needs at least two quantiles that rise from probability 0 to 1")
    }
    try requireAmount(knots[0].value, "the least value of an empirical law")
    try requireAmount(knots.last!.value, "the largest value of an empirical law")
  }
}
