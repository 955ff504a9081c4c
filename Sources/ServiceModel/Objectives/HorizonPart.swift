/// A stretch of a horizon within one calendar month: what is billed together.
///
/// The first year of 8766 h ends within a month where the horizon goes on, and cuts it in two: what is paid in that year is
/// told from what is paid later.
public struct HorizonPart: Equatable, Sendable {
  /// First day of the calendar month.
  public let month: CalendarDay
  /// In hours from the beginning of the horizon.
  public let from: Double
  public let to: Double

  public var hours: Double { to - from }
  /// Whether it lies within the first 8766 h.
  public var isInFirstYear: Bool { to <= Horizon.yearHours }
}

extension Service {
  /// The horizon, cut where calendar months begin and where its first year ends.
  public var parts: [HorizonPart] {
    var parts: [HorizonPart] = []
    var (day, from) = (begins, 0.0)
    while from < horizonHours {
      let next = day.firstOfNextMonth
      let end = min(horizonHours, Double(24 * (next.daysSinceEpoch - begins.daysSinceEpoch)))
      let month = CalendarDay(year: day.year, month: day.month, day: 1)
      if from < Horizon.yearHours && Horizon.yearHours < end {
        parts.append(HorizonPart(month: month, from: from, to: Horizon.yearHours))
        from = Horizon.yearHours
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
