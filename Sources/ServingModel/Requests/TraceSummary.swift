import EventKernel

/// What a first look at a request trace keeps of it, in memory that does not grow with the number of requests: arrivals
/// by minute and by ten seconds, and a sample of the tokens.
public struct TraceSummary: Sendable {
  public private(set) var requests = 0
  public private(set) var minutes = ArrivalCounts(window: 60)
  public private(set) var tenSeconds = ArrivalCounts(window: 10)
  public private(set) var end = SimTime.zero
  /// Every `stride`-th request's tokens, at most 65,536 of them.
  private var pairs: [TokenMix.Pair] = []
  private var stride = 1

  public init() {}

  /// - Precondition: `time` is not before the one added last.
  public mutating func add(at time: SimTime, prompt: Int32, output: Int32) {
    if requests % stride == 0 {
      if pairs.count == 65_536 {
        pairs = pairs.indices.filter { $0 % 2 == 0 }.map { pairs[$0] }
        stride *= 2
      }
      if requests % stride == 0 { pairs.append(TokenMix.Pair(prompt: prompt, output: output)) }
    }
    requests += 1
    minutes.add(time)
    tenSeconds.add(time)
    end = time
  }

  /// - Precondition: A request has been added.
  public var mix: TokenMix { TokenMix(pairs) }

  /// Variance over mean of arrivals in ten seconds about their own minute's: the bursts that a minute's rate does not show.
  /// 1, as of a Poisson process, where they are too few to say.
  public var dispersionWithinMinutes: Double {
    tenSeconds.dispersion == nil ? 1 : tenSeconds.dispersion(within: 6)
  }

  /// Requests a second of the busiest minute; of the whole trace where it is shorter.
  public var busiestRate: Double {
    let length = min(60, max(end.seconds, 1))
    return Double(minutes.counts.max() ?? 0) / length
  }
}

/// A request trace through one pool at both levels.
public struct TraceReplay: Sendable {
  public let summary: TraceSummary
  public let replicas: Int
  public let routing: Routing
  /// How long a client waits for its first token, in seconds.
  public let patience: Double
  /// Utilisation of the busiest minute.
  public let peakUtilization: Double
  /// Requests that may wait at a replica beside its batch; nil for any number.
  public let queueLimit: Int?
  /// Where the flow level's curve comes from.
  public let curve: LatencyCurve.Provenance
  /// `nil` where the level was not asked for.
  public let flow: FlowReplay?
  public let request: RequestTally?
  /// What a prefix cache would have held; nil where the trace does not say.
  public let prefixes: PrefixHits?

  /// Figures on which the two levels differ by more than this share are said.
  public static let notableDifference = 0.1

  /// Where the levels differ by more than a tenth: the figure, flow over request level less one.
  public var differences: [(figure: String, share: Double)] {
    guard let flow, let request, request.completed > 0 else { return [] }
    let (first, whole) = (request.firstToken.figures, request.endToEnd.figures)
    return [
      ("first token, mean", flow.firstToken.mean / first.mean), ("first token, P99", flow.firstToken.p99 / first.p99),
      ("end to end, mean", flow.endToEnd.mean / whole.mean), ("end to end, P99", flow.endToEnd.p99 / whole.p99),
    ].map { ($0.0, $0.1 - 1) }.filter { abs($0.1) > Self.notableDifference }
  }

  /// What the flow level does not see.
  public static let unseenByFlow =
    "bursts shorter than a minute, the order of requests, which replica a request went to, preemption"
  /// What the request level does not see.
  public static let unseenByRequest =
    "what is not in the iteration time: speculation, attention that is not linear in context, the network"

  public init(
    summary: TraceSummary, replicas: Int, routing: Routing, patience: Double, peakUtilization: Double,
    queueLimit: Int?, curve: LatencyCurve.Provenance, flow: FlowReplay?, request: RequestTally?,
    prefixes: PrefixHits? = nil
  ) {
    self.prefixes = prefixes
    self.queueLimit = queueLimit
    self.curve = curve
    self.summary = summary
    self.replicas = replicas
    self.routing = routing
    self.patience = patience
    self.peakUtilization = peakUtilization
    self.flow = flow
    self.request = request
  }
}
