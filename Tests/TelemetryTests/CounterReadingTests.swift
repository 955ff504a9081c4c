import FailoverSimulation
import ServiceModel
import Testing

@testable import Telemetry

/// Expected amounts, before chance: conservation, and what the ledger says.
@Suite struct CounterReadingTests {
  /// By hand: a hundred a second for 93 minutes are 558,000 requests, all lost where there is no second site.
  @Test(arguments: ["refused", "silent"])
  func aLostRegionLosesWhatIsSent(symptom: String) throws {
    let course = try StruckService(symptom: symptom).course()
    let failed = course.readings.reduce(0) { $0 + $1.failed }
    #expect(abs(failed - 558_000) < 1e-6)
    let site = course.readings.map(\.sites[0])
    let refused = site.reduce(0) { $0 + $1.refused }
    let timedOut = site.reduce(0) { $0 + $1.timedOut }
    #expect(abs((symptom == "silent" ? timedOut : refused) - 558_000) < 1e-6)
    #expect((symptom == "silent" ? refused : timedOut) == 0)
    #expect(course.outages.count == 1)
    #expect(abs(course.outages[0].requestsLost - failed) < 1e-6)
    #expect(site.count { $0.isLost } == 93 * 4, "lost at each scrape from 12:00:00 on, and no more at 13:33:00")
  }

  /// What users send goes somewhere: every request is answered, refused or times out, at one of the sites.
  @Test(arguments: ["single-site", "hot-standby", "active-active"])
  func nothingIsLostBetweenSites(design: String) throws {
    let course = try StruckService(design: design).course()
    for reading in course.readings {
      let counted = reading.sites.reduce(0) { $0 + $1.answered + $1.refused + $1.timedOut }
      #expect(abs(counted - reading.sent) < 1e-6, "\(design) at \(reading.at.seconds) s")
      let failing = reading.sites.reduce(0) { $0 + $1.refused + $1.timedOut }
      #expect(abs(failing - reading.failed) < 1e-6, "\(design) at \(reading.at.seconds) s")
    }
  }

  /// It does not matter how often somebody reads.
  @Test(arguments: ["single-site", "hot-standby", "active-active"])
  func readingsAddUp(design: String) throws {
    let service = try StruckService(design: design)
    let fine = try service.course(every: 7.5).readings
    let coarse = try service.course(every: 60).readings
    for site in 0..<2 {
      let (a, b) = (fine.reduce(0) { $0 + $1.sites[site].answered }, coarse.reduce(0) { $0 + $1.sites[site].answered })
      #expect(abs(a - b) < 1e-6, "\(design)")
    }
    #expect(abs(fine.reduce(0) { $0 + $1.failed } - coarse.reduce(0) { $0 + $1.failed }) < 1e-6)
    #expect(fine.last?.at == coarse.last?.at)
  }

  /// A window that begins in the middle of an outage sees what is left of it.
  @Test func aWindowMayBeginInTheMiddle() throws {
    let course = try StruckService().course(from: 13 * 3600, lasts: 3600)
    #expect(abs(course.readings.reduce(0) { $0 + $1.failed } - 33 * 60 * 100) < 1e-6)
    #expect(course.readings[0].sent == 0 && course.readings[0].failed == 0, "the first reading holds no amounts")
  }
}
