/// Requests in order of arrival, in a ring that doubles when it is full; one that was preempted goes back to the front.
struct RequestQueue: Sendable {
  private var ring = ContiguousArray<Int32>(repeating: 0, count: 16)
  private var head = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }
  /// - Precondition: The queue is not empty.
  var first: Int { Int(ring[head]) }
  /// - Precondition: The queue is not empty.
  var last: Int { self[count - 1] }

  subscript(index: Int) -> Int { Int(ring[(head + index) & (ring.count - 1)]) }

  mutating func append(_ request: Int) {
    if count == ring.count { grow() }
    ring[(head + count) & (ring.count - 1)] = Int32(truncatingIfNeeded: request)
    count += 1
  }

  mutating func prepend(_ request: Int) {
    if count == ring.count { grow() }
    head = (head - 1) & (ring.count - 1)
    ring[head] = Int32(truncatingIfNeeded: request)
    count += 1
  }

  @discardableResult mutating func removeFirst() -> Int {
    let first = Int(ring[head])
    head = (head + 1) & (ring.count - 1)
    count -= 1
    return first
  }

  mutating func removeLast() { count -= 1 }

  mutating func removeAll() {
    head = 0
    count = 0
  }

  private mutating func grow() {
    let old = ring
    for index in 0..<count { ring[index] = old[(head + index) & (old.count - 1)] }
    ring.append(contentsOf: repeatElement(0, count: old.count))
    head = 0
  }
}
