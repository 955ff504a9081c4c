public import ServiceModel

/// Hours that prices and figures are told by.
public enum BillingHours {
  /// Hours of a year, 365.25 days.
  public static let year = 8766
  /// Hours of a twelfth of it: what a price per GB-month means by a month.
  public static let month = 730.5
}

extension Money {
  /// What has been added up over so many hours, per year of 8766 h, in cents.
  package func perYear(ofHours hours: Double) -> Money {
    Money(picodollars: picodollarsPerYear(ofHours: hours)).inCents
  }

  /// The same to a millionth of a millionth of a dollar.
  func picodollarsPerYear(ofHours hours: Double) -> Int128 {
    guard hours != Double(BillingHours.year) else { return picodollars }
    return roundedQuotient(picodollars * Int128(BillingHours.year * 3600), Int128((hours * 3600).rounded()))
  }
}

/// A billing month and how many of its hours are covered.
public struct BillingPeriod: Equatable, Sendable {
  /// First day of the calendar month.
  public var start: CalendarDay
  /// First day of the next one.
  public var end: CalendarDay
  /// Hours covered; less than the month has where the horizon begins or ends in it.
  public var hours: Double
  /// Hours of the month before the first of them.
  public var startHour: Double

  public init(start: CalendarDay, end: CalendarDay, hours: Double, startHour: Double = 0) {
    self.start = start
    self.end = end
    self.hours = hours
    self.startHour = startHour
  }

  /// Hours of the whole calendar month.
  public var calendarHours: Int { 24 * (end.daysSinceEpoch - start.daysSinceEpoch) }

  /// The first instant that is covered and the first that is not any more, as `2027-01-15T00:00:00Z`.
  public var covered: (start: String, end: String) {
    (instant(afterHours: startHour), instant(afterHours: startHour + hours))
  }

  private func instant(afterHours hours: Double) -> String {
    let seconds = Int((hours * 3600).rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(start.adding(days: seconds / 86_400))"
      + "T\(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60))Z"
  }

  /// Whether a day begins within the hours that are covered.
  func covers(_ day: CalendarDay) -> Bool {
    let hour = Double(24 * (day.daysSinceEpoch - start.daysSinceEpoch))
    return startHour <= hour && hour < startHour + hours
  }

  /// Share of the calendar month that is covered.
  public var coverage: Double { hours / Double(calendarHours) }
}

/// The calendar months that lines are made for, and the parts of the horizon that each of them consists of.
///
/// Lines cover the horizon, from its first day: whole calendar months, and a last one that is covered in part (6 h after 365
/// days; in a leap year the last month lacks 18 h). Nothing is scaled to a billing year of 8760 h: for the reference fleet of
/// 67 nodes that would be 22,126 dollars of difference.
struct BillingCalendar: Equatable, Sendable {
  let periods: [BillingPeriod]
  /// By period.
  let parts: [Range<Int>]
  /// Hours of all of them.
  let hours: Double
  let allParts: Int

  var years: Double { hours / Double(BillingHours.year) }

  /// - Parameter span: From which hour of the horizon to which; both are cuts of it. Nil for all of it.
  init(of service: Service, within span: ClosedRange<Double>? = nil) {
    let all = service.parts
    let covered = all.indices.filter { index in span.map { all[index].lies(within: $0) } ?? true }
    var periods: [BillingPeriod] = []
    var parts: [Range<Int>] = []
    for index in covered {
      let part = all[index]
      if let last = periods.last, last.start == part.month {
        periods[periods.count - 1].hours += part.hours
        parts[parts.count - 1] = parts[parts.count - 1].lowerBound..<index + 1
      } else {
        let startHour = part.from - Double(24 * (part.month.daysSinceEpoch - service.begins.daysSinceEpoch))
        periods.append(
          BillingPeriod(
            start: part.month, end: part.month.firstOfNextMonth, hours: part.hours, startHour: startHour))
        parts.append(index..<index + 1)
      }
    }
    (self.periods, self.parts) = (periods, parts)
    hours = covered.last.map { all[$0].to - all[covered[0]].from } ?? 0
    allParts = all.count
  }

  /// The units of an amount in each period: as it arose, or evenly where no more than the year is known.
  func units(_ amount: Estimate) -> [Double] {
    guard !amount.parts.isEmpty else { return periods.map { amount.mean * $0.hours / Double(BillingHours.year) } }
    precondition(amount.parts.count == allParts, "an amount of a horizon with other months")
    return parts.map { $0.reduce(0) { $0 + amount.parts[$1] } }
  }

  /// How often something happens in each period that happens at the beginning and again after so many hours.
  func recurrences(everyHours length: Double) -> [Int] {
    var (from, done) = (0.0, 0)
    return periods.map { period in
      defer { from += period.hours }
      let before = done
      while Double(done) * length < from + period.hours - 1e-9 { done += 1 }
      return done - before
    }
  }
}

/// Rounds amounts that are summed: parts in millionths sum to the rounded whole.
func roundedTogether(_ units: [Double]) -> [Quantity] {
  var sum = 0.0
  var given = Quantity.zero
  return units.map { unit in
    sum += unit
    let due = Quantity(sum)
    defer { given = due }
    return due - given
  }
}
