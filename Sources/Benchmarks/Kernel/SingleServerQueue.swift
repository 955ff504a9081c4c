import EventKernel

/// M/M/1 with arrival rate 0.9 and service rate 1 a second: two events a customer and nothing else, so the time is the
/// event loop's and the generator's.
struct SingleServerQueue {
  enum Event: OrderedEvent {
    case departure, arrival

    var rank: Int { self == .departure ? 0 : 1 }
    var subject: Int { 0 }
  }

  private let customers: Int
  private var arrivals: Xoshiro
  private var services: Xoshiro
  private var calendar = EventQueue<Event>(minimumCapacity: 2)
  private var line = WaitingLine()
  private var arrived = 0
  private var totalResponse: Int64 = 0

  init(customers: Int, arrivalSeed: UInt64, serviceSeed: UInt64) {
    self.customers = customers
    arrivals = Xoshiro(seed: arrivalSeed)
    services = Xoshiro(seed: serviceSeed)
  }

  /// Serves all customers and returns their mean time in the system, in seconds.
  mutating func meanResponse() -> Double {
    calendar.schedule(.arrival, at: .zero + arrivals.exponential(mean: 1e9 / 0.9))
    while let (now, event) = calendar.next() {
      switch event {
      case .arrival: admit(at: now)
      case .departure: release(at: now)
      }
    }
    return Double(totalResponse) / 1e9 / Double(customers)
  }

  private mutating func admit(at now: SimTime) {
    line.append(now)
    arrived += 1
    if arrived < customers { calendar.schedule(.arrival, at: now + arrivals.exponential(mean: 1e9 / 0.9)) }
    if line.count == 1 { calendar.schedule(.departure, at: now + services.exponential(mean: 1e9)) }
  }

  private mutating func release(at now: SimTime) {
    totalResponse += (now - line.removeFirst()).nanoseconds
    if line.count > 0 { calendar.schedule(.departure, at: now + services.exponential(mean: 1e9)) }
  }
}

/// First in, first out, in a ring that doubles when it is full.
private struct WaitingLine {
  private var ring = ContiguousArray(repeating: SimTime.zero, count: 64)
  private var head = 0
  private(set) var count = 0

  mutating func append(_ arrival: SimTime) {
    if count == ring.count {
      ring = ContiguousArray((0..<count).map { ring[(head + $0) & (count - 1)] } + repeatElement(.zero, count: count))
      head = 0
    }
    ring[(head + count) & (ring.count - 1)] = arrival
    count += 1
  }

  mutating func removeFirst() -> SimTime {
    let first = ring[head]
    head = (head + 1) & (ring.count - 1)
    count -= 1
    return first
  }
}
