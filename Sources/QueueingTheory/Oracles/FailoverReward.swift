internal import Foundation
public import Numerics

/// Incidents that each cost one downtime, by renewal-reward: the standby is always ready.
///
/// Time is in one unit throughout.
public struct IncidentReward: Equatable, Sendable {
  /// Incidents per unit of up time.
  public let failureRate: Double
  /// The mean downtime of an incident.
  public let meanDowntime: Double
  /// The variance of the downtime of an incident.
  public let downtimeVariance: Double

  public init(failureRate: Double, meanDowntime: Double, downtimeVariance: Double = 0) {
    precondition(failureRate >= 0 && meanDowntime >= 0 && downtimeVariance >= 0, "rates and times are not negative")
    self.failureRate = failureRate
    self.meanDowntime = meanDowntime
    self.downtimeVariance = downtimeVariance
  }

  /// A failover of fixed length that fails with a probability; then a manual recovery follows it.
  public init(
    failureRate: Double, failover: Double, probabilityOfFailing: Double, manualRecovery: LognormalDuration
  ) {
    precondition((0...1).contains(probabilityOfFailing), "a probability of \(probabilityOfFailing)")
    let manual = probabilityOfFailing * manualRecovery.mean
    self.init(
      failureRate: failureRate, meanDowntime: failover + manual,
      downtimeVariance: probabilityOfFailing * manualRecovery.secondMoment - manual * manual)
  }

  /// The long-run share of time down.
  public var unavailability: Double { failureRate * meanDowntime / (1 + failureRate * meanDowntime) }
  public var availability: Double { 1 / (1 + failureRate * meanDowntime) }
}

/// The mean of the smaller of two independent durations *A + shift* and *B*: a failover racing the provider's recovery.
///
/// E[min] is the integral of the product of the two upper tails.
///
/// - Parameters:
///   - shift: The fixed part of the first, such as detection and switching; not negative.
///   - first: The random part of the first, such as a manual recovery.
///   - second: The duration raced against, such as the outage itself.
public func meanOfRace(
  shift: Double, _ first: LognormalDuration, against second: LognormalDuration
) throws(NumericalError) -> Double {
  precondition(shift >= 0, "a failover does not start before its fault: \(shift)")
  // Over ln y, so that a heavy tail takes few points; 40 sigmas below the median leave nothing.
  let low = first.logMedian - 40 - 8 * first.sigma
  let high = max(first.logMedian + 12 * first.sigma, second.logMedian + 12 * second.sigma)
  let rest = try integrate(over: low...high) { u in
    let y = exp(u)
    return y * first.upperTail(y) * second.upperTail(shift + y)
  }
  return second.limitedMean(shift) + rest
}

/// The mean downtime of an incident whose failover races the outage: a success ends it after `failover`, a failure after
/// a further manual recovery, the outage's own end at the latest.
public func meanDowntimeOfRace(
  failover: Double, probabilityOfFailing: Double, manualRecovery: LognormalDuration, outage: LognormalDuration
) throws(NumericalError) -> Double {
  precondition((0...1).contains(probabilityOfFailing), "a probability of \(probabilityOfFailing)")
  let failed = try meanOfRace(shift: failover, manualRecovery, against: outage)
  return (1 - probabilityOfFailing) * outage.limitedMean(failover) + probabilityOfFailing * failed
}
