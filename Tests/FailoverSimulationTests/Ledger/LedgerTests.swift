import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// What the ledger says of a failover that the provider's recovery has overtaken.
@Suite struct LedgerTests {
  /// Detection by a law of 20 s, a decision of 30 s, a step of 120 s; the region is back after `lasts` seconds.
  private func outages(lasts: Double) throws -> [Outage] {
    var service = ReferenceModel().service
    service.failures = [
      FailureMode(
        name: "region", scope: .region, sites: ["a"], lifetime: .exponential(mean: 30 * 86_400),
        lasts: .constant(lasts), effect: .loss(symptoms: [], containment: nil))
    ]
    service.detection = .takes(.constant(20))
    service.decision = Decision(preCheck: .constant(30))
    service.execution.steps = [FailoverStep(name: "warm-up", takes: .constant(120))]
    service.execution.move.after = [0]
    service.execution.works = 1
    service.failback = Failback(afterSeconds: 0)
    let world = try DemandWorld(service, seed: 1, number: 0)
    var run = Replication(try Plan(service, seed: 1), world: world, number: 0)
    let outages = Array(run.run().outages)
    #expect(outages.count > 5)
    return outages
  }

  private func stamps(_ outage: Outage) -> [Double?] {
    [outage.alarmAt, outage.decidedAt, outage.openedAt].map { $0 == .never ? nil : ($0 - outage.faultAt).seconds }
  }

  @Test func phasesAddUpWhereTheFailoverWins() throws {
    for outage in try outages(lasts: 3600) {
      #expect(stamps(outage) == [20, 50, 170])
      #expect(outage.recoverySeconds == 170)
      #expect(outage.endedBy == .failover)
    }
  }

  @Test func phasesAreCutShortWhereTheProviderWins() throws {
    for outage in try outages(lasts: 100) {
      #expect(stamps(outage) == [20, 50, nil])
      #expect(outage.recoverySeconds == 100)
      #expect(outage.endedBy == .repair)
    }
    for outage in try outages(lasts: 30) { #expect(stamps(outage) == [20, nil, nil]) }
    for outage in try outages(lasts: 10) { #expect(stamps(outage) == [nil, nil, nil]) }
  }
}
