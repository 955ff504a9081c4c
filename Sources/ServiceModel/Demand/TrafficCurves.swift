/// The shape of a day, as shares of the peak.
public enum DailyCurve: Equatable, Sendable {
  case flat
  /// Monotone interpolation through (hour, share) knots, periodic over 24 h.
  case knots([DailyKnot])
  /// mean (1 + amplitude sin(2 pi h / 24)), scaled so that its maximum is 1.
  case sine(amplitude: Double)
}

public struct DailyKnot: Equatable, Sendable {
  public var hour: Double
  public var share: Double

  public init(hour: Double, share: Double) {
    self.hour = hour
    self.share = share
  }
}

/// A knot of the season, which goes through its knots by monotone interpolation, periodic over a calendar year.
///
/// A day has one factor: the curve at its noon. Only ratios matter, since the whole is scaled to the plan's peak.
public struct YearKnot: Equatable, Sendable {
  /// Share of the calendar year that has passed, 0 up to 1; see `CalendarDay.shareOfYear`.
  public var position: Double
  /// At least zero.
  public var factor: Double

  public init(position: Double, factor: Double) {
    self.position = position
    self.factor = factor
  }
}

/// A part of the world with its share of the demand and its own clock.
///
/// Origins shape demand over the day, and say how far their users are from the sites and which of them may serve them.
public struct TrafficOrigin: Equatable, Sendable {
  public var name: String
  /// Share of the requests of a week; the origins sum to one.
  public var share: Double
  /// Local time minus UTC, in seconds: at the plan's first instant where a zone moves its clocks.
  public var utcOffsetSeconds: Double
  /// Its clock beside the plan's; nil where that is UTC and the offset holds all year round.
  public var clock: WallClock?
  /// The day by local time; nil for the traffic's own curve.
  public var day: DailyCurve?
  /// Factors for Monday to Sunday by local time; nil for the traffic's own.
  public var week: [Double]?
  /// Seconds between its users and a site by name, where the site's own round trip does not hold for them.
  public var roundTrips: [String: Double] = [:]
  /// Residency: the sites that may serve its users; nil for all.
  public var servedBy: [String]?
  /// How its users are spread over these.
  public var route = OriginRoute.weighted

  public init(
    name: String, share: Double, utcOffsetSeconds: Double, clock: WallClock? = nil, day: DailyCurve? = nil,
    week: [Double]? = nil
  ) {
    self.name = name
    self.share = share
    self.utcOffsetSeconds = utcOffsetSeconds
    self.clock = clock
    self.day = day
    self.week = week
  }
}

/// Demand that grows by a constant factor from the plan's first day, day by day.
public struct TrafficGrowth: Equatable, Sendable {
  /// Growth over `periodDays`: 0.6 for sixty percent more.
  public var rate: Double
  /// 365.25 for a year, a twelfth of it for a month.
  public var periodDays: Double

  public init(rate: Double, periodDays: Double) {
    self.rate = rate
    self.periodDays = periodDays
  }

  public static func perYear(_ rate: Double) -> TrafficGrowth { TrafficGrowth(rate: rate, periodDays: 365.25) }
  public static func perMonth(_ rate: Double) -> TrafficGrowth { TrafficGrowth(rate: rate, periodDays: 365.25 / 12) }
}

/// Demand as it was measured: rates on a grid, from the plan's first instant.
public struct RateSeries: Equatable, Sendable {
  /// The file as the plan names it.
  public var file: String
  /// Requests a second in each step, before scaling.
  public var ratesRPS: [Double]
  /// Length of a step; it divides a day.
  public var stepSeconds: Double
  /// Whether it begins anew after its end; otherwise it covers the horizon.
  public var repeats: Bool

  public init(file: String, ratesRPS: [Double], stepSeconds: Double, repeats: Bool) {
    self.file = file
    self.ratesRPS = ratesRPS
    self.stepSeconds = stepSeconds
    self.repeats = repeats
  }

  public var seconds: Double { Double(ratesRPS.count) * stepSeconds }
}
