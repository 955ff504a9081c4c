import Foundation
import Numerics
import Testing

@testable import OutputAnalysis

/// Does stopping at a relative width keep what the intervals promise? On the compound laws of `CoverageTests`, in forty
/// worlds that grow as a study's do. All experiments count, a shown bound by whether it holds.
///
/// The seeds were fixed before the first run.
@Suite struct SequentialCoverageTests {
  /// A sample that grows by years in each of forty worlds.
  private struct Sample {
    let law: (inout SplitMix) -> (minutes: Double, incidents: Int)
    var sums = [Double](repeating: 0, count: 40)
    var perWorld = 0
    var incidents = 0

    mutating func grow(to years: Int, _ stream: inout SplitMix) {
      let more = (years + 39) / 40
      for world in 0..<40 {
        for _ in perWorld..<max(perWorld, more) {
          let year = law(&stream)
          sums[world] += year.minutes
          incidents += year.incidents
        }
      }
      perWorld = max(perWorld, more)
    }

    var years: Int { 40 * perWorld }
    var estimate: Estimate {
      OutputAnalysis.estimate(
        worldMeans: sums.map { $0 / Double(perWorld) }, incidents: incidents, exposure: Double(years))
    }
  }

  private struct Coverage {
    var held = 0
    var bounds = 0
    var years = 0
    var experiments = 0
    var share: Double { Double(held) / Double(experiments) }
  }

  private static func coverage(
    _ experiments: Int, target: Double, cap: Int, mean: Double, rate: Double, seed: UInt64,
    law: @escaping (inout SplitMix) -> (minutes: Double, incidents: Int)
  ) -> Coverage {
    var stream = SplitMix(state: seed)
    var coverage = Coverage(experiments: experiments)
    for _ in 0..<experiments {
      var sample = Sample(law: law)
      var rule = StoppingRule(relativeHalfWidth: target, minimum: 200, cap: cap)
      sample.grow(to: 200, &stream)
      var isOpen = true
      while isOpen {
        var width = Double.infinity
        switch sample.estimate {
        case .interval(let interval): width = interval.relativeHalfWidth
        case .rare(let statement):
          isOpen = statement.canReach(relativeHalfWidth: target, withinExposure: Double(cap))
        default: Issue.record("a mean has an interval or a bound")
        }
        guard isOpen, case .simulate(let count) = rule.decide(replications: sample.years, reached: width) else { break }
        sample.grow(to: count, &stream)
      }
      coverage.years += sample.years
      switch sample.estimate {
      case .interval(let interval): coverage.held += interval.contains(mean) ? 1 : 0
      case .rare(let statement):
        coverage.bounds += 1
        coverage.held += statement.highestRate >= rate ? 1 : 0
      default: break
      }
    }
    return coverage
  }

  private static func hotYear(_ stream: inout SplitMix) -> (minutes: Double, incidents: Int) {
    let incidents = CoverageTests.poisson(2, &stream)
    let minutes = (0..<incidents).reduce(0.0) { sum, _ in
      sum + 3 + (stream.uniform() < 0.05 ? CoverageTests.recovery(&stream) : 0)
    }
    return (minutes, incidents)
  }

  private static func shockYear(_ rate: Double) -> (inout SplitMix) -> (minutes: Double, incidents: Int) {
    { stream in
      let incidents = CoverageTests.poisson(rate, &stream)
      return ((0..<incidents).reduce(0.0) { sum, _ in sum + CoverageTests.recovery(&stream) }, incidents)
    }
  }

  private static let many = CoverageTests.long ? 4000 : 400
  /// Five binomial standard errors wide for 400 experiments; for 4000 what docs/background/statistics.md promises.
  private static let band = CoverageTests.long ? 0.93...0.975 : 0.89...0.995

  @Test(arguments: CoverageTests.long ? [0.1, 0.2] : [0.2])
  func hotStandby(target: Double) {
    let coverage = Self.coverage(
      Self.many, target: target, cap: 100_000, mean: CoverageTests.hotMean, rate: 2, seed: 17, law: Self.hotYear)
    print("stopped at +-\(target): \(coverage.share) over \(coverage.years / coverage.experiments) years")
    #expect(Self.band.contains(coverage.share), "covers \(coverage.share)")
  }

  /// Shocks that the cap can, may, and cannot hold enough of.
  @Test(arguments: [0.1, 0.02, 0.002])
  func rareShock(rate: Double) {
    let coverage = Self.coverage(
      Self.many, target: 0.2, cap: 10_000, mean: rate * 60 * exp(0.5), rate: rate, seed: 19, law: Self.shockYear(rate))
    print(
      "shock \(rate): \(coverage.share), bounds in \(coverage.bounds), "
        + "\(coverage.years / coverage.experiments) years")
    // A bound on a count covers what it promises or more.
    let most = 10 * coverage.bounds > 3 * coverage.experiments ? 1 : Self.band.upperBound
    #expect((Self.band.lowerBound...most).contains(coverage.share), "covers \(coverage.share)")
    #expect(rate > 0.01 ? coverage.bounds == 0 : coverage.bounds > 0)
  }
}
