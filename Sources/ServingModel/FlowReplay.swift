import EventKernel

/// A request trace at flow level: arrivals as counts in windows, each met by the latency curve at that window's load.
///
/// Within a window arrivals are taken to be as the curve was made for; what a request met is one of the curve's
/// percentiles, spread evenly. Load beyond 95 % of saturation is carried from second to second: dx/dt = λ - X(x).
/// It cannot see bursts inside a window, which request went to which replica, or any single request.
public struct FlowReplay: Equatable, Sendable {
  public private(set) var firstToken = LatencyHistogram()
  public private(set) var endToEnd = LatencyHistogram()
  /// Requests that came while the pool's load was off the curve.
  public private(set) var requestsInOverload = 0
  /// The highest utilisation of a window, arrivals over saturation.
  public private(set) var peakUtilization = 0.0

  /// - Parameters:
  ///   - times: Of the arrivals, in order.
  ///   - window: Seconds.
  public init(_ pool: FlowPool, times: [SimTime], replicas: Int, window: Double = 60) {
    precondition(replicas >= 1 && window > 0)
    var load = 0.0
    for count in ArrivalCounts(times, window: window).counts {
      let rate = Double(count) / window / Double(replicas)
      let utilization = rate / pool.saturation
      peakUtilization = max(peakUtilization, utilization)
      let resting = pool.load(at: FlowPool.restsUpTo)
      let excess = carry(&load, rate: rate, seconds: window, resting: resting, in: pool)
      let point = pool.curve.point(at: min(utilization, FlowPool.restsUpTo))
      if excess > 0 { requestsInOverload += count }
      for index in 0..<count {
        let p = (Double(index) + 0.5) / Double(count)
        // The queue grows or drains along the window: arrivals meet all of it, from none to twice the mean.
        let wait = excess / pool.saturation
        firstToken.record(nanoseconds: Int64((point.firstToken.quantile(p) + wait) * 1e9))
        endToEnd.record(nanoseconds: Int64((point.endToEnd.quantile(p) + wait) * 1e9))
      }
    }
  }

  /// Moves the load through a window; returns by how much it lay above the highest load of the curve, on average.
  private func carry(
    _ load: inout Double, rate: Double, seconds: Double, resting: Double, in pool: FlowPool
  ) -> Double {
    if rate <= FlowPool.restsUpTo * pool.saturation && load <= resting {
      load = pool.load(at: rate / pool.saturation)
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
  public let counts: [Int]

  /// - Parameter times: In order.
  public init(_ times: [SimTime], window: Double) {
    guard let first = times.first, let last = times.last else {
      counts = []
      return
    }
    let width = Span(seconds: window).nanoseconds
    var counts = [Int](repeating: 0, count: Int((last - first).nanoseconds / width) + 1)
    for time in times { counts[Int((time - first).nanoseconds / width)] += 1 }
    self.counts = counts
  }

  /// Variance over mean; the last window, which the trace may cut, is left out. 1 for fewer than three windows.
  public var dispersion: Double {
    let whole = counts.dropLast().map(Double.init)
    guard whole.count >= 2 else { return 1 }
    let mean = whole.reduce(0, +) / Double(whole.count)
    return mean == 0 ? 1 : whole.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(whole.count - 1) / mean
  }
}
