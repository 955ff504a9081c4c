import OutputAnalysis

/// What a study says of one alert.
public struct AlertFigures: Equatable, Sendable {
  /// Some outages, by cause or by how they show themselves.
  public struct Row: Equatable, Sendable {
    public let key: String
    /// How many were looked at, and how many of them the alert saw before they were over.
    public let outages: Int
    public let seen: Int
    /// Seconds from the fault to the alert; infinite where it did not ring.
    public let p50: Estimate
    public let p95: Estimate
    public let missedShare: Interval?
  }
  public let name: String
  /// The label of its rules; several, or none, where they say so.
  public let severity: String
  /// Whether it asks for something that nobody publishes.
  public let cannotRing: Bool
  public let byCause: [Row]
  public let bySign: [Row]
  /// Outages in which it rang and others muted it as long as it did: it paged nobody.
  public let inhibited: Int
  /// Minutes of outages a year that had passed when it rang, all of those that it missed.
  public let unseenMinutes: Interval
  /// False alarms a month of 365.25 / 12 days; nil where no week was looked at.
  public let falseAlarms: Interval?
  /// Unseen minutes a year and what its false alarms count in such minutes.
  public let cost: Double
  /// Whether it is the cheapest, or not to be told from it.
  public let isBest: Bool
}

/// What a study of alerts says.
public struct AlertAnswer: Equatable, Sendable {
  /// Names of causes in the order of the plan, overload last, with what was seen of them.
  public struct Cause: Equatable, Sendable {
    public let name: String
    public let outagesPerYear: Interval
    public let lookedAt: Int
    /// What rang when somebody was paged first, most often, and in which share of those outages.
    public let pagedWith: [String]
    public let pagedShare: Double
    /// The mean of the most alerts that rang at once, of those that others did not mute, and of the groups that these made.
    public let meanRinging: Double
    public let meanLeft: Double
    public let meanGroups: Double
    /// Who was called, in the order of the medians.
    public let called: [Called]
  }

  /// Somebody who was called in some outages of a cause.
  public struct Called: Equatable, Sendable {
    /// A receiver, or a level of the plan's on-call; empty where nobody has a name.
    public let who: String
    public let outages: Int
    /// Seconds from the fault to the call; infinite where there was none.
    public let p50: Estimate
    /// What rang then, most often, and in which share of the calls.
    public let ringing: [String]
    public let ringingShare: Double
  }
  public let alerts: [AlertFigures]
  public let causes: [Cause]
  /// What was looked at, one by one.
  public let outages: [OutageOutcome]
  public let weeks: [WeekOutcome]
  /// What a false alarm counts, in minutes.
  public let falseAlarmMinutes: Double
  public let years: Double
  /// Whether alerts may mute others.
  public let mutes: Bool

  static let daysPerMonth = 365.25 / 12

  /// - Parameters:
  ///   - counted: Outages of each cause in all years, whether they were looked at or not.
  ///   - years: Of 8766 hours.
  ///   - mutes: Whether alerts may mute others.
  public init(
    rules: AlertRules, causes names: [String], counted: [Int], years: Double, outages: [OutageOutcome],
    weeks: [WeekOutcome], falseAlarmMinutes: Double, mutes: Bool = false
  ) {
    self.years = years
    self.mutes = mutes
    self.outages = outages
    self.weeks = weeks
    self.falseAlarmMinutes = falseAlarmMinutes
    let groups = names.indices.map { cause in outages.filter { $0.cause == cause } }
    causes = names.indices.filter { counted[$0] > 0 }.map { cause in
      let rate = poissonExact(events: counted[cause], exposure: years)
      return AlertAnswer.cause(names[cause], perYear: rate, groups[cause])
    }
    let accounts = rules.alertNames.map { name in
      AlertAccount(name: name, groups: groups, counted: counted, years: years, weeks: weeks)
    }
    func cost(_ account: AlertAccount) -> Double {
      account.unseen.estimate + account.falsePerMonth * 12 * falseAlarmMinutes
    }
    let able = accounts.filter { account in
      rules.alerts.contains { $0.name == account.name && $0.unknown.isEmpty }
    }
    let best = able.min { cost($0) < cost($1) }
    alerts = accounts.map { account in
      let own = rules.alerts.filter { $0.name == account.name }
      let cannotRing = own.allSatisfy { !$0.unknown.isEmpty }
      var severities: [String] = []
      for rule in own where !severities.contains(rule.severity) { severities.append(rule.severity) }
      return AlertFigures(
        name: account.name, severity: severities.joined(separator: ", "), cannotRing: cannotRing,
        byCause: names.indices.filter { !groups[$0].isEmpty }.map { account.row(names[$0], groups[$0]) },
        bySign: OutageSign.allCases.compactMap { sign in
          let those = outages.filter { $0.sign == sign }
          return those.isEmpty ? nil : account.row(sign.rawValue, those)
        },
        inhibited: outages.count { $0.inhibited.contains(account.name) }, unseenMinutes: account.unseen,
        falseAlarms: account.falseAlarms, cost: cost(account),
        isBest: !cannotRing && best.map { account.isAsGood(as: $0, falseAlarmMinutes: falseAlarmMinutes) } ?? false)
    }
  }

