/// Replicas by their number of requests: a list for each number, so that a change by one moves a replica in constant
/// time, and the first of the lowest list is the least loaded.
struct LoadOrder: Sendable {
  private var next: ContiguousArray<Int32> = []
  private var previous: ContiguousArray<Int32> = []
  private var load: ContiguousArray<Int32> = []
  /// First and last replica of each list; -1 for none.
  private var heads: ContiguousArray<Int32> = [-1]
  private var tails: ContiguousArray<Int32> = [-1]
  private var lowest = 0
  private var count = 0

  /// `nil` where there is none.
  var leastLoaded: Int? { count == 0 ? nil : Int(heads[lowest]) }

  mutating func insert(_ replica: Int, load count: Int) {
    while self.load.count <= replica {
      load.append(-1)
      next.append(-1)
      previous.append(-1)
    }
    if load[replica] >= 0 { unlink(replica) }
    link(replica, count)
  }

  mutating func remove(_ replica: Int) {
    if replica < load.count && load[replica] >= 0 { unlink(replica) }
  }

  /// A replica that takes no requests is not in order and stays out of it.
  mutating func move(_ replica: Int, to count: Int) {
    guard replica < load.count && load[replica] >= 0 && load[replica] != Int32(count) else { return }
    unlink(replica)
    link(replica, count)
  }

  private mutating func link(_ replica: Int, _ count: Int) {
    while heads.count <= count {
      heads.append(-1)
      tails.append(-1)
    }
    load[replica] = Int32(count)
    previous[replica] = tails[count]
    next[replica] = -1
    if tails[count] >= 0 { next[Int(tails[count])] = Int32(replica) } else { heads[count] = Int32(replica) }
    tails[count] = Int32(replica)
    lowest = self.count == 0 ? count : min(lowest, count)
    self.count += 1
  }

  private mutating func unlink(_ replica: Int) {
    let level = Int(load[replica])
    let (before, after) = (previous[replica], next[replica])
    if before >= 0 { next[Int(before)] = after } else { heads[level] = after }
    if after >= 0 { previous[Int(after)] = before } else { tails[level] = before }
    load[replica] = -1
    count -= 1
    if count > 0 { while heads[lowest] < 0 { lowest += 1 } }
  }
}
