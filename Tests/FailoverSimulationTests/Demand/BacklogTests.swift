import EventKernel
import Testing

@testable import FailoverSimulation

/// What a link of a hundred requests a second leaves behind of a day with 150 a second in its first six hours and 25 in the
/// others: 50 x 21,600 s = 1,080,000 requests at the sixth hour, which 75 a second drain in four hours more.
@Suite struct BacklogTests {
  private let world = DemandWorld(
    step: 21_600_000_000_000, rates: ContiguousArray((0..<8).map { $0 % 4 == 0 ? 150_000_000 : 25_000_000 }))
  private let full: Int64 = 100_000_000

  private func hours(_ value: Double) -> SimTime { SimTime(seconds: value * 3600) }

  private func requests(_ backlog: Int128) -> Double { Double(backlog) / 1e15 }

  @Test(
    arguments: [
      (0, 0), (3, 540_000), (6, 1_080_000), (8, 540_000), (10, 0), (20, 0), (24, 0), (27, 540_000), (32, 540_000),
      (47, 0),
    ] as [(Double, Double)]) func theBacklogIsATriangle(hour: Double, expected: Double)
  {
    #expect(requests(world.backlog(at: hours(hour), above: full)) == expected)
  }

  /// What waits came last. 540,000 are an hour of 150 a second. 1,080,000 are two. At the eighth hour 540,000 are two hours of
  /// 25 a second, 180,000, and 360,000 before them, 2400 s of the peak.
  @Test(arguments: [(3, 3600.0), (6, 7200), (8, 7200 + 2400), (10, 0), (27, 3600)] as [(Double, Double)])
  func theOldestHasWaitedLongest(hour: Double, expected: Double) {
    let time = hours(hour)
    #expect(world.age(of: world.backlog(at: time, above: full), at: time).seconds == expected)
  }

  /// Closed from the twelfth hour to the fourteenth: 25 x 7200 s = 180,000 wait, all since the twelfth hour, and 75 a second
  /// drain: after twenty minutes 90,000 are left, the last hour's.
  @Test func nothingPassesWhereItIsClosed() {
    let closed = hours(12)..<hours(14)
    func backlog(_ hour: Double) -> Int128 { world.backlog(at: hours(hour), above: full, closed: closed) }
    #expect(requests(backlog(13)) == 90_000 && requests(backlog(14)) == 180_000)
    #expect(world.age(of: backlog(14), at: hours(14)).seconds == 7200)
    #expect(requests(backlog(14 + 1.0 / 3)) == 90_000)
    #expect(world.age(of: backlog(14 + 1.0 / 3), at: hours(14 + 1.0 / 3)).seconds == 3600)
    #expect(backlog(15) == 0)
    #expect(requests(backlog(8)) == 540_000, "it has not been closed yet")
  }

  /// Nothing is free while anything waits, a quarter is taken by 25 of 100 then.
  @Test func whatIsLeftIsFree() {
    var free = DemandWorld.Free(world, FetchPace(fullRate: full), from: hours(5), closed: nil)
    func next() -> [Double] {
      let (start, share) = free.next(until: hours(26))
      return [start.seconds / 3600, free.now.seconds / 3600, share]
    }
    #expect(next() == [5, 6, 0])
    #expect(next() == [6, 10, 0])
    #expect(next() == [10, 12, 0.75])
    #expect(next() == [12, 18, 0.75])
    #expect(next() == [18, 24, 0.75])
    #expect(next() == [24, 26, 0])
  }

  /// A step after another, in the way that a reader would: the same, at every half hour and for several rates.
  @Test(arguments: [10, 25, 26, 60, 100, 149, 150, 200] as [Int64]) func jumpsSkipNothing(level: Int64) {
    var backlog: Int128 = 0
    for half in 0..<96 {
      let rate: Int64 = half / 12 % 4 == 0 ? 150 : 25
      let found = world.backlog(at: hours(Double(half) / 2), above: level * 1_000_000)
      #expect(found == backlog * 1_000_000_000_000_000)
      backlog = max(0, backlog + Int128(rate - level) * 1800)
    }
  }
}
