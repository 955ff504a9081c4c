import Foundation
import ServiceModel
import Stochastics

/// The demand of a world: constant within a step, the curve at the middle of the step.
///
///     demand = scale x day(t) x week(t) x growth(day) x (1 + lifts of events) x noise + added by events
///
/// Not written again: seasons, origins and measured series, which no failover knows of.
struct ReferenceDemand {
  /// Requests a second in each step, to a millionth.
  let rates: [Double]
  let step: Int64
  /// For each step the first later one in which demand has another value.
  private let nextOther: [Int]
  var end: Int64 { Int64(rates.count) * step }

  /// Demand is known for so many days beyond the horizon, in which an outage is finished for its recovery time.
  static let daysBeyond = 21.0

  init(_ service: Service, seed: UInt64, world: UInt32) {
    let traffic = service.traffic
    let length = traffic.stepSeconds
    let whole = (service.horizonHours + ReferenceDemand.daysBeyond * 24) * 3600
    let count = Int((whole / length).rounded(.up))
    let events = ReferenceDemand.events(traffic, seed: seed, world: world, until: whole)
    // Without noise the peak is the highest point of the curve; with noise of one scale it is the P99.9.
    precondition(traffic.noise == nil && traffic.series == nil && traffic.origins.isEmpty && traffic.year.isEmpty)
    let ordinary = (0..<count).map {
      ReferenceDemand.ordinary(traffic, service.begins, middle: (Double($0) + 0.5) * length)
    }
    let highest = ordinary.prefix(Int(7 * 86_400 / length)).max()!
    rates = (0..<count).map { index in
      let start = Double(index) * length
      let day = (start / 86_400).rounded(.down)
      var lift = 1.0
      var added = 0.0
      for event in events {
        let height = (event.area(start + length) - event.area(start)) / length
        switch event.lift {
        case .factor(let factor): lift += (factor - 1) * height
        case .added(let rps): added += (rps * height * 1e6).rounded()
        }
      }
      let growth = traffic.growth.map { pow(1 + $0.rate, day / $0.periodDays) } ?? 1
      let level = traffic.peakRPS * ordinary[index] / highest * growth * max(0, lift)
      return ((level * 1e6).rounded() + added) / 1e6
    }
    step = nanoseconds(length)
    var nextOther = [Int](repeating: count, count: count)
    for index in (0..<(count - 1)).reversed() {
      nextOther[index] = rates[index + 1] == rates[index] ? nextOther[index + 1] : index + 1
    }
    self.nextOther = nextOther
  }

  func index(at time: Int64) -> Int { min(Int(time / step), rates.count - 1) }
  func rate(at time: Int64) -> Double { rates[index(at: time)] }

  /// When demand next has another value.
  func nextChange(after time: Int64) -> Int64 { Int64(nextOther[index(at: time)]) * step }

  /// Requests between two instants.
  func amount(_ from: Int64, _ to: Int64) -> Double {
    var sum = 0.0
    var at = from
    while at < to {
      let until = min(to, (at / step + 1) * step)
      sum += rate(at: at) * seconds(until - at)
      at = until
    }
    return sum
  }

  private static func ordinary(_ traffic: Traffic, _ begins: CalendarDay, middle: Double) -> Double {
    let hour = middle.truncatingRemainder(dividingBy: 86_400) / 3600
    let weekday = (begins.weekday + Int(middle / 86_400)) % 7
    let week = traffic.week.isEmpty ? 1 : traffic.week[weekday] / traffic.week.max()!
    switch traffic.day {
    case .flat: return week
    case .sine(let amplitude): return week * (1 + amplitude * sin(2 * .pi * hour / 24)) / (1 + amplitude)
    case .knots(let knots): return week * steffen(knots, at: hour)
    }
  }

  /// The day's curve: M. Steffen's monotone interpolation (Astronomy and Astrophysics 239 (1990) 443), around the day.
  private static func steffen(_ knots: [DailyKnot], at hour: Double) -> Double {
    let points = [-24.0, 0, 24].flatMap { shift in knots.map { (x: $0.hour + shift, y: $0.share) } }
    let i = points.lastIndex { $0.x <= hour }!
    func slope(_ k: Int) -> Double { (points[k + 1].y - points[k].y) / (points[k + 1].x - points[k].x) }
    func tangent(_ k: Int) -> Double {
      let (before, after) = (slope(k - 1), slope(k))
      let (h0, h1) = (points[k].x - points[k - 1].x, points[k + 1].x - points[k].x)
      let p = (before * h1 + after * h0) / (h0 + h1)
      func sign(_ v: Double) -> Double { v < 0 ? -1 : v > 0 ? 1 : 0 }
      return (sign(before) + sign(after)) * min(abs(before), abs(after), 0.5 * abs(p))
    }
    let (h, s) = (points[i + 1].x - points[i].x, slope(i))
    let (y0, y1) = (tangent(i), tangent(i + 1))
    let t = hour - points[i].x
    let a = (y0 + y1 - 2 * s) / (h * h)
    let b = (3 * s - 2 * y0 - y1) / h
    return points[i].y + t * (y0 + t * (b + t * a))
  }

  /// A trapezoid in time.
  private struct Event {
    var start: Double
    var lift: Lift
    var shape: EventShape

    /// Its area up to an instant, in seconds of full height.
    func area(_ time: Double) -> Double {
      let up = min(max(time - start, 0), shape.rampUp)
      let full = min(max(time - start - shape.rampUp, 0), shape.lasts)
      let down = min(max(time - start - shape.rampUp - shape.lasts, 0), shape.rampDown)
      return (shape.rampUp > 0 ? up * up / (2 * shape.rampUp) : 0) + full
        + (shape.rampDown > 0 ? down - down * down / (2 * shape.rampDown) : 0)
    }
  }

  /// Campaigns, and flash crowds: for each kind a Poisson process, and for each crowd a height and a length.
  private static func events(_ traffic: Traffic, seed: UInt64, world: UInt32, until end: Double) -> [Event] {
    var events = traffic.campaigns.map { Event(start: $0.startSeconds, lift: $0.lift, shape: $0.shape) }
    for crowd in traffic.crowds where crowd.perYear > 0 {
      let key = StreamKey(seed: seed, name: "traffic/crowds/\(crowd.name)")
      func u(_ draw: UInt32) -> Double { key.uniform(draw: draw, replication: world, purpose: .world) }
      let gap = Distribution.exponential(mean: 8766 * 3600 / crowd.perYear)
      var number: UInt32 = 0
      var time = gap.sample(at: u(0))
      while time < end {
        events.append(
          Event(
            start: time, lift: .factor(min(crowd.factor.sample(at: u(3 * number + 1)), 1000)),
            shape: EventShape(
              rampUp: crowd.rampUp, lasts: crowd.lasts.sample(at: u(3 * number + 2)), rampDown: crowd.rampDown)))
        time += gap.sample(at: u(3 * number + 3))
        number += 1
      }
    }
    return events
  }
}
