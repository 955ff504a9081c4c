internal import Foundation
internal import Numerics

/// The time from a fault to its alarm by health probes: phase + (N - 1) intervals + the last probe's timeout.
///
/// The fault falls anywhere between two probes. With several vantage points, each with its own phase, the alarm needs
/// `quorum` of them, so the phase is an order statistic. Note the mean: (N - 1/2) I + timeout, not N I.
public struct ProbeDetection: Equatable, Sendable {
  /// The time between probes of one vantage point.
  public let interval: Double
  /// Consecutive failed probes until the alarm.
  public let threshold: Int
  /// How long a probe of a silent target takes to fail; 0 where the target refuses connections.
  public let timeout: Double
  /// Vantage points that must agree.
  public let quorum: Int
  /// Vantage points that probe, with independent phases.
  public let vantagePoints: Int

  public init(interval: Double, threshold: Int, timeout: Double, quorum: Int = 1, vantagePoints: Int = 1) {
    precondition(interval > 0 && threshold >= 1 && timeout >= 0, "every \(interval), \(threshold) times")
    precondition(1 <= quorum && quorum <= vantagePoints, "\(quorum) of \(vantagePoints) vantage points")
    self.interval = interval
    self.threshold = threshold
    self.timeout = timeout
    self.quorum = quorum
    self.vantagePoints = vantagePoints
  }

  private var offset: Double { Double(threshold - 1) * interval + timeout }
  // The quorum-th of M uniform phases is beta distributed with these parameters.
  private var a: Double { Double(quorum) }
  private var b: Double { Double(vantagePoints - quorum + 1) }

  public var minimum: Double { offset }
  public var maximum: Double { offset + interval }
  public var mean: Double { offset + interval * a / (a + b) }
  public var standardDeviation: Double { interval * (a * b / (a + b + 1)).squareRoot() / (a + b) }

  /// The probability of an alarm within `time` after the fault.
  public func cdf(_ time: Double) -> Double {
    let phase = (time - offset) / interval
    return a == 1 && b == 1 ? min(1, max(0, phase)) : betaCDF(phase, a, b)
  }

  /// The time within which a share `p` of faults raises the alarm.
  public func quantile(_ p: Double) -> Double {
    precondition(0 < p && p < 1, "a quantile lies between 0 and 1, \(p) does not")
    return offset + interval * (a == 1 && b == 1 ? p : betaQuantile(p, a, b))
  }
}

/// The mean number of probes until `length` losses in a row, of probes lost independently with probability `loss`.
///
/// The mean time between false alarms is this times the probe interval. Source: W. Feller, An Introduction to
/// Probability Theory 1, section XIII.7.
public func meanProbesToRun(length: Int, loss: Double) -> Double {
  precondition(length >= 1 && 0 < loss && loss <= 1, "a run of \(length) losses of probability \(loss)")
  // (1 - p^n)/((1 - p) p^n) as a sum of p^-i, which also holds at p = 1.
  return (1...length).reduce(0) { $0 + pow(loss, -Double($1)) }
}
