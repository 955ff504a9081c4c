/// Where a replica's latency curve is to come from.
public enum CurveSource: Hashable, Sendable {
  /// The birth-death chain: exact for Poisson arrivals and prompts that do not block one another.
  case birthDeath
  /// Measured request by request.
  case tabulated(CurveMeasurement)

  /// Answers shorter than this share of their prompts: iterations are then filled by prompts, which wait for one
  /// another, and the chain's response times are too short by up to a half (docs/background/serving.md).
  public static let leastAnswerShare = 0.15

  /// The chain where its assumptions hold, else the request level.
  public static func automatic(_ mix: TokenMix) -> CurveSource {
    mix.meanOutput >= leastAnswerShare * mix.meanPrompt ? .birthDeath : .tabulated(CurveMeasurement())
  }

  /// The curve, from `cache` where it was measured before.
  ///
  /// A cache that cannot be written costs time and no more.
  ///
  /// - Parameter limits: First-token times whose excess the curve is to report, in seconds.
  public func curve(
    _ model: ReplicaModel, mix: TokenMix, limits: [Double] = [], cache: CurveCache? = nil
  ) -> LatencyCurve {
    switch self {
    case .birthDeath: return .birthDeath(model, mix: mix, limits: limits)
    case .tabulated(let how):
      let kept = try? cache?.tabulated(
        model, mix: mix, routing: how.routing, replicas: how.replicas, dispersion: how.dispersion, limits: limits,
        requests: how.requests)
      return kept
        ?? .tabulated(
          model, mix: mix, routing: how.routing, replicas: how.replicas, dispersion: how.dispersion, limits: limits,
          requests: how.requests)
    }
  }
}

/// How the request level measures a curve.
public struct CurveMeasurement: Hashable, Sendable {
  /// Which replica a request goes to; a pool of alike ones has no weights.
  public var routing: Routing
  /// Alike, behind one router.
  public var replicas: Int
  /// Variance over mean of arrivals in ten seconds; 1 for Poisson.
  public var dispersion: Double
  /// At each of the curve's utilisations, after a warm-up of a tenth.
  public var requests: Int

  public init(routing: Routing = .leastLoaded, replicas: Int = 8, dispersion: Double = 1, requests: Int = 100_000) {
    self.routing = routing
    self.replicas = replicas
    self.dispersion = dispersion
    self.requests = requests
  }
}
