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
  /// `nil` where the level was not asked for.
  public let flow: FlowReplay?
  public let request: RequestTally?

  /// What the flow level does not see.
  public static let unseenByFlow =
    "bursts shorter than a minute, the order of requests, which replica a request went to, preemption"
  /// What the request level does not see.
  public static let unseenByRequest =
    "what is not in the iteration time: speculation, attention that is not linear in context, the network"

  public init(
    summary: TraceSummary, replicas: Int, routing: Routing, patience: Double, peakUtilization: Double,
    flow: FlowReplay?, request: RequestTally?
  ) {
    self.summary = summary
    self.replicas = replicas
    self.routing = routing
    self.patience = patience
    self.peakUtilization = peakUtilization
    self.flow = flow
    self.request = request
  }
}
