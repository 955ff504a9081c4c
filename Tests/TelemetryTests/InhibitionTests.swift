import ModelFiles
import ServiceModel
import Testing

@testable import Experiments
@testable import Telemetry

/// Alertmanager's routes and inhibitions, worked out by hand.
@Suite struct InhibitionTests {
  private static let configuration = """
    global: { resolve_timeout: 5m }
    route:
      receiver: team
      group_by: [alertname, cluster]
      group_wait: 30s
      routes:
        - matchers: [severity="critical"]
          receiver: pager
          group_by: [cluster]
          continue: true
        - match: { team: models }
          group_by: ['...']
        - match_re: { alertname: "Lat.*" }
    inhibit_rules:
      - source_matchers: [severity = critical]
        target_matchers: ['severity=~"warning|info"']
        equal: [cluster]
    receivers: [{ name: team }, { name: pager }]
    """

  private func alert(_ name: String, _ labels: String...) -> AlertIdentity {
    AlertIdentity(
      name: name,
      labels: labels.map { text in
        let parts = text.split(separator: "=")
        return Label(String(parts[0]), String(parts[1]))
      })
  }

  private func rules(_ text: String = Self.configuration) throws -> NotificationRules {
    try NotificationRules(text: text, name: "alertmanager.yml")
  }

  /// While the region is down, warnings of the same site are muted, those of another are not, and no critical alert is.
  @Test func aSourceMutesItsTargets() throws {
    let down = alert("Down", "cluster=a", "severity=critical")
    let (here, there) = (
      alert("Errors", "cluster=a", "severity=warning"), alert("Errors", "cluster=b", "severity=warning")
    )
    let (note, untold) = (
      alert("Slow", "cluster=a", "severity=info"), alert("Slow", "cluster=a", "severity=information")
    )
    let all = [down, here, there, note, untold]
    let inhibition = Inhibition(try rules(), of: all)
    #expect(inhibition.left(of: all) == [down, there, untold])
    #expect(inhibition.left(of: [here, note]) == [here, note])
  }

  /// Labels that neither has are equal; what is source and target of a rule is not muted by what is both.
  @Test func theCornersAreThoseOfAlertmanager() throws {
    let rules = try rules(
      """
      route: {}
      inhibit_rules:
        - { source_match: { alertname: Down }, target_match_re: { alertname: "Down|Err.*" }, equal: [cluster, zone] }
        - { source_matchers: ['{alertname=~"Q.*",cluster!="b"}'], target_matchers: ['alertname!~"[A-P].*"'] }
      """)
    let (down, errors, q, r) = (alert("Down"), alert("Errors"), alert("Q"), alert("R", "cluster=b"))
    let inhibition = Inhibition(rules, of: [down, errors, q, r, alert("Errors", "zone=1")])
    #expect(inhibition.left(of: [down, errors]) == [down])
    #expect(inhibition.left(of: [down, alert("Errors", "zone=1")]) == [down, alert("Errors", "zone=1")])
    #expect(inhibition.left(of: [q, r]) == [q])
    #expect(inhibition.left(of: [q, q]) == [q, q])
  }

