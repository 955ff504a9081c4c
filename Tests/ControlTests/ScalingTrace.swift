import EventKernel
import ServiceModel

@testable import Control

/// A pool with nothing around it: an autoscaler that is asked at every point of its grid, and nodes that are ready at
/// once or after a lag.
struct ScalingTrace {
  struct Step: Equatable, CustomStringConvertible {
    var at: Double
    var nodes: Int32
    var description: String { "\(nodes) at \(at)" }
  }
  var policy: AutoscalingPolicy
  var nodes: Int32
  var pending: Int32 = 0
  private var arrivals: [(at: SimTime, nodes: Int32)] = []
  private var scaler: Autoscaler
  /// The pool's size, pending nodes included, after each change.
  var steps: [Step] = []
  /// The pool's ready size after each change.
  var ready: [Step] = []

  init(_ scaling: Autoscaling, nodeRate: Double = 10, replicasPerNode: Int = 1, nodes: Int32, weekOffset: Span = .zero)
  {
    policy = AutoscalingPolicy(
      scaling, nodeRate: Int64(nodeRate * 1e6), replicasPerNode: replicasPerNode, maximum: 1000, weekOffset: weekOffset)
    scaler = Autoscaler(policy)
    self.nodes = nodes
  }

  /// Evaluates from the start to `end`. The load is given in requests a second; a window averages it exactly.
  mutating func run(from start: Double = 0, until end: Double, load: (Double) -> Double) {
    let every = policy.every.seconds
    let count = Int((end - start) / every)
    for k in 0...count {
      let seconds = start + Double(k) * every
      let now = SimTime(seconds: seconds)
      for arrival in arrivals where arrival.at <= now {
        pending -= arrival.nodes
        ready.append(Step(at: arrival.at.seconds, nodes: nodes - pending))
      }
      arrivals.removeAll { $0.at <= now }
      let pool = PoolView(nodes: nodes, pending: pending, minimum: policy.minimum, maximum: policy.maximum)
      func value(_ window: MetricWindow) -> Double {
        let to = seconds - window.delay.seconds
        guard window.width > .zero else { return load(to) }
        // Loads of these tests are constant over whole seconds.
        let width = Int(window.width.seconds)
        return (0..<width).reduce(0) { $0 + load(to - Double($1) - 1) } / Double(width)
      }
      func reading(_ metric: Metric) -> Int64 {
        switch metric {
        case .load(let window): Int64((value(window) * 1e6).rounded(.down))
        case .inSystem(let window): Int64((value(window) * policy.response.seconds * 1e6).rounded(.down))
        case .lastWeek(let lead): Int64(load(seconds + lead.seconds - 7 * 86_400) * 1e6)
        case .trend(let lead, let over):
          Int64((load(seconds) + (load(seconds) - load(seconds - over.seconds)) * lead.seconds / over.seconds) * 1e6)
        }
      }
      var readings = Readings(
        load: reading(.load(MetricWindow())), inSystem: reading(.inSystem(MetricWindow())))
      for metric in policy.otherMetrics { readings.add(reading(metric), for: metric) }
      let decision = scaler.evaluate(policy, pool, at: now, readings)
      guard decision.change != 0 else { continue }
      scaler.note(policy, change: decision.change, to: nodes + decision.change, at: now)
      nodes += decision.change
      steps.append(Step(at: seconds, nodes: nodes))
      let lag = policy.startLag.sample(at: 0.5)
      if decision.change > 0 && lag > 0 {
        pending += decision.change
        arrivals.append((now + Span(seconds: lag), decision.change))
      }
    }
  }
}
