/// A calendar with one slot per clock: a clock is armed, moved or disarmed, never cancelled and re-inserted.
///
/// The earliest armed clock comes first; of clocks at one instant the lowest slot. Slots are numbered by kind and
/// subject, so the order never depends on insertion. A value of three flat arrays, cheap to copy for a snapshot.
@frozen public struct ClockHeap: Sendable {
  @usableFromInline var times: ContiguousArray<SimTime>
  /// Heap of armed slots, earliest first.
  @usableFromInline var heap: ContiguousArray<Int32>
  /// Where each slot stands in the heap; -1 while it is disarmed.
  @usableFromInline var places: ContiguousArray<Int32>

  /// A calendar of disarmed clocks.
  public init(count: Int) {
    times = ContiguousArray(repeating: .never, count: count)
    places = ContiguousArray(repeating: -1, count: count)
    heap = []
    heap.reserveCapacity(count)
  }

  /// The earliest armed clock, of several at one instant the lowest slot; nil where none is armed.
  @inlinable public var earliest: (slot: Int, time: SimTime)? {
    guard let first = heap.first else { return nil }
    return (Int(first), times[Int(first)])
  }

  /// When a clock fires; `never` while it is disarmed.
  @inlinable public func time(of slot: Int) -> SimTime { times[slot] }

  public var armedCount: Int { heap.count }

  /// Arms a clock, moves it, or disarms it with `.never`.
  public mutating func set(_ slot: Int, to time: SimTime) {
    let place = Int(places[slot])
    times[slot] = time
    if time == .never {
      if place >= 0 { remove(at: place) }
    } else if place >= 0 {
      siftDown(siftUp(place))
    } else {
      heap.append(Int32(slot))
      places[slot] = Int32(heap.count - 1)
      siftUp(heap.count - 1)
    }
    assert(isConsistent, "the clock heap has lost its order")
  }

  private func comesFirst(_ a: Int32, _ b: Int32) -> Bool {
    let (x, y) = (times[Int(a)], times[Int(b)])
    return x < y || x == y && a < b
  }

  private mutating func remove(at place: Int) {
    places[Int(heap[place])] = -1
    let last = heap.removeLast()
    guard place < heap.count else { return }
    heap[place] = last
    places[Int(last)] = Int32(place)
    siftDown(siftUp(place))
  }

  @discardableResult private mutating func siftUp(_ start: Int) -> Int {
    var place = start
    let slot = heap[place]
    while place > 0 {
      let parent = (place - 1) / 2
      guard comesFirst(slot, heap[parent]) else { break }
      heap[place] = heap[parent]
      places[Int(heap[place])] = Int32(place)
      place = parent
    }
    heap[place] = slot
    places[Int(slot)] = Int32(place)
    return place
  }

  private mutating func siftDown(_ start: Int) {
    var place = start
    let slot = heap[place]
    while true {
      var child = 2 * place + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count && comesFirst(heap[child + 1], heap[child]) { child += 1 }
      guard comesFirst(heap[child], slot) else { break }
      heap[place] = heap[child]
      places[Int(heap[place])] = Int32(place)
      place = child
    }
    heap[place] = slot
    places[Int(slot)] = Int32(place)
  }

  /// Whether every parent comes before its children and every place is right; for assertions and tests.
  var isConsistent: Bool {
    heap.indices.allSatisfy { i in
      Int(places[Int(heap[i])]) == i && (i == 0 || !comesFirst(heap[i], heap[(i - 1) / 2]))
    }
  }
}
