extension Service {
  /// The day of the plan that stands for a date: of those with its day of the week, the one nearest to it in the year, so
  /// that traffic has the date's weekly and yearly shape.
  ///
  /// - Parameter days: Whole days of the plan that are needed from it on.
  /// - Returns: Days after the plan's first; nil where the horizon is shorter than that. A horizon without that day of the
  ///   week gives its day nearest in the year.
  public func day(standingFor date: CalendarDay, days: Int) -> Int? {
    let last = Int((horizonHours / 24 + 1e-9).rounded(.down)) - days
    guard last >= 0 else { return nil }
    let wanted = Int(date.shareOfYear * 365.25)
    var best: (offset: Int, isOtherDay: Bool, distance: Int)?
    for offset in 0...last {
      let day = begins.adding(days: offset)
      let apart = abs(Int(day.shareOfYear * 365.25) - wanted)
      let here = (offset, day.weekday != date.weekday, min(apart, 365 - apart))
      if let found = best, (found.isOtherDay ? 1 : 0, found.distance) <= (here.1 ? 1 : 0, here.2) { continue }
      best = here
    }
    return best?.offset
  }
}
