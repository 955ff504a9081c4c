import QueueingTheory

/// Where a replica's latency curve is to come from.
public enum CurveSource: Hashable, Sendable {
  /// The birth-death chain: exact for Poisson arrivals and prompts that do not block one another.
  case birthDeath
  /// Measured request by request.
  case tabulated(CurveMeasurement)
}

/// How the request level measures a curve.
public struct CurveMeasurement: Hashable, Sendable {
  /// Which replica a request goes to; a pool of alike ones has no weights.
  public var routing: Routing
  /// Alike, behind one router.
  public var replicas: Int
  /// Variance over mean of arrivals in ten seconds; 1 for Poisson.
  public var dispersion: Double
  /// At a load of half of saturation; fewer at low loads, more near saturation, after a warm-up of a tenth.
  public var requests: Int
  /// Requests that may wait at a replica beside its batch; nil for any number.
  public var queueLimit: Int?

  public init(
    routing: Routing = .leastLoaded, replicas: Int = 8, dispersion: Double = 1, requests: Int = 100_000,
    queueLimit: Int? = nil
  ) {
    self.routing = routing
    self.replicas = replicas
    self.dispersion = dispersion
    self.requests = requests
    self.queueLimit = queueLimit
  }
}

/// Which curve a replica is read by, and what speaks against the birth-death chain.
public struct CurveChoice: Equatable, Sendable {
  /// What the chain does not see (docs/background/serving.md has the figures).
  public enum Objection: Equatable, Sendable {
    /// Answers shorter than `leastAnswerShare` of their prompts: iterations are filled by prompts, which wait for one
    /// another, and the chain's response times are too short by up to a half.
    case shortAnswers
    /// A first-token limit of a few prompts' time, in seconds: what an arrival waits for are the iteration under way and
    /// the prompts before its own, which are not in the chain.
    case tightFirstToken(limit: Double)
    /// A queue that is full below 95 % of saturation for this share of requests, as the chain itself says.
    case fullQueue(refused: Double)
  }

  /// Answers shorter than this share of their prompts are measured.
  public static let leastAnswerShare = 0.15
  /// First-token limits below this many times a lone request's are measured.
  public static let tightness = 12.0
  /// A share of refused requests that a millionth does not show.
  static let unseenShare = 1e-6

  public var source: CurveSource
  public let objections: [Objection]

  /// The chain where nothing speaks against it, else the request level.
  ///
  /// - Parameters:
  ///   - wish: What the plan asks for; nil where it leaves the curve open. A wish is kept whatever speaks against it.
  ///   - limits: All first-token times that are to be judged, in seconds.
  ///   - queueLimit: Requests that may wait at a replica beside its batch; nil for any number.
  public init(
    _ wish: CurveSource? = nil, _ model: ReplicaModel, mix: TokenMix, limits: [Double], queueLimit: Int?
  ) {
    var objections: [Objection] = []
    if mix.meanOutput < Self.leastAnswerShare * mix.meanPrompt { objections.append(.shortAnswers) }
    let lone = ResponseStates(model, mix: mix).loneFirstToken
    if let limit = limits.min(), limit < Self.tightness * lone { objections.append(.tightFirstToken(limit: limit)) }
    let refused = queueLimit.map { SteadyReplica(model, mix: mix).refusedShare(queueLimit: $0) } ?? 0
    if refused > Self.unseenShare { objections.append(.fullQueue(refused: refused)) }
    self.objections = objections
    var source = wish ?? (objections.isEmpty ? .birthDeath : .tabulated(CurveMeasurement()))
    if case .tabulated(var how) = source, refused > Self.unseenShare || how.dispersion > 1 {
      how.queueLimit = queueLimit
      source = .tabulated(how)
    }
    self.source = source
  }
}

extension SteadyReplica {
  /// Share of requests that one replica on its own refuses at 95 % of saturation, by the chain that ends where the batch
  /// and the queue are full: the most that any router and law of answers comes near to.
  func refusedShare(queueLimit: Int) -> Double {
    let rate = FlowPool.restsUpTo * saturation
    let full = limit + queueLimit
    let found = BirthDeathChain(
      birth: { $0 < full ? rate : 0 }, death: { self.throughput(Double(min($0, self.limit))) }
    ).steadyState
    return found.count > full ? found[full] : 0
  }
}

extension LatencyCurve {
  /// The curve that the request level measures. See `CurveTable`.
  public static func tabulated(
    _ model: ReplicaModel, mix: TokenMix, how: CurveMeasurement, limits: [Double] = [], seed: UInt64 = 0
  ) -> LatencyCurve {
    CurveTable(model, mix: mix, how: how, seed: seed).curve(limits: limits)
  }
}
