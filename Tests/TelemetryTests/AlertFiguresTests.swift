import Testing

@testable import Experiments
@testable import Telemetry

/// What is said of alerts, from outcomes that are worked out by hand.
@Suite struct AlertFiguresTests {
  private static let rules = """
    groups:
      - name: g
        rules:
          - { alert: Fast, expr: up == 0, labels: { severity: page } }
          - { alert: Slow, expr: up == 0, for: 5m }
          - { alert: Lost, expr: nobody_has_this > 1 }
    """

  private func outage(_ cause: Int, fast: Double?, slow: Double?, end: Double = 600) -> OutageOutcome {
    var rang: [String: Double] = [:]
    rang["Fast"] = fast
    rang["Slow"] = slow
    return OutageOutcome(
      cause: cause, sign: .refused, noticedSeconds: 0, endSeconds: end, rangAfter: rang, pagedWith: ["Fast"],
      mostRinging: 4, mostLeft: 3, mostGroups: 2, inhibited: slow == nil ? [] : ["Slow"])
  }

  private func answer(_ outages: [OutageOutcome], weeks: [WeekOutcome]) throws -> AlertAnswer {
    AlertAnswer(
      rules: try AlertRules(text: Self.rules, name: "r.yml"), causes: ["loss", "overload"], counted: [40, 0], years: 10,
      outages: outages, weeks: weeks, falseAlarmMinutes: 5)
  }

  /// Four outages a year of ten minutes each. Fast sees all after 30 s: 2 minutes a year. Slow sees every second one after 330 s
  /// and misses the others: 4 x (5.5 + 10) / 2 = 31 minutes.
  @Test func unseenMinutesByHand() throws {
    let outages = (0..<20).map { outage(0, fast: 30, slow: $0 % 2 == 0 ? 330 : nil) }
    let answer = try answer(outages, weeks: [WeekOutcome(quietDays: 3640, falseAlarms: [:])])
    #expect(abs(answer.alerts[0].unseenMinutes.estimate - 2) < 1e-12)
    #expect(abs(answer.alerts[1].unseenMinutes.estimate - 31) < 1e-12)
    // The spread of Slow: 16 x (2.25^2 x 20/19) / 20 + 7.75^2 x 4 / 10.
    let half = 1.96 * (16 * 2.25 * 2.25 * 20 / 19 / 20 + 7.75 * 7.75 * 0.4).squareRoot()
    #expect(abs(answer.alerts[1].unseenMinutes.halfWidth - half) < 1e-9)
    #expect(answer.alerts.map(\.isBest) == [true, false, false])
    #expect(answer.alerts[2].cannotRing && !answer.alerts[0].cannotRing)
    #expect(answer.alerts[1].byCause[0].seen == 10 && answer.alerts[1].byCause[0].outages == 20)
    #expect(answer.causes.count == 1 && answer.causes[0].meanRinging == 4 && answer.causes[0].meanGroups == 2)
    #expect(answer.causes[0].meanLeft == 3 && answer.alerts.map(\.inhibited) == [0, 10, 0])
  }

