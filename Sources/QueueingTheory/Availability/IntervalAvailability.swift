internal import Foundation
internal import Numerics

/// The law of a repair, as far as the sum of n repairs has a known distribution function.
public enum RepairLaw: Equatable, Sendable {
  case exponential(mean: Double)
  case gamma(shape: Double, scale: Double)
  case deterministic(Double)

  public var mean: Double {
    switch self {
    case .exponential(let mean): mean
    case .gamma(let shape, let scale): shape * scale
    case .deterministic(let duration): duration
    }
  }

  /// The probability that `count` repairs together take at most `x` >= 0; 1 for none.
  public func sumCDF(_ count: Int, _ x: Double) -> Double {
    if count == 0 { return 1 }
    return switch self {
    case .exponential(let mean): gammaCDF(x, shape: Double(count), scale: mean)
    case .gamma(let shape, let scale): gammaCDF(x, shape: Double(count) * shape, scale: scale)
    case .deterministic(let duration): Double(count) * duration <= x ? 1 : 0
    }
  }
}

/// Downtime within a period of a component with exponential up times, up at its start.
///
/// P(D <= x) = Σ Poisson(n; λ(T - x)) Gₙ(x): the failures met in T - x of up time, and their repairs together.
/// Source: L. Takács, Acta Mathematica Hungarica 8 (1957) 169.
public struct IntervalDowntime: Equatable, Sendable {
  /// Failures per unit of up time.
  public let failureRate: Double
  public let repair: RepairLaw
  /// The period *T*, in the same unit of time.
  public let period: Double

  public init(failureRate: Double, repair: RepairLaw, period: Double) {
    precondition(failureRate >= 0 && repair.mean > 0 && period > 0, "rates and times are positive")
    self.failureRate = failureRate
    self.repair = repair
    self.period = period
  }

  /// The probability of at most `downtime` in the period.
  public func cdf(_ downtime: Double) -> Double {
    if downtime < 0 { return 0 }
    if downtime >= period { return 1 }
    let weights = PoissonWeights(mean: failureRate * (period - downtime))
    // Small terms first; they keep P(D <= 0) exact and lose nothing of the rest.
    return min(
      1,
      (weights.first...weights.last).reversed().reduce(0) { sum, count in
        sum + weights.probability(count) * repair.sumCDF(count, downtime)
      })
  }

  /// The probability that the period reaches an availability.
  public func probability(ofAvailability objective: Double) -> Double { cdf((1 - objective) * period) }

  /// The probability of no failure in the period.
  public var probabilityOfNoOutage: Double { exp(-failureRate * period) }

  /// The mean downtime in the period, for exponential repair.
  public var meanDowntimeIfExponential: Double {
    TwoStateComponent(failureRate: failureRate, repairRate: 1 / repair.mean).meanDowntime(over: period)
  }
}

/// Downtime of a period as a compound Poisson sum: a failover each time, sometimes a long recovery on top.
///
/// Incidents do not stop while one is under way, a good approximation where downtime is a small share of time.
public struct FailoverDowntime: Equatable, Sendable {
  /// The mean number of incidents in the period.
  public let incidents: Double
  /// What each incident costs.
  public let failover: Double
  /// The probability that the failover fails.
  public let probabilityOfFailing: Double
  /// The extra time after a failed failover.
  public let recovery: RepairLaw

  public init(incidents: Double, failover: Double, probabilityOfFailing: Double, recovery: RepairLaw) {
    precondition(incidents >= 0 && failover >= 0 && (0...1).contains(probabilityOfFailing), "not a compound law")
    self.incidents = incidents
    self.failover = failover
    self.probabilityOfFailing = probabilityOfFailing
    self.recovery = recovery
  }

  /// The mean downtime of the period.
  public var mean: Double { incidents * (failover + probabilityOfFailing * recovery.mean) }

  /// The variance of the downtime of the period: incidents × E[X²].
  public var variance: Double {
    let square =
      switch recovery {
      case .exponential(let mean): 2 * mean * mean
      case .gamma(let shape, let scale): shape * (shape + 1) * scale * scale
      case .deterministic(let duration): duration * duration
      }
    let p = probabilityOfFailing
    return incidents * (failover * failover + 2 * p * failover * recovery.mean + p * square)
  }

  public var standardDeviation: Double { variance.squareRoot() }
  public var probabilityOfNoIncident: Double { exp(-incidents) }

  /// The probability of at most `downtime` in the period.
  public func cdf(_ downtime: Double) -> Double {
    if downtime < 0 { return 0 }
    // Poisson thinning: covered and uncovered incidents are independent.
    let covered = PoissonWeights(mean: incidents * (1 - probabilityOfFailing))
    let uncovered = PoissonWeights(mean: incidents * probabilityOfFailing)
    var sum = 0.0
    for failed in uncovered.first...uncovered.last {
      for fine in covered.first...covered.last {
        let left = downtime - failover * Double(failed + fine)
        if left < 0 { break }
        sum += uncovered.probability(failed) * covered.probability(fine) * recovery.sumCDF(failed, left)
      }
    }
    return min(1, sum)
  }
}
