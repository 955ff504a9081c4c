/// What people write behind a time: `PST`, `CEST`, `JST`.
enum ZoneAbbreviation {
  /// Those that mail has agreed on (RFC 5322, 4.3), in hours: elsewhere some of them are used for other clocks.
  private static let agreed = [
    "UT": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
  ]

  /// Seconds ahead of UTC; nil for what no zone of the table uses.
  ///
  /// - Throws: `InstantProblem` for what zones use in several ways.
  static func secondsAhead(_ name: String) throws(InstantProblem) -> Int? {
    if let hours = agreed[name] { return hours * 3600 }
    let uses = ZoneRule.uses(ofAbbreviation: name)
    var distances: [(seconds: Int, zone: String)] = []
    for use in uses where !distances.contains(where: { $0.seconds == use.seconds }) { distances.append(use) }
    guard distances.count <= 1 else {
      let list = distances.map { "\(words($0.seconds)) (\($0.zone))" }.joined(separator: ", ")
      throw InstantProblem(
        what: "has a zone of several meanings, '\(name)': \(list)", remedy: "Write one of them instead")
    }
    return uses.first?.seconds
  }

  /// A distance from UTC as it is written behind a time: `-05:00`.
  static func words(_ seconds: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let minutes = abs(seconds) / 60
    return (seconds < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
  }
}
