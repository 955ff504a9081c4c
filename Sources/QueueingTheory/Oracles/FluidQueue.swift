/// A deterministic fluid queue, first in first out: rates constant between breakpoints, the last ones for ever.
///
/// Rates per unit of time; empty at time 0. All figures are exact for piecewise constant rates.
public struct FluidQueue: Equatable, Sendable {
  /// From this time on, these rates.
  public struct Stage: Equatable, Sendable {
    public var start: Double
    public var arrivalRate: Double
    public var capacity: Double

    public init(start: Double, arrivalRate: Double, capacity: Double) {
      precondition(start >= 0 && arrivalRate >= 0 && capacity >= 0, "times and rates are not negative")
      self.start = start
      self.arrivalRate = arrivalRate
      self.capacity = capacity
    }
  }

  /// The largest backlog.
  public private(set) var peakBacklog = 0.0
  /// When the backlog is largest.
  public private(set) var peakTime = 0.0
  /// When the backlog is gone for good; infinite where it never is.
  public private(set) var clearTime = 0.0
  /// The integral of the backlog over time; infinite where it never clears.
  public private(set) var backlogArea = 0.0
  /// The fluid that arrived while there was a backlog or one was building up.
  public private(set) var delayedVolume = 0.0
  /// The largest delay of any fluid, first in first out.
  public private(set) var longestDelay = 0.0

  /// - Precondition: Stages in order of their start, the first at 0.
  public init(_ stages: [Stage]) {
    precondition(stages.first?.start == 0, "the first stage starts at time 0")
    precondition(zip(stages, stages.dropFirst()).allSatisfy { $0.start < $1.start }, "stages go forward in time")
    var backlog = 0.0
    for (index, stage) in stages.enumerated() {
      let end = index + 1 < stages.count ? stages[index + 1].start : Double.infinity
      backlog = pass(stage, until: end, backlog: backlog)
      if end < .infinity { longestDelay = max(longestDelay, delay(of: backlog, at: end, stages: stages)) }
    }
    longestDelay = max(longestDelay, delayAtCapacityChanges(stages))
  }

  /// The mean delay of the fluid that was delayed; 0 without any.
  public var meanDelayOfDelayed: Double { delayedVolume > 0 ? backlogArea / delayedVolume : 0 }

  /// Adds one stage's share of the sums; the backlog at its end.
  private mutating func pass(_ stage: Stage, until end: Double, backlog: Double) -> Double {
    let slope = stage.arrivalRate - stage.capacity
    if backlog == 0 && slope <= 0 { return 0 }
    let duration = end - stage.start
    let busy = slope < 0 ? min(duration, backlog / -slope) : duration
    let left = busy < duration ? 0 : slope == 0 ? backlog : max(0, backlog + slope * busy)
    backlogArea += (backlog + left) / 2 * busy
    if stage.arrivalRate > 0 { delayedVolume += stage.arrivalRate * busy }
    if left > peakBacklog { (peakBacklog, peakTime) = (left, end) }
    clearTime = stage.start + busy
    if busy == .infinity {
      (backlogArea, longestDelay) = (.infinity, slope > 0 ? .infinity : longestDelay)
    }
    return left
  }

  /// How long fluid arriving at `time` behind `backlog` waits.
  private func delay(of backlog: Double, at time: Double, stages: [Stage]) -> Double {
    var left = backlog
    var now = time
    for (index, stage) in stages.enumerated() {
      let end = index + 1 < stages.count ? stages[index + 1].start : Double.infinity
      if end <= now { continue }
      if left <= stage.capacity * (end - now) && (left == 0 || stage.capacity > 0) {
        return now + (left == 0 ? 0 : left / stage.capacity) - time
      }
      left -= stage.capacity * (end - now)
      now = end
    }
    return .infinity
  }

  /// The longest delay of fluid that leaves at a change of capacity: there the delay may turn, before the arrivals do.
  private func delayAtCapacityChanges(_ stages: [Stage]) -> Double {
    var longest = 0.0
    for change in stages.dropFirst() {
      let served = servedVolume(until: change.start, stages: stages)
      var arrived = 0.0
      for (index, stage) in stages.enumerated() {
        let end = index + 1 < stages.count ? stages[index + 1].start : Double.infinity
        let volume = stage.arrivalRate == 0 ? 0 : stage.arrivalRate * (end - stage.start)
        if arrived + volume >= served && stage.arrivalRate > 0 {
          longest = max(longest, change.start - stage.start - (served - arrived) / stage.arrivalRate)
          break
        }
        arrived += volume
      }
    }
    return longest
  }

  /// What has been served until `time`.
  private func servedVolume(until time: Double, stages: [Stage]) -> Double {
    var backlog = 0.0
    var arrived = 0.0
    for (index, stage) in stages.enumerated() where stage.start < time {
      let end = min(time, index + 1 < stages.count ? stages[index + 1].start : Double.infinity)
      backlog = max(0, backlog + (stage.arrivalRate - stage.capacity) * (end - stage.start))
      arrived += stage.arrivalRate * (end - stage.start)
    }
    return arrived - backlog
  }
}
