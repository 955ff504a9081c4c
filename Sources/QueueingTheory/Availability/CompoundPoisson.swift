internal import Foundation

/// The law of a period's downtime from the law of one incident's, on a lattice.
///
/// Incidents are Poisson and independent; test the dispersion of their counts before relying on it. By Panjer's
/// recursion, a sum of positive terms: g₀ = e^(-λ(1 - f₀)), gₙ = λ/n Σ j fⱼ gₙ₋ⱼ.
/// Source: H. Panjer, ASTIN Bulletin 12 (1981) 22.
public struct CompoundPoisson: Equatable, Sendable {
  /// The lattice step, in the unit of time of the downtime.
  public let step: Double
  /// The probability of each multiple 0, 1, 2, ... of the step.
  public let probabilities: [Double]

  /// - Parameters:
  ///   - incidents: The mean number of incidents in the period.
  ///   - severities: Downtimes of single incidents with their weights, as observed or from branches; rounded to the
  ///     lattice such that each keeps its mean.
  ///   - limit: The largest downtime of interest; the work grows with (limit/step)².
  public init(incidents: Double, severities: [(downtime: Double, weight: Double)], step: Double, upTo limit: Double) {
    precondition(incidents >= 0 && step > 0 && limit >= 0, "\(incidents) incidents on a lattice of \(step)")
    precondition(severities.allSatisfy { $0.downtime >= 0 && $0.weight >= 0 }, "downtimes and weights are not negative")
    let count = Int((limit / step + 1e-9).rounded(.down)) + 1
    let severity = CompoundPoisson.lattice(severities, step: step, count: count)
    precondition(incidents == 0 || severities.contains { $0.weight > 0 }, "incidents need at least one severity")
    // Relative to the probability at zero, whose logarithm is added last: e^-700 and less would vanish here.
    let logStart = -incidents * (1 - severity[0])
    var law = [1.0]
    var logScale = 0.0
    for n in 1..<max(count, 1) {
      var sum = 0.0
      for j in 1...n where severity[j] > 0 { sum += Double(j) * severity[j] * law[n - j] }
      law.append(incidents / Double(n) * sum)
      if law[n] > 1e150 {
        for i in law.indices { law[i] *= 1e-150 }
        logScale += 150 * log(10)
      }
    }
    self.step = step
    self.probabilities = law.map { $0 > 0 ? exp(log($0) + logScale + logStart) : 0 }
  }

  init(step: Double, probabilities: [Double]) {
    self.step = step
    self.probabilities = probabilities
  }

  /// The law of one incident on the lattice, each severity shared between its neighbours so that it keeps its mean; what
  /// lies beyond the lattice is left out.
  static func lattice(_ severities: [(downtime: Double, weight: Double)], step: Double, count: Int) -> [Double] {
    let total = severities.reduce(0) { $0 + $1.weight }
    var severity = [Double](repeating: 0, count: count)
    for (downtime, weight) in severities where weight > 0 && downtime / step < Double(count) {
      let below = Int(downtime / step)
      let upper = downtime / step - Double(below)
      severity[below] += weight / total * (1 - upper)
      if below + 1 < count { severity[below + 1] += weight / total * upper }
    }
    return severity
  }

  /// The probability of at most `downtime` in the period, up to the lattice's limit.
  public func cdf(_ downtime: Double) -> Double {
    let last = Int((downtime / step + 1e-9).rounded(.down))
    precondition(last < probabilities.count, "\(downtime) lies beyond the lattice")
    return last < 0 ? 0 : min(1, probabilities[...last].reduce(0, +))
  }
}
