import EventKernel
import Testing

@Suite struct EventQueueTests {
  /// Random arrivals and departures beside a sorted list; few distinct times, so that ties are the rule.
  ///
  /// The share of takings decides whether the hole at the root is filled by a new event or by the last one.
  @Test(arguments: 0..<12, [1, 3, 60])
  func eventsComeInTheOrderOfASortedList(seed: UInt64, size: Int) {
    var source = SplitMix(seed: seed)
    var queue = EventQueue<Event>()
    var pending: [Due] = []
    for subject in 0..<3000 {
      let isTaking = pending.count >= size ? source.below(4) > 0 : source.below(3) == 0
      if isTaking {
        #expect(
          queue.next().map { Due(time: $0.time, event: $0.event) } == (pending.isEmpty ? nil : pending.removeFirst()))
      } else {
        let time = queue.now + Span(nanoseconds: Int64(source.below(8)))
        let event = source.below(2) == 0 ? Event.completion(UInt32(3000 - subject)) : .arrival(UInt32(3000 - subject))
        queue.schedule(event, at: time)
        let due = Due(time: time, event: event)
        pending.insert(due, at: pending.firstIndex { due < $0 } ?? pending.count)
      }
      #expect(queue.count == pending.count && queue.isEmpty == pending.isEmpty)
      #expect(queue.earliestTime == (pending.first?.time ?? .never))
    }
  }

  /// The order in which events were scheduled leaves no trace.
  @Test(arguments: 0..<20)
  func insertionOrderLeavesNoTrace(seed: UInt64) {
    var source = SplitMix(seed: seed)
    let due = (0..<200).map { Due(time: SimTime(nanoseconds: Int64(source.below(5))), event: .arrival(UInt32($0))) }
    #expect(emptied(due.shuffled(using: &source)) == due.sorted())
    #expect(emptied(due) == due.sorted() && emptied(due.sorted()) == due.sorted())
    #expect(emptied(due.sorted().reversed()) == due.sorted())
  }

  /// Taking an event and scheduling it elsewhere is the same as having scheduled it there.
  @Test(arguments: 0..<20)
  func movingTheFirstEventIsSchedulingItLater(seed: UInt64) {
    var source = SplitMix(seed: seed)
    var due = (0..<50).map { Due(time: SimTime(nanoseconds: Int64(source.below(9))), event: .completion(UInt32($0))) }
    var queue = EventQueue<Event>(minimumCapacity: 50)
    for one in due { queue.schedule(one.event, at: one.time) }
    let first = due.sorted()[0]
    let later = Due(time: first.time + Span(nanoseconds: Int64(source.below(9))), event: first.event)
    #expect(queue.next().map { Due(time: $0.time, event: $0.event) } == first)
    queue.schedule(later.event, at: later.time)
    due[due.firstIndex(of: first)!] = later
    #expect(remaining(queue) == due.sorted())
  }

  @Test func aCopyIsASnapshot() {
    var queue = EventQueue<Event>()
    for subject in 0..<10 { queue.schedule(.arrival(UInt32(subject)), at: SimTime(seconds: 1)) }
    _ = queue.next()
    let snapshot = queue
    let rest = remaining(queue)
    queue.schedule(.completion(0), at: SimTime(seconds: 1))
    #expect(remaining(snapshot) == rest && rest.count == 9 && queue.count == 10)
    queue.removeAll()
    #expect(queue.next() == nil && queue.now == .zero && queue.earliestTime == .never && snapshot.count == 9)
  }

  @Test func theClockIsAtTheEventTaken() {
    var queue = EventQueue<Event>()
    queue.schedule(.arrival(1), at: SimTime(seconds: 7))
    #expect(queue.now == .zero)
    _ = queue.next()
    #expect(queue.now == SimTime(seconds: 7) && queue.isEmpty && queue.next() == nil)
  }

  #if DEBUG
    @Test func anAccidentalOrderIsCaughtInDebug() async {
      await #expect(processExitsWith: .failure) {
        var queue = EventQueue<Event>()
        for _ in 0..<2 { queue.schedule(.arrival(4), at: SimTime(seconds: 1)) }
        _ = queue.next()
      }
    }

    @Test func thePastIsRefusedInDebug() async {
      await #expect(processExitsWith: .failure) {
        var queue = EventQueue<Event>()
        queue.schedule(.arrival(4), at: SimTime(seconds: 1))
        _ = queue.next()
        queue.schedule(.arrival(5), at: SimTime(seconds: 0.5))
      }
    }
  #endif

  enum Event: OrderedEvent, Equatable {
    case completion(UInt32)
    case arrival(UInt32)

    var rank: Int {
      switch self {
      case .completion: 0
      case .arrival: 1
      }
    }
    var subject: Int {
      switch self {
      case .completion(let subject), .arrival(let subject): Int(subject)
      }
    }
  }

  /// An event with its time, in the order the kernel promises.
  struct Due: Equatable, Comparable {
    var time: SimTime
    var event: Event
    static func < (a: Due, b: Due) -> Bool {
      (a.time, a.event.rank, a.event.subject) < (b.time, b.event.rank, b.event.subject)
    }
  }

  private func emptied(_ due: [Due]) -> [Due] {
    var queue = EventQueue<Event>()
    for one in due { queue.schedule(one.event, at: one.time) }
    return remaining(queue)
  }

  private func remaining(_ queue: EventQueue<Event>) -> [Due] {
    var queue = queue
    var order: [Due] = []
    while let (time, event) = queue.next() { order.append(Due(time: time, event: event)) }
    return order
  }
}
