import EventKernel
import Testing

@testable import FailoverSimulation

/// Nodes that come, stay and go, by themselves: no plan, no estate, no luck.
@Suite struct FleetTests {
  private func time(_ seconds: Double) -> SimTime { SimTime(seconds: seconds) }

  /// A node of a failover that was asked for at 0: so long until it fetches, alone so long to fetch, then to load.
  private func node(
    start: Double, fetch: Double = 60, load: Double = 30, count: Int32 = 1, waits: Bool = false, failover: Bool = true
  ) -> Batch {
    Batch(
      site: 0, isFailover: failover, waitsForControlPlane: waits, count: count, rung: .starting,
      readyAt: waits ? .never : time(start), wait: Span(seconds: start), boot: .zero, fetch: Span(seconds: fetch),
      load: Span(seconds: load))
  }

  /// Brings a site on to each instant at which a rung is climbed.
  ///
  /// - Returns: When nodes became ready, and how many.
  private func readied(_ fleets: inout Fleets) -> [(SimTime, Int32)] {
    var found: [(SimTime, Int32)] = []
    while fleets.earliestBatch < .never {
      let now = fleets.earliestBatch
      while let site = fleets.firstToClimb(at: now) {
        let ready = fleets.climb(at: site, now)
        if ready > 0 { found.append((now, ready)) }
      }
    }
    return found
  }

  @Test func nodesOfOneOrderClimbInStepWhereTheirTimesAreEqual() {
    var fleets = Fleets([Fleet(size: 4)])
    fleets.order(node(start: 10))
    fleets.order(node(start: 10), inStepWithLast: true)
    fleets.order(node(start: 11), inStepWithLast: true)
    // Of another order, although its times are those of the last.
    fleets.order(node(start: 11))
    #expect(fleets.batches.map(\.count) == [2, 1, 1])
    #expect(fleets[0].pending == 4 && fleets[0].running == 8)
  }

  /// Two nodes fetch from 10 s on, each at half speed; a third joins at 70 s, when each has 30 s of 60 left, which last
  /// 90 s among three. At 160 s the third has fetched 30 s too, and has the bandwidth to itself: it has all at 190 s.
  @Test func nodesThatFetchShareTheBandwidth() {
    var fleets = Fleets([Fleet(size: 0)])
    fleets.order(node(start: 10, count: 2))
    fleets.order(node(start: 70))
    let ready = readied(&fleets)
    #expect(ready.map(\.0) == [time(190), time(220)])
    #expect(ready.map(\.1) == [2, 1])
    #expect(fleets[0].pending == 0 && fleets.batches.isEmpty)
  }

  @Test func aRequestWaitsForItsControlPlane() {
    var fleets = Fleets([Fleet(size: 0)])
    fleets.order(node(start: 10, fetch: 0, waits: true))
    #expect(fleets.earliestBatch == .never && fleets[0].pending == 1)
    fleets.accept(0, at: time(100))
    let ready = readied(&fleets)
    #expect(ready.map(\.0) == [time(140)])
  }

  /// What a failover had asked for goes back; what an autoscaler has ordered comes.
  @Test func onlyTheFailoversNodesAreGivenBack() {
    var fleets = Fleets([Fleet(size: 2, aside: 3)])
    fleets.recall(3, at: 0)
    fleets.order(node(start: 10, count: 3))
    fleets.order(node(start: 20, count: 5, failover: false))
    #expect(fleets[0].aside == 0 && fleets[0].pending == 8)
    fleets.release(0, aside: 3)
    #expect(fleets[0].aside == 3 && fleets[0].pending == 5 && fleets.batches.map(\.count) == [5])
  }

  @Test func nodesThatLeaveFinishTheirRequests() {
    var fleets = Fleets([Fleet(size: 4), Fleet(size: 1)])
    fleets.rotate(0, to: 2)
    fleets.drain(2, at: 0, until: time(60))
    fleets.surge(1, at: 1)
    #expect(fleets[0].running == 4 && fleets[1].running == 2 && fleets.earliestBatch == time(60))
    fleets.completeDrains(at: time(59))
    #expect(fleets[0].draining == 2)
    fleets.completeDrains(at: time(60))
    #expect(fleets[0].running == 2 && fleets.drains.isEmpty && fleets[1].draining == 1)
  }
}
