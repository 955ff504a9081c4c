import Foundation
import Numerics
import Testing

@testable import OutputAnalysis

/// Do the intervals hold what they promise? Coverage counts all experiments, a shown bound by whether it holds.
///
/// The seeds were fixed before the first run. The bounds of the short version are five binomial standard errors wide.
@Suite struct CoverageTests {
  /// A year of a hot standby: two incidents, 3 min each, 5 % with a lognormal(60, 1) recovery on top.
  static let hotMean = 2 * (3 + 0.05 * 60 * exp(0.5))
  static func poisson(_ mean: Double, _ stream: inout SplitMix) -> Int {
    var (count, product) = (0, stream.uniform())
    let floor = exp(-mean)
    while product > floor {
      count += 1
      product *= stream.uniform()
    }
    return count
  }

  static func recovery(_ stream: inout SplitMix) -> Double { 60 * exp(normalQuantile(stream.uniform())) }

  static func hotYear(_ stream: inout SplitMix) -> Double {
    (0..<poisson(2, &stream)).reduce(0) { sum, _ in
      sum + 3 + (stream.uniform() < 0.05 ? recovery(&stream) : 0)
    }
  }

  /// The share of experiments whose interval holds the mean: skew-corrected and plain.
  static func hotCoverage(experiments: Int, years: Int, seed: UInt64) -> (corrected: Double, plain: Double) {
    var stream = SplitMix(state: seed)
    var (corrected, plain) = (0, 0)
    for _ in 0..<experiments {
      let sample = (0..<years).map { _ in hotYear(&stream) }
      if meanInterval(sample, of: .amount).contains(hotMean) { corrected += 1 }
      if studentInterval(sample).contains(hotMean) { plain += 1 }
    }
    return (Double(corrected) / Double(experiments), Double(plain) / Double(experiments))
  }

  /// The same for a shock with a lognormal(60, 1) outage, where below ten incidents the bound on the rate is shown and judged.
  static func shockCoverage(
    experiments: Int, years: Int, perYear: Double = 0.01, seed: UInt64
  ) -> (held: Double, bounds: Double) {
    let shockMean = perYear * 60 * exp(0.5)
    var stream = SplitMix(state: seed)
    var (held, bounds) = (0, 0)
    for _ in 0..<experiments {
      let shocks = poisson(perYear * Double(years), &stream)
      var sample = [Double](repeating: 0, count: years)
      for _ in 0..<shocks { sample[Int(stream.uniform() * Double(years))] += recovery(&stream) }
      switch estimate(worldMeans: sample, incidents: shocks, exposure: Double(years)) {
      case .interval(let interval): held += interval.contains(shockMean) ? 1 : 0
      case .rare(let statement):
        bounds += 1
        held += statement.highestRate >= perYear ? 1 : 0
      default: Issue.record("a mean has an interval or a bound")
      }
    }
    return (Double(held) / Double(experiments), Double(bounds) / Double(experiments))
  }

  @Test(arguments: [50, 75, 100, 200, 300])
  func hotStandby(years: Int) {
    let coverage = Self.hotCoverage(experiments: 400, years: years, seed: UInt64(years))
    #expect((0.89...0.995).contains(coverage.corrected), "skew-corrected covers \(coverage.corrected)")
    if years <= 100 { #expect(coverage.plain < coverage.corrected - 0.05, "plain covers \(coverage.plain)") }
  }

  @Test func rareShock() {
    let coverage = Self.shockCoverage(experiments: 400, years: 1000, seed: 3)
    #expect((0.89...0.995).contains(coverage.held), "the gate's statements hold in \(coverage.held)")
    #expect((0.3...0.6).contains(coverage.bounds), "bounds in \(coverage.bounds)")
  }

  /// The gate at the sizes of a live page, with a shock in ten years: ten incidents are expected at 100 years.
  @Test(arguments: [50, 100, 150, 300])
  func shockInTenYears(years: Int) {
    let coverage = Self.shockCoverage(experiments: 400, years: years, perYear: 0.1, seed: UInt64(years))
    #expect((0.89...1).contains(coverage.held), "the gate's statements hold in \(coverage.held)")
  }

  static let long = ProcessInfo.processInfo.environment["NINES_LONG"] == "1"

  /// The sizes at which a live page shows figures, and larger ones.
  @Test(.enabled(if: long, "set NINES_LONG=1"), arguments: [50, 75, 100, 150, 200, 300, 400])
  func hotStandbyAtLength(years: Int) {
    let coverage = Self.hotCoverage(experiments: 4000, years: years, seed: UInt64(years))
    #expect((0.93...0.975).contains(coverage.corrected), "skew-corrected covers \(coverage.corrected)")
  }

  @Test(.enabled(if: long, "set NINES_LONG=1"), arguments: [1000, 4000])
  func rareShockAtLength(years: Int) {
    let coverage = Self.shockCoverage(experiments: 4000, years: years, seed: UInt64(years))
    let most = coverage.bounds > 0.3 ? 1 : 0.975
    #expect((0.93...most).contains(coverage.held), "the gate's statements hold in \(coverage.held)")
  }

  /// A shock in ten years, at the sizes at which a live page shows figures: there some experiments see ten shocks and show an
  /// interval, and some do not. A bound on a count covers its promise or more, as counts are whole numbers.
  @Test(.enabled(if: long, "set NINES_LONG=1"), arguments: [50, 75, 100, 150, 200, 300])
  func shockInTenYearsAtLength(years: Int) {
    let coverage = Self.shockCoverage(experiments: 4000, years: years, perYear: 0.1, seed: UInt64(years))
    let most = coverage.bounds > 0.3 ? 1 : 0.975
    #expect((0.93...most).contains(coverage.held), "the gate's statements hold in \(coverage.held)")
  }
}
