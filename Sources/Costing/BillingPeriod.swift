public import ServiceModel

/// Which hours a year of cost lines covers.
///
/// A simulated year has 8766 h, a billing year 8760 or 8784: for the reference fleet of 67 nodes that is 22,126 dollars
/// of difference, so every figure belongs to one basis, and lines and totals to the same one. Lines always carry the
/// hours of calendar months. Quantities that come from the simulation, per 8766 h, are spread over the same months by
/// hours; over a whole basis they are multiplied by `factor`, which the outputs print once.
public enum HoursBasis: String, CaseIterable, Sendable {
  /// The 8766 h of the simulated year from its first day: whole calendar months, and the rest of the horizon (6 h after
  /// 365 days) as a last line of a month that is covered in part; in a leap year the last month lacks 18 h. The factor
  /// is 1. The basis of all yearly figures.
  case horizon
  /// The year to the same day of the next year, 8760 or 8784 h, for comparison with a bill.
  case calendarYear = "calendar-year"

  /// Hours of a simulated year, 365.25 days.
  public static let simulatedYearHours = 8766
  /// Hours of a twelfth of it: what a price per GB-month means by a month.
  public static let monthHours = 730.5

  /// Hours from a first day.
  public func hours(from begins: CalendarDay) -> Int {
    switch self {
    case .horizon: return HoursBasis.simulatedYearHours
    case .calendarYear:
      let leapDay = begins.month == 2 && begins.day == 29
      let end = CalendarDay(
        year: begins.year + 1, month: leapDay ? 3 : begins.month, day: leapDay ? 1 : begins.day)
      return 24 * (end.daysSinceEpoch - begins.daysSinceEpoch)
    }
  }

  /// Hours of the basis over hours of the simulation; multiplies simulated quantities only.
  public func factor(from begins: CalendarDay) -> Double {
    Double(hours(from: begins)) / Double(HoursBasis.simulatedYearHours)
  }

  /// The calendar months that the basis touches, in order.
  public func periods(from begins: CalendarDay) -> [BillingPeriod] {
    var remaining = hours(from: begins)
    var day = begins
    var periods: [BillingPeriod] = []
    while remaining > 0 {
      let next = day.firstOfNextMonth
      let hours = min(remaining, 24 * (next.daysSinceEpoch - day.daysSinceEpoch))
      periods.append(
        BillingPeriod(start: CalendarDay(year: day.year, month: day.month, day: 1), end: next, hours: hours))
      remaining -= hours
      day = next
    }
    return periods
  }
}

/// A billing month and how many of its hours are covered.
public struct BillingPeriod: Equatable, Sendable {
  /// First day of the calendar month.
  public var start: CalendarDay
  /// First day of the next one.
  public var end: CalendarDay
  /// Hours covered; less than the month has where the year begins or ends in it.
  public var hours: Int

  public init(start: CalendarDay, end: CalendarDay, hours: Int) {
    self.start = start
    self.end = end
    self.hours = hours
  }

  /// Hours of the whole calendar month.
  public var calendarHours: Int { 24 * (end.daysSinceEpoch - start.daysSinceEpoch) }

  /// Share of the calendar month that is covered.
  public var coverage: Double { Double(hours) / Double(calendarHours) }
}
