import EventKernel
import Stochastics

/// Which replica of a pool a request goes to.
public enum Routing: Hashable, Sendable {
  /// One after the other.
  case roundRobin
  /// Each with equal probability, whatever its load.
  case random
  /// The one with the fewest requests, waiting ones included; among equals the one that has been at that number longest.
  case leastLoaded
  /// In proportion to a weight for each replica, for replicas that differ, spread as evenly as the weights allow.
  case weighted([Double])
  /// All requests of a session to one replica, which stays the same as long as it serves.
  case sessionAffine

  /// As it is written in plans and on the command line.
  public var name: String {
    switch self {
    case .roundRobin: "round-robin"
    case .random: "random"
    case .leastLoaded: "least-loaded"
    case .weighted: "weighted"
    case .sessionAffine: "session-affine"
    }
  }
}

/// The memory behind a routing rule.
struct Router: Sendable {
  private let routing: Routing
  /// The replicas that take requests, in order.
  private(set) var serving: ContiguousArray<Int32> = []
  private var cursor = 0
  private var order = LoadOrder()
  /// Stride scheduling (Waldspurger and Weihl, MIT/LCS/TM-528, 1995): each choice moves a replica ahead by one over its
  /// weight, and the one that is least ahead is next.
  private var passes = ClockHeap(count: 0)
  /// How far the replica chosen last was ahead: where a new one joins.
  private var pace = 0 as Int64
  private var stream: RandomStream

  init(_ routing: Routing, seed: UInt64) {
    self.routing = routing
    stream = RandomStream(key: StreamKey(seed: seed, name: "routing"), replication: 0, purpose: .arrival)
  }

  /// The replica for the next request; `nil` where none serves.
  mutating func choose(session: UInt64) -> Int? {
    guard !serving.isEmpty else { return nil }
    switch routing {
    case .roundRobin:
      cursor = cursor + 1 < serving.count ? cursor + 1 : 0
      return Int(serving[cursor])
    case .random:
      return Int(serving[min(serving.count - 1, Int(stream.nextUniform() * Double(serving.count)))])
    case .leastLoaded:
      return order.leastLoaded
    case .weighted(let weights):
      guard let (replica, pass) = passes.earliest else { return nil }
      pace = pass.nanoseconds
      passes.set(replica, to: SimTime(nanoseconds: pass.nanoseconds + Self.stride(weights[replica])))
      return replica
    case .sessionAffine:
      return Int(serving.max { Self.affinity($0, session) < Self.affinity($1, session) } ?? 0)
    }
  }

  /// A replica begins or ceases to take requests.
  mutating func setServing(_ replica: Int, _ takesRequests: Bool, load: Int) {
    serving.removeAll { $0 == Int32(replica) }
    if takesRequests { serving.append(Int32(replica)) }
    serving.sort()
    cursor = serving.isEmpty ? 0 : min(cursor, serving.count - 1)
    if takesRequests { order.insert(replica, load: load) } else { order.remove(replica) }
    if case .weighted(let weights) = routing {
      precondition(replica < weights.count && weights[replica] > 0, "replica \(replica) has no weight")
      var times = ContiguousArray(
        (0..<max(passes.count, replica + 1)).map { $0 < passes.count ? passes.time(of: $0) : .never })
      times[replica] = takesRequests ? SimTime(nanoseconds: pace + Self.stride(weights[replica])) : .never
      passes = ClockHeap(times)
    }
  }

  mutating func loadChanged(_ replica: Int, to load: Int) {
    if case .leastLoaded = routing { order.move(replica, to: load) }
  }

  private static func stride(_ weight: Double) -> Int64 { Int64((1e6 / weight).rounded()) }

  /// Rendezvous hashing (Thaler and Ravishankar, IEEE/ACM Transactions on Networking 6, 1998): a session changes its
  /// replica only when that one leaves, or for one that is new.
  private static func affinity(_ replica: Int32, _ session: UInt64) -> UInt64 {
    var z = session &+ UInt64(replica + 1) &* 0x9e37_79b9_7f4a_7c15
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
