import ServiceModel

/// What is wrong with the text of an instant, as the end of a sentence that quotes it, and what to write.
struct InstantProblem: Error, Equatable {
  let what: String
  let remedy: String
}

/// An instant of the calendar in seconds since 1970-01-01 00:00 UTC: `2025-12-02T16:34Z`, `2025-12-02 16:34:30+02:00`, `2025-12-02 08:34
/// PST`, `2025-12-02 11:34 America/New_York`; of UTC where no zone stands behind the time.
///
/// - Returns: nil for anything else, a day without a time included: when on that day would be a guess.
/// - Throws: `InstantProblem` for a time of a zone that is not known, or that does not tell the instant.
func datedInstant(_ text: String) throws(InstantProblem) -> Double? {
  guard let day = CalendarDay(String(text.prefix(10))), let separator = text.dropFirst(10).first,
    separator == " " || separator == "T"
  else { return nil }
  let rest = text.dropFirst(11)
  let clock = rest.prefix { $0.isNumber || $0 == ":" || $0 == "." }
  let fields = clock.split(separator: ":", omittingEmptySubsequences: false)
  guard (2...3).contains(fields.count),
    fields.allSatisfy({ $0.count >= 2 && $0.allSatisfy { $0.isNumber || $0 == "." } }),
    let hour = Int(fields[0]), let minute = Int(fields[1]), let second = fields.count == 3 ? Double(fields[2]) : 0,
    hour < 24, minute < 60, second < 60
  else { return nil }
  let zone = rest[clock.endIndex...].drop { $0 == " " }
  let wall = day.daysSinceEpoch * 86_400 + hour * 3600 + minute * 60
  return try Double(wall - secondsAhead(String(zone), at: wall, in: day.year)) + second
}

/// How far a zone is ahead of UTC when its own clock shows `wall`, in seconds since 1970 without a zone.
///
/// `CET` is a zone of the database too, whose clock is moved in summer: who writes it behind a time means the abbreviation.
private func secondsAhead(_ zone: String, at wall: Int, in year: Int) throws(InstantProblem) -> Int {
  if zone.isEmpty || zone == "Z" { return 0 }
  if let seconds = try ZoneAbbreviation.secondsAhead(zone) { return seconds }
  if let rule = ZoneRule(zone: zone) { return try rule.ahead(atWall: wall, in: year) }
  if let offset = try? UTCOffset(zone) { return Int(offset.seconds) }
  throw InstantProblem(
    what: "has a zone that is not known, '\(zone)'",
    remedy: "Write Z, a distance such as -05:00, a name such as America/New_York, or an abbreviation such as PST")
}

extension ZoneRule {
  /// - Throws: `InstantProblem` where its clock never showed that time, showed it twice, or moved by other rules then.
  fileprivate func ahead(atWall wall: Int, in year: Int) throws(InstantProblem) -> Int {
    guard year >= since else {
      throw InstantProblem(
        what: "is before \(since), from when on the rules of \(name) are known",
        remedy: "Write its distance from UTC, such as -05:00")
    }
    let known = [standard] + (saving.map { [$0.ahead] } ?? [])
    let fitting = known.filter { ahead(at: wall - $0) == $0 }
    guard let found = fitting.first else {
      throw InstantProblem(
        what: "is in an hour that \(name) left out that day, when clocks were put forward",
        remedy: "Check the time, or write it in UTC")
    }
    guard fitting.count == 1 else {
      let both = fitting.map(ZoneAbbreviation.words).joined(separator: " or ")
      throw InstantProblem(
        what: "came twice in \(name) that day, when clocks were put back", remedy: "Write \(both) behind the time")
    }
    return found
  }
}
