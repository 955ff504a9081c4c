internal import CKeyTable
import ServiceModel

/// When the clocks of a zone are moved, as POSIX writes it: `EST5EDT,M3.2.0,M11.1.0`.
struct ZoneRule: Equatable {
  /// The n-th weekday of a month, n = 5 for the last one, and seconds after its midnight by the clock that then holds.
  struct Day: Equatable {
    var month: Int
    var week: Int
    /// 0 for Sunday.
    var weekday: Int
    var seconds: Int

    /// Midnight of that day, in seconds since 1970, without a zone.
    func midnight(of year: Int) -> Int {
      let first = CalendarDay(year: year, month: month, day: 1)
      // Ours count from Monday.
      let until = ((weekday + 6) % 7 - first.weekday + 7) % 7
      var day = 1 + until + 7 * (week - 1)
      while day > CalendarDay.days(inMonth: month, of: year) { day -= 7 }
      return CalendarDay(year: year, month: month, day: day).daysSinceEpoch * 86_400
    }
  }

  let name: String
  /// Seconds ahead of UTC in standard time.
  let standard: Int
  /// Seconds ahead of UTC in summer, when that begins and when it ends; nil where clocks are never moved.
  let saving: (ahead: Int, begins: Day, ends: Day)?
  /// The first year in which it holds from the first day on.
  let since: Int

  static func == (a: ZoneRule, b: ZoneRule) -> Bool { a.name == b.name }

  /// Seconds ahead of UTC at an instant of UTC, in seconds since 1970.
  func ahead(at instant: Int) -> Int {
    let year = CalendarDay(daysSinceEpoch: (instant >= 0 ? instant : instant - 86_399) / 86_400).year
    return changes(from: year - 1, to: year + 1).last { $0.at <= instant }?.ahead ?? standard
  }

  /// When the clocks are moved in some years, in seconds since 1970, and how far they are ahead of UTC from then on.
  func changes(from first: Int, to last: Int) -> [(at: Int, ahead: Int)] {
    guard let saving else { return [] }
    return (first...last).flatMap { year in
      [
        (saving.begins.midnight(of: year) + saving.begins.seconds - standard, saving.ahead),
        (saving.ends.midnight(of: year) + saving.ends.seconds - saving.ahead, standard),
      ]
    }.sorted { $0.0 < $1.0 }
  }
}

// MARK: The table

extension ZoneRule {
  /// The version of the database that the table was made from, such as `2025b`.
  static let version: String = String(lines[0].drop { !$0.isNumber }.prefix { $0 != ":" })

  private static let lines = String(cString: nines_zone_table()).split(separator: "\n")

  /// All names, in the order of the table.
  static let names: [String] = lines.dropFirst(2).map { String($0.prefix { $0 != "\t" }) }

  /// Zones whose standard or summer time has a name, with how far they are ahead of UTC then, in the order of the table.
  static func uses(ofAbbreviation name: String) -> [(seconds: Int, zone: String)] {
    lines.dropFirst(2).flatMap { line -> [(seconds: Int, zone: String)] in
      let cells = line.split(separator: "\t")
      // Names come first and behind the first distance: `EST5EDT,M3.2.0,M11.1.0`.
      guard cells.count == 3, cells[1].contains(name), let rule = ZoneRule(zone: String(cells[0])) else { return [] }
      let names = cells[1].prefix { $0 != "," }
      let standard = names.prefix { $0.isLetter }
      if standard == name { return [(rule.standard, rule.name)] }
      let summer = names.dropFirst(standard.count).drop { !$0.isLetter }.prefix { $0.isLetter }
      guard summer == name, let saving = rule.saving else { return [] }
      return [(saving.ahead, rule.name)]
    }
  }

  /// The rule of a zone of the IANA database, of the program's own table; nil where there is none of that name.
  init?(zone: String) {
    guard let line = ZoneRule.lines.dropFirst(2).first(where: { $0.hasPrefix(zone + "\t") }) else { return nil }
    let cells = line.split(separator: "\t")
    guard cells.count == 3, let since = Int(cells[2]) else { return nil }
    self.init(name: zone, posix: cells[1], since: since)
  }

  /// - Parameter posix: Names in letters or in angle brackets, hours west of UTC, days as `Mmonth.week.weekday/time`.
  init?(name: String, posix: Substring, since: Int) {
    var rest = posix
    func skipName() {
      if rest.first == "<" {
        rest = rest.drop { $0 != ">" }.dropFirst()
      } else {
        rest = rest.drop { $0.isLetter }
      }
    }
    func time() -> Int? {
      let text = rest.prefix { $0.isNumber || $0 == ":" || $0 == "-" || $0 == "+" }
      guard !text.isEmpty else { return nil }
      rest = rest[text.endIndex...]
      let sign = text.hasPrefix("-") ? -1 : 1
      let parts = text.drop { $0 == "-" || $0 == "+" }.split(separator: ":").compactMap { Int($0) }
      guard (1...3).contains(parts.count) else { return nil }
      return sign * zip(parts, [3600, 60, 1]).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func day() -> Day? {
      guard rest.hasPrefix(",M") else { return nil }
      let text = rest.dropFirst(2).prefix { $0.isNumber || $0 == "." }
      rest = rest[text.endIndex...]
      let parts = text.split(separator: ".").compactMap { Int($0) }
      guard parts.count == 3 else { return nil }
      var seconds = 7200
      if rest.first == "/" {
        rest = rest.dropFirst()
        guard let written = time() else { return nil }
        seconds = written
      }
      return Day(month: parts[0], week: parts[1], weekday: parts[2], seconds: seconds)
    }
    skipName()
    guard let west = time() else { return nil }
    (self.name, self.since, standard) = (name, since, -west)
    guard !rest.isEmpty else {
      saving = nil
      return
    }
    skipName()
    let ahead = rest.first == "," ? standard + 3600 : time().map { -$0 }
    guard let ahead, let begins = day(), let ends = day(), rest.isEmpty else { return nil }
    saving = (ahead, begins, ends)
  }
}
