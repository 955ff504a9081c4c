import Testing

@testable import EventKernel

@Suite struct ClockHeapTests {
  /// A small generator of our own: tests must not depend on ambient randomness.
  struct Steps: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  /// Against a plain table: after any series of arming, moving and disarming, the earliest is the table's minimum by
  /// (time, slot). Few distinct times make ties common.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func earliestIsTheTablesMinimum(seed: UInt64) {
    var steps = Steps(state: seed)
    var heap = ClockHeap(count: 40)
    var table = [SimTime](repeating: .never, count: 40)
    for _ in 0..<5000 {
      let slot = Int.random(in: 0..<40, using: &steps)
      let time = Bool.random(using: &steps) ? SimTime(nanoseconds: Int64.random(in: 0..<20, using: &steps)) : .never
      heap.set(slot, to: time)
      table[slot] = time
      let expected = table.enumerated().filter { $1 != .never }.min { ($0.1, $0.0) < ($1.1, $1.0) }
      #expect(heap.earliest?.slot == expected?.offset)
      #expect(heap.earliest?.time == expected?.element)
    }
    #expect(heap.isConsistent)
  }

  /// The order of events at one instant is a property of the slots, not of who was armed first.
  @Test func orderDoesNotDependOnInsertion() {
    func order(_ slots: [Int]) -> [Int] {
      var heap = ClockHeap(count: 8)
      for slot in slots { heap.set(slot, to: SimTime(nanoseconds: 5)) }
      return (0..<8).map { _ in
        let slot = heap.earliest!.slot
        heap.set(slot, to: .never)
        return slot
      }
    }
    #expect(order([0, 1, 2, 3, 4, 5, 6, 7]) == Array(0..<8))
    #expect(order([7, 3, 1, 6, 0, 2, 5, 4]) == Array(0..<8))
  }

  @Test func copyIsASnapshot() {
    var heap = ClockHeap(count: 2)
    heap.set(0, to: SimTime(nanoseconds: 1))
    let snapshot = heap
    heap.set(0, to: .never)
    #expect(snapshot.earliest?.slot == 0 && heap.earliest == nil)
  }
}

@Suite struct SimTimeTests {
  @Test func neverAbsorbs() {
    #expect(SimTime.never + Span(seconds: 1) == .never)
    #expect(SimTime(nanoseconds: .max - 5) + Span(nanoseconds: 10) == .never)
    #expect(SimTime(seconds: 1e300) == .never)
    #expect(SimTime(seconds: 1.5).nanoseconds == 1_500_000_000)
  }
}
