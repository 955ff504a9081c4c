import Stochastics
import Testing

/// Laws as phases, by their first two moments: those of a sum of exponential phases are sums of 2 m_i (m_i + all that follow).
@Suite struct PhaseLawTests {
  private func moments(_ law: PhaseLaw) -> (mean: Double, variance: Double) {
    func from(_ start: Int) -> (Double, Double) {
      let phase = law.phases[start]
      guard phase.goesOn else { return (phase.mean, 2 * phase.mean * phase.mean) }
      let (rest, square) = from(start + 1)
      return (phase.mean + rest, 2 * phase.mean * phase.mean + 2 * phase.mean * rest + square)
    }
    var (mean, square) = (0.0, 0.0)
    for start in law.phases.indices where law.phases[start].entry > 0 {
      let (first, second) = from(start)
      mean += law.phases[start].entry * first
      square += law.phases[start].entry * second
    }
    return (mean, square - mean * mean)
  }

  @Test(arguments: [
    (Distribution.exponential(mean: 20), 1), (.gamma(shape: 2, scale: 10), 2), (.gamma(shape: 1.5, scale: 10), 2),
    (.gamma(shape: 2.5, scale: 8), 3), (.uniform(low: 10, high: 30), 12), (.lognormal(median: 20, sigma: 0.5), 4),
    (.lognormal(median: 20, sigma: 1), 2), (.lognormal(median: 20, sigma: 1.8), 2),
    (.mixture([.init(share: 0.9, law: .exponential(mean: 5)), .init(share: 0.1, law: .exponential(mean: 100))]), 2),
  ])
  func theFirstTwoMomentsAreTheLaws(law: Distribution, phases: Int) {
    let made = PhaseLaw(law)
    let (mean, variance) = moments(made)
    #expect(made.phases.count == phases, "\(made.phases)")
    #expect(abs(mean / law.mean - 1) < 1e-9 && abs(variance / law.variance - 1) < 1e-9, "\(mean) \(variance)")
    #expect(abs(made.phases.reduce(0) { $0 + $1.entry } - 1) < 1e-12)
  }

  /// Three exponential phases in a row are what a gamma law of shape three is.
  @Test func aWholeShapeIsThatManyPhases() {
    let phases = PhaseLaw(.gamma(shape: 3, scale: 10)).phases
    #expect(phases.count == 3 && phases.allSatisfy { abs($0.mean - 10) < 1e-9 })
    #expect(abs(phases[0].entry - 1) < 1e-9 && phases.map(\.goesOn) == [true, true, false])
  }

  /// A law that is nearly one time for all is sixteen phases.
  @Test func noLawIsNarrowerThanAQuarter() {
    let (mean, variance) = moments(PhaseLaw(.uniform(low: 29, high: 31)))
    #expect(abs(mean - 30) < 1e-9 && abs(variance.squareRoot() - 7.5) < 1e-6)
  }
}
