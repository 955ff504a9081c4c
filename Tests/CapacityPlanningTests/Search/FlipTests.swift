import EventKernel
import Experiments
import Foundation
import Numerics
import OutputAnalysis
import ServiceModel
import Stochastics
import Testing

@testable import CapacityPlanning

/// Values of an input at which an answer turns: against a literal bisection, and against theory.
struct FlipTests {
  /// Outages in front of all sites, `kept` of which the objective allows a year, wanted in a share of years; their rate is
  /// the uncertain input.
  private struct Plan {
    let kept: Int
    let share: Double
    let low: Double
    let high: Double

    /// Where the objective is kept in just that share of years if outages are Poisson: half a chi-squared quantile.
    var turn: Double { chiSquaredQuantile(1 - share, degreesOfFreedom: 2 * Double(kept + 1)) / 2 }

    func rate(_ quantile: Double) -> Double { low * pow(high / low, quantile) }

    func service(_ rate: Double) -> Service {
      var service = SmallService().service
      service.horizonHours = 8766
      service.traffic.peakRPS = 3
      service.failures = [
        FailureMode(
          name: "edge", scope: .edge, lifetime: .exponential(mean: 8766 * 3600 / rate), lasts: .constant(3600),
          effect: .loss(symptoms: [], containment: nil))
      ]
      // An hour each; half an hour beyond the last that is allowed.
      let budget = (Double(kept) + 0.5) / 8766
      service.objectives = Objectives(
        availability: [AvailabilityObjective(figure: .requests, atLeast: 1 - budget, share: share)])
      return service
    }

    var source: PlanSource {
      let input = UncertainInputName(
        path: "failures.edge.per-year", low: low, mid: (low * high).squareRoot(), high: high)
      return PlanSource(services: [service(input.mid)], uncertainInputs: [input]) { quantiles in
        [service(rate(quantiles[input.path] ?? 0.5))]
      }
    }
  }

  private static let plans = [
    Plan(kept: 0, share: 0.9, low: 0.02, high: 1), Plan(kept: 1, share: 0.9, low: 0.1, high: 3),
    Plan(kept: 2, share: 0.9, low: 0.2, high: 6), Plan(kept: 3, share: 0.9, low: 0.5, high: 9),
    Plan(kept: 4, share: 0.9, low: 1, high: 9), Plan(kept: 2, share: 0.95, low: 0.2, high: 4),
    Plan(kept: 3, share: 0.8, low: 0.5, high: 9), Plan(kept: 5, share: 0.5, low: 2, high: 12),
    Plan(kept: 1, share: 0.7, low: 0.3, high: 4), Plan(kept: 6, share: 0.95, low: 1, high: 8),
  ]

  @Test(arguments: plans.indices)
  func theTurnIsWhereTheShareReachesItsTarget(index: Int) async throws {
    let plan = Self.plans[index]
    let amount = StudySize(seed: 11 + UInt64(index), worlds: 20, replicationsPerWorld: 20, threads: 2)
    let question = TornadoQuestion(plan.source, design: 0, size: amount) { plan.rate($1) }
    let flip = try #require(try await tornado(question).bars[0].flips.first { $0.answer == .verdict })
    #expect(flip.below == "meets" && flip.above == "misses")
    // A literal bisection of the share that the same years give, to a thousandth of the band.
    var (left, right) = (0.05, 0.95)
    while right - left > 1e-3 {
      let middle = (left + right) / 2
      let record = try await Study([plan.service(plan.rate(middle))], size: amount).run()[0]
      let kept = try #require(ObjectiveVerdict.all(record)[0].share).estimate
      if kept >= plan.share { left = middle } else { right = middle }
    }
    // The share moves in steps of a four-hundredth: within a piece of the band.
    let piece = pow(plan.high / plan.low, 0.9 / 48)
    #expect(
      (1 / piece...piece).contains(flip.value / plan.rate(left)), "\(flip.value), by bisection \(plan.rate(left))")
    // The interval holds what theory says; 400 years have a standard error of 1.5 points at 90 %.
    let (low, high) = (flip.low ?? plan.rate(0.05), flip.high ?? plan.rate(0.95))
    #expect(low < flip.value && flip.value < high)
    #expect(low * 0.9 < plan.turn && plan.turn < high * 1.1, "\(low) to \(high) without \(plan.turn)")
  }
}
