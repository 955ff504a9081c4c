import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Who is shed first and who may wait, by hand: one node that answers 100 requests a second meets 120 for a minute and
/// 80 from then on.
@Suite struct ClassTests {
  private func outcome(
    deadline: Double?, priorities: (Int, Int) = (0, 1), failures: [FailureMode] = []
  ) throws -> (Outcome, drainedAt: Double) {
    var chat = TrafficClass(name: "chat", share: 0.8, state: .stateless)
    chat.priority = priorities.0
    var batch = TrafficClass(name: "batch", share: 0.2, state: .stateless)
    batch.priority = priorities.1
    batch.deadlineSeconds = deadline
    let service = Service(
      name: "classes", design: Design(name: "single-site", topology: .singleSite),
      begins: CalendarDay(year: 2027, month: 1, day: 1), horizonHours: 1, objectives: Objectives(holdSeconds: 0),
      traffic: Traffic(peakRPS: 100, stepSeconds: 60, classes: [chat, batch]),
      replica: ReplicaType(name: "m", ratedRPS: 100, gpus: 8),
      sites: [
        Site(
          name: "a", provider: "p", region: "r", keep: .serving, size: .nodes(1),
          node: NodeType(gpuModel: "g", gpus: 8))
      ], sizing: Sizing(buffer: 0, siteLoss: .none), failures: failures, detection: .takes(.constant(0)),
      decision: Decision(preCheck: .constant(0)), execution: Execution(move: TrafficMove(mechanism: .balancer)))
    var rates = ContiguousArray<Int64>(repeating: 80_000_000, count: 120)
    rates[0] = 120_000_000
    let world = DemandWorld(step: Span(seconds: 60).nanoseconds, rates: rates)
    var run = Replication(try Plan(service, seed: 1), world: world, number: 0)
    var drainedAt = 0.0
    while run.advance() {
      if !run.course.parcels.isEmpty {
        drainedAt = .infinity
      } else if drainedAt == .infinity {
        drainedAt = (run.now - SimTime.zero).seconds
      }
    }
    var again = Replication(try Plan(service, seed: 1), world: world, number: 0)
    return (again.run(), drainedAt)
  }

  /// 20 of 120 a second are too many: all of them batch.
  @Test func theLastInOrderIsShedFirst() throws {
    let (outcome, _) = try outcome(deadline: nil)
    #expect(outcome.requestsLostByClass == [0, 1200])
    let (reversed, _) = try self.outcome(deadline: nil, priorities: (1, 0))
    #expect(reversed.requestsLostByClass == [1200, 0])
  }

  /// What may wait is served when there is room: 20 a second from the second minute on.
  @Test func whatMayWaitIsServedLater() throws {
    let (outcome, drainedAt) = try outcome(deadline: 3600)
    #expect(outcome.requestsLost == 0 && outcome.outages.isEmpty)
    #expect(abs(drainedAt - 120) < 1e-6)
  }

  /// For a minute 24 a second come and 4 are served, the oldest first: who comes at t is served at 6 t, up to t = 6 s. From
  /// second 36 on 20 a second have waited for thirty. After the minute 36 are served, more than come due. The failing are a
  /// sixth of demand: an outage.
  @Test func whoWaitsTooLongHasFailed() throws {
    let (outcome, _) = try outcome(deadline: 30)
    #expect(abs(outcome.requestsLost - 480) < 1e-6)
    #expect(outcome.requestsLostByClass[0] == 0)
    #expect(outcome.outages.map { $0.start.seconds } == [36] && outcome.outages.map { $0.end.seconds } == [60])
    #expect(abs(outcome.outages[0].requestsLost - 480) < 1e-6)
  }

  /// An outage falls on all classes alike; those that may wait are served after it.
  @Test func anOutagePutsBatchOff() throws {
    let node = FailureMode(
      name: "node", scope: .node, lifetime: .constant(600), startsInEquilibrium: false, lasts: .constant(300),
      effect: .loss(symptoms: [], containment: nil))
    let (strict, _) = try outcome(deadline: nil, failures: [node])
    let (patient, _) = try outcome(deadline: 7200, failures: [node])
    // Four outages of 300 s at 80 a second, 64 of them chat, and the surplus of the first minute.
    #expect(abs(strict.requestsLostByClass[0] - 64 * 1200) < 1e-3)
    #expect(abs(patient.requestsLostByClass[0] - 64 * 1200) < 1e-3)
    #expect(abs(strict.requestsLostByClass[1] - (16 * 1200 + 1200)) < 1e-3)
    #expect(patient.requestsLostByClass[1] == 0)
  }
}
