/// A stretch of a horizon within one calendar month: what is billed together.
///
/// The first year of 8766 h ends within a month where the horizon goes on, and cuts it in two: what is paid in that year is
/// told from what is paid later. So does every other whole year where each is judged by what it costs.
public struct HorizonPart: Equatable, Sendable {
  /// First day of the calendar month.
  public let month: CalendarDay
  /// In hours from the beginning of the horizon.
  public let from: Double
  public let to: Double

  public var hours: Double { to - from }

  /// Whether it lies between two of the hours at which horizons are cut; ends that differ by rounding alone are the same.
  public func lies(within hours: ClosedRange<Double>) -> Bool {
    from >= hours.lowerBound - 1e-6 && to <= hours.upperBound + 1e-6
  }
}

extension Service {
  /// The horizon, cut where calendar months begin, where its first year ends and, under a budget, where its other years end.
  public var parts: [HorizonPart] {
    let yearEnds = ([Horizon.yearHours] + (objectives.budget == nil ? [] : horizon.yearEnds)).sorted()
    var parts: [HorizonPart] = []
    var (day, from) = (begins, 0.0)
    while from < horizonHours {
      let next = day.firstOfNextMonth
      let end = min(horizonHours, Double(24 * (next.daysSinceEpoch - begins.daysSinceEpoch)))
      let month = CalendarDay(year: day.year, month: day.month, day: 1)
      for cut in yearEnds where from < cut && cut < end {
        parts.append(HorizonPart(month: month, from: from, to: cut))
        from = cut
      }
      parts.append(HorizonPart(month: month, from: from, to: end))
      (day, from) = (next, end)
    }
    return parts
  }

  /// For each calendar month that lies whole within the horizon, the parts that it consists of.
  public var partsOfWholeMonths: [[Int]] {
    let parts = parts
    return wholeMonths.map { month in parts.indices.filter { parts[$0].from >= month.from && parts[$0].to <= month.to }
    }
  }
}
