import Foundation
import ServiceModel
import TestSupport
import Testing

@testable import ModelFiles

/// Dated incidents as a file writes them.
@Suite struct IncidentFileTests {
  private static let models = Checkout.models

  private var services: [Service] { get throws { try PlanFile(text: wholePlan, name: "plan.yaml").services } }

  private func problems(_ text: String) throws -> [String] {
    let services = try services
    do throws(Diagnostics) {
      _ = try IncidentFile(text: text, name: "i.yaml", in: services)
      return []
    } catch { return error.inFileOrder.map(\.headline) }
  }

  /// The document: investigated from 16:34, resolved at 18:07 UTC on 2025-12-02, ninety-three minutes. The fault came
  /// first, in every course.
  @Test func theShippedOutagesAreThoseOfTheDocument() throws {
    let file = try IncidentFile(
      path: Self.models.appending(path: "incidents/anthropic-2025.yaml").path, in: services)
    #expect(file.incidents.map(\.name) == ["claude-2025-12-02", "claude-2025-09-10"])
    let december = file.incidents[0]
    let investigated = try #require(try datedInstant("2025-12-02T16:34Z"))
    #expect(december.end.isCertain && december.end.mid - investigated == 93 * 60)
    for reading in DatedIncident.Reading.allCases { #expect(december.course(reading).start < investigated) }
    let day = CalendarDay(year: 2025, month: 9, day: 10)
    let september = file.incidents[1]
    for start in [september.start.low, september.start.mid, september.start.high] {
      #expect(Int(start / 86_400) == day.daysSinceEpoch)
    }
    #expect(file.incidents.allSatisfy { $0.source != nil })
  }

  /// The least that may have happened starts late, is short and leaves much; the most is the other way round.
  @Test func coursesGoFromTheLeastToTheMost() throws {
    let text = """
      incidents:
        - name: a
          start: [2026-01-20T09:00Z, 2026-01-20T09:10+00:00, 2026-01-20 10:30+01:00]
          lasts: [40min, 1h, 2h]
          hit: provider east
          effect: capacity
          share: [20%, 50%, 90%]
      """
    let incident = try IncidentFile(text: text, name: "i.yaml", in: services).incidents[0]
    let (least, mid, most) = (incident.course(.least), incident.course(.mid), incident.course(.most))
    #expect(most.start < mid.start && mid.start < least.start)
    #expect(least.end - least.start == 40 * 60 && mid.end - mid.start == 3600 && most.end - most.start == 7200)
    // What is left is less where more has happened.
    #expect([least.effect, mid.effect, most.effect] == [.capacity(0.9), .capacity(0.5), .capacity(0.2)])
  }

  @Test(arguments: [
    ("2025-12-02T16:34Z", 1_764_693_240.0), ("2025-12-02 16:34", 1_764_693_240), ("1970-01-01T00:00:01.5Z", 1.5),
    ("2025-12-02T18:34:00+02:00", 1_764_693_240),
  ])
  func instantsAreRead(text: String, seconds: Double) throws { #expect(try datedInstant(text) == seconds) }

  @Test(arguments: ["2025-12-02", "2025-13-02T16:34Z", "2025-12-02T24:34Z", "16:34", "2025-12-02T1634Z", "yesterday"])
  func otherTextsAreNoInstants(text: String) throws { #expect(try datedInstant(text) == nil) }

  /// The clocks on the walls of 2025-12-02 when it is 16:34 in Greenwich; in July New York's is an hour nearer.
  @Test(arguments: [
    ("2025-12-02 08:34 PST", 1_764_693_240.0), ("2025-12-02T11:34 America/New_York", 1_764_693_240),
    ("2025-12-02 11:34:00 EST", 1_764_693_240), ("2025-12-02 17:34 CET", 1_764_693_240),
    ("2025-12-02 17:34 Europe/Berlin", 1_764_693_240), ("2025-12-03 01:34 JST", 1_764_693_240),
    ("2025-12-02 18:34 EET", 1_764_693_240), ("2025-12-02 22:04 UTC+5:30", 1_764_693_240),
    ("2025-12-02 16:34 GMT", 1_764_693_240), ("2025-12-02 16:34 UTC", 1_764_693_240),
    // 2025-07-01 12:00 UTC.
    ("2025-07-01 08:00 America/New_York", 1_751_371_200), ("2025-07-01 08:00 EDT", 1_751_371_200),
    ("2025-07-01 14:00 CEST", 1_751_371_200), ("2025-07-01 13:00 CET", 1_751_371_200),
    ("2025-07-01T13:00 BST", 1_751_371_200),
  ])
  func zonesAreRead(text: String, seconds: Double) throws { #expect(try datedInstant(text) == seconds) }

  /// The hour that comes twice, the one that does not come, what means several things, and what nothing is called.
  @Test(arguments: [
    ("2025-11-02 01:30 America/New_York", "came twice in America/New_York that day", "Write -05:00 or -04:00"),
    ("2025-03-09 02:30 America/New_York", "is in an hour that America/New_York left out", "write it in UTC"),
    ("2025-07-01 12:00 IST", "has a zone of several meanings, 'IST'", "Write one of them"),
    ("2025-07-01 12:00 XYZ", "has a zone that is not known, 'XYZ'", "an abbreviation such as PST"),
    ("1970-01-01 12:00 America/New_York", "from when on the rules of America/New_York are known", "such as -05:00"),
  ])
  func zonesThatDoNotTellAreRefused(text: String, what: String, remedy: String) {
    let problem = #expect(throws: InstantProblem.self) { try datedInstant(text) }
    #expect(problem?.what.contains(what) == true, "\(problem?.what ?? "")")
    #expect(problem?.remedy.contains(remedy) == true, "\(problem?.remedy ?? "")")
  }

  @Test(arguments: [
    ("{ name: a, start: 2025-12-02, lasts: 1h, hit: primary }", "is a day without a time"),
    (
      "{ name: a, start: 2025-11-02 01:30 America/New_York, lasts: 1h, hit: primary }",
      "'2025-11-02 01:30 America/New_York' at 'incidents[0].start' came twice"
    ),
    ("{ name: a, start: noon, lasts: 1h, hit: primary }", "expected an instant at 'incidents[0].start', found 'noon'"),
    ("{ name: a, start: 2025-12-02T16:34Z, hit: primary }", "'end' is missing in 'incidents[0]'"),
    ("{ name: a, start: 2025-12-02T16:34Z, lasts: 0s, hit: primary }", "it must last longer than nothing"),
    ("{ name: a, start: 2025-12-02T16:34Z, lasts: 1h }", "'hit' is missing"),
    ("{ name: a, start: 2025-12-02T16:34Z, lasts: 1h, hit: primary, effect: errors }", "'share' is missing"),
    ("{ name: a, start: 2025-12-02T16:34Z, lasts: 1h, hit: primary, share: 3% }", "the effect 'refused' has no share"),
    (
      "{ name: a, start: 2025-12-02T16:34Z, lasts: 1h, hit: edge, effect: errors 3% }",
      "cannot be that of a failed edge"
    ),
    ("{ name: a, start: 2025-12-02T16:34Z, lasts: 1h, hit: primary, efect: slow }", "Did you mean 'effect'?"),
    ("{ name: a, start: [2025-12-02T16:34Z, 2025-12-02T17:34Z], lasts: 1h, hit: primary }", "expected three values"),
  ])
  func mistakesAreNamed(item: String, words: String) throws {
    let found = try problems("incidents:\n  - \(item)\n")
    #expect(found.count == 1 && found[0].contains(words) && found[0].hasPrefix("i.yaml:2:"), "\(found)")
  }

  /// The day of the plan that stands for a date has its day of the week, wherever in the year the horizon begins.
  @Test(arguments: [(2025, 12, 2), (2024, 2, 29), (2025, 1, 1), (2026, 7, 4)])
  func standInDaysKeepTheWeek(year: Int, month: Int, day: Int) throws {
    let date = CalendarDay(year: year, month: month, day: day)
    var service = try services[0]
    for begins in [CalendarDay(year: 2027, month: 1, day: 1), CalendarDay(year: 2027, month: 8, day: 15)] {
      service.begins = begins
      let found = begins.adding(days: try #require(service.day(standingFor: date, days: 1)))
      #expect(found.weekday == date.weekday)
      let apart = abs(found.shareOfYear - date.shareOfYear)
      #expect(min(apart, 1 - apart) <= 7.5 / 365, "\(found) for \(date)")
    }
    service.horizonHours = 48
    #expect(service.day(standingFor: date, days: 2) == 0 && service.day(standingFor: date, days: 3) == nil)
  }
}
