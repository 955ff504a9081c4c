import EventKernel

/// Servers beside each other with one queue, first come first served: the M/M/c station, for services whose requests
/// take a server each and for the theory that everything else is checked against.
///
/// It shares the request level's queue and clock: arrivals come in order, finishes from a heap.
public struct ServerGroup: Sendable {
  private struct Finish: OrderedEvent {
    var arrival: UInt32
    var rank: Int { 0 }
    var subject: Int { Int(arrival) }
  }

  public let servers: Int
  /// Mean wait in queue of those that have begun, their mean response, and how many waited at all.
  public private(set) var waits = DurationTotal()
  public private(set) var responses = DurationTotal()
  public private(set) var waited = 0
  private var busy = 0
  private var finishes: EventQueue<Finish>
  private var queue = WaitingRing()
  private var services: ExponentialDraws
  private let serviceNanoseconds: Double
  private var number: UInt32 = 0

  /// - Precondition: A server at least, and a positive mean.
  public init(servers: Int, serviceSeconds: Double, seed: UInt64) {
    precondition(servers >= 1 && serviceSeconds > 0, "a group needs a server and a service time")
    self.servers = servers
    serviceNanoseconds = serviceSeconds * 1e9
    finishes = EventQueue(minimumCapacity: servers)
    services = ExponentialDraws(.named("services", seed: seed))
  }

  /// Serves `count` Poisson arrivals with the given rate to the last, two events for each.
  public mutating func serve(_ count: Int, arrivalsPerSecond rate: Double, seed: UInt64) {
    var gaps = ExponentialDraws(.named("arrivals", seed: seed))
    let meanGap = 1e9 / rate
    var arrival = finishes.now + Span(rounding: gaps.next() * meanGap)
    for _ in 0..<count {
      while finishes.earliestTime <= arrival { release() }
      admit(at: arrival)
      arrival = arrival + Span(rounding: gaps.next() * meanGap)
    }
    while !finishes.isEmpty { release() }
  }

  private mutating func admit(at now: SimTime) {
    if busy < servers {
      busy += 1
      begin(arrivedAt: now, at: now)
    } else {
      queue.append(now)
    }
  }

  private mutating func release() {
    guard let (now, _) = finishes.next() else { return }
    if let arrival = queue.popFirst() {
      waited += 1
      begin(arrivedAt: arrival, at: now)
    } else {
      busy -= 1
    }
  }

  private mutating func begin(arrivedAt arrival: SimTime, at now: SimTime) {
    let service = Span(rounding: services.next() * serviceNanoseconds)
    waits.add(now - arrival)
    responses.add(now - arrival + service)
    finishes.schedule(Finish(arrival: number), at: now + service)
    number &+= 1
  }
}

/// A count and a sum of times, exact.
public struct DurationTotal: Equatable, Sendable {
  public private(set) var count = 0
  private var nanoseconds: Int128 = 0

  mutating func add(_ span: Span) {
    count += 1
    nanoseconds += Int128(span.nanoseconds)
  }

  /// In seconds; not a number where there is nothing.
  public var mean: Double { count == 0 ? .nan : Double(nanoseconds) / Double(count) * 1e-9 }
}

/// Arrival times, first in, first out, in a ring that doubles when it is full.
private struct WaitingRing: Sendable {
  private var ring = ContiguousArray(repeating: SimTime.zero, count: 64)
  private var head = 0
  private var count = 0

  mutating func append(_ arrival: SimTime) {
    if count == ring.count {
      ring = ContiguousArray((0..<count).map { ring[(head + $0) & (count - 1)] } + repeatElement(.zero, count: count))
      head = 0
    }
    ring[(head + count) & (ring.count - 1)] = arrival
    count += 1
  }

  mutating func popFirst() -> SimTime? {
    guard count > 0 else { return nil }
    let first = ring[head]
    head = (head + 1) & (ring.count - 1)
    count -= 1
    return first
  }
}
