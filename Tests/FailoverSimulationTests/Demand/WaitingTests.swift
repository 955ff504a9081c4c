import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// Classes in a shortage, and requests that may wait, by hand: ten nodes of ten a second meet a hundred.
@Suite struct WaitingTests {
  private func plan(
    _ failures: [FailureMode], chat: Double, deadline: Double?, priority: Int = 1, hours: Double = 240
  ) -> OneFailure {
    var plan = OneFailure(failures: failures)
    plan.hours = hours
    plan.classes = [
      TrafficClass(name: "chat", share: chat, state: .stateless),
      TrafficClass(name: "batch", share: 1 - chat, state: .stateless),
    ]
    plan.classes[1].priority = priority
    plan.classes[1].deadlineSeconds = deadline
    return plan
  }

  /// After an hour without the region 108,000 batch requests wait, and there is room for 30 a second. Those that come now
  /// wait behind them: everybody is an hour late, and nobody two. New ones first would let all that waited fail.
  @Test func theOldestDeadlineIsServedFirst() throws {
    let region = dated("region", .region, at: [24])
    let outcome = try plan([region], chat: 0.7, deadline: 7200).outcome()
    #expect(outcome.requestsLostByClass == [252_000, 0])
    #expect(abs(outcome.requestsLost - 252_000) < 1e-6)
  }

  /// Four of ten nodes are gone for ten hours: of 50 batch requests a second 10 are served, oldest first. Who comes at t is
  /// served at 5 t, up to t = 450 s; from second 2250 on 40 a second have waited for half an hour. The outage begins then,
  /// its fault is the loss of the nodes.
  @Test func whoHasWaitedInVainIsInTheOutage() throws {
    let some = dated("some", .region, at: [24], lasts: 10, target: FailureTarget(nodes: 4))
    let outcome = try plan([some], chat: 0.5, deadline: 1800).outcome()
    #expect(abs(outcome.requestsLost - 40 * 33_750) < 1e-3)
    #expect(outcome.outages.count == 1)
    #expect(outcome.outages.map { $0.downtime.seconds } == [33_750])
    #expect(outcome.outages.map(\.recoverySeconds) == [36_000])
    #expect(outcome.outages.map(\.cause) == [0])
    #expect(abs(outcome.outages[0].requestsLost - outcome.requestsLost) < 1e-6)
    #expect(outcome.requestsLostByClass[0] == 0)
  }

  /// 4 a second of a region's lost hour wait, and nobody is served while a node is gone for a hundred hours from then on: all
  /// fail two hours after they came, by what made them wait, also when that has been mended. A twentieth is no outage here.
  @Test func whoFailsLaterFailsByTheSameCause() throws {
    var service = plan(
      [
        dated("worth", .region, at: [20], lasts: 3, effect: .impairs(Impairment(quality: 0.5))),
        dated("region", .region, at: [24]),
        dated("some", .region, at: [25], lasts: 100, target: FailureTarget(nodes: 1)),
      ], chat: 0.96, deadline: 7200
    ).service
    service.objectives = Objectives(outageTolerance: 0.5, holdSeconds: 0)
    let outcome = try run(service)
    #expect(outcome.outages.map(\.cause) == [1])
    // Of chat all of the hour and then 6 a second; of batch what comes due from hour 26 until the node is back.
    let byClass: [Double] = outcome.requestsLostByClass.map { ($0 / 3600).rounded() }
    let outside: [Double] = outcome.lostOutside.map { (Double($0) / 3.6e18).rounded() }
    #expect(byClass == [96 + 600, 4 * (125 - 26)] as [Double])
    #expect(outside == [0, 4, 600 + 4 * 98, 0] as [Double])
  }

  /// Half the nodes are lost: who has the same priority loses in proportion to demand, and the order moves nothing.
  @Test(arguments: [0.5, 0.7])
  func equalsShareAShortage(first: Double) throws {
    let half = dated("half", .region, at: [24], lasts: 2, target: FailureTarget(nodes: 5))
    var plan = plan([half], chat: first, deadline: nil, priority: 0)
    plan.classes[0].objectives = ClassObjectives(
      availability: AvailabilityObjective(figure: .requests, atLeast: 0.9, share: 0.9))
    let lost = try plan.outcome().requestsLostByClass
    #expect(abs(lost[0] - first * 360_000) < 1 && abs(lost[1] - (1 - first) * 360_000) < 1)
    plan.classes.reverse()
    #expect(try plan.outcome().requestsLostByClass == lost.reversed())
  }
}
