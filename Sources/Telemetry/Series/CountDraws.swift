import Foundation
import Numerics
import Stochastics

/// Chance in what a counter of one name counts. The simulation knows rates; what is counted within a scrape varies.
///
/// The draws of a series are addressed by the number of the scrape, so that a window that begins elsewhere counts the same.
struct CountDraws: Sendable {
  private let key: StreamKey
  private let replication: UInt32

  /// - Parameter name: Of the series, behind `telemetry/`.
  init(seed: UInt64, name: String, replication: Int) {
    key = StreamKey(seed: seed, name: "telemetry/" + name)
    self.replication = UInt32(truncatingIfNeeded: replication)
  }

  func uniform(_ scrape: UInt32, branch: UInt32 = 0) -> Double {
    key.uniform(draw: scrape, branch: branch, replication: replication, purpose: .arrival)
  }

  /// A Poisson count with this mean.
  func count(_ mean: Double, scrape: UInt32, branch: UInt32 = 0) -> Double {
    guard mean > 0 else { return 0 }
    return poissonQuantile(uniform(scrape, branch: branch), mean: mean)
  }

  /// Whether something of this chance happens.
  func happens(_ chance: Double, scrape: UInt32, branch: UInt32 = 0) -> Bool {
    chance > 0 && (chance >= 1 || uniform(scrape, branch: branch) < chance)
  }
}

/// The Poisson count that a share `u` stays within: exact up to a mean of 200, above it by the Cornish-Fisher expansion,
/// which is a count off at most.
///
/// Source: N. L. Johnson, A. W. Kemp and S. Kotz, Univariate Discrete Distributions (2005), chapter 4.
func poissonQuantile(_ u: Double, mean: Double) -> Double {
  guard mean <= 200 else {
    let z = normalQuantile(u)
    let root = mean.squareRoot()
    return max(0, (mean + root * z + (z * z - 1) / 6 + (z - z * z * z) / (72 * root) - 0.5).rounded(.up))
  }
  var count = 0.0
  var probability = exp(-mean)
  var sum = probability
  // Beyond the mean a term that no longer moves the sum ends it.
  while sum < u && (count < mean || probability > 1e-18) {
    count += 1
    probability *= mean / count
    sum += probability
  }
  return count
}
