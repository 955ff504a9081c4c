internal import Foundation

/// A simulated mean at one point of the uncertain inputs, with its own simulation error.
public struct InputPoint: Equatable, Sendable {
  public let mean: Double
  public let standardError: Double

  public init(mean: Double, standardError: Double) {
    precondition(standardError >= 0, "a standard error is not negative: \(standardError)")
    self.mean = mean
    self.standardError = standardError
  }
}

/// How far a figure moves because its inputs are uncertain, simulation noise taken out.
public struct InputBand: Equatable, Sendable {
  /// The scale on which deviations are shrunk.
  public enum Scale: Sendable {
    case linear
    /// For positive figures that spread over factors, such as lost minutes; linear where one mean is not positive.
    case logarithmic
  }

  /// The 5 % quantile of the true means over the inputs.
  public let low: Double
  /// The 95 % quantile.
  public let high: Double
  /// The share of the spread between points that simulation noise explains, 0...1; 1 where it explains all.
  public let simulationShare: Double
}

/// The 5 % to 95 % band of the true means over points of the uncertain inputs.
///
/// The means scatter by inputs and by simulation. Their deviations from the centre are shrunk so that their variance is
/// what remains after the mean squared standard error is taken off; then quantiles are read.
///
/// - Parameter points: One a draw of the inputs (such as 16 Sobol points), at least two.
public func betweenPointBand(_ points: [InputPoint], scale: InputBand.Scale = .linear) -> InputBand {
  precondition(points.count >= 2, "a spread needs at least two input points, not \(points.count)")
  if scale == .logarithmic, points.allSatisfy({ $0.mean > 0 }) {
    let logarithms = points.map { InputPoint(mean: log($0.mean), standardError: $0.standardError / $0.mean) }
    let band = betweenPointBand(logarithms, scale: .linear)
    return InputBand(low: exp(band.low), high: exp(band.high), simulationShare: band.simulationShare)
  }
  let spread = Moments(points.map(\.mean))
  let noise = Moments(points.map { $0.standardError * $0.standardError }).mean
  let share = spread.variance > 0 ? min(1, noise / spread.variance) : noise > 0 ? 1 : 0
  let shrinkage = (1 - share).squareRoot()
  let shrunk = points.map { spread.mean + shrinkage * ($0.mean - spread.mean) }.sorted()
  return InputBand(
    low: quantile(ofSorted: shrunk, 0.05), high: quantile(ofSorted: shrunk, 0.95), simulationShare: share)
}
