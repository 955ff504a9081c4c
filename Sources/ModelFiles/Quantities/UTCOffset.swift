/// A clock that stands apart from UTC by the same time all year, in seconds.
///
/// Daylight saving is not modelled: names of zones that keep it are refused, because half a year would be an hour off
/// without a word.
struct UTCOffset: Equatable {
  enum Problem: Error, Equatable {
    case unknown
    /// A zone that moves its clocks.
    case daylightSaving
  }

  let seconds: Double

  /// Reads `UTC`, `UTC-5`, `UTC+5:30`, `+02:00`, or the name of a zone without daylight saving: `Asia/Tokyo`.
  init(_ text: String) throws(Problem) {
    if let hours = fixedZones[text] {
      seconds = hours * 3600
      return
    }
    let rest = text.hasPrefix("UTC") ? text.dropFirst(3) : text[...]
    guard let sign = rest.first, sign == "+" || sign == "-" else {
      throw UTCOffset.looksLikeAZone(text) ? .daylightSaving : .unknown
    }
    let parts = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isASCII) }),
      let hours = UInt(parts[0]), let minutes = parts.count == 2 ? UInt(parts[1]) : 0, minutes < 60,
      Double(hours) + Double(minutes) / 60 <= (sign == "-" ? 12 : 14)
    else { throw .unknown }
    seconds = (sign == "-" ? -1 : 1) * Double(hours * 3600 + minutes * 60)
  }

  /// `Europe/Berlin`, and the abbreviations that people write.
  private static func looksLikeAZone(_ text: String) -> Bool {
    let areas = ["Europe/", "America/", "Asia/", "Africa/", "Australia/", "Pacific/", "Atlantic/", "US/", "Canada/"]
    return areas.contains { text.hasPrefix($0) }
      || ["EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "CET", "CEST", "EET", "WET", "BST"].contains(text)
  }
}

/// Zones whose clocks have not moved for years, by hours ahead of UTC. Source: IANA time zone database, 2024a.
private let fixedZones: [String: Double] = [
  "UTC": 0, "GMT": 0, "Etc/UTC": 0, "Africa/Accra": 0, "Africa/Lagos": 1, "Africa/Johannesburg": 2,
  "Africa/Nairobi": 3, "Asia/Riyadh": 3, "Europe/Istanbul": 3, "Europe/Moscow": 3, "Asia/Dubai": 4,
  "Asia/Karachi": 5, "Asia/Kolkata": 5.5, "Asia/Kathmandu": 5.75, "Asia/Dhaka": 6, "Asia/Bangkok": 7,
  "Asia/Jakarta": 7, "Asia/Ho_Chi_Minh": 7, "Asia/Shanghai": 8, "Asia/Hong_Kong": 8, "Asia/Singapore": 8,
  "Asia/Taipei": 8, "Asia/Manila": 8, "Australia/Perth": 8, "Asia/Tokyo": 9, "Asia/Seoul": 9,
  "Australia/Brisbane": 10, "America/Argentina/Buenos_Aires": -3, "America/Sao_Paulo": -3, "America/Bogota": -5,
  "America/Lima": -5, "America/Mexico_City": -6, "America/Phoenix": -7, "Pacific/Honolulu": -10,
]