  /// Product limit by hand. One of three rings after 30 s; one is over after 45 s; the last rings after 60 s, alone at risk.
  @Test func outagesThatEndFirstAreNotMissed() throws {
    let law = try #require(
      RingLaw(
        of: "Fast",
        in: [outage(0, fast: 60, slow: nil), outage(0, fast: nil, slow: nil, end: 45), outage(0, fast: 30, slow: nil)]))
    #expect(law.quantiles.map(\.seconds) == [30, 60] && law.missed == 0 && law.rang == 2 && law.outages == 3)
    #expect(abs(law.quantiles[0].share - 1 / 3.0) < 1e-12 && law.quantiles[1].share == 1)
    // One of four rings, and the others go on longer: three quarters are missed as far as anybody saw.
    let ends: [Double] = [600, 100, 200]
    let rare = try #require(
      RingLaw(of: "Fast", in: [outage(0, fast: 30, slow: nil)] + ends.map { outage(0, fast: nil, slow: nil, end: $0) }))
    #expect(rare.quantiles.map(\.seconds) == [30] && abs(rare.missed - 0.75) < 1e-12)
    #expect(RingLaw(of: "Slow", in: [outage(0, fast: 30, slow: nil)]) == nil)
  }

  /// Two false alarms in two weeks: 2 x 30.4375 / 14 a month, 12 x that x 5 minutes a year beside the 2 unseen ones.
  @Test func falseAlarmsByHand() throws {
    let outages = (0..<20).map { _ in outage(0, fast: 30, slow: 30) }
    let weeks = [
      WeekOutcome(quietDays: 7, falseAlarms: ["Fast": 2]), WeekOutcome(quietDays: 7, falseAlarms: [:]),
    ]
    let answer = try answer(outages, weeks: weeks)
    let perMonth = 2 * 30.4375 / 14
    #expect(abs(answer.alerts[0].falseAlarms!.estimate - perMonth) < 1e-12)
    #expect(abs(answer.alerts[0].cost - (2 + 60 * perMonth)) < 1e-9)
    // Of none seen in two weeks no more than 3.69 are likely: the exact bound of Garwood.
    #expect(abs(answer.alerts[1].falseAlarms!.high - 3.688879 * 30.4375 / 14) < 1e-5)
    #expect(answer.alerts[1].isBest)
    #expect(answer.alerts[0].isBest, "two false alarms more cannot be told from none")
  }

  // MARK: Windows

  private func window(_ kind: AlertWindow.Kind, to: Double) -> AlertWindow {
    AlertWindow(
      number: 0, kind: kind, fromSeconds: 1000, toSeconds: to,
      drill: DrillSize(seed: 1, fromSeconds: 400, lastsSeconds: to - 400, everySeconds: 15))
  }

  private func ring(_ seconds: Double, _ alert: String, _ site: String = "a") -> RingingAlerts.Ring {
    RingingAlerts.Ring(test: 0, seconds: seconds, alert: alert, labels: [Label("cluster", site)])
  }

  /// The fault is 600 s behind the first sample.
  @Test func anOutageIsSeenWhileItLasts() {
    let row = LedgerRow(cause: 3, faultSeconds: 1000, startSeconds: 1005, endSeconds: 1300)
    let rings = [
      ring(585, "Before"), ring(630, "Fast"), ring(645, "Fast"), ring(645, "Fast", "b"), ring(645, "Other"),
      ring(915, "Late"),
    ]
    let outcome = window(.outage(row), to: 1300).outageOutcome(
      rings, sign: .slow, rules: NotificationRules(groupBy: ["alertname"]))!
    #expect(outcome.rangAfter == ["Fast": 30, "Other": 45])
    #expect(outcome.pagedWith == ["Fast"])
    #expect(outcome.mostRinging == 3 && outcome.mostLeft == 3 && outcome.mostGroups == 2)
    #expect(outcome.inhibited.isEmpty)
    #expect(abs(outcome.unseenMinutes(by: "Fast") - 25.0 / 60) < 1e-12)
    #expect(abs(outcome.unseenMinutes(by: "Late") - 295.0 / 60) < 1e-12)
  }

  @Test func aWeekCountsWhatBeginsToRing() {
    let week = window(.week([2000..<3000, 2500..<3400]), to: 1000 + 7 * 86_400)
    let rings = [
      ring(600, "A"), ring(615, "A"), ring(615, "A", "b"), ring(900, "A"), ring(1700, "A"), ring(5000, "B"),
    ]
    let outcome = week.weekOutcome(rings, every: 15, rules: NotificationRules(groupBy: []))!
    // At 1700 + 400 s something was broken.
    #expect(outcome.falseAlarms == ["A": 2, "B": 1])
    #expect(abs(outcome.quietDays - (7 - 1400.0 / 86_400)) < 1e-12)
  }

  // MARK: Rules

  @Test func unknownMetricsAreSaidWithTheirPlace() throws {
    let rules = try AlertRules(text: Self.rules, name: "r.yml")
    #expect(
      rules.warnings.description.contains(
        "r.yml:6:30: warning: 'Lost' asks for 'nobody_has_this', which nobody publishes."))
    #expect(rules.alertNames == ["Fast", "Slow", "Lost"] && rules.asked == [.up])
    #expect(rules.alerts.map(\.severity) == ["page", "", ""] && rules.reachSeconds == 300)
  }

  /// A window over a record reaches as far as the record's own.
  @Test func reachGoesThroughRecords() throws {
    let rules = try AlertRules(
      text: """
        groups:
          - name: g
            rules:
              - { record: "e:i1m", expr: "sum(increase(istio_requests_total[2m]))" }
              - { alert: A, expr: "sum_over_time(e:i1m[1h]) > 3", for: 1m }
        """, name: "r.yml")
    #expect(rules.reachSeconds == 3600 + 120 + 60)
  }

  @Test(arguments: [
    ("groups: []\n", "there is no alert among the rules"), ("rules: []\n", "'groups' is missing"),
    ("groups: [{ name: g, rules: [{ alert: A }] }]\n", "'expr' is missing"),
    ("groups: [{ name: g, rules: [{ alert: A, expr: up, for: soon }] }]\n", "'soon' is no duration"),
  ])
  func noRules(text: String, message: String) {
    do {
      _ = try AlertRules(text: text, name: "r.yml")
      Issue.record("'\(text)' is taken")
    } catch { #expect(error.description.contains(message), "\(error.description)") }
  }
}
