import OutputAnalysis
import ServiceModel
import Stochastics
import Testing

@testable import Experiments

/// Coverage of what a comparison prints, through the whole simulator: a site whose long-run unavailability is known
/// exactly, E[down] / (E[up] + E[down]), with long-tailed repairs. Bounds count by whether they hold.
@Suite struct CoverageTests {
  static let upHours = 17_532.0
  static let downHours = 1.648721270700128

  private func service() throws -> Service {
    var service = try Model.service("oracles/two-state.yaml", design: "weibull-lognormal")
    service.failures[0].lifetime = .exponential(mean: Self.upHours * 3600)
    return service
  }

  private let experiments = isLong ? 4000 : 100
  /// Four binomial standard errors for 100 experiments; for 4000 what the documentation promises.
  private let band = isLong ? 0.93...0.975 : 0.86...1.0

  private func holds(_ record: DesignRecord) -> Bool {
    let year = record.service.horizonHours * 60
    let exact = Self.downHours / (Self.upHours + Self.downHours) * year
    switch record.lostMinutes {
    case .interval(let interval): return interval.contains(exact)
    case .rare(let statement):
      return statement.highestRate >= record.service.horizonHours / (Self.upHours + Self.downHours)
    default: return false
    }
  }

  /// 50 to 4000 years, as many as were asked for.
  @Test(arguments: isLong ? [50, 100, 150, 200, 300, 1000, 4000] : [50, 200])
  func crude(years: Int) async throws {
    let service = try service()
    var held = 0
    for experiment in 0..<experiments {
      let size = StudySize(seed: UInt64(experiment), replications: years, threads: 2)
      held += holds(try await Study([service], size: size).run()[0]) ? 1 : 0
    }
    let share = Double(held) / Double(experiments)
    print("crude, \(years) years: \(share)")
    #expect(band.contains(share), "covers \(share)")
  }

  @Test(arguments: isLong ? [0.1, 0.2] : [0.2])
  func stopped(target: Double) async throws {
    let service = try service()
    let precision = PrecisionTarget(relativeHalfWidth: target, cap: 100_000)
    // A look at two thousand years each: fewer of them, and four binomial standard errors for 30.
    let experiments = isLong ? experiments : 30
    let band = isLong ? band : 0.79...1.0
    var (held, years) = (0, 0)
    for experiment in 0..<experiments {
      let study = SequentialStudy([service], target: precision, seed: UInt64(experiment), threads: 2)
      let grown = try await study.run()
      years += grown.size.replications
      held += holds(grown.records[0]) ? 1 : 0
    }
    let share = Double(held) / Double(experiments)
    print("stopped at +-\(target): \(share) over \(years / experiments) years")
    #expect(band.contains(share), "covers \(share)")
  }
}
