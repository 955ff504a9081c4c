import Testing

@testable import Pages

/// What the page of tried alerts finds.
@Suite struct AlertPageTests {
  private func alert(
    _ name: String, p50: String, seen: Int, unseen: Double, pages: String, best: Bool, cannotRing: Bool = false
  ) -> String {
    let row = """
      {"key": "region", "outages": 3, "seen": \(seen), "detect_p50_seconds": \(p50), "detect_p95_seconds": {"at_least": 54, "level": 0.95},
       "missed_share": {"mean": 0, "low": 0, "high": 0.7}}
      """
    return """
      {"alert": "\(name)", "severity": "P1", "cannot_ring": \(cannotRing), "by_cause": [\(row)], "by_sign": [],
       "unseen_minutes_per_year": {"mean": \(unseen), "low": 1, "high": 300}, "false_alarms_per_month": \(pages),
       "cost_minutes_per_year": \(unseen), "best": \(best)}
      """
  }

  private func json(_ alerts: [String], weeks: Int = 1, called: String = "null") -> String {
    """
    {"model": "m", "design": "single-site", "rules": "rules.yml", "promtool": "2.53", "seed": 42, "replications": 20, "years": 20,
     "weeks": \(weeks), "quiet_days": 6.5, "scrape_seconds": 15, "evaluate_seconds": 15, "false_alarm_minutes": 5,
     "causes": [{"cause": "region", "outages_per_year": {"mean": 0.8, "low": 0.5, "high": 1.2}, "looked_at": 3,
       "paged_with": ["UsersFail"], "paged_with_share": 0.67, "alerts_ringing": 2.3, "groups_ringing": 1,
       "called": \(called)}],
     "alerts": [\(alerts.joined(separator: ","))]}
    """
  }

  private let quiet = #"{"mean": 0, "low": 0, "high": 16}"#
  private let soon = #"{"mean": 39, "low": 33, "high": 42}"#

  @Test func theBestIsNamed() throws {
    let slow = alert(
      "Slow", p50: #"{"mean": 309, "low": 300, "high": 315}"#, seen: 2, unseen: 77.5,
      pages: #"{"mean": 65, "low": 37, "high": 108}"#,
      best: false)
    let page = try StoredPage(
      json([slow, alert("UsersFail", p50: soon, seen: 3, unseen: 2.2, pages: quiet, best: true)]))
    #expect(page.title == "UsersFail costs least: 2.20 unseen minutes a year and 0 false alarms a month.")
    #expect(page.headings[0] == "Between 2.20 and 77.5 minutes of outages a year pass before an alert rings")
    #expect(page.headings[1] == "Slow rings for nothing 65 times a month")
    #expect(page.headings[2] == "Region: UsersFail rings first, half of the time within 39 s")
    #expect(page.headings[3] == "Region is loudest: 2.3 alerts at once, 1 after grouping")
    #expect(page.says("Slow 65 times a month.") && page.says("Every cause is seen by an alert at least once."))
    #expect(page.says("39 s (33 s to 42 s)"))
    // A bound is saved as the end that it is, and not as a figure.
    #expect(page.says(#"<td class="n" data-v="|54|">at least 54 s</td>"#))
  }

  /// Who is called when by what; a receiver without a name is nobody to call.
  @Test func whoIsCalledIsSaid() throws {
    let sees = alert("UsersFail", p50: soon, seen: 3, unseen: 2.2, pages: quiet, best: true)
    func called(_ who: String, after: String) -> String {
      #"{"who": "\#(who)", "outages": 2, "after_p50_seconds": \#(after), "ringing": ["UsersFail", "Slow"], "ringing_share": 0.5}"#
    }
    let first = called("primary", after: #"{"mean": 210, "low": 180, "high": 300}"#)
    let page = try StoredPage(json([sees], called: "[\(first), \(called("lead", after: "null"))]"))
    #expect(page.headings.contains("Half of the time somebody is called within 210 s of region"))
    #expect(page.says(#"<td class="n" data-v="210|180|300">210 s (180 s to 5 min)</td>"#))
    #expect(page.says(#"<td>UsersFail Slow</td>"#) && page.says("not in half"))
    let late = try StoredPage(json([sees], called: "[\(called("lead", after: "null"))]"))
    #expect(late.headings.contains("In half of the outages and more nobody is called"))
    let nobody = try StoredPage(
      json([sees], called: "[\(called("", after: #"{"mean": 210, "low": 180, "high": 300}"#))]"))
    #expect(!nobody.says("Who is called when"))
  }

  @Test func alertsThatCannotBeToldApartAreSaid() throws {
    let both = ["A", "B"].map { alert($0, p50: soon, seen: 3, unseen: $0 == "A" ? 30 : 25, pages: quiet, best: true) }
    let page = try StoredPage(json(both))
    #expect(
      page.title
        == "B costs least so far, 25.0 unseen minutes a year and 0 false alarms a month, and cannot be told from 1 other."
    )
    #expect(page.headings[1] == "No alert rang for nothing in 6.5 days")
  }

  /// An alert that asks for what nobody publishes is no alert that missed; one that never rang stands last.
  @Test func whatCannotRingIsApart() throws {
    let mute = alert("Mute", p50: "null", seen: 0, unseen: 300, pages: quiet, best: false, cannotRing: true)
    let blind = alert("Blind", p50: "null", seen: 0, unseen: 300, pages: quiet, best: true)
    let page = try StoredPage(json([mute, blind], weeks: 0))
    #expect(page.headings.contains("Region: no alert rings"))
    #expect(page.says("Mute: nobody publishes what is asked for.") && page.says("No alert rings for region."))
    #expect(page.says("No ordinary week was looked at."))
    #expect(try StoredPage(json([mute])).title == "No alert can ring on what this service publishes.")
    let seen = alert("Sees", p50: soon, seen: 1, unseen: 30, pages: quiet, best: true)
    #expect(
      try StoredPage(json([blind, seen])).headings[2]
        == "Region: Sees rings first, half of the time within 39 s; 1 of 2 alerts never does")
  }
}
