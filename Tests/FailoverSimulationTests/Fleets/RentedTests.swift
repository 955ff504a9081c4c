import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// A rented model stands in: ready when traffic has moved, up to its limit, its answers of lesser worth.
@Suite struct RentedTests {
  /// The first site is lost for five hours; detection takes a minute.
  private func service(limit: Double = 60, worth: Double = 0.9, more: [FailureMode] = []) -> Service {
    twoSites([dated("loss", .region, at: [10], lasts: 5, sites: ["a"])] + more) {
      $0.failback = Failback(afterSeconds: 0)
      $0.rent(
        RentedAPI(
          dollarsPerMillionPromptTokens: 1, dollarsPerMillionOutputTokens: 1, limitRPS: limit, worth: worth), at: 1)
    }
  }

  /// All 100 requests a second for a minute, then the 40 above the limit until the site is back.
  @Test func answersUpToItsLimit() throws {
    let outcome = try run(service())
    let seconds = 5.0 * 3600 - 60
    let (lost, rented) = (6000 + 40 * seconds, 60 * seconds)
    #expect(abs(outcome.requestsLost - lost) < 1e-6)
    #expect(abs(Double(outcome.rented) / 1e15 - rented) < 1e-6)
    #expect(outcome.degraded == outcome.rented)
    let share = Double(outcome.worthLost) / Double(outcome.rented)
    #expect(abs(share - 0.1) < 1e-9)
  }

  /// Answers as good as one's own are not degraded, and are paid all the same.
  @Test func ordinaryAnswersAreNotDegraded() throws {
    let outcome = try run(service(limit: 200, worth: 1))
    #expect(outcome.degraded == 0 && outcome.requestsLost == 6000)
    let rented = Double(outcome.rented) / 1e15
    #expect(abs(rented - 1_794_000) < 1e-6)
  }

  /// While nothing fails nothing is rented; what strikes every site of one's own strikes it only where it is named.
  @Test func failsOnlyWhereItIsNamed() throws {
    let node = dated("node", .node, at: [2], lasts: 1)
    let region = dated("all", .region, at: [30], lasts: 1)
    let outcome = try run(service(limit: 200, worth: 1, more: [node, region]))
    // All nodes of one's own for an hour, and two losses of the site: of each only the minute of detection is lost.
    #expect(abs(outcome.requestsLost - 18_000) < 1)
    let named = dated("there", .region, at: [11], lasts: 1, sites: ["b"])
    let struck = try run(service(limit: 200, worth: 1, more: [named]))
    #expect(abs(struck.requestsLost - 366_000) < 1)
    #expect(try run(service(more: [])).rented > 0)
    #expect(try run(twoSites([], change: { $0.rent(RentedTests.api, at: 1) })).rented == 0)
  }

  private static let api = RentedAPI(
    dollarsPerMillionPromptTokens: 1, dollarsPerMillionOutputTokens: 1, limitRPS: 60)

  /// Demand that moves while the model is rented is booked at every step, whether or not steps are skipped.
  @Test func everyStepIsBooked() throws {
    var plan = service(limit: 80, worth: 0.5)
    plan.traffic.day = .sine(amplitude: 0.5)
    let world = try DemandWorld(plan, seed: 1, number: 0)
    func outcome(visitsEveryStep: Bool) throws -> Outcome {
      var run = Replication(try Plan(plan, seed: 1), world: world, number: 0, visitsEveryStep: visitsEveryStep)
      return run.run()
    }
    let (quick, literal) = (try outcome(visitsEveryStep: false), try outcome(visitsEveryStep: true))
    #expect(quick.rented == literal.rented && quick.worthLost == literal.worthLost && quick.lost == literal.lost)
    #expect(quick.rented > 0)
  }
}
