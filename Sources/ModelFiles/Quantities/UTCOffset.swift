/// A clock that stands apart from UTC by the same time all year, in seconds.
///
/// Names of zones that keep daylight saving are refused here, because half a year would be an hour off without a word: see
/// `ZoneRule`.
struct UTCOffset: Equatable {
  enum Problem: Error, Equatable {
    case unknown
    /// A zone that moves its clocks.
    case daylightSaving
  }

  let seconds: Double

  /// Reads `UTC`, `UTC-5`, `UTC+5:30`, `+02:00`, or the name of a zone without daylight saving: `Asia/Tokyo`.
  init(_ text: String) throws(Problem) {
    if let zone = ZoneRule(zone: text) {
      guard zone.saving == nil else { throw .daylightSaving }
      seconds = Double(zone.standard)
      return
    }
    let rest = text.hasPrefix("UTC") ? text.dropFirst(3) : text[...]
    guard let sign = rest.first, sign == "+" || sign == "-" else { throw .unknown }
    let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isASCII) }),
      let hours = UInt(parts[0]), let minutes = parts.count == 2 ? UInt(parts[1]) : 0, minutes < 60,
      Double(hours) + Double(minutes) / 60 <= (sign == "-" ? 12 : 14)
    else { throw .unknown }
    seconds = (sign == "-" ? -1 : 1) * Double(hours * 3600 + minutes * 60)
  }
}
