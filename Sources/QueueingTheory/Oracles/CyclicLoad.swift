internal import Foundation

/// The M(t)/M/∞ system under a sinusoidal rate: the requests in progress of a pool that is never short.
///
/// The number in progress is Poisson with a mean that lags behind the arrivals and swings less.
/// Source: S. Eick, W. Massey, W. Whitt, Management Science 39 (1993) 241.
public struct CyclicLoad: Equatable, Sendable {
  /// The mean rate over a period.
  public let meanRate: Double
  /// The swing of the rate around its mean; the rate is meanRate + amplitude sin(2πt/period).
  public let amplitude: Double
  public let period: Double
  /// One over the mean time in service.
  public let serviceRate: Double

  public init(meanRate: Double, amplitude: Double, period: Double, serviceRate: Double) {
    precondition(0 <= amplitude && amplitude <= meanRate, "a rate is not negative: \(amplitude) around \(meanRate)")
    precondition(period > 0 && serviceRate > 0, "period and service rate are positive")
    self.meanRate = meanRate
    self.amplitude = amplitude
    self.period = period
    self.serviceRate = serviceRate
  }

  private var frequency: Double { 2 * .pi / period }

  /// The mean number in progress at time `t`, in the periodic steady state.
  public func mean(at t: Double) -> Double {
    let g = frequency
    let swing = serviceRate * sin(g * t) - g * cos(g * t)
    return meanRate / serviceRate + amplitude * swing / (serviceRate * serviceRate + g * g)
  }

  /// The largest mean number in progress.
  public var peakMean: Double {
    meanRate / serviceRate + amplitude / (serviceRate * serviceRate + frequency * frequency).squareRoot()
  }

  /// How long after the peak of arrivals the peak of the number in progress comes.
  public var peakLag: Double { atan(frequency / serviceRate) / frequency }
}
