import Stochastics

/// Values of a peak that nobody knows for certain: one a world, drawn from its law in strata.
///
/// Half of the strata share the tail in which an objective that is wanted in a share of years is decided, four times as
/// wide as what may miss it, and half the rest: whether a fleet holds the objective in 99 % of years is a question about
/// the highest peaks. Worlds go round the strata, so that a part of them covers all.
struct PeakStrata: Equatable, Sendable {
  let peak: UncertainInputName
  /// Ends of the strata on the scale of probability, from 0 to 1.
  let bounds: [Double]
  private let seed: UInt64

  /// - Parameters:
  ///   - share: Share of years in which the objective is wanted; below 1.
  ///   - count: Strata; two at least.
  init(_ peak: UncertainInputName, share: Double, count: Int, seed: UInt64) {
    precondition(count >= 2, "\(count) strata")
    self.peak = peak
    self.seed = seed
    let tail = 4 * (1 - share)
    guard tail < 0.5, tail > 0 else {
      bounds = (0...count).map { Double($0) / Double(count) }
      return
    }
    let (below, above) = (count / 2, count - count / 2)
    bounds =
      (0..<below).map { (1 - tail) * Double($0) / Double(below) }
      + (0...above).map { 1 - tail + tail * Double($0) / Double(above) }
  }

  var count: Int { bounds.count - 1 }

  func weight(of stratum: Int) -> Double { bounds[stratum + 1] - bounds[stratum] }

  func stratum(ofWorld world: Int) -> Int { world % count }

  /// The quantile of the peak in a world, uniform in its stratum.
  func quantile(inWorld world: Int) -> Double {
    let key = StreamKey(seed: seed, name: "inputs/\(peak.path)/size")
    let u = key.uniform(draw: UInt32(world), replication: 0, purpose: .input)
    let stratum = stratum(ofWorld: world)
    return bounds[stratum] + weight(of: stratum) * u
  }

  /// The peak of a world, in requests a second.
  func peakRPS(inWorld world: Int) -> Double { peak.value(at: quantile(inWorld: world)) }
}

extension UncertainInputName {
  /// The value of a rate at a quantile, by the law that plans have.
  func value(at u: Double) -> Double {
    max(0, ThreePointLaw(low: low, mid: mid, high: high, scale: low > 0 ? .logarithm : .linear).value(at: u))
  }
}
