import Experiments
import FailoverSimulation
import ServiceModel
import Stochastics

/// A team's rules over the outages and the ordinary weeks of a plan's years, which have not happened yet.
public struct AlertStudy: Sendable {
  public var service: Service
  public var rules: AlertRules
  public var map: MetricsMap
  public var size: AlertStudySize
  public var ordinary: OrdinaryFailures

  public init(
    service: Service, rules: AlertRules, map: MetricsMap, size: AlertStudySize, ordinary: OrdinaryFailures
  ) {
    self.service = service
    self.rules = rules
    self.map = map
    self.size = size
    self.ordinary = ordinary
  }

  /// A year's ledger: the outages of a replication.
  public func ledger(of replication: Int) throws -> [LedgerRow] {
    try Experiments.ledger(
      service,
      size: DrillSize(
        seed: size.seed, replication: replication, fromSeconds: 0,
        lastsSeconds: 0, everySeconds: 1))
  }

  // MARK: Windows

  /// The stretches to look at: of each cause the first outages of the years, and weeks at random instants of them.
  ///
  /// What is shorter than an evaluation no rule can see, and is left out.
  public func windows(ledgers: [[LedgerRow]]) -> [AlertWindow] {
    var windows: [AlertWindow] = []
    var taken: [Int: Int] = [:]
    for (replication, ledger) in ledgers.enumerated() {
      for row in ledger where row.faultSeconds >= size.historySeconds {
        guard taken[row.cause, default: 0] < size.outagesPerCause else { continue }
        taken[row.cause, default: 0] += 1
        let end = min(row.endSeconds, row.faultSeconds + size.watchedSeconds)
        windows.append(window(windows.count, replication, from: row.faultSeconds, to: end, .outage(row)))
      }
    }
    let key = StreamKey(seed: size.seed, name: "telemetry/weeks")
    let last = service.horizonHours * 3600 - AlertStudySize.week - size.historySeconds
    guard last > 0, !ledgers.isEmpty else { return windows }
    for week in 0..<size.weeks {
      let replication = week % ledgers.count
      let start =
        size.historySeconds
        + last * key.uniform(draw: UInt32(week), replication: 0, purpose: .arrival)
      let end = start + AlertStudySize.week
      // What an outage does to windows that look back ends with the longest of them.
      let broken = ledgers[replication].compactMap { row -> Range<Double>? in
        let (from, to) = (min(row.faultSeconds, row.startSeconds), row.endSeconds + rules.reachSeconds + 300)
        return from < end && to > start ? max(from, start)..<min(to, end) : nil
      }
      windows.append(window(windows.count, replication, from: start, to: end, .week(broken)))
    }
    return windows
  }

  private func window(
    _ number: Int, _ replication: Int, from: Double, to: Double, _ kind: AlertWindow.Kind
  ) -> AlertWindow {
    // Scrapes and evaluations have instants of their own, whatever strikes when.
    let grid = size.evaluateSeconds * size.scrapeSeconds
    let start = max(0, ((from - size.historySeconds) / grid).rounded(.down) * grid)
    return AlertWindow(
      number: number, kind: kind, fromSeconds: from, toSeconds: to,
      drill: DrillSize(
        seed: size.seed, replication: replication, fromSeconds: start,
        lastsSeconds: to - start + size.evaluateSeconds, everySeconds: size.scrapeSeconds))
  }

  // MARK: Series

  /// The series of a window, as a test of the rules, and how its outage shows itself.
  public func test(_ window: AlertWindow) throws -> (test: RuleTest, sign: OutageSign) {
    let course = try counters(service, size: window.drill)
    let settings = ScrapeSettings(
      seed: size.seed, replication: window.drill.replication, everySeconds: size.scrapeSeconds,
      beginsAt: service.beginsAtSeconds, ordinary: ordinary, wanted: rules.asked)
    let set = SeriesSet(course.readings, of: service, settings).renamed(by: map)
    let test = RuleTest(
      number: window.number, series: set, everySeconds: size.evaluateSeconds,
      fromSeconds: window.fromSeconds - window.drill.fromSeconds)
    guard case .outage(let row) = window.kind else { return (test, .refused) }
    let during = course.readings.filter { $0.at.seconds > row.startSeconds && $0.at.seconds <= row.endSeconds }
    return (test, OutageSign(during.isEmpty ? course.readings.suffix(1) : during[...]))
  }
}

extension Service {
  /// Has nobody decide on any failure, so that no failover ends an outage before an alert has had its time. Probes go on: a
  /// site's own balancer acts on them.
  public mutating func answersNobody() {
    decision = Decision(
      preCheck: .constant(0), responses: FailureScope.allCases.map { ScopedResponse($0, .wait(atMostSeconds: nil)) })
  }
}

/// How much a study of alerts looks at.
public struct AlertStudySize: Equatable, Sendable {
  public var seed: UInt64
  /// Years whose outages are looked through.
  public var replications: Int
  /// Of each cause at most so many are looked at.
  public var outagesPerCause: Int
  public var weeks: Int
  public var scrapeSeconds: Double
  public var evaluateSeconds: Double
  /// How long before an outage or a week its series begin: what windows that look back find.
  public var historySeconds: Double
  /// How long after its fault an outage is watched; what rings later has missed it.
  public var watchedSeconds = 4 * 3600.0
  static let week = 7 * 86_400.0

  public init(
    seed: UInt64, replications: Int, outagesPerCause: Int, weeks: Int, scrapeSeconds: Double, evaluateSeconds: Double,
    historySeconds: Double
  ) {
    self.seed = seed
    self.replications = replications
    self.outagesPerCause = outagesPerCause
    self.weeks = weeks
    self.scrapeSeconds = scrapeSeconds
    self.evaluateSeconds = evaluateSeconds
    self.historySeconds = historySeconds
  }
}

/// A stretch of a replication that rules are tried on.
public struct AlertWindow: Sendable {
  public enum Kind: Sendable {
    case outage(LedgerRow)
    /// With the stretches in which something is, or was a moment ago, in an outage.
    case week([Range<Double>])
  }
  public let number: Int
  public let kind: Kind
  /// Seconds from the plan's first instant between which it matters what rings.
  public let fromSeconds: Double
  public let toSeconds: Double
  public let drill: DrillSize
}

/// How an outage shows itself to those who watch.
public enum OutageSign: String, CaseIterable, Sendable {
  /// Requests fail at once, and health checks do.
  case refused
  /// Requests and health checks hang until somebody gives up.
  case silent
  /// Some health checks fail, and most requests.
  case slow
  /// Health checks are green.
  case green
  /// Requests do not get as far as the gateway.
  case unreachable

  /// By what was read while it lasted: the sign that most readings show.
  init(_ readings: ArraySlice<CounterReading>) {
    let signs = readings.map { OutageSign($0) }
    self = OutageSign.allCases.max { sign, other in signs.count { $0 == sign } < signs.count { $0 == other } } ?? .green
  }

  private init(_ reading: CounterReading) {
    guard !reading.isEdgeLost else {
      self = .unreachable
      return
    }
    let worst = reading.sites.max { $0.refused + $0.timedOut < $1.refused + $1.timedOut }
    guard let worst, worst.healthFails > 0 else {
      self = .green
      return
    }
    self = worst.healthFails < 1 ? .slow : worst.timedOut > worst.refused ? .silent : .refused
  }
}
