import EventKernel

/// A request trace at flow level: arrivals as counts in windows, each met by the latency curve at that window's load.
///
/// Within a window arrivals are taken to be as the curve was made for; what a request met is one of the curve's
/// percentiles, spread evenly. Load beyond 95 % of saturation is carried from second to second: dx/dt = λ - X(x).
/// It cannot see bursts inside a window, which request went to which replica, or any single request.
public struct FlowReplay: Equatable, Sendable {
  /// For percentiles only: three percentiles of a window say little of its mean, which is the curve's own.
  public private(set) var firstTokens = LatencyHistogram()
  public private(set) var responses = LatencyHistogram()
  private var firstTokenSeconds = 0.0
  private var responseSeconds = 0.0
  /// Requests that were refused by a full queue, on average.
  public private(set) var refused = 0.0
  /// Requests that came while the pool's load was off the curve.
  public private(set) var requestsInOverload = 0
  /// The highest utilisation of a window, arrivals over saturation.
  public private(set) var peakUtilization = 0.0

  /// - Parameters:
  ///   - pool: The pool that the replicas make up.
  ///   - arrivals: Counted in the windows of the replay, a minute for example.
  public init(_ pool: FlowPool, _ arrivals: ArrivalCounts, replicas: Int) {
    precondition(replicas >= 1, "a pool needs a replica")
    var load = 0.0
    let window = arrivals.window
    for count in arrivals.counts {
      let rate = Double(count) / window / Double(replicas)
      let utilization = rate / pool.saturation
      peakUtilization = max(peakUtilization, utilization)
      let resting = pool.load(at: FlowPool.restsUpTo)
      let refusedShare = pool.refusedShare(at: utilization)
      refused += Double(count) * refusedShare
      let excess = carry(&load, rate: rate * (1 - refusedShare), seconds: window, resting: resting, in: pool)
      let point = pool.curve.point(at: min(utilization, FlowPool.restsUpTo))
      if excess > 0 { requestsInOverload += count }
      let wait = excess / pool.saturation
      firstTokenSeconds += Double(count) * (point.firstToken.mean + wait)
      responseSeconds += Double(count) * (point.endToEnd.mean + wait)
      for index in 0..<count {
        let p = (Double(index) + 0.5) / Double(count)
        firstTokens.record(nanoseconds: Int64((point.firstToken.quantile(p) + wait) * 1e9))
        responses.record(nanoseconds: Int64((point.endToEnd.quantile(p) + wait) * 1e9))
      }
    }
  }

  public var firstToken: LatencyFigures { figures(firstTokens, mean: firstTokenSeconds) }
  public var endToEnd: LatencyFigures { figures(responses, mean: responseSeconds) }

  /// The share of requests whose first token comes later than `seconds`.
  public func share(firstTokenAfter seconds: Double) -> Double { firstTokens.share(above: seconds) }

  private func figures(_ times: LatencyHistogram, mean total: Double) -> LatencyFigures {
    var figures = times.figures
    figures.mean = total / Double(times.count)
    return figures
  }

  /// Moves the load through a window; returns by how much it lay above the highest load of the curve, on average.
  private func carry(
    _ load: inout Double, rate: Double, seconds: Double, resting: Double, in pool: FlowPool
  ) -> Double {
    if rate <= FlowPool.restsUpTo * pool.saturation && load <= resting {
      load = min(resting, pool.load(at: rate / pool.saturation))
      return 0
    }
    var excess = 0.0
    let steps = max(1, Int(seconds.rounded()))
    let step = seconds / Double(steps)
    for _ in 0..<steps {
      load = max(0, load + (rate - pool.utilization(holding: load) * pool.saturation) * step)
      excess += max(0, load - resting)
    }
    return excess / Double(steps)
  }
}

/// Arrivals counted in windows from the first of them.
public struct ArrivalCounts: Equatable, Sendable {
  /// Seconds.
  public let window: Double
  public private(set) var counts: [Int] = []
  private let width: Int64
  private var first: Int64?

  /// - Precondition: `window` is positive.
  public init(window: Double) {
    precondition(window > 0, "a window has a length")
    self.window = window
    width = Span(seconds: window).nanoseconds
  }

  /// - Parameter times: In order.
  public init(_ times: [SimTime], window: Double) {
    self.init(window: window)
    for time in times { add(time) }
  }

  /// - Precondition: Not before the first.
  public mutating func add(_ time: SimTime) {
    first = first ?? time.nanoseconds
    let index = Int((time.nanoseconds - first!) / width)
    while counts.count <= index { counts.append(0) }
    counts[index] += 1
  }

  /// Variance over mean about the mean of each run of `windows`, which takes slower changes of the rate out. 1 where
  /// no whole run has an arrival.
  public func dispersion(within windows: Int) -> Double {
    var (sum, total) = (0.0, 0.0)
    for start in stride(from: 0, through: counts.count - windows, by: windows) {
      let run = counts[start..<start + windows].map(Double.init)
      let mean = run.reduce(0, +) / Double(windows)
      sum += run.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(windows - 1)
      total += mean
    }
    return total > 0 ? sum / total : 1
  }

  /// Fewer whole windows or arrivals say nothing of how arrivals vary: the index of ten Poisson windows alone lies
  /// anywhere between 0.3 and 2.1.
  public static let leastForDispersion = (windows: 10, arrivals: 30)

  /// Variance over mean; the last window, which the trace may cut, is left out. nil where they are too few to say.
  public var dispersion: Double? {
    let whole = counts.dropLast().map(Double.init)
    guard whole.count >= Self.leastForDispersion.windows, counts.reduce(0, +) >= Self.leastForDispersion.arrivals else {
      return nil
    }
    let mean = whole.reduce(0, +) / Double(whole.count)
    return mean == 0 ? nil : whole.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(whole.count - 1) / mean
  }
}
