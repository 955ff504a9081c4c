import ServiceModel

/// An instant of the calendar in seconds since 1970-01-01 00:00 UTC: `2025-12-02T16:34Z`, `2025-12-02 16:34:30+02:00`.
///
/// - Returns: nil for anything else, a day without a time included: when on that day would be a guess.
func datedInstant(_ text: String) -> Double? {
  let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
  guard parts.count == 2, let day = CalendarDay(String(parts[0])) else { return nil }
  var clock = parts[1]
  var offset = 0.0
  if clock.hasSuffix("Z") {
    clock = clock.dropLast()
  } else if let sign = clock.firstIndex(where: { $0 == "+" || $0 == "-" }) {
    guard let zone = try? UTCOffset(String(clock[sign...])) else { return nil }
    offset = zone.seconds
    clock = clock[..<sign]
  }
  let fields = clock.split(separator: ":", omittingEmptySubsequences: false)
  guard (2...3).contains(fields.count),
    fields.allSatisfy({ $0.count >= 2 && $0.allSatisfy { $0.isNumber || $0 == "." } }),
    let hour = Int(fields[0]), let minute = Int(fields[1]), let second = fields.count == 3 ? Double(fields[2]) : 0,
    hour < 24, minute < 60, second < 60
  else { return nil }
  return Double(day.daysSinceEpoch) * 86_400 + Double(hour * 3600 + minute * 60) + second - offset
}
