import CapacityPlanning
import Experiments
import Foundation
import ModelFiles
import ServiceModel
import Testing

/// Shares of years from the law of the outages, against Takács' sum and against a count of many years.
@Suite struct YearlyLawTests {
  /// One site, `perYear` outages a year while up, of 100 min in the mean.
  private func compared(perYear: Double, lasts: String = "exponential mean 100min", atLeast: String, years: Int)
    async throws -> ComparedDesign
  {
    let text = """
      service: yearly-law
      objectives:
        availability: { at-least: \(atLeast), of: time, in: 90% of years }
        outage: { below: 95% of demand, hold: 0s }
      traffic: { peak: 1rps, step: 1d }
      replica: { rated: 1rps }
      sites: { only: { keep: serving, nodes: 1, node: { gpus: 1 } } }
      failures: { site: { scope: region, per-year: \(perYear), lasts: \(lasts) } }
      detect: { takes: 0s }
      execute: { move-traffic: { by: balancer } }
      """
    let plan = try PlanFile(text: text, name: "plan.yaml")
    let source = PlanSource(services: plan.services, uncertainInputs: [], at: { _ in plan.services })
    let size = StudySize(seed: 11, worlds: 40, replicationsPerWorld: years / 40, threads: 2)
    return try await compare(source, size: size).designs[0]
  }

  /// Two outages a year in the mean: 38 % of years keep 100 min, and years beyond 1000 min are one in 300.
  @Test func rareMissesAreFoundFromFewYears() async throws {
    // P(D <= 1000 min) by Takács' sum, from the twin of the same plan.
    let design = try await compared(perYear: 2, atLeast: "99.8%", years: 2000)
    let law = try #require(design.yearlyLaws.first)
    let exact = try #require(design.twins.first { $0.figure.hasPrefix("share_of_years") }).exact.value
    let share = try #require(law.share)
    #expect(share.low <= exact && exact <= share.high, "\(share) does not hold \(exact)")
    // An error of half of the misses would be seen.
    #expect(share.low > 1 - 1.5 * (1 - exact) - 1e-3 && share.high - share.low < 4 * (1 - exact))
  }

  /// Years without a single outage: the exact bound on the rate, and no certainty.
  @Test func noOutageIsNoCertainty() async throws {
    let design = try await compared(perYear: 0.0001, atLeast: "99.9%", years: 200)
    let share = try #require(design.yearlyLaws.first?.share)
    #expect(share.estimate == 1 && share.high == 1)
    // exp(-3.689 / 200), Garwood's two-sided end for no event.
    #expect(abs(share.low - 0.98172) < 1e-4)
  }

  /// Repairs of twenty days keep a single site's outages apart: the counts vary less than Poisson.
  @Test func dependentOutagesAreRefused() async throws {
    let design = try await compared(perYear: 20, lasts: "20d", atLeast: "99.8%", years: 400)
    let law = try #require(design.yearlyLaws.first)
    #expect(law.share == nil && law.refusal?.contains("index of dispersion") == true, "\(law.dispersion)")
  }

  @Test func aCountThatSaysEnoughStandsAlone() async throws {
    #expect(try await compared(perYear: 2, atLeast: "99.99%", years: 400).yearlyLaws.isEmpty)
  }
}
