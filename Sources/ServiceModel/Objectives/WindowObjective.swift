/// A threshold on the availability of a stretch of time shorter than a horizon, and the share of stretches that keep it.
public struct WindowObjective: Equatable, Sendable {
  public enum Window: String, CaseIterable, Sendable {
    /// A calendar month that lies whole within the horizon: what contracts and service credits count.
    case month = "monthly"
    /// Thirty days that end at a midnight: what error budgets count. Neighbours overlap by 29 days.
    case rolling
  }
  public var window: Window
  public var figure: AvailabilityObjective.Figure
  public var atLeast: Double
  /// Share of windows, over all horizons.
  public var share: Double

  public init(window: Window, figure: AvailabilityObjective.Figure, atLeast: Double, share: Double) {
    self.window = window
    self.figure = figure
    self.atLeast = atLeast
    self.share = share
  }
}

/// Days and months of a horizon.
extension Service {
  /// The calendar months that lie whole within a horizon, in hours from its beginning.
  public var wholeMonths: [(from: Double, to: Double)] {
    var months: [(from: Double, to: Double)] = []
    var day = begins
    if day.day != 1 { day = day.firstOfNextMonth }
    while true {
      let from = 24 * (day.daysSinceEpoch - begins.daysSinceEpoch)
      day = day.firstOfNextMonth
      let to = 24 * (day.daysSinceEpoch - begins.daysSinceEpoch)
      guard Double(to) <= horizonHours else { return months }
      months.append((Double(from), Double(to)))
    }
  }

  /// The windows of a horizon, in hours from its beginning.
  public func windows(_ window: WindowObjective.Window) -> [(from: Double, to: Double)] {
    switch window {
    case .month: return wholeMonths
    case .rolling:
      let days = Int(horizonHours / 24)
      guard days >= 30 else { return [] }
      return (30...days).map { (end: Int) -> (from: Double, to: Double) in
        (from: Double(end - 30) * 24, to: Double(end) * 24)
      }
    }
  }
}
