import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Without failback the sites change roles as soon as the traffic has moved; the outage is closed a minute later and
/// must still know what ended it.
@Suite struct RoleChangeTests {
  @Test func aFailoverForGoodIsStillAFailover() throws {
    var service = ReferenceModel().service
    service.failback = .never
    service.failures = [
      FailureMode(
        name: "region", scope: .region, sites: [service.sites[0].name], lifetime: .constant(86_400),
        startsInEquilibrium: false, lasts: .constant(7200),
        effect: .loss(symptoms: [SymptomShare(.refused, 1)], containment: nil))
    ]
    service.execution.works = 1
    service.objectives.holdSeconds = 60
    service.execution.move = TrafficMove(mechanism: .dns, ttlSeconds: 60)
    service.horizonHours = 30
    var run = Replication(
      try Plan(service, seed: 3), world: try DemandWorld(service, seed: 3, number: 0), number: 0)
    let outcome = run.run()
    #expect(outcome.outages.count == 1)
    let outage = try #require(outcome.outages.first)
    #expect(outage.endedBy == .failover)
    #expect(outage.alarmAt <= outage.decidedAt && outage.decidedAt <= outage.openedAt && outage.openedAt <= outage.end)
    // Nothing is done about a site that has given its traffic away.
    #expect(run.course.procedures.states.allSatisfy { $0.phase == .idle })
    #expect(outcome.failovers.count == 1)
  }
}
