import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// What is down, by itself: nothing strikes but what a test enters.
@Suite struct EstateTests {
  private func time(_ seconds: Double) -> SimTime { SimTime(seconds: seconds) }

  /// One person: the second and the third wait, the third is mended otherwise, and the second is taken up.
  @Test func aCrewTakesUpWhatFailedFirst() {
    var crew = Crew(people: 1)
    let taken = [crew.take(5), crew.take(7), crew.take(9), crew.take(8)]
    #expect(taken == [true, false, false, false])
    let forgotten = [crew.forget(9), crew.forget(9), crew.forget(5)]
    #expect(forgotten == [true, false, false])
    let next = [crew.release(), crew.release(), crew.release()]
    #expect(next == [7, 8, nil])
    let isFree = crew.take(3)
    #expect(isFree)
  }

  /// Four nodes in two zones, in turn: a zone takes two of them, a node in the other zone one more; a cause that is
  /// counted twice must be lifted twice.
  @Test func nodesAreUpWhereNothingKeepsThemDown() throws {
    let plan = try Plan(OneFailure(failures: [], peak: 40, nodes: 4, zones: 2).service, seed: 1)
    var estate = Estate(plan)
    #expect(estate.available == [4])
    func available() -> Int32 {
      var copy = estate
      copy.recount(site: 0, size: 4, plan: plan)
      return copy.available[0]
    }
    estate.lose(zone: 1, of: 0, by: 1)
    #expect(available() == 2)
    estate.lose(slot: 0, of: 0, by: 1)
    estate.lose(slot: 0, of: 0, by: 1)
    #expect(available() == 1)
    estate.lose(zone: 1, of: 0, by: -1)
    estate.lose(slot: 0, of: 0, by: -1)
    #expect(available() == 3)
    estate.lose(slot: 0, of: 0, by: -1)
    #expect(available() == 4)
  }

  /// Failures are told in the order in which they struck, whatever their size.
  @Test func failuresAreOrderedByTheirStrikes() throws {
    let modes = [dated("node", .node, at: [1]), dated("region", .region, at: [1])]
    let plan = try Plan(OneFailure(failures: modes).service, seed: 1)
    var estate = Estate(plan)
    estate.begin(2, at: time(5), isSmallLoss: true)
    estate.begin(10, at: time(5), isSmallLoss: false)
    estate.begin(0, at: time(5), isSmallLoss: true)
    #expect(estate.failures.map(\.clock) == [2, 10, 0] && estate.nodesDown == 2)
    estate.end(2)
    #expect(estate.failures.map(\.clock) == [10, 0])
  }

  /// Two sites that are cut off from one another twice over meet when both cuts are mended; until then the first counts.
  @Test func sitesAreCutOffUntilTheLastCutIsMended() throws {
    let service = twoSites([dated("link", .link, at: [1], target: FailureTarget(between: ["a", "b"]))])
    var estate = Estate(try Plan(service, seed: 1))
    #expect(estate.cutOff(0, from: 1, at: time(10)) == 0)
    estate.cut(0, 1, by: 1, at: time(10))
    estate.cut(1, 0, by: 1, at: time(20))
    estate.cut(0, 1, by: -1, at: time(30))
    #expect(estate.cutOff(0, from: 1, at: time(35)) == 25 && estate.cutOff(1, from: 0, at: time(35)) == 25)
    estate.cut(0, 1, by: -1, at: time(40))
    #expect(estate.cutOff(0, from: 1, at: time(45)) == 0 && estate.cutOff(0, from: 1, at: time(39)) == 29)
  }
}
