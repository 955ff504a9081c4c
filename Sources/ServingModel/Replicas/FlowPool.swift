/// A pool of replicas whose load is one number: the requests in it.
///
/// Below 95 % of saturation the load lies on the latency curve, G(λ) requests at a rate λ. Beyond that it moves:
/// dx/dt = λ - X(x), where X is the inverse of G (Wang, Tipper and Banerjee, *Approximate analysis of a fluid model*,
/// INFOCOM 1996: the pointwise stationary fluid flow approximation). One mechanism serves overload, the herd after a
/// failover and the drain. Everything here is a pure function; who simulates owns the number.
public struct FlowPool: Equatable, Sendable {
  /// Share of saturation up to which the load lies on the curve.
  public static let restsUpTo = 0.95

  public let curve: LatencyCurve
  /// Replicas' throughput against the curve's: 1 is the same, 0.95 is slower by a twentieth.
  public let throughput: Double
  /// Most requests that a replica answers at once; the others wait.
  public let sequences: Double
  /// How long a client waits for the first token before it gives up, in seconds.
  public let timeout: Double
  /// What each limit of the pool is made of, where clients that are differently far away have different ones; empty where
  /// the limits are the curve's own.
  public let mixtures: [[LimitPart]]
  private let utilizations: [Double]
  private let loads: [Double]
  /// Answers as a share of saturation, at the same points.
  private let throughputs: [Double]
  /// What the curve says of every point, column by column: a simulation asks for one number at a time, and a point holds all.
  private let pointUtilizations: [Double]
  private let refused: [Double]
  /// Limit by limit.
  private let late: [[Double]]

  /// - Precondition: The curve's loads rise with its utilisations unless its queue has a limit; all numbers are positive.
  public init(
    _ curve: LatencyCurve, throughput: Double = 1, sequences: Int, timeout: Double, mixtures: [[LimitPart]] = []
  ) {
    precondition(throughput > 0 && sequences > 0 && timeout > 0)
    self.mixtures = mixtures
    self.curve = curve
    self.throughput = throughput
    self.sequences = Double(sequences)
    self.timeout = timeout
    var utilizations = [0.0]
    var loads = [0.0]
    var throughputs = [0.0]
    for point in curve.points where point.utilization > 0 {
      // Where the queue is full, a measured load need not rise any more.
      if curve.queueLimit != nil && point.meanInSystem <= loads.last! { continue }
      utilizations.append(point.utilization)
      loads.append(point.meanInSystem)
      throughputs.append(min(1, point.utilization * (1 - point.refused)))
    }
    if curve.queueLimit == nil {
      // Beyond the curve the load has no mean: the rate reaches saturation when twice as many are in the system.
      utilizations.append(1)
      throughputs.append(1)
      loads.append(max(loads.last! * 2, loads.last! + Double(sequences)))
    }
    precondition(zip(loads, loads.dropFirst()).allSatisfy { $0 < $1 }, "loads do not rise with utilisation")
    pointUtilizations = curve.points.map(\.utilization)
    refused = curve.points.map(\.refused)
    late = curve.points[0].lateFirstTokens.indices.map { limit in curve.points.map { $0.lateFirstTokens[limit].share } }
    self.utilizations = utilizations
    self.loads = loads
    self.throughputs = throughputs
  }

  /// The most answers a second of one replica.
  public var saturation: Double { curve.saturation * throughput }

  /// G: requests in a replica at a utilisation, at most those at saturation, or with a full queue where it has a limit.
  public func load(at utilization: Double) -> Double {
    interpolate(utilizations, loads, min(max(utilization, 0), utilizations.last!))
  }

  /// X as a share of saturation: what a replica answers while it holds this many requests.
  public func utilization(holding load: Double) -> Double {
    load >= loads.last! ? throughputs.last! : interpolate(loads, throughputs, max(load, 0))
  }

  /// Requests in a replica beyond which the next one gives up before its first token: those that are answered at once
  /// and those that a replica gets through within the client's patience.
  public var fullLoad: Double { max(load(at: FlowPool.restsUpTo) * 1.01, sequences + saturation * timeout) }

