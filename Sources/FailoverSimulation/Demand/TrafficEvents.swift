import ServiceModel
import Stochastics

/// One event of a world: a campaign, or a flash crowd that was drawn.
struct TrafficEvent: Equatable {
  /// Seconds after the plan's first instant.
  var start: Double
  var lift: Lift
  var shape: EventShape

  /// The mean height in each step that the event touches, between 0 and 1; the sum of height x step is its area.
  func heights(step: Double, count: Int) -> [(step: Int, height: Double)] {
    let first = max(0, Int((start / step).rounded(.down)))
    let end = min(count, Int(((start + shape.totalSeconds) / step).rounded(.up)))
    guard first < end else { return [] }
    return (first..<end).map { i in
      let from = Double(i) * step - start
      return (i, (shape.area(upTo: from + step) - shape.area(upTo: from)) / step)
    }
  }
}

extension Traffic {
  /// The events of one world: dated ones, and crowds from streams of their own, so that another event or another crowd
  /// moves none of them.
  ///
  /// - Parameter stream: What the names of the streams begin with.
  func events(stream: String = "traffic", seed: UInt64, number: UInt32, seconds: Double) -> [TrafficEvent] {
    campaigns.map { TrafficEvent(start: $0.startSeconds, lift: $0.lift, shape: $0.shape) }
      + crowds.flatMap { $0.events(stream: stream, seed: seed, number: number, seconds: seconds) }
  }
}

extension FlashCrowd {
  /// The crowds that begin within so many seconds: exponential gaps, and for each a factor and a length.
  func events(stream: String = "traffic", seed: UInt64, number: UInt32, seconds: Double) -> [TrafficEvent] {
    let key = StreamKey(seed: seed, name: "\(stream)/crowds/\(name)")
    func uniform(_ draw: UInt32) -> Double { key.uniform(draw: draw, replication: number, purpose: .world) }
    guard perYear > 0 else { return [] }
    let gap = Distribution.exponential(mean: 8766 * 3600 / perYear)
    var events: [TrafficEvent] = []
    var time = gap.sample(at: uniform(0))
    while time < seconds {
      let draw = 3 * UInt32(events.count)
      let shape = EventShape(rampUp: rampUp, lasts: lasts.sample(at: uniform(draw + 2)), rampDown: rampDown)
      events.append(
        TrafficEvent(start: time, lift: .factor(min(factor.sample(at: uniform(draw + 1)), 1000)), shape: shape))
      time += gap.sample(at: uniform(draw + 3))
    }
    return events
  }
}
