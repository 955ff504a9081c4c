import Numerics

/// How a replica answers at each load: a value with a provenance.
public struct LatencyCurve: Equatable, Sendable {
  /// Where the numbers come from.
  public enum Provenance: Equatable, Sendable {
    /// The birth-death chain with state-dependent rate: Poisson arrivals, prompts that do not block one another.
    case birthDeath
    /// Simulated request by request, for this routing, number of replicas and index of dispersion; the half-width of
    /// the 95 % interval of the mean response time, relative, at the point where it is widest.
    case tabulated(routing: String, replicas: Int, dispersion: Double, halfWidth: Double)
  }

  public let provenance: Provenance
  /// The most answers a second of one replica.
  public let saturation: Double
  /// In the order of utilisation, from near 0 to below 1.
  public let points: [LatencyPoint]

  /// - Precondition: At least two points, in strict order of utilisation, in 0..<1.
  public init(provenance: Provenance, saturation: Double, points: [LatencyPoint]) {
    precondition(saturation > 0 && points.count >= 2, "a curve needs a rate and two points")
    precondition(zip(points, points.dropFirst()).allSatisfy { $0.utilization < $1.utilization }, "points out of order")
    precondition(points.first!.utilization >= 0 && points.last!.utilization < 1, "utilisation lies in 0..<1")
    self.provenance = provenance
    self.saturation = saturation
    self.points = points
  }
}

/// What requests meet at one utilisation, the offered load over the saturated throughput.
public struct LatencyPoint: Equatable, Sendable {
  public var utilization: Double
  /// Requests in a replica, waiting ones included.
  public var meanInSystem: Double
  public var firstToken: LatencyFigures
  /// Per output token after the first.
  public var perToken: LatencyFigures
  public var endToEnd: LatencyFigures
  /// Share of requests whose first token comes later than each of the curve's limits.
  public var lateFirstTokens: [LateShare]

  public init(
    utilization: Double, meanInSystem: Double, firstToken: LatencyFigures, perToken: LatencyFigures,
    endToEnd: LatencyFigures, lateFirstTokens: [LateShare] = []
  ) {
    self.utilization = utilization
    self.meanInSystem = meanInSystem
    self.firstToken = firstToken
    self.perToken = perToken
    self.endToEnd = endToEnd
    self.lateFirstTokens = lateFirstTokens
  }
}

/// Mean and percentiles, in seconds.
public struct LatencyFigures: Equatable, Sendable, BitwiseCopyable {
  public var mean: Double
  public var p50: Double
  public var p95: Double
  public var p99: Double

  public init(mean: Double, p50: Double, p95: Double, p99: Double) {
    self.mean = mean
    self.p50 = p50
    self.p95 = p95
    self.p99 = p99
  }
}

/// P(first token > limit).
public struct LateShare: Equatable, Sendable, BitwiseCopyable {
  public var limitSeconds: Double
  public var share: Double

  public init(limitSeconds: Double, share: Double) {
    self.limitSeconds = limitSeconds
    self.share = share
  }
}