  private static func cause(_ name: String, perYear: Interval, _ outages: [OutageOutcome]) -> Cause {
    let most = mostOften(outages.map(\.pagedWith).filter { !$0.isEmpty })
    func mean(_ value: (OutageOutcome) -> Int) -> Double {
      outages.isEmpty ? 0 : Double(outages.reduce(0) { $0 + value($1) }) / Double(outages.count)
    }
    return Cause(
      name: name, outagesPerYear: perYear, lookedAt: outages.count, pagedWith: most?.names ?? [],
      pagedShare: most.map { Double($0.count) / Double(outages.count) } ?? 0, meanRinging: mean(\.mostRinging),
      meanLeft: mean(\.mostLeft), meanGroups: mean(\.mostGroups), called: called(outages))
  }

  private static func called(_ outages: [OutageOutcome]) -> [Called] {
    let people = Set(outages.flatMap { $0.calls.map(\.who) }).sorted()
    let figures = people.map { who in
      let calls = outages.map { outage in outage.calls.first { $0.who == who } }
      let times = calls.map { $0?.afterSeconds ?? .infinity }
      let made = calls.compactMap { $0 }
      let most = mostOften(made.map(\.ringing))
      return (
        middle: times.sorted()[(times.count - 1) / 2],
        figures: Called(
          who: who, outages: made.count, p50: quantileInterval(times, p: 0.5), ringing: most?.names ?? [],
          ringingShare: most.map { Double($0.count) / Double(made.count) } ?? 0)
      )
    }
    return figures.sorted { ($0.middle, $0.figures.who) < ($1.middle, $1.figures.who) }.map { $0.figures }
  }

  /// The set of names that is there most often, the first of equals.
  private static func mostOften(_ all: [[String]]) -> (names: [String], count: Int)? {
    var sets: [(names: [String], count: Int)] = []
    for names in all {
      if let index = sets.firstIndex(where: { $0.names == names }) {
        sets[index].count += 1
      } else {
        sets.append((names, 1))
      }
    }
    return sets.max { $0.count < $1.count }
  }
}

/// One alert's account: minutes of outages that it did not see, and its false alarms.
struct AlertAccount {
  let name: String
  private let groups: [[OutageOutcome]]
  private let counted: [Int]
  private let years: Double
  private let falseCount: Int
  private let months: Double

  init(name: String, groups: [[OutageOutcome]], counted: [Int], years: Double, weeks: [WeekOutcome]) {
    self.name = name
    self.groups = groups
    self.counted = counted
    self.years = years
    falseCount = weeks.reduce(0) { $0 + ($1.falseAlarms[name] ?? 0) }
    months = weeks.reduce(0) { $0 + $1.quietDays } / AlertAnswer.daysPerMonth
  }

  var falsePerMonth: Double { months > 0 ? Double(falseCount) / months : 0 }
  var falseAlarms: Interval? { months > 0 ? poissonExact(events: falseCount, exposure: months) : nil }

  func row(_ key: String, _ outages: [OutageOutcome]) -> AlertFigures.Row {
    let times = outages.map { $0.rangAfter[name] ?? .infinity }
    let missed = times.count { $0.isInfinite }
    return AlertFigures.Row(
      key: key, outages: times.count, seen: times.count - missed, p50: quantileInterval(times, p: 0.5),
      p95: quantileInterval(times, p: 0.95),
      missedShare: times.isEmpty ? nil : clopperPearson(successes: missed, trials: times.count))
  }

  /// Minutes a year: of each cause its outages a year times the mean of those that were looked at. The interval is normal; it
  /// holds how many outages a cause makes, and how long they go unseen.
  var unseen: Interval {
    let (mean, variance) = weighted { $0.unseenMinutes(by: name) }
    let half = 1.96 * variance.squareRoot()
    return Interval(estimate: mean, low: max(0, mean - half), high: mean + half)
  }

  /// Whether the cost of an alert cannot be told from another's, by the same outages.
  func isAsGood(as best: AlertAccount, falseAlarmMinutes: Double) -> Bool {
    guard name != best.name else { return true }
    let (mean, variance) = weighted { $0.unseenMinutes(by: name) - $0.unseenMinutes(by: best.name) }
    let weight = months > 0 ? 12 * falseAlarmMinutes / months : 0
    let difference = mean + Double(falseCount - best.falseCount) * weight
    // Of nothing seen one event is what may have been missed.
    let spread = variance + Double(max(1, falseCount + best.falseCount)) * weight * weight
    return difference <= 1.96 * spread.squareRoot()
  }

  /// The yearly sum of a value of outages, and the variance of its estimate.
  private func weighted(_ value: (OutageOutcome) -> Double) -> (mean: Double, variance: Double) {
    var (sum, variance) = (0.0, 0.0)
    for (cause, outages) in groups.enumerated() where !outages.isEmpty {
      let values = outages.map(value)
      let n = Double(values.count)
      let mean = values.reduce(0, +) / n
      let spread = n > 1 ? values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) : mean * mean
      let rate = Double(counted[cause]) / years
      sum += rate * mean
      variance += rate * rate * spread / n + mean * mean * rate / years
    }
    return (sum, variance)
  }
}
