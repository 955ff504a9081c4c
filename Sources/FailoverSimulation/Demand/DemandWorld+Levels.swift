import EventKernel

/// How high the demand of a world goes.
extension DemandWorld {
  /// Mean rates of the five-minute stretches before `end`, in millionths of a request a second; of the steps where those
  /// are longer.
  public func fiveMinuteMeans(until end: SimTime) -> [Int64] {
    let steps = max(1, Int(300_000_000_000 / step))
    let last = min(rates.count, Int((end.nanoseconds + step - 1) / step))
    return stride(from: 0, to: max(0, last - steps + 1), by: steps).map { first in
      (runningSum[first + steps] - runningSum[first]) / Int64(steps)
    }
  }

  /// The level that five-minute demand before `end` exceeds for a share of the time, and its maximum, in requests a second.
  ///
  /// - Parameter share: Between 0 and 1; 0.001 for the P99.9.
  public func fiveMinuteLevels(exceededFor share: Double, until end: SimTime) -> (level: Double, maximum: Double) {
    let sorted = fiveMinuteMeans(until: end).sorted()
    guard let highest = sorted.last else { return (0, 0) }
    let index = Int(((1 - share) * Double(sorted.count)).rounded(.up)) - 1
    return (Double(sorted[max(0, index)]) / 1e6, Double(highest) / 1e6)
  }
}
