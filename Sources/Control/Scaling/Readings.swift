import EventKernel

/// What an autoscaler reads at one evaluation, in millionths: the present load and the requests in the system, and what
/// its policy reads besides.
public struct Readings: Sendable {
  public var load: Int64
  public var inSystem: Int64
  private var others: ContiguousArray<Other> = []

  private struct Other: Sendable {
    var metric: Metric
    var value: Int64
  }

  public init(load: Int64, inSystem: Int64) {
    self.load = load
    self.inSystem = inSystem
  }

  /// Answers that are not the present load or the present number of requests.
  public mutating func add(_ value: Int64, for metric: Metric) { others.append(Other(metric: metric, value: value)) }

  /// Negative where nobody knows.
  func value(_ metric: Metric) -> Int64 {
    switch metric {
    case .load(let window) where window.isPresent: return load
    case .inSystem(let window) where window.isPresent: return inSystem
    case .load, .inSystem, .lastWeek, .trend:
      for other in others where other.metric == metric { return other.value }
      return -1
    }
  }
}
