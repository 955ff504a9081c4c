import Foundation
import Numerics
import ServingModel

/// How first tokens fall into the buckets of the inference server's histogram.
struct FirstTokenBuckets {
  /// Upper ends in seconds, those of vLLM; the last bucket has none.
  static let ends = [
    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560,
  ]
  private static let steps = 512

  private let pool: FlowPool
  /// Shares of the buckets by the utilisation in steps, worked out when it is first asked for.
  private var known: [[Double]?]

  init(_ pool: FlowPool) {
    self.pool = pool
    known = Array(repeating: nil, count: FirstTokenBuckets.steps + 1)
  }

  /// The share of each bucket while a replica holds so many requests, and the mean time in seconds.
  ///
  /// - Parameter lateShare: Of the answers that come late whatever the pool does: they fall into the bucket above the longest
  ///   objective.
  mutating func shares(holding load: Double, lateShare: Double) -> [Double] {
    let utilization = pool.utilization(holding: load)
    let step = Int((utilization * Double(FirstTokenBuckets.steps)).rounded())
    let last = pool.curve.points.last!
    // Beyond the curve's end the queue's wait comes on top.
    let wait = max(0, (load - max(pool.sequences, last.meanInSystem)) / pool.saturation)
    var shares: [Double]
    if wait == 0, let found = known[min(max(step, 0), FirstTokenBuckets.steps)] {
      shares = found
    } else {
      let figures = pool.curve.point(at: Double(step) / Double(FirstTokenBuckets.steps)).firstToken
      let above = FirstTokenBuckets.ends.map { figures.share(above: ($0 - wait) * pool.throughput) }
      shares = zip([1] + above, above + [0]).map { max(0, $0 - $1) }
      if wait == 0 { known[min(max(step, 0), FirstTokenBuckets.steps)] = shares }
    }
    guard lateShare > 0 else { return shares }
    let limit = last.lateFirstTokens.map(\.limitSeconds).max() ?? pool.timeout
    let bucket = FirstTokenBuckets.ends.firstIndex { $0 > limit } ?? FirstTokenBuckets.ends.count
    shares = shares.map { $0 * (1 - lateShare) }
    shares[bucket] += lateShare
    return shares
  }

  /// The time that stands for a bucket in the sum: its middle, of the first and the last its end.
  static func middle(_ bucket: Int) -> Double {
    guard bucket > 0 else { return ends[0] }
    guard bucket < ends.count else { return ends[ends.count - 1] }
    return (ends[bucket - 1] + ends[bucket]) / 2
  }
}

extension LatencyFigures {
  /// The share of times above `seconds`, by the three percentiles: what `quantile` says, the other way round.
  func share(above seconds: Double) -> Double {
    guard seconds > 0 else { return 1 }
    guard p50 > 0 && p95 > p50 && p99 > p95 else { return seconds < p50 ? 1 : seconds < p99 ? 0.05 : 0 }
    let time = log(seconds)
    let (l50, l95, l99) = (log(p50), log(p95), log(p99))
    let (z95, z99) = (normalQuantile(0.95), normalQuantile(0.99))
    return normalUpperTail(
      time <= l95 ? (time - l50) / (l95 - l50) * z95 : z95 + (time - l95) / (l99 - l95) * (z99 - z95))
  }
}
