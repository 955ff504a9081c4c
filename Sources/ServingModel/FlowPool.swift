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
  private let utilizations: [Double]
  private let loads: [Double]

  /// - Precondition: The curve's loads rise with its utilisations; all numbers are positive.
  public init(_ curve: LatencyCurve, throughput: Double = 1, sequences: Int, timeout: Double) {
    precondition(throughput > 0 && sequences > 0 && timeout > 0)
    self.curve = curve
    self.throughput = throughput
    self.sequences = Double(sequences)
    self.timeout = timeout
    var utilizations = [0.0]
    var loads = [0.0]
    for point in curve.points where point.utilization > 0 {
      utilizations.append(point.utilization)
      loads.append(point.meanInSystem)
    }
    // Beyond the curve the load has no mean: the rate reaches saturation when twice as many are in the system.
    utilizations.append(1)
    loads.append(max(loads.last! * 2, loads.last! + Double(sequences)))
    precondition(zip(loads, loads.dropFirst()).allSatisfy { $0 < $1 }, "loads do not rise with utilisation")
    self.utilizations = utilizations
    self.loads = loads
  }

  /// The most answers a second of one replica.
  public var saturation: Double { curve.saturation * throughput }

  /// G: requests in a replica at a utilisation, at most those at saturation.
  public func load(at utilization: Double) -> Double {
    interpolate(utilizations, loads, min(max(utilization, 0), 1))
  }

  /// X as a share of saturation: the utilisation at which a replica holds this many requests.
  public func utilization(holding load: Double) -> Double {
    load >= loads.last! ? 1 : interpolate(loads, utilizations, max(load, 0))
  }

  /// Requests in a replica beyond which the next one gives up before its first token: those that are answered at once
  /// and those that a replica gets through within the client's patience.
  public var fullLoad: Double { max(load(at: FlowPool.restsUpTo) * 1.01, sequences + saturation * timeout) }

  /// Share of requests whose first token comes later than the curve's limit of this index, while a replica holds
  /// `load` requests: by the curve where it reaches, beyond it by the wait of the queue.
  public func lateShare(holding load: Double, limit: Int) -> Double {
    guard let last = curve.points.last, last.lateFirstTokens.indices.contains(limit) else { return 0 }
    let wait = (load - max(sequences, last.meanInSystem)) / curve.saturation
    if wait > last.lateFirstTokens[limit].limitSeconds { return 1 }
    return lateShare(at: utilization(holding: load), limit: limit)
  }

  /// The same at rest, at a utilisation.
  public func lateShare(at utilization: Double, limit: Int) -> Double {
    let points = curve.points
    guard points[0].lateFirstTokens.indices.contains(limit) else { return 0 }
    if utilization <= points[0].utilization { return points[0].lateFirstTokens[limit].share }
    if utilization >= points.last!.utilization { return points.last!.lateFirstTokens[limit].share }
    let next = points.firstIndex { $0.utilization >= utilization }!
    let (a, b) = (points[next - 1], points[next])
    let part = (utilization - a.utilization) / (b.utilization - a.utilization)
    return a.lateFirstTokens[limit].share * (1 - part) + b.lateFirstTokens[limit].share * part
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
