/// An event that knows its place among the events of one instant.
///
/// Make it an enumeration handled in one `switch`. An event of at most eight bytes, such as a case with an `Int32`,
/// makes an entry of the queue 16 bytes. The place belongs to the event rather than to the call that schedules it, so two
/// callers cannot disagree.
public protocol OrderedEvent: BitwiseCopyable, Sendable {
  /// The kind's place: the lowest rank goes first.
  var rank: Int { get }
  /// The place among events of one kind, such as the index of the replica: the lowest subject goes first.
  var subject: Int { get }
}

/// The pending events of a run with very many of them, ordered by (time, rank, subject), never by insertion.
///
/// For request-level work, where events come and go by the million; what is set and moved belongs in `ClockHeap`.
/// No two pending events may share time, rank and subject: their order would be accidental. Debug builds check this
/// when the first of them is taken.
///
/// The structure is a 4-ary implicit heap (Johnson, *Information Processing Letters* 4, 1975) with two additions.
/// Taking the first event only leaves a hole at the root, which the next event scheduled fills on its way down, so an
/// event that begets another costs one descent instead of two walks. And groups of four siblings are always complete,
/// padded with entries that never come, so a descent chooses among them without branches.
@frozen public struct EventQueue<Event: OrderedEvent>: Sendable {
  @frozen @usableFromInline struct Entry: BitwiseCopyable, Sendable {
    @usableFromInline var time: SimTime
    @usableFromInline var event: Event

    @inlinable init(time: SimTime, event: Event) {
      self.time = time
      self.event = event
    }
  }

  /// The heap: the root, then complete groups of four siblings; beyond `used`, times are `never`.
  @usableFromInline var entries: ContiguousArray<Entry> = []
  /// How many entries belong to the heap, a hole at the root included.
  @usableFromInline var used = 0
  /// Whether the root has been taken and not yet been filled.
  @usableFromInline var hasHole = false
  @usableFromInline var clock = SimTime.zero

  /// An empty queue with room for some events. No event allocates until there are more pending than ever before.
  @inlinable public init(minimumCapacity: Int = 0) { entries.reserveCapacity(minimumCapacity + 4) }

  /// The instant of the event taken last; zero before the first.
  @inlinable public var now: SimTime { clock }

  /// How many events are pending.
  @inlinable public var count: Int { hasHole ? used - 1 : used }
  @inlinable public var isEmpty: Bool { count == 0 }

  /// When the first pending event is due; `never` if none is.
  @inlinable public var earliestTime: SimTime {
    if !hasHole { return used == 0 ? .never : entries[0].time }
    return used == 1 ? .never : entries[1...4].lazy.map(\.time).min()!
  }
}

extension EventQueue {
  /// Adds an event.
  ///
  /// - Precondition: `time` is not before `now`, and not `never`; checked in debug builds.
  @inlinable public mutating func schedule(_ event: Event, at time: SimTime) {
    assert(time >= now, "cannot schedule \(event) at \(time): the clock is at \(now)")
    assert(time != .never, "cannot schedule \(event) for an instant that does not come")
    let entry = Entry(time: time, event: event)
    if hasHole {
      hasHole = false
      sink(entry)
    } else {
      // The padding of a new group needs some event; its time keeps it from ever being looked at.
      if used == entries.count {
        entries.append(contentsOf: repeatElement(Entry(time: .never, event: event), count: used == 0 ? 1 : 4))
      }
      used += 1
      rise(entry)
    }
  }

  /// Takes the first event and moves the clock to it; `nil` if none is pending.
  @inlinable public mutating func next() -> (time: SimTime, event: Event)? {
    if hasHole { closeHole() }
    guard used > 0 else { return nil }
    let first = entries[0]
    assert(first.time >= now, "\(first.event) at \(first.time) lies behind the clock at \(now)")
    hasHole = true
    clock = first.time
    assert(!hasTwin(of: first), "two events \(first.event) are due at \(now)")
    return (first.time, first.event)
  }

  /// Forgets all pending events and turns the clock back to zero; the memory is kept.
  @inlinable public mutating func removeAll() {
    for index in 0..<used { entries[index].time = .never }
    used = 0
    hasHole = false
    clock = .zero
  }
}

extension EventQueue {
  @inlinable static func precedes(_ a: Entry, _ b: Entry) -> Bool {
    (a.time, a.event.rank, a.event.subject) < (b.time, b.event.rank, b.event.subject)
  }

  /// Whether the root's taken event has an equal among the root's children, where the first of the rest must be.
  @inlinable func hasTwin(of first: Entry) -> Bool {
    used > 1 && entries[1...4].contains { $0.time == first.time && !Self.precedes(first, $0) }
  }

  /// Fills the hole at the root with the heap's last entry.
  @inlinable mutating func closeHole() {
    hasHole = false
    used -= 1
    let last = entries[used]
    entries[used].time = .never
    if used > 0 { sink(last) }
  }

  /// Moves a hole from the end towards the root to where `entry` belongs, and puts it there.
  @inlinable mutating func rise(_ entry: Entry) {
    var place = used - 1
    entries.withUnsafeMutableBufferPointer { heap in
      let heap = heap.baseAddress.unsafelyUnwrapped
      while place > 0 {
        let parent = (place - 1) >> 2
        if !Self.precedes(entry, heap[parent]) { break }
        heap[place] = heap[parent]
        place = parent
      }
      heap[place] = entry
    }
  }

  /// Moves the hole at the root down to where `entry` belongs, and puts it there.
  @inlinable mutating func sink(_ entry: Entry) {
    let used = used
    entries.withUnsafeMutableBufferPointer { heap in
      let heap = heap.baseAddress.unsafelyUnwrapped
      var place = 0
      var group = 1
      while group < used {
        let first = Self.firstOfGroup(heap + group)
        let child = heap[group &+ first]
        if child.time >= entry.time && !(child.time == entry.time && Self.precedes(child, entry)) { break }
        heap[place] = child
        place = group &+ first
        group = 4 &* place &+ 1
      }
      heap[place] = entry
    }
  }

  /// Which of four siblings goes first: by time without branches, and by rank and subject where times are equal.
  @inlinable @inline(__always) static func firstOfGroup(_ group: UnsafeMutablePointer<Entry>) -> Int {
    let (t0, t1, t2, t3) = (group[0].time, group[1].time, group[2].time, group[3].time)
    let (left, leftTime) = t1 < t0 ? (1, t1) : (0, t0)
    let (right, rightTime) = t3 < t2 ? (3, t3) : (2, t2)
    let (first, time) = rightTime < leftTime ? (right, rightTime) : (left, leftTime)
    // Equal times matter only between the winner and those it met.
    if leftTime == rightTime || group[first ^ 1].time == time { return firstByPlace(group) }
    return first
  }

  @inline(never) @usableFromInline static func firstByPlace(_ group: UnsafeMutablePointer<Entry>) -> Int {
    var first = 0
    for index in 1..<4 where precedes(group[index], group[first]) { first = index }
    return first
  }
}
