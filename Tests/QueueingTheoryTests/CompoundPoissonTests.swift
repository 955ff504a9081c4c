import Foundation
import Testing

@testable import QueueingTheory

@Suite struct CompoundPoissonTests {
  /// One step an incident: the downtime is the Poisson count.
  @Test(arguments: [0.0, 2, 50, 2000])
  func unitSeverityIsPoisson(mean: Double) {
    let law = CompoundPoisson(
      incidents: mean, severities: [(downtime: 3, weight: 2)], step: 3, upTo: 3 * (2 * mean + 20))
    let weights = PoissonWeights(mean: mean)
    for count in [0, 1, Int(mean), Int(mean) + 1] where weights.probability(count) > 0 {
      expectClose(law.probabilities[count], weights.probability(count), 1e-9)
    }
  }

  /// Oracle I04 with its exponential law cut into weights: 5 % of incidents, 3 min + exponential(60 min).
  @Test func latticeApproachesTheExactLaw() {
    let step = 0.25
    let long = (0..<4000).map { i in
      (downtime: 3 + (Double(i) + 0.5) * step, weight: 0.05 * exp(-Double(i) * step / 60) * -expm1(-step / 60))
    }
    let law = CompoundPoisson(
      incidents: 2, severities: [(downtime: 3, weight: 0.95)] + long, step: step, upTo: 60)
    let exact = FailoverDowntime(
      incidents: 2, failover: 3, probabilityOfFailing: 0.05, recovery: .exponential(mean: 60))
    #expect(abs(law.cdf(52.596) - 0.9523626827799416) < 2e-4)
    for downtime in [0.0, 4, 10, 25] { #expect(abs(law.cdf(downtime) - exact.cdf(downtime)) < 5e-4) }
  }

  /// A severity between two lattice points is shared between them and keeps its mean.
  @Test func roundingKeepsTheMean() {
    let law = CompoundPoisson(incidents: 1, severities: [(downtime: 2.5, weight: 1)], step: 1, upTo: 40)
    expectClose(law.probabilities.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }, 2.5, 1e-12)
  }
}

extension CompoundPoissonTests {
  /// The transform and the recursion are one law, also where most of the severity lies beyond the lattice.
  @Test(arguments: [(0.3, 60.0), (4.0, 60), (40.0, 500)])
  func transformAndRecursionAgree(incidents: Double, limit: Double) throws {
    let severities = [(downtime: 3.0, weight: 0.9), (downtime: 17.3, weight: 0.07), (downtime: 900, weight: 0.03)]
    let slow = CompoundPoisson(incidents: incidents, severities: severities, step: 0.05, upTo: limit)
    let fast = try CompoundPoisson.byTransform(incidents: incidents, severities: severities, step: 0.05, upTo: limit)
    #expect(fast.probabilities.count == slow.probabilities.count)
    #expect(zip(fast.probabilities, slow.probabilities).allSatisfy { abs($0 - $1) < 1e-8 })
    for downtime in [0, limit / 3, limit] { #expect(abs(fast.cdf(downtime) - slow.cdf(downtime)) < 1e-8) }
  }
}
