internal import Intake
import ServiceModel

/// The clocks that a plan lives by: its own, and those of its origins.
extension PlanDecoder {
  /// The plan's own clock, by `zone`: it shows midnight at the plan's first instant.
  func planClock(_ root: FieldReader, begins: CalendarDay, horizonSeconds: Double) -> WallClock {
    guard let text = root.text("zone") else { return .even }
    guard let clock = clock(text, root, begins: begins, horizonSeconds: horizonSeconds, beside: nil) else {
      return .even
    }
    if let zone = clock.zone {
      interpret("zone: the plan's clock is that of \(zone), by the rules of the IANA database \(ZoneRule.version)")
    }
    return clock
  }

  /// The clock of an origin, beside the plan's.
  func originClock(_ reader: FieldReader, begins: CalendarDay, horizonSeconds: Double) -> WallClock {
    let text = reader.requiredText("zone", example: "America/New_York")
    guard !text.isEmpty else { return .even }
    return clock(text, reader, begins: begins, horizonSeconds: horizonSeconds, beside: self.clock) ?? .even
  }

  /// - Parameter own: The plan's clock; nil where this is it.
  private func clock(
    _ text: String, _ reader: FieldReader, begins: CalendarDay, horizonSeconds: Double, beside own: WallClock?
  ) -> WallClock? {
    let midnight = begins.daysSinceEpoch * 86_400
    guard let rule = ZoneRule(zone: text) else {
      if let offset = try? UTCOffset(text) {
        return WallClock(
          utcOffsetSeconds: offset.seconds, ahead: own.map { offset.seconds - $0.utcOffsetSeconds } ?? 0)
      }
      reader.error(
        "zone", "expected an offset from UTC or a zone of the IANA database, found '\(text)'",
        remedy: text.contains("/")
          ? FieldReader.suggestion(for: text, among: ZoneRule.names) : "Write UTC-5, UTC+5:30 or America/New_York")
      return nil
    }
    guard begins.year >= rule.since else {
      reader.error(
        "zone", "the clocks of \(text) follow one rule from \(rule.since) on, and the plan begins in \(begins.year)",
        remedy: "Write an offset such as UTC\(rule.standard < 0 ? "-" : "+")\(abs(rule.standard) / 3600)")
      return nil
    }
    // The first instant in UTC: by the plan's clock, which shows midnight then.
    var first = midnight - Int(nearestWhole(own?.utcOffsetSeconds ?? 0))
    if own == nil { first = midnight - rule.ahead(at: midnight - rule.ahead(at: midnight - rule.standard)) }
    let origin = own?.utcOffsetSeconds ?? Double(rule.ahead(at: first))
    // A replication is followed some weeks beyond its horizon.
    let end = first + Int(nearestWhole(horizonSeconds)) + 400 * 86_400
    let last = CalendarDay(daysSinceEpoch: end / 86_400).year
    let changes = rule.changes(from: begins.year - 1, to: last).filter { $0.at > first && $0.at <= end }
    return WallClock(
      zone: text, utcOffsetSeconds: Double(rule.ahead(at: first)), ahead: Double(rule.ahead(at: first)) - origin,
      changes: changes.map { .init(at: Double($0.at - first), ahead: Double($0.ahead) - origin) })
  }
}
