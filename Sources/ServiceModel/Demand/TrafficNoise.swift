import Foundation
import Numerics

/// Correlated multiplicative noise with mean one: the product of lognormal first-order autoregressions on the demand
/// steps, one for each time scale.
public struct TrafficNoise: Equatable, Sendable {
  /// One autoregression.
  public struct Scale: Equatable, Sendable {
    /// Coefficient of variation of its factor.
    public var cv: Double
    /// Time after which the correlation of its logarithm has fallen to 1/e, in seconds.
    public var correlationSeconds: Double

    public init(cv: Double, correlationSeconds: Double) {
      self.cv = cv
      self.correlationSeconds = correlationSeconds
    }

    /// Standard deviation of the factor's logarithm.
    public var sigma: Double { sqrt(log(1 + cv * cv)) }
  }

  /// At least one; each has luck of its own.
  public var scales: [Scale]

  public init(scales: [Scale]) { self.scales = scales }

  public init(cv: Double, correlationSeconds: Double) {
    self.init(scales: [Scale(cv: cv, correlationSeconds: correlationSeconds)])
  }

  /// Standard deviation of the logarithm of the whole factor.
  public var sigma: Double {
    scales.count == 1 ? scales[0].sigma : scales.reduce(0) { $0 + $1.sigma * $1.sigma }.squareRoot()
  }

  /// Coefficient of variation of the whole factor.
  public var cv: Double { scales.count == 1 ? scales[0].cv : expm1(sigma * sigma).squareRoot() }

  /// Covariance of the factors of two steps that are `lag` steps apart: exp(sum of sigma² e^(-lag step / correlation)) - 1,
  /// the moments of a lognormal law.
  public func covariance(lag: Int, step: Double) -> Double {
    expm1(
      scales.reduce(0) { $0 + $1.sigma * $1.sigma * exp(-Double(lag) * step / $1.correlationSeconds) })
  }

  /// Variance of the mean factor of `steps` consecutive steps.
  public func variance(ofMeanOver steps: Int, step: Double) -> Double {
    let n = Double(steps)
    let pairs = (1..<max(steps, 1)).reduce(0) { $0 + (n - Double($1)) * covariance(lag: $1, step: step) }
    return (n * covariance(lag: 0, step: step) + 2 * pairs) / (n * n)
  }

  /// Index of dispersion of counts: the variance over the mean of the number of requests in a window.
  ///
  /// Requests are Poisson given the rate, so Var N(t) = E N(t) + Var of the integrated rate, and with the mean rate m
  ///
  ///     IDC(t) = 1 + Var(integral of m F over t) / (m t)
  ///
  /// (D. Cox, V. Isham, *Point Processes*, 1980, 3.3). The factor F is constant within a step; windows follow each other
  /// from a step's start, as in a measurement, and the variance is that of their mean.
  ///
  /// - Parameters:
  ///   - window: In seconds, positive.
  ///   - meanRPS: The mean rate m around which the noise swings; the curve of the day is not counted.
  ///   - step: Length of a demand step, in seconds.
  public func indexOfDispersion(over window: Double, meanRPS: Double, step: Double) -> Double {
    // Windows meet the grid in as many ways as it takes until one begins at a step's start again.
    let ways =
      (1...64).first { k in
        let steps = Double(k) * window / step
        return abs(steps - steps.rounded()) < 1e-9
      } ?? 64
    let mean = (0..<ways).reduce(0) { sum, k in
      let start = (Double(k) * window).truncatingRemainder(dividingBy: step)
      return sum + variance(ofIntegralFrom: start, over: window, step: step)
    }
    return 1 + meanRPS * mean / Double(ways) / window
  }

  /// Variance of the integral of the factor over a window that begins `start` seconds after a step's start.
  private func variance(ofIntegralFrom start: Double, over window: Double, step: Double) -> Double {
    let first = min(step - start, window)
    let whole = ((window - first) / step + 1e-9).rounded(.down)
    let last = max(0, window - first - whole * step)
    let n = Int(whole)
    let c0 = covariance(lag: 0, step: step)
    var variance = (first * first + last * last) * c0
    guard n > 0 || last > 0 else { return variance }
    var near = 0.0
    var inner = whole * c0
    for lag in 1...(n + 1) {
      let c = covariance(lag: lag, step: step)
      if lag <= n {
        near += c
        inner += 2 * (whole - Double(lag)) * c
      } else {
        variance += 2 * first * last * c
      }
    }
    return variance + step * step * inner + 2 * (first + last) * step * near
  }
}
