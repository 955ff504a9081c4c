internal import Foundation

/// Data lost under asynchronous state sync with an exponential lag.
public struct ExponentialLag: Equatable, Sendable {
  /// The mean lag, which is the mean RPO.
  public let mean: Double

  public init(mean: Double) {
    precondition(mean > 0, "a mean lag of \(mean)")
    self.mean = mean
  }

  public func quantile(_ p: Double) -> Double { -mean * log1p(-p) }
  /// The probability of losing more than `time`.
  public func probability(longerThan time: Double) -> Double { time <= 0 ? 1 : exp(-time / mean) }
  /// The mean number of writes lost at a rate of writing.
  public func meanLostWrites(rate: Double) -> Double { mean * rate }
}

/// Data lost with periodic checkpoints: uploading takes a while, and the fault falls anywhere in the interval.
///
/// The last durable checkpoint was taken delay + phase ago.
public struct CheckpointLoss: Equatable, Sendable {
  /// The mean time between checkpoints.
  public let interval: Double
  /// From taking a checkpoint until it is durable.
  public let uploadDelay: Double
  /// The squared coefficient of variation of the interval: 0 by the clock.
  public let intervalVariation: Double

  public init(interval: Double, uploadDelay: Double = 0, intervalVariation: Double = 0) {
    precondition(interval > 0 && uploadDelay >= 0 && intervalVariation >= 0, "times are not negative")
    self.interval = interval
    self.uploadDelay = uploadDelay
    self.intervalVariation = intervalVariation
  }

  /// The mean loss; a fault meets long intervals more often, hence (1 + cv²)/2.
  public var mean: Double { uploadDelay + interval * (1 + intervalVariation) / 2 }

  /// The largest loss, for checkpoints by the clock.
  public var maximum: Double { uploadDelay + interval }
  /// The standard deviation, for checkpoints by the clock.
  public var standardDeviation: Double { interval / 12.0.squareRoot() }

  /// The loss not exceeded in a share `p` of faults, for checkpoints by the clock.
  ///
  /// - Precondition: The interval does not vary; otherwise its whole law is needed.
  public func quantile(_ p: Double) -> Double {
    precondition(intervalVariation == 0, "quantiles need an interval that does not vary")
    return uploadDelay + p * interval
  }
}
