import Foundation
import Numerics

extension Traffic {
  /// Demand in each step of a week, as shares, starting at the plan's first day; a day where all days are alike.
  ///
  /// With origins it is the sum over them of share x curve (local time) / mean of the curve, so that a share is one of
  /// requests; without, the curve is a share of its own maximum.
  ///
  /// - Parameters:
  ///   - ahead: How far each clock is ahead of the plan's time, in seconds: see `clocks`.
  ///   - parts: Of each origin's users; nil for all.
  func weekOfShares(begins: CalendarDay, ahead: [Double], parts: [Double]? = nil) throws(NumericalError) -> [Double] {
    guard !origins.isEmpty else { return try shares(day: day, week: week, offset: ahead[0], begins: begins) }
    var total: [Double] = []
    for (origin, local) in try weekByOrigin(begins: begins, ahead: ahead).enumerated() {
      if total.isEmpty { total = [Double](repeating: 0, count: local.count) }
      let part = parts?[origin] ?? 1
      for i in local.indices { total[i] += part * local[i] }
    }
    return total
  }

  /// The parts of the same sum: a week of each origin.
  func weekByOrigin(begins: CalendarDay, ahead: [Double]) throws(NumericalError) -> [[Double]] {
    var weeks: [[Double]] = []
    for (origin, ahead) in zip(origins, ahead) {
      let (day, week) = (origin.day ?? self.day, origin.week ?? self.week)
      let mean = try meanShare(day: day, week: week)
      // A week, so that origins with and without one can be added.
      let local = repeated(try shares(day: day, week: week, offset: ahead, begins: begins))
      weeks.append(local.map { origin.share * $0 / mean })
    }
    return weeks
  }

  /// From which steps on which clocks hold, rising: a step has the curve's value at its middle, so it lives by the clocks
  /// that hold there.
  var clockChanges: [(step: Int, ahead: [Double])] {
    let clocks = clocks
    return Set(clocks.flatMap { $0.changes.map(\.at) }).sorted().map { instant in
      (Int((instant / stepSeconds - 0.5).rounded(.up)), clocks.map { $0.ahead(at: instant) })
    }
  }

  /// The clocks by which demand lives: the plan's own, or those of the origins.
  var clocks: [WallClock] {
    origins.isEmpty ? [clock] : origins.map { $0.clock ?? WallClock(ahead: $0.utcOffsetSeconds) }
  }

  private func repeated(_ shares: [Double]) -> [Double] {
    let perWeek = Int((7 * 86_400 / stepSeconds).rounded())
    return (0..<perWeek).map { shares[$0 % shares.count] }
  }

  /// The mean of a curve, from its own Monday at midnight, so that it does not depend on where the clock stands.
  private func meanShare(day: DailyCurve, week: [Double]) throws(NumericalError) -> Double {
    let monday = CalendarDay(year: 2024, month: 1, day: 1)
    let shares = try shares(day: day, week: week, offset: 0, begins: monday)
    return shares.reduce(0, +) / Double(shares.count)
  }

  /// - Parameter offset: Local time minus the plan's, in seconds.
  private func shares(day curve: DailyCurve, week: [Double], offset: Double, begins: CalendarDay)
    throws(NumericalError) -> [Double]
  {
    let perDay = 86_400 / stepSeconds
    // Local seconds after the plan's midnight, in the middle of each step of the first day; negative in the west.
    let seconds = (0..<Int(perDay)).map { (Double($0) + 0.5) * stepSeconds + offset }
    let hours = seconds.map { ($0 - 86_400 * ($0 / 86_400).rounded(.down)) / 3600 }
    let day: [Double]
    switch curve {
    case .flat: day = hours.map { _ in 1 }
    case .sine(let amplitude): day = hours.map { (1 + amplitude * sin(2 * .pi * $0 / 24)) / (1 + amplitude) }
    case .knots(let knots):
      // One period of padding on each side makes the interpolation periodic.
      let x = knots.map { $0.hour - 24 } + knots.map(\.hour) + knots.map { $0.hour + 24 }
      let curve = try MonotoneCurve(x: x, y: knots.map(\.share) + knots.map(\.share) + knots.map(\.share))
      day = hours.map { curve.value(at: $0) }
    }
    guard !week.isEmpty else { return day }
    let most = week.max()!
    let daysAhead = seconds.map { Int(($0 / 86_400).rounded(.down)) }
    return (0..<7).flatMap { d in
      day.indices.map { day[$0] * week[((begins.weekday + d + daysAhead[$0]) % 7 + 7) % 7] / most }
    }
  }

  /// The season's factor of each day from the first one: the yearly curve at its noon; empty without a season.
  func seasons(begins: CalendarDay, days: Int) throws(NumericalError) -> [Double] {
    guard !year.isEmpty else { return [] }
    let x = year.map { $0.position - 1 } + year.map(\.position) + year.map { $0.position + 1 }
    let y = year.map(\.factor)
    let curve = try MonotoneCurve(x: x, y: y + y + y)
    var date = begins
    return (0..<days).map { _ in
      defer { date = date.next }
      return curve.value(at: date.shareOfYear)
    }
  }
}

extension Service {
  /// Demand as the curves of this service's traffic give it over its horizon and `extraDays` beyond.
  public func ordinaryDemand(extraDays: Int = 0) throws -> OrdinaryDemand {
    try OrdinaryDemand(
      traffic, begins: begins, days: Int((horizonHours / 24).rounded(.up)) + extraDays)
  }
}
