internal import Intake
import ServiceModel
import Stochastics

/// What shapes demand beyond a week: seasons, growth and events.
extension PlanDecoder {
  // MARK: Seasons

  /// Knots by month (its middle) or by date (its noon), in the order of the calendar.
  func year(_ reader: FieldReader) -> [YearKnot] {
    guard let year = reader.child("year") else { return [] }
    var knots: [YearKnot] = []
    for key in year.names("DATE") {
      let factor = year.required(key, .factor)
      guard let position = positionInYear(key) else {
        year.error(key, "expected a month or a day of the year, found '\(key)'", remedy: "Write jan to dec, or 11-27")
        continue
      }
      knots.append(YearKnot(position: position, factor: factor))
    }
    guard knots.count == year.keys.count else { return [] }
    if knots.count < 3 || !zip(knots, knots.dropFirst()).allSatisfy({ $0.position < $1.position }) {
      reader.error("year", "a yearly curve needs at least three months or days in the order of the calendar")
      return []
    }
    if knots.map(\.factor).max() == 0 { reader.error("year", "the yearly curve is zero all year") }
    return knots
  }

  private func positionInYear(_ text: String) -> Double? {
    let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    // A year of 365 days; a leap year is stretched over the same curve.
    let year = 2027
    if let month = months.firstIndex(of: text) {
      let first = CalendarDay(year: year, month: month + 1, day: 1).shareOfYear
      return first + (Double(CalendarDay.days(inMonth: month + 1, of: year)) / 2 - 0.5) / 365
    }
    return CalendarDay("\(year)-\(text)")?.shareOfYear
  }

  // MARK: Growth

  func growth(_ reader: FieldReader) -> TrafficGrowth? {
    guard let growth = reader.child("growth", shorthand: "per-year: VALUE", .factor) else { return nil }
    defer { growth.finish() }
    if growth.has("per-year"), growth.has("per-month") {
      growth.error("per-month", "'per-year' and 'per-month' both say how fast demand grows", remedy: "Keep one")
    }
    if let rate = growth.optional("per-month", .factor) { return .perMonth(rate) }
    return .perYear(growth.has("per-month") ? 0 : growth.required("per-year", .factor))
  }

  // MARK: Events

  func campaigns(_ reader: FieldReader, begins: CalendarDay, horizonSeconds: Double) -> [Campaign] {
    reader.children("campaigns").map { name, part in
      let start = instant(part, "at", from: begins)
      let shape = EventShape(
        rampUp: part.optional("ramp-up", .duration) ?? 0, lasts: part.required("lasts", .duration),
        rampDown: part.optional("ramp-down", .duration) ?? 0)
      let campaign = Campaign(name: name, startSeconds: start ?? 0, lift: lift(part), shape: shape)
      part.finish()
      if start != nil, campaign.startSeconds >= horizonSeconds || campaign.startSeconds + shape.totalSeconds <= 0 {
        part.warning("at", "campaign '\(name)' lies outside the horizon and changes nothing")
      }
      return campaign
    }
  }

  private func lift(_ reader: FieldReader) -> Lift {
    switch (reader.has("factor"), reader.has("add")) {
    case (true, false): return .factor(reader.required("factor", .factor))
    case (false, true): return .added(rps: reader.required("add", .rate))
    case (true, true): reader.error("add", "'factor' and 'add' both say what it brings", remedy: "Keep one")
    case (false, false):
      reader.missing(
        "factor", "'\(reader.path)' does not say what it brings", remedy: "Add 'factor: 3', or 'add: 200rps'")
    }
    return .factor(1)
  }

  /// `2027-11-26`, or `2027-11-26 08:00`; seconds after the plan's first instant, by the plan's clock.
  private func instant(_ reader: FieldReader, _ key: String, from begins: CalendarDay) -> Double? {
    let text = reader.requiredText(key, example: "2027-11-26 08:00")
    guard !text.isEmpty else { return nil }
    let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard let day = CalendarDay(parts[0]), parts.count <= 2,
      let hour = parts.count == 1 ? 0 : try? QuantityKind.hourOfDay.value(of: parts[1])
    else {
      reader.error(
        key, "expected a date at '\(reader.path(of: key))', found '\(text)'",
        remedy: "Write 2027-11-26, or 2027-11-26 08:00")
      return nil
    }
    return clock.seconds(atWall: Double(day.daysSinceEpoch - begins.daysSinceEpoch) * 86_400 + hour * 3600)
  }

  func crowds(_ reader: FieldReader) -> [FlashCrowd] {
    reader.children("flash-crowds").map { name, part in
      let crowd = FlashCrowd(
        name: name, perYear: part.required("per-year", .perYear), factor: part.requiredDistribution("factor", .factor),
        rampUp: part.optional("ramp-up", .duration) ?? 0, lasts: part.requiredDistribution("lasts"),
        rampDown: part.optional("ramp-down", .duration) ?? 0)
      part.finish()
      if crowd.perYear > 8766 {
        part.error("per-year", "more than one crowd an hour is noise", remedy: "Use 'noise', or lower 'per-year'")
      }
      for (key, law) in [("factor", crowd.factor), ("lasts", crowd.lasts)] where law.mean == .infinity {
        part.error(
          key, "the law at '\(part.path(of: key))' has no mean", remedy: "Write 'lognormal median ... sigma ...'")
      }
      return crowd
    }
  }

  func day(_ reader: FieldReader, _ key: String) -> CalendarDay? {
    guard let text = reader.text(key) else { return nil }
    guard let day = CalendarDay(text) else {
      reader.error(key, "expected a date at '\(key)', found '\(text)'", remedy: "Write it as 2027-01-31")
      return nil
    }
    return day
  }
}