  /// Requests in a replica beyond which the next one is refused, for a queue with this limit: what the curve says that
  /// it holds when far too much is offered; by a curve that knows of no limit, the batch and the queue.
  public func heldAtMost(queueLimit: Int) -> Double {
    curve.queueLimit == nil ? sequences + Double(queueLimit) : loads.last!
  }

  /// Share of requests that find the queue full at a utilisation, also one beyond 1: by the curve, and beyond its end
  /// what the last throughput leaves over. 0 for a queue without a limit, which only patience empties.
  public func refusedShare(at utilization: Double) -> Double {
    guard curve.queueLimit != nil, let last = curve.points.last else { return 0 }
    if utilization > last.utilization { return 1 - last.utilization * (1 - last.refused) / utilization }
    return read(refused, at: utilization) { a, b, part in a + (b - a) * part }
  }

  /// The part of them that is refused because arrivals and answers vary: beyond 1 a queue that fills evenly refuses
  /// what is offered above saturation, once it is full.
  public func refusedByChance(at utilization: Double) -> Double {
    utilization <= 1 ? refusedShare(at: utilization) : max(0, refusedShare(at: utilization) - 1 + 1 / utilization)
  }

  /// How many first-token limits its clients have.
  public var limitCount: Int { mixtures.isEmpty ? curve.points[0].lateFirstTokens.count : mixtures.count }

  /// Share of requests whose first token comes later than the limit of this index, while a replica holds `load` requests: by
  /// the curve where it reaches, beyond it by the wait of the queue.
  public func lateShare(holding load: Double, limit: Int) -> Double {
    guard !mixtures.isEmpty else { return curveLateShare(holding: load, limit: limit) }
    guard mixtures.indices.contains(limit) else { return 0 }
    return mixtures[limit].reduce(0) { $0 + $1.share * curveLateShare(holding: load, limit: $1.limit) }
  }

  /// The same at rest, at a utilisation.
  public func lateShare(at utilization: Double, limit: Int) -> Double {
    guard !mixtures.isEmpty else { return curveLateShare(at: utilization, limit: limit) }
    guard mixtures.indices.contains(limit) else { return 0 }
    return mixtures[limit].reduce(0) { $0 + $1.share * curveLateShare(at: utilization, limit: $1.limit) }
  }

  private func curveLateShare(holding load: Double, limit: Int) -> Double {
    guard let last = curve.points.last, last.lateFirstTokens.indices.contains(limit) else { return 0 }
    let wait = (load - max(sequences, last.meanInSystem)) / curve.saturation
    if wait > last.lateFirstTokens[limit].limitSeconds { return 1 }
    return curveLateShare(at: load >= loads.last! ? 1e9 : interpolate(loads, utilizations, max(load, 0)), limit: limit)
  }

  private func curveLateShare(at utilization: Double, limit: Int) -> Double {
    guard late.indices.contains(limit) else { return 0 }
    return read(late[limit], at: utilization) { a, b, part in a * (1 - part) + b * part }
  }

  /// A column of the curve at a utilisation: as at its ends beyond them, and between two points as `between` says of their
  /// values and the part of the way.
  private func read(
    _ column: [Double], at utilization: Double, between: (Double, Double, Double) -> Double
  ) -> Double {
    guard let next = pointUtilizations.firstIndex(where: { $0 >= utilization }) else { return column.last! }
    guard next > 0 else { return column[0] }
    let (a, b) = (pointUtilizations[next - 1], pointUtilizations[next])
    return between(column[next - 1], column[next], (utilization - a) / (b - a))
  }

  private func interpolate(_ x: [Double], _ y: [Double], _ value: Double) -> Double {
    var low = 0
    var high = x.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if x[middle] <= value { low = middle } else { high = middle }
    }
    return y[low] + (y[high] - y[low]) * (value - x[low]) / (x[high] - x[low])
  }
}

/// A part of a pool's requests with the limit on the curve that holds for it.
public struct LimitPart: Equatable, Sendable {
  /// Index of the curve's limit.
  public var limit: Int
  /// Of the requests; the parts of a limit sum to one.
  public var share: Double

  public init(limit: Int, share: Double) {
    self.limit = limit
    self.share = share
  }
}
