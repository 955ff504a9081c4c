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

extension InputPoint {
  /// Points that were simulated on the same luck: the same worlds and the same streams at each of them.
  ///
  /// Luck that is common to all points moves all of them alike and adds nothing to their spread. What does is where a
  /// point's worlds differ from it in another way than the average point's: M(p, w) - M(p) M(w) / M, with the means
  /// over worlds M(p) and over points M(w). The standard error is that of these remainders.
  ///
  /// - Parameter worldMeans: For each point the mean of each world; the same number, at least two, everywhere.
  public static func onCommonLuck(_ worldMeans: [[Double]]) -> [InputPoint] {
    guard let worlds = worldMeans.first?.count else { return [] }
    precondition(worlds >= 2 && worldMeans.allSatisfy { $0.count == worlds }, "points of unlike or too few worlds")
    let points = Double(worldMeans.count)
    let pointMeans = worldMeans.map { $0.reduce(0, +) / Double(worlds) }
    let ofWorlds = (0..<worlds).map { world in worldMeans.reduce(0) { $0 + $1[world] } / points }
    let overall = ofWorlds.reduce(0, +) / Double(worlds)
    return zip(worldMeans, pointMeans).map { means, mean in
      let squares = zip(means, ofWorlds).reduce(0.0) { sum, pair in
        let remainder = pair.0 - (overall > 0 ? mean * pair.1 / overall : mean)
        return sum + remainder * remainder
      }
      let lost = worldMeans.count > 1 ? points / (points - 1) : 1
      return InputPoint(
        mean: mean, standardError: (squares / Double(worlds - 1) / Double(worlds) * lost).squareRoot())
    }
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

  /// Simulation error explains all of the spread between points: what the inputs move does not show through it.
  public var isWithinSimulationError: Bool { !(low < high) }

  /// The band with the figure that it stands beside: the plan's own values are among what the inputs allow.
  public func containing(_ mean: Double) -> InputBand {
    InputBand(low: min(low, mean), high: max(high, mean), simulationShare: simulationShare)
  }
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
