import ServiceModel
import Testing

@testable import Experiments
@testable import FailoverSimulation

/// Who answers: what the sites answer together is what is answered, and a standby answers what a failover moves to it.
@Suite struct AnsweringSiteTests {
  @Test(arguments: ["warm-standby", "hot-standby", "active-active"])
  func sitesAnswerWhatIsAnswered(design: String) throws {
    let service = try Model.service("chat-api.yaml", design: design)
    let plan = try Plan(service, seed: 9)
    let world = try DemandWorld(service, seed: 9, number: 0)
    var standby: Int128 = 0
    for number in 0..<8 as Range<UInt32> {
      var run = Replication(plan, world: world, number: number)
      let outcome = run.run()
      let answered = Double(outcome.demand - outcome.lost) * 1e6
      let sites = outcome.answeredAt.map { Double($0) }
      // A rate is whole millionths of a request a second: shares are cut down to that, a year of it is 32 requests.
      #expect(abs(sites.reduce(0, +) - answered) <= 1e-7 * answered)
      #expect(sites.allSatisfy { $0 >= 0 })
      standby += outcome.answeredAt[1]
    }
    #expect(standby > 0, "no failover in eight years")
  }

  /// Where nothing is priced by who answers, nobody counts.
  @Test func nobodyCountsWhatIsNotAsked() throws {
    var service = try Model.service("chat-api.yaml", design: "hot-standby")
    #expect(service.asksWhereAnswered)
    service.prices = Prices()
    #expect(!service.asksWhereAnswered)
    let single = try Model.service("chat-api.yaml", design: "single-site")
    #expect(!single.asksWhereAnswered)
  }
}
