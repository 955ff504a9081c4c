internal import Foundation
public import Numerics

/// A recovery time: a uniform detection, fixed steps and a lognormal step, independent and in series.
///
/// The distribution function is closed: the lognormal's integral over the detection window.
public struct RecoveryTime: Equatable, Sendable {
  /// The shortest and the longest detection.
  public let detection: ClosedRange<Double>
  /// The sum of the fixed steps.
  public let fixed: Double
  /// The random step, such as promotion or provisioning.
  public let step: LognormalDuration

  public init(detection: ClosedRange<Double>, fixed: Double, step: LognormalDuration) {
    precondition(detection.lowerBound >= 0 && fixed >= 0, "times are not negative")
    self.detection = detection
    self.fixed = fixed
    self.step = step
  }

  private var window: Double { detection.upperBound - detection.lowerBound }

  public var mean: Double { (detection.lowerBound + detection.upperBound) / 2 + fixed + step.mean }
  public var standardDeviation: Double { (window * window / 12 + step.variance).squareRoot() }

  /// The probability of recovery within `time`.
  public func cdf(_ time: Double) -> Double {
    let latest = time - fixed - detection.lowerBound
    if window == 0 { return step.cdf(latest) }
    if latest <= 0 { return 0 }
    return min(1, (integratedCDF(latest) - integratedCDF(latest - window)) / window)
  }

  /// The time within which a share `p` of recoveries is done.
  public func quantile(_ p: Double) throws(NumericalError) -> Double {
    precondition(0 < p && p < 1, "a quantile lies between 0 and 1, \(p) does not")
    let shortest = fixed + step.quantile(p)
    if window == 0 { return shortest + detection.lowerBound }
    return try findRoot(in: (shortest + detection.lowerBound)...(shortest + detection.upperBound), tolerance: 1e-14) {
      cdf($0) - p
    }
  }

  /// The integral of the step's distribution function from 0 to `x`: E[max(0, x - X)].
  private func integratedCDF(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    return x * step.cdf(x) - step.mean * normalCDF(log(x / step.median) / step.sigma - step.sigma)
  }
}

/// The distribution function of the sum of a uniform time and any other, by quadrature.
///
/// - Parameters:
///   - cdf: The other's distribution function, 0 below 0.
public func convolvedCDF(
  _ time: Double, uniform: ClosedRange<Double>, _ cdf: @escaping (Double) -> Double
) throws(NumericalError) -> Double {
  let width = uniform.upperBound - uniform.lowerBound
  guard width > 0 else { return cdf(time - uniform.lowerBound) }
  return try integrate(over: uniform) { cdf(time - $0) } / width
}
