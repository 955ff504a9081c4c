import Foundation
import ServiceModel
import Testing

@testable import ModelFiles

/// Clocks that are moved, by the calendar of 2027: New York on 14 March and 7 November, Berlin on 28 March and 31 October.
@Suite struct ZoneTests {
  /// Instants are those that a calendar on the wall gives; offsets are hours ahead of UTC from then on.
  @Test(arguments: [
    ("America/New_York", ["2027-03-14T07:00Z": -4.0, "2027-11-07T06:00Z": -5]),
    ("Europe/Berlin", ["2027-03-28T01:00Z": 2, "2027-10-31T01:00Z": 1]),
    // Summer begins in October: the year has its end first.
    ("Australia/Sydney", ["2027-04-03T16:00Z": 10, "2027-10-02T16:00Z": 11]),
    // Half an hour, at a quarter to three.
    ("Australia/Lord_Howe", ["2027-04-03T15:00Z": 10.5, "2027-10-02T15:30Z": 11]),
    ("Pacific/Chatham", ["2027-04-03T14:00Z": 12.75, "2027-09-25T14:00Z": 13.75]),
    // Standard time is the summer's; a change before midnight of its day.
    ("Europe/Dublin", ["2027-03-28T01:00Z": 1, "2027-10-31T01:00Z": 0]),
    ("America/Nuuk", ["2027-03-28T01:00Z": -1, "2027-10-31T01:00Z": -2]),
    ("Asia/Shanghai", [:]), ("Asia/Kolkata", [:]),
  ])
  func clocksAreMovedWhenTheCalendarSays(zone: String, expected: [String: Double]) throws {
    let rule = try #require(ZoneRule(zone: zone))
    let found = rule.changes(from: 2027, to: 2027)
    let wanted = try expected.map { (at: Int(try datedInstant($0.key)!), ahead: Int($0.value * 3600)) }.sorted {
      $0.at < $1.at
    }
    #expect(found.map(\.at) == wanted.map(\.at) && found.map(\.ahead) == wanted.map(\.ahead), "\(found)")
  }

  /// Every line of the table is read, and says what it says under a version.
  @Test func theTableIsRead() {
    #expect(ZoneRule.names.count > 550 && ZoneRule.version.hasPrefix("20"))
    #expect(ZoneRule.names.filter { ZoneRule(zone: $0) == nil } == [])
    #expect(ZoneRule(zone: "America") == nil && ZoneRule(zone: "") == nil)
  }

  private func plan(_ head: String, traffic: String = "", failures: String = "") throws -> Service {
    try PlanFile(
      text: """
        service: zoned
        \(head)
        traffic: { peak: 100rps, step: 1h, day: { 0h: 20%, 7h: 55%, 13h: 100%, 20h: 70% }\(traffic) }
        replica: { rated: 10rps }
        sites: { here: { keep: serving, node: { gpus: 1xH100 } } }
        failures: { f: { scope: node, lasts: 1h, \(failures.isEmpty ? "per-year: 1" : failures) } }
        detect: { takes: 1min }
        execute: { move-traffic: { by: balancer } }
        """, name: "plan.yaml"
    ).services[0]
  }

  /// The night of 14 March has no hour from two to three: after 72 days and two hours the clock is an hour ahead. On 7 November,
  /// 310 days on, the hour from one to two comes twice. So the year has each hour of the day 365 times, but the third one
  /// once less and the second one once more.
  @Test func theHourLostAndTheHourHadTwice() throws {
    let even = try plan("begins: 2027-01-01").ordinaryDemand()
    let hours = even.period
    #expect(hours.count == 24 && even.changingShares(24) == nil && Set(hours).count == 24)
    let zoned = try plan("begins: 2027-01-01\nzone: America/New_York").ordinaryDemand()
    let year = try #require(zoned.changingShares(8760))
    let (spring, autumn) = (72 * 24 + 2, 310 * 24 + 1)
    for hour in 0..<8760 {
      let shown = (spring..<autumn).contains(hour) ? (hour + 1) % 24 : hour % 24
      #expect(year[hour] == hours[shown], "hour \(hour)")
    }
    #expect((spring - 2..<spring + 2).map { year[$0] } == [0, 1, 3, 4].map { hours[$0] })
    #expect((autumn - 1..<autumn + 2).map { year[$0] } == [1, 1, 2].map { hours[$0] })
    let total = 365 * hours.reduce(0, +) - hours[2] + hours[1]
    #expect(abs(zoned.meanRPS - total / 8760 * 100 / hours.max()!) < 1e-9)
    #expect(abs(zoned.scale - 100e6 / hours.max()!) < 1e-3)
  }

  /// A plan that begins in summer begins at midnight of the summer's clock: in Berlin two hours before UTC's.
  @Test func aPlanMayBeginInSummer() throws {
    let service = try plan("begins: 2027-07-01\nzone: Europe/Berlin", failures: "on: 2027-11-01")
    let clock = service.traffic.clock
    #expect(clock.utcOffsetSeconds == 7200 && clock.ahead == 0)
    // From 1 July 0:00 to 31 October 3:00 there are 122 days and three hours.
    let autumn = WallClock.Change(at: 10_551_600, ahead: -3600)
    #expect(clock.changes.first == autumn)
    // 123 days to 1 November, and the hour that was had twice.
    #expect(service.failures[0].dates?.date(0) == 10_630_800)
  }

