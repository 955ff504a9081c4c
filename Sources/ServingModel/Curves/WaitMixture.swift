import Foundation

/// The law of a time that is one of many constants, or a constant behind an exponential wait.
struct WaitMixture {
  /// Constants that nobody waits for, in order, each with the weight of those up to it.
  private let atOnce: [(seconds: Double, cumulative: Double)]
  /// Constants that begin after the wait.
  private let behindWait: [(seconds: Double, weight: Double)]
  private let waitRate: Double
  let mean: Double

  /// - Parameter waitRate: Of the exponential wait, a second. Weights are scaled to sum to 1.
  init(
    atOnce: [(seconds: Double, weight: Double)], behindWait: [(seconds: Double, weight: Double)], waitRate: Double
  ) {
    let total = atOnce.reduce(0) { $0 + $1.weight } + behindWait.reduce(0) { $0 + $1.weight }
    var cumulative = 0.0
    self.atOnce = atOnce.sorted { $0.seconds < $1.seconds }.map { item in
      cumulative += item.weight / total
      return (item.seconds, cumulative)
    }
    self.behindWait = behindWait.map { ($0.seconds, $0.weight / total) }.sorted { $0.0 < $1.0 }
    self.waitRate = waitRate
    mean =
      (atOnce.reduce(0) { $0 + $1.seconds * $1.weight }
        + behindWait.reduce(0) { $0 + ($1.seconds + 1 / waitRate) * $1.weight }) / total
  }

  /// The share of times above `seconds`.
  func share(above seconds: Double) -> Double {
    var low = 0
    var high = atOnce.count
    while low < high {
      let middle = (low + high) / 2
      if atOnce[middle].seconds <= seconds { low = middle + 1 } else { high = middle }
    }
    let all = atOnce.last?.cumulative ?? 0
    let late = behindWait.reduce(0) { sum, item in
      sum + item.weight * (seconds <= item.seconds ? 1 : exp(-waitRate * (seconds - item.seconds)))
    }
    return max(0, all - (low == 0 ? 0 : atOnce[low - 1].cumulative)) + late
  }

  /// The time that a share `p` stays within.
  func quantile(_ p: Double) -> Double {
    var low = 0.0
    var high = max(atOnce.last?.seconds ?? 0, behindWait.last?.seconds ?? 0) + 1e-9
    while share(above: high) > 1 - p { high *= 2 }
    while high - low > 1e-9 * high {
      let middle = (low + high) / 2
      if share(above: middle) > 1 - p { low = middle } else { high = middle }
    }
    return high
  }

  /// - Parameter mean: As known from elsewhere, where the mixture's own is an approximation of it.
  func figures(mean: Double) -> LatencyFigures {
    LatencyFigures(mean: mean, p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99))
  }
}

extension TokenMix {
  /// At most `count` pairs that stand for equal shares of the mix: the middle of each group in the order of output.
  func representatives(_ count: Int) -> [Pair] {
    guard pairs.count > count else { return pairs }
    let ordered = pairs.sorted { ($0.output, $0.prompt) < ($1.output, $1.prompt) }
    return (0..<count).map { ordered[(2 * $0 + 1) * ordered.count / (2 * count)] }
  }
}
