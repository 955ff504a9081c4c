/// One slot for each clock of a run, the earliest first.
///
/// A clock is something that strikes once and is then set again: a component's next failure or repair, a deadline.
/// It owns its slot for the whole run: setting it moves it, and nothing is ever cancelled or left behind. Slots are
/// numbered by (kind, subject), so the lower slot first among clocks of one instant is (time, kind, subject).
///
/// The structure is a tournament tree (Knuth, *The Art of Computer Programming* 3, 5.4.1): the leaves are the slots,
/// and each inner node names the earlier of its two children. Unlike a heap, its state is a function of the times alone, so
/// neither the answer nor the layout can depend on the order of insertion, and equal times are equal values. Setting a
/// clock replays its path of log2(count) matches and stops where the outcome did not change. A copy is 12 bytes a clock
/// in two arrays.
@frozen public struct ClockHeap: Equatable, Sendable {
  /// When each clock strikes; `never` for one that is disarmed.
  @usableFromInline internal private(set) var times: ContiguousArray<SimTime>
  /// The earliest slot below each node. Node 1 is the root, `n` has the children `2n` and `2n + 1`, and the nodes from
  /// `count` on are the slots themselves; node 0 is unused.
  @usableFromInline internal private(set) var winners: ContiguousArray<Int32>

  /// Clocks that are all disarmed.
  public init(count: Int) { self.init(ContiguousArray(repeating: .never, count: count)) }

  /// Clocks set to the given times, by slot; `never` leaves one disarmed. Linear, unlike setting them one by one.
  public init(_ times: ContiguousArray<SimTime>) {
    precondition(times.count <= Int32.max, "\(times.count) clocks are more than a heap can number")
    self.times = times
    winners = ContiguousArray(repeating: 0, count: max(times.count, 2))
    for node in stride(from: times.count - 1, to: 0, by: -1) { winners[node] = match(at: node) }
  }

  /// The number of slots, armed or not.
  @inlinable public var count: Int { times.count }

  /// The clock that strikes next and when; among several of one instant, the lowest slot. `nil` if none is armed.
  @inlinable public var earliest: (slot: Int, time: SimTime)? {
    guard !times.isEmpty else { return nil }
    let slot = Int(winners[1])
    let time = times[slot]
    return time == .never ? nil : (slot, time)
  }

  /// When the clock strikes; `never` if it is disarmed.
  @inlinable public func time(of slot: Int) -> SimTime { times[slot] }

  /// Sets a clock to strike at `time`, wherever it stood before; `never` disarms it.
  ///
  /// - Precondition: `slot` is one of the `count` slots.
  public mutating func set(_ slot: Int, to time: SimTime) {
    precondition(times.indices.contains(slot), "there is no clock \(slot) among \(times.count)")
    let count = times.count
    times.withUnsafeMutableBufferPointer { times in
      winners.withUnsafeMutableBufferPointer { winners in
        times[slot] = time
        var winner = Int32(truncatingIfNeeded: slot)
        var winningTime = time
        var node = count + slot
        while node > 1 {
          let rival = node ^ 1
          let other = rival < count ? winners[rival] : Int32(truncatingIfNeeded: rival - count)
          let otherTime = times[Int(other)]
          // Who wins is a coin toss that no processor predicts: a tie may branch, a victory must not.
          if otherTime == winningTime {
            winner = min(winner, other)
          } else {
            winner = otherTime < winningTime ? other : winner
            winningTime = min(winningTime, otherTime)
          }
          node >>= 1
          // The same stranger still wins here, so nothing above can have noticed.
          if winners[node] == winner && winner != slot { break }
          winners[node] = winner
        }
      }
    }
    assert(pathIsConsistent(above: slot), "the matches above clock \(slot) name another winner")
  }

  /// Takes a clock out of the race.
  @inlinable public mutating func disarm(_ slot: Int) { set(slot, to: .never) }

  /// Equal when every clock is set to the same time; the tree follows from the times.
  public static func == (a: ClockHeap, b: ClockHeap) -> Bool { a.times == b.times }
}

extension ClockHeap {
  /// The slot that wins the match at an inner node, computed from its children.
  private func match(at node: Int) -> Int32 {
    let (a, b) = (champion(of: 2 * node), champion(of: 2 * node + 1))
    return (times[Int(a)], a) < (times[Int(b)], b) ? a : b
  }

  private func champion(of node: Int) -> Int32 { node < count ? winners[node] : Int32(node - count) }

  /// Whether each node from a slot to the root names the earlier of its children.
  private func pathIsConsistent(above slot: Int) -> Bool {
    sequence(first: (count + slot) / 2) { $0 / 2 }.prefix { $0 > 0 }.allSatisfy { winners[$0] == match(at: $0) }
  }
}