  /// By the clock of New York: half past two of 14 March is never shown and stands for half past three; half past one of 7
  /// November is the first of two; three o'clock of 1 July is 181 days and two hours on.
  @Test(arguments: [
    ("2027-03-14 02:30", 1730.5), ("2027-03-14 03:30", 1730.5), ("2027-11-07 01:30", 7440.5),
    ("2027-07-01 03:00", 4346.0), ("2027-12-01", 8016.0),
  ])
  func datesAreReadByThePlansClock(date: String, hours: Double) throws {
    let service = try plan("begins: 2027-01-01\nzone: America/New_York", failures: "on: \(date)")
    #expect(service.failures[0].dates?.date(0) == hours * 3600)
    let utc = try plan("begins: 2027-01-01", failures: "on: 2027-07-01 03:00")
    #expect(utc.failures[0].dates?.date(0) == 15_649_200)
  }

  /// Every seven days at three: from 10 to 17 March that is 167 hours, from then on 168. After 36 hours it is 36 hours later.
  @Test func whatIsRepeatedComesAtTheSameHour() throws {
    let zone = "begins: 2027-01-01\nzone: America/New_York"
    let weekly = try #require(try plan(zone, failures: "on: 2027-03-10 03:00, repeat: 7d").failures[0].dates)
    let first = Double(68 * 24 + 3)
    #expect((0..<3).map { weekly.date($0)! / 3600 } == [first, first + 167, first + 335])
    #expect(weekly.number(atOrAfter: (first + 167) * 3600) == 1)
    #expect(weekly.number(atOrAfter: (first + 167) * 3600 + 1) == 2)
    #expect(weekly.number(atOrAfter: first * 3600) == 0)
    // Back by 7 November: 35 weeks less 167 hours are had anew.
    #expect(weekly.date(35)! / 3600 == first + 35 * 168)
    let odd = try #require(try plan(zone, failures: "on: 2027-03-13 12:00, repeat: 36h").failures[0].dates)
    #expect(odd.date(1)! - odd.date(0)! == 36 * 3600)
  }

  /// Origins live by clocks of their own, beside the plan's: UTC where nothing is said, Berlin's winter here.
  @Test func originsLiveByTheirOwnClocks() throws {
    let origins =
      ", origins: { us: { share: 50%, zone: America/New_York }, eu: { share: 30%, zone: Europe/Berlin }, cn: { share: 20%, zone: Asia/Shanghai } }"
    let utc = try plan("begins: 2027-01-01", traffic: origins).traffic.origins
    #expect(utc.map(\.utcOffsetSeconds) == [-18_000, 3600, 28_800])
    let (us, eu) = (WallClock.Change(at: 6_246_000, ahead: -14_400), WallClock.Change(at: 7_434_000, ahead: 7200))
    #expect(utc[0].clock?.changes.first == us && utc[1].clock?.changes.first == eu)
    #expect(utc[2].clock?.changes == [] && utc[2].clock?.ahead == 28_800)
    let service = try plan("begins: 2027-01-01\nzone: Europe/Berlin", traffic: origins)
    let own = service.traffic.origins.compactMap(\.clock)
    let ahead: [Double] = [-21_600, 0, 25_200]
    #expect(own.map(\.ahead) == ahead)
    let (moved, too) = (WallClock.Change(at: 6_249_600, ahead: -18_000), WallClock.Change(at: 7_437_600, ahead: 3600))
    #expect(own[0].changes.first == moved && own[1].changes.first == too)
  }

  /// Demand of origins whose clocks are moved on different days: in the fortnight between them New York is an hour nearer. Share
  /// by share, the curve of each at its own hour over its mean.
  @Test func originsAddUpByTheirOwnHours() throws {
    let hours = try plan("begins: 2027-01-01").ordinaryDemand().period
    let mean = hours.reduce(0, +) / 24
    let service = try plan(
      "begins: 2027-01-01",
      traffic: ", origins: { us: { share: 60%, zone: America/New_York }, eu: { share: 40%, zone: Europe/Berlin } }")
    let year = try #require(try service.ordinaryDemand().changingShares(8760))
    func expected(_ hour: Int, _ us: Int, _ eu: Int) -> Double {
      0.6 * hours[(hour + us + 48) % 24] / mean + 0.4 * hours[(hour + eu) % 24] / mean
    }
    for (hour, us, eu) in [
      (100, -5, 1), (72 * 24 + 6, -5, 1), (72 * 24 + 7, -4, 1), (80 * 24, -4, 1), (86 * 24 + 1, -4, 2),
      (200 * 24 + 5, -4, 2), (303 * 24 + 1, -4, 1), (310 * 24 + 6, -5, 1), (8759, -5, 1),
    ] {
      #expect(abs(year[hour] - expected(hour, us, eu)) < 1e-12, "hour \(hour)")
    }
  }
}
