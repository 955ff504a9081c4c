import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Two standbys of which one is enough, whose procedures rot unnoticed until they are drilled together: the architecture
/// 1oo2 of IEC 61508-6, annex B.
///
/// The share of time in which both have failed depends on the rate and the interval between tests through their product. So
/// the example of the standard's formula, 2e-6 an hour and a test every 8760 h with a beta of 10 % and eight hours to mend, is
/// run with a hundred tests a year.
@Suite struct CommonCauseOfProceduresTests {
  private let beta = 0.1
  private let product = 2e-6 * 8760
  private let mend = 8.0 / 8760

  private func service(testsPerYear: Double, years: Double) -> Service {
    let interval = 8766 * 3600 / testsPerYear
    let mean = interval / product
    var rot = FailureMode(
      name: "rot", scope: .procedure, lifetime: .exponential(mean: mean / (1 - beta)),
      lasts: .constant(mend * interval), effect: .rots(1))
    rot.found = [FailureDates(seconds: [interval], repeatsEverySeconds: interval)]
    let shared = FailureMode(
      name: "rot/common-cause", scope: .everywhere, lifetime: .exponential(mean: mean / beta), lasts: .constant(0),
      effect: .strikes("rot"))
    return twoSites([rot, shared], hours: 8766 * years) { service in
      var third = service.sites[1]
      (third.name, third.region, third.provider) = ("c", "c", "c")
      service.sites.append(third)
    }
  }

  /// Mean over an interval of P(both failed at t), and what is being mended after it: 1 - exp(-c t) (1 - (1 - exp(-s t))^2)
  /// with c and s the rates of the common cause and of each alone. The standard's own formula, which is linear, gives 9.61e-4.
  @Test func twoStandbysAgreeWithTheStandard() throws {
    func both(_ t: Double) -> Double {
      let alone = 1 - exponential(-(1 - beta) * product * t)
      return 1 - exponential(-beta * product * t) * (1 - alone * alone)
    }
    let steps = 10_000
    let mean = (0..<steps).reduce(0.0) { $0 + both((Double($1) + 0.5) / Double(steps)) } / Double(steps)
    let theory = mean + both(1) * mend
    #expect(abs(theory - 9.57e-4) < 0.01 * 9.57e-4)

    let service = service(testsPerYear: 100, years: 30)
    let plan = try Plan(service, seed: 7)
    let world = try DemandWorld(service, seed: 7, number: 0)
    let shares = (0..<400 as Range<UInt32>).map { shareOfTimeWithoutProcedure(plan, world, $0) }
    let estimate = shares.reduce(0, +) / Double(shares.count)
    let squares = shares.reduce(0) { $0 + ($1 - estimate) * ($1 - estimate) }
    let error = (squares / Double(shares.count * (shares.count - 1))).squareRoot()
    #expect(error < 0.03 * theory)
    #expect(abs(estimate - theory) < 4 * error, "\(estimate) +- \(error), theory \(theory)")
    // Without the common cause it would be a tenth of that.
    #expect(estimate > 5e-4)
  }

  private func shareOfTimeWithoutProcedure(_ plan: Plan, _ world: DemandWorld, _ number: UInt32) -> Double {
    var run = Replication(plan, world: world, number: number)
    var (rotten, since) = (0.0, run.now)
    func isRotten(_ run: Replication) -> Bool { (1...2).allSatisfy { run.chanceThatProcedureWorks(at: $0) == 0 } }
    var before = isRotten(run)
    while run.advance(), run.now < plan.horizon {
      if before { rotten += (run.now - since).seconds }
      (since, before) = (run.now, isRotten(run))
    }
    return rotten / plan.horizon.seconds
  }

  /// e^x without the C library: the series, good to the last digit for small x.
  private func exponential(_ x: Double) -> Double {
    var (term, sum) = (1.0, 1.0)
    for k in 1..<30 {
      term *= x / Double(k)
      sum += term
    }
    return sum
  }
}
