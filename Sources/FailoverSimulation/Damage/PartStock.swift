import EventKernel

/// Spare parts on a shelf. What fails takes one and another is ordered at that instant; where the shelf is empty it waits for the
/// next that comes, the first to fail first.
struct PartStock: Sendable {
  private var onShelf: Int32
  /// When what has been ordered comes, the earliest first.
  private var coming: ContiguousArray<SimTime> = []
  private var waiting: ContiguousArray<Int32> = []

  init(parts: Int32) { onShelf = parts }

  /// A component needs a part, and another one is ordered.
  ///
  /// - Returns: Who has a part from when on, of those for whom this may be news: the component, and where it has to wait all who do,
  ///   for a part that is ordered later may come earlier.
  mutating func take(for clock: Int32, nextComesAt order: SimTime, at now: SimTime) -> [(clock: Int32, at: SimTime)] {
    receive(until: now)
    coming.insert(order, at: coming.firstIndex { $0 > order } ?? coming.endIndex)
    guard onShelf == 0 else {
      onShelf -= 1
      return [(clock, now)]
    }
    waiting.append(clock)
    return zip(waiting, coming).map { ($0, $1) }
  }

  /// What has come is with whoever waited for it, or on the shelf.
  private mutating func receive(until now: SimTime) {
    let come = coming.firstIndex { $0 > now } ?? coming.endIndex
    coming.removeFirst(come)
    let served = min(come, waiting.count)
    waiting.removeFirst(served)
    onShelf += Int32(come - served)
  }
}