  /// A critical alert goes to its route and, by `continue`, to those behind it; others fall through to the top.
  @Test func routesGroup() throws {
    let rules = try rules()
    #expect(groups(rules, alert("Errors", "cluster=a", "severity=warning")) == [["0", "Errors", "a"]])
    #expect(groups(rules, alert("Down", "cluster=a", "severity=critical")) == [["0.0", "a"]])
    #expect(
      groups(rules, alert("Latency", "severity=critical", "cluster=a")) == [["0.0", "a"], ["0.2", "Latency", "a"]])
    #expect(groups(rules, alert("Late", "team=models", "x=1")) == [["0.1", "Late", "team=models", "x=1"]])
    #expect(groups(NotificationRules(groupBy: ["cluster"]), alert("A", "cluster=b")) == [["0", "b"]])
  }

  private func groups(_ rules: NotificationRules, _ alert: AlertIdentity) -> [[String]] {
    Routing(rules, of: [alert]).notifications(of: alert).map(\.group)
  }

  // MARK: People

  /// Errors ring from 30 s to 60 s and are sent when a group of thirty seconds has waited, at 60 s; the critical alert rings from 45 s on and its
  /// group waits a minute. The plan calls P2 at the alarm and P1 five minutes later; P2 answers after ten minutes, so that P1 is called too; P0 would
  /// be called after fifteen minutes, and by then somebody has answered.
  @Test func peopleAreCalledLevelByLevel() throws {
    let rules = try rules(
      """
      route:
        receiver: chat
        routes:
          - { matchers: [severity="critical"], receiver: P2, group_wait: 1m }
      """)
    func level(_ name: String, _ after: Double, _ answers: Double) -> EscalationLevel {
      EscalationLevel(name: name, afterSeconds: after, acknowledges: [HourlyLaw(fromHour: 0, law: .constant(answers))])
    }
    let levels = [level("P2", 0, 600), level("P1", 300, 120), level("P0", 900, 60)]
    let down = alert("Down", "severity=critical")
    let errors = alert("Errors", "severity=warning")
    var ringing: [(seconds: Double, alerts: [AlertIdentity])] = []
    for step in 2...100 {
      let seconds = Double(step) * 15
      ringing.append((seconds, (seconds <= 60 ? [errors] : []) + (seconds >= 45 ? [down] : [])))
    }
    let routing = Routing(rules, of: [down, errors])
    let called = PeopleCalled(onCall: levels, every: 15).calls(ringing, routing, hour: 3, lasting: 2000)
    // Chat gets the errors at 60 s: the alarm. P2 is called then by the plan; by its own route it would be at 105 s.
    #expect(
      called == [
        Call(who: "chat", afterSeconds: 60, ringing: ["Down", "Errors"]),
        Call(who: "P2", afterSeconds: 60, ringing: ["Down", "Errors"]),
        Call(who: "P1", afterSeconds: 360, ringing: ["Down"]),
      ])
    // Without a plan the receivers; what is over before it is sent calls nobody.
    let receivers = PeopleCalled(onCall: [], every: 15).calls(ringing, routing, hour: 3, lasting: 100)
    #expect(receivers.map(\.who) == ["chat"])
    let short = PeopleCalled(onCall: levels, every: 15).calls(
      [(30, [errors]), (45, [errors])], routing, hour: 3, lasting: 100)
    #expect(short.isEmpty)
  }

  // MARK: Outages and weeks

  private func ring(_ seconds: Double, _ alert: AlertIdentity) -> RingingAlerts.Ring {
    RingingAlerts.Ring(test: 0, seconds: seconds, alert: alert.name, labels: alert.labels)
  }

  private func window(_ kind: AlertWindow.Kind, to: Double) -> AlertWindow {
    AlertWindow(
      number: 0, kind: kind, fromSeconds: 1000, toSeconds: to,
      drill: DrillSize(seed: 1, fromSeconds: 400, lastsSeconds: to - 400, everySeconds: 15))
  }

  /// The fault is at 600 s. Errors of site a page at 630 s; at 645 s four ring, of which the critical one mutes two, so that two are
  /// left in two groups. What was slow is muted throughout.
  @Test func anOutagesStormIsWhatIsLeft() throws {
    let down = alert("Down", "cluster=a", "severity=critical")
    let (here, there) = (
      alert("Errors", "cluster=a", "severity=warning"), alert("Errors", "cluster=b", "severity=warning")
    )
    let slow = alert("Slow", "cluster=a", "severity=warning")
    let rings = [ring(630, here), ring(645, down), ring(645, here), ring(645, there), ring(645, slow)]
    let row = LedgerRow(cause: 0, faultSeconds: 1000, startSeconds: 1005, endSeconds: 1300)
    let window = window(.outage(row), to: 1300)
    let outcome = try #require(window.outageOutcome(rings, sign: .slow, rules: try rules()))
    #expect(outcome.rangAfter == ["Errors": 30, "Down": 45, "Slow": 45])
    #expect(outcome.pagedWith == ["Errors"] && outcome.inhibited == ["Slow"])
    #expect(outcome.mostRinging == 4 && outcome.mostLeft == 2 && outcome.mostGroups == 2)
    // Without it all four are left: three names, and one of them at two sites.
    let plain = try #require(
      window.outageOutcome(rings, sign: .slow, rules: NotificationRules(groupBy: ["alertname", "cluster"])))
    #expect(plain.mostLeft == 4 && plain.mostGroups == 4 && plain.inhibited.isEmpty)
  }

  /// A false alarm that is muted as long as it rings pages nobody; one that is muted for a while pages once.
  @Test func mutedFalseAlarmsAreNone() throws {
    let down = alert("Down", "cluster=a", "severity=critical")
    let slow = alert("Slow", "cluster=a", "severity=warning")
    let week = window(.week([]), to: 1000 + 7 * 86_400)
    let rings = [
      ring(600, down), ring(600, slow), ring(900, slow), ring(915, slow), ring(915, down), ring(930, slow),
      ring(1200, slow), ring(1200, down), ring(1215, slow),
    ]
    let outcome = try #require(week.weekOutcome(rings, every: 15, rules: try rules()))
    #expect(outcome.falseAlarms == ["Down": 3, "Slow": 2])
    let plain = try #require(week.weekOutcome(rings, every: 15, rules: NotificationRules(groupBy: [])))
    #expect(plain.falseAlarms == ["Down": 3, "Slow": 3])
  }

  // MARK: Mistakes

  @Test(arguments: [
    ("inhibit_rules: []\n", "alertmanager.yml:1:1: error: 'route' is missing"),
    (
      "route: {}\ninhibit_rules:\n  - { source_matchers: [severity], target_matchers: [a=b] }\n",
      "alertmanager.yml:3:25: error: 'severity' at 'inhibit_rules[0].source_matchers' is no matcher"
    ),
    (
      "route: {}\ninhibit_rules:\n  - target_match_re: { a: 'b(' }\n",
      "alertmanager.yml:3:27: error: 'b(' is no regular expression"
    ),
    (
      "route: {}\ninhibit_rules:\n  - { source_matcher: [a=b] }\n",
      "alertmanager.yml:3:7: error: unknown key 'source_matcher' in 'inhibit_rules[0]'. Did you mean 'source_matchers'?"
    ),
  ])
  func mistakesAreSaidWithTheirPlace(text: String, message: String) throws {
    let error = #expect(throws: Diagnostics.self) { _ = try rules(text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
