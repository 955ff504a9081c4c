import EventKernel
import Testing

@Suite struct ClockHeapTests {
  /// Random settings beside a plain list of times. Few distinct times, so that ties are the rule.
  @Test(arguments: [1, 2, 3, 5, 7, 8, 33, 100])
  func theEarliestIsThatOfAPlainList(count: Int) {
    var source = SplitMix(seed: UInt64(count))
    var clocks = ClockHeap(count: count)
    var times = [SimTime](repeating: .never, count: count)
    for _ in 0..<4000 {
      let slot = source.below(count)
      let time = source.below(4) == 0 ? SimTime.never : SimTime(nanoseconds: Int64(source.below(20)))
      clocks.set(slot, to: time)
      times[slot] = time
      expectEarliest(of: clocks, isThatOf: times)
      #expect(clocks.time(of: slot) == time)
    }
  }

  /// Clocks that strike and are set again come in the order (time, slot) of a sorted list of all their strikes.
  @Test func strikesComeInTheOrderOfASortedList() {
    var source = SplitMix(seed: 5)
    let strikes = (0..<30).map { _ in (0..<20).map { _ in Int64(source.below(500)) }.sorted() }
    let sorted = strikes.enumerated().flatMap { slot, times in times.map { Strike(time: $0, slot: slot) } }.sorted()

    var clocks = ClockHeap(ContiguousArray(strikes.map { SimTime(nanoseconds: $0[0]) }))
    var struck = [Int](repeating: 0, count: strikes.count)
    var seen: [Strike] = []
    while let (slot, time) = clocks.earliest {
      seen.append(Strike(time: time.nanoseconds, slot: slot))
      struck[slot] += 1
      let next = struck[slot] < 20 ? SimTime(nanoseconds: strikes[slot][struck[slot]]) : .never
      clocks.set(slot, to: next)
    }
    #expect(seen == sorted)
  }

  /// The order in which clocks were set, and whatever they were set to before, leave no trace.
  @Test(arguments: 0..<20)
  func historyLeavesNoTrace(seed: UInt64) {
    var source = SplitMix(seed: seed)
    let times = ContiguousArray((0..<37).map { _ in SimTime(nanoseconds: Int64(source.below(10))) })
    var clocks = ClockHeap(count: times.count)
    for _ in 0..<200 { clocks.set(source.below(times.count), to: SimTime(nanoseconds: Int64(source.below(10)))) }
    for slot in times.indices.shuffled(using: &source) { clocks.set(slot, to: times[slot]) }

    let fresh = ClockHeap(times)
    #expect(clocks == fresh)
    #expect(emptied(clocks) == emptied(fresh))
  }

  /// Moving a clock is disarming it and setting it anew.
  @Test(arguments: 0..<20)
  func movingIsDisarmingAndSetting(seed: UInt64) {
    var source = SplitMix(seed: seed)
    var moved = ClockHeap(ContiguousArray((0..<20).map { _ in SimTime(nanoseconds: Int64(source.below(30))) }))
    var reset = moved
    for _ in 0..<100 {
      let (slot, time) = (source.below(20), SimTime(nanoseconds: Int64(source.below(30))))
      moved.set(slot, to: time)
      reset.disarm(slot)
      reset.set(slot, to: time)
      #expect(moved == reset)
      #expect(moved.earliest?.slot == reset.earliest?.slot)
    }
    #expect(emptied(moved) == emptied(reset))
  }

  @Test func aCopyIsASnapshot() {
    var clocks = ClockHeap([SimTime(seconds: 2), SimTime(seconds: 1), .never])
    let snapshot = clocks
    clocks.set(2, to: .zero)
    #expect(clocks.earliest?.slot == 2 && snapshot.earliest?.slot == 1 && clocks != snapshot)
    clocks.disarm(2)
    #expect(clocks == snapshot)
  }

  @Test func nothingArmedMeansNothingToCome() {
    #expect(ClockHeap(count: 0).earliest == nil && ClockHeap(count: 1).earliest == nil)
    #expect(ClockHeap(count: 9).earliest == nil && ClockHeap(count: 9) == ClockHeap(count: 9))
    #expect(ClockHeap(count: 3) != ClockHeap(count: 4))
  }

  @Test func aSlotThatDoesNotExistIsRefused() async {
    await #expect(processExitsWith: .failure) {
      var clocks = ClockHeap(count: 3)
      clocks.set(3, to: .zero)
    }
  }

  /// One strike of a clock, in the order the kernel promises.
  private struct Strike: Equatable, Comparable {
    var time: Int64
    var slot: Int
    static func < (a: Strike, b: Strike) -> Bool { (a.time, a.slot) < (b.time, b.slot) }
  }

  private func expectEarliest(of clocks: ClockHeap, isThatOf times: [SimTime]) {
    let first = times.indices.min { (times[$0], $0) < (times[$1], $1) }!
    let expected = times[first] == .never ? nil : first
    #expect(clocks.earliest?.slot == expected)
    #expect(clocks.earliest?.time == expected.map { times[$0] })
  }

  /// The slots in the order in which they strike, each once.
  private func emptied(_ clocks: ClockHeap) -> [Int] {
    var clocks = clocks
    var order: [Int] = []
    while let (slot, _) = clocks.earliest {
      order.append(slot)
      clocks.disarm(slot)
    }
    return order
  }
}
