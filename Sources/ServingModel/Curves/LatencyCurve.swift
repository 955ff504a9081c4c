import Numerics

/// How a replica answers at each load: a value with a provenance.
public struct LatencyCurve: Equatable, Sendable {
  /// Where the numbers come from.
  public enum Provenance: Equatable, Sendable {
    /// The birth-death chain with state-dependent rate: Poisson arrivals, prompts that do not block one another.
    case birthDeath
    /// Simulated request by request.
    case tabulated(RequestLevelRun)
  }

  public let provenance: Provenance
  /// The most answers a second of one replica.
  public let saturation: Double
  /// In the order of utilisation, from near 0 to below 1; beyond 1 where a full queue refuses what is too much.
  public let points: [LatencyPoint]

  /// Requests that may wait at a replica beside its batch, as the curve was measured; nil for any number.
  public var queueLimit: Int? {
    if case .tabulated(let run) = provenance { run.queueLimit } else { nil }
  }

  /// - Precondition: At least two points, in strict order of utilisation, in 0..<1 unless the queue has a limit.
  public init(provenance: Provenance, saturation: Double, points: [LatencyPoint]) {
    precondition(saturation > 0 && points.count >= 2, "a curve needs a rate and two points")
    precondition(zip(points, points.dropFirst()).allSatisfy { $0.utilization < $1.utilization }, "points out of order")
    self.provenance = provenance
    self.saturation = saturation
    self.points = points
    precondition(
      points.first!.utilization >= 0 && (points.last!.utilization < 1 || queueLimit != nil),
      "utilisation lies in 0..<1")
  }
}

/// For what the request level measured a curve, and how well.
public struct RequestLevelRun: Equatable, Codable, Sendable {
  /// The name of the rule by which requests reach replicas.
  public var routing: String
  /// Alike, behind one router.
  public var replicas: Int
  /// Variance over mean of arrivals in ten seconds.
  public var dispersion: Double
  /// Requests that may wait at a replica beside its batch; nil for any number.
  public var queueLimit: Int?
  /// Half-width of the 95 % interval of the mean response time, relative, at the point where it is widest.
  public var halfWidth: Double
  /// The same of the first token's 99th percentile, at 80 and at 95 % of saturation.
  public var firstTokenHalfWidthAt80: Double
  public var firstTokenHalfWidthAt95: Double

  public init(
    routing: String, replicas: Int, dispersion: Double, queueLimit: Int? = nil, halfWidth: Double,
    firstTokenHalfWidthAt80: Double, firstTokenHalfWidthAt95: Double
  ) {
    self.routing = routing
    self.replicas = replicas
    self.dispersion = dispersion
    self.queueLimit = queueLimit
    self.halfWidth = halfWidth
    self.firstTokenHalfWidthAt80 = firstTokenHalfWidthAt80
    self.firstTokenHalfWidthAt95 = firstTokenHalfWidthAt95
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
  /// Share of requests that find the queue full and are refused; the times are those of the others.
  public var refused: Double

  public init(
    utilization: Double, meanInSystem: Double, firstToken: LatencyFigures, perToken: LatencyFigures,
    endToEnd: LatencyFigures, lateFirstTokens: [LateShare] = [], refused: Double = 0
  ) {
    self.refused = refused
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
