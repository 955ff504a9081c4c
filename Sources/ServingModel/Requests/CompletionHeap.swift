/// Which running request finishes next: a binary heap keyed by attained service.
///
/// An engine gives every running request one token an iteration, so one counter for the replica, the tokens that each
/// of them has been given, orders all finishes: a request finishes when the counter reaches its *target*. The counter
/// moves and no entry is ever touched for it, which is what makes a token cost nothing.
/// An entry is one word, the target in the upper 40 bits and the request in the lower 24.
struct CompletionHeap: Sendable {
  private var keys: ContiguousArray<UInt64> = []

  var count: Int { keys.count }
  var isEmpty: Bool { keys.isEmpty }
  /// The lowest target; `Int64.max` where nothing runs.
  var earliestTarget: Int64 { keys.isEmpty ? .max : Int64(keys[0] >> 24) }
  /// The requests that run, in no particular order.
  var requests: some Collection<Int> { keys.lazy.map { Int($0 & 0xff_ffff) } }

  /// - Precondition: `request` is below 2^24, `target` below 2^40 (a thousand years of iterations).
  mutating func insert(_ request: Int, target: Int64) {
    assert(request < 1 << 24 && target < 1 << 40)
    let key = UInt64(truncatingIfNeeded: target) << 24 | UInt64(truncatingIfNeeded: request)
    keys.append(key)
    rise(from: keys.count - 1)
  }

  /// Takes the request with the lowest target, the lowest number first among equals.
  ///
  /// - Precondition: Something runs.
  mutating func removeFirst() -> Int {
    let first = keys[0]
    let last = keys.removeLast()
    if !keys.isEmpty {
      keys[0] = last
      sink(from: 0)
    }
    return Int(first & 0xff_ffff)
  }

  /// Takes out one request wherever it stands: looks through the batch once, for preemptions and aborted requests.
  mutating func remove(_ request: Int) {
    guard let place = keys.firstIndex(where: { Int($0 & 0xff_ffff) == request }) else { return }
    let last = keys.removeLast()
    guard place < keys.count else { return }
    keys[place] = last
    rise(from: place)
    sink(from: place)
  }

  mutating func removeAll() { keys.removeAll(keepingCapacity: true) }

  private mutating func rise(from start: Int) {
    keys.withUnsafeMutableBufferPointer { keys in
      let heap = keys.baseAddress.unsafelyUnwrapped
      var place = start
      let key = heap[place]
      while place > 0 {
        let parent = (place - 1) >> 1
        if heap[parent] <= key { break }
        heap[place] = heap[parent]
        place = parent
      }
      heap[place] = key
    }
  }

  private mutating func sink(from start: Int) {
    keys.withUnsafeMutableBufferPointer { keys in
      let heap = keys.baseAddress.unsafelyUnwrapped
      let count = keys.count
      var place = start
      let key = heap[place]
      while true {
        var child = 2 &* place &+ 1
        if child >= count { break }
        if child &+ 1 < count { child = heap[child &+ 1] < heap[child] ? child &+ 1 : child }
        if heap[child] >= key { break }
        heap[place] = heap[child]
        place = child
      }
      heap[place] = key
    }
  }
}
