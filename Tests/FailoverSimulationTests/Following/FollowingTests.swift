import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Following the nominal course is exact: it gives the bits that stepping gives.
@Suite struct FollowingTests {
  static let spacings = [Span.minutes(5), .minutes(15), .minutes(60)]

  /// Plans with autoscaled fleets only: others have little to follow. Each with one of the spacings. The first once slipped a
  /// failed node past a guard that looked at slots in rotation only: one had come and gone at one instant.
  @Test(arguments: [57] + Array(0..<30) as [UInt64])
  func followingMovesNoBitOfRandomPlans(seed: UInt64) throws {
    var random = RandomPlan(seed: seed)
    let service = seed == 57 ? random.service() : random.service(atMost: 1500)
    guard service.autoscaling != nil else { return }
    let runs = try FollowedRuns(service, seed: seed)
    let stepped = (0..<2).map { runs.stepped($0) }
    var courses = runs.courses(FollowingTests.spacings[Int(seed % 3)])
    for number in 0..<2 as Range<UInt32> {
      #expect(difference(runs.followed(number, &courses), stepped[Int(number)]) == nil)
    }
  }

  private static let years: [StandbyYear] = [
    StandbyYear(), StandbyYear(nodes: 64), StandbyYear(nodes: 12, regionsPerYear: 20, days: 120, failback: .never),
    StandbyYear(nodeLifetime: 2 * 86_400, days: 60),
    StandbyYear(nodes: 32, nodeLifetime: 30 * 86_400, nodeRepair: .constant(12 * 3600), days: 120),
  ]

  @Test(arguments: years.indices)
  func followingMovesNoBitOfAHotStandby(index: Int) throws {
    let runs = try FollowedRuns(FollowingTests.years[index].service, seed: 5)
    let stepped = (0..<6).map { runs.stepped($0) }
    for spacing in FollowingTests.spacings + [.minutes(240)] {
      var courses = runs.courses(spacing)
      for number in 0..<6 as Range<UInt32> {
        #expect(difference(runs.followed(number, &courses), stepped[Int(number)]) == nil)
      }
    }
  }

  /// Ends of years are noted wherever they lie, on a mark or between two, and whoever passes them.
  @Test(arguments: [17_532, 17_525.3, 26_400])
  func followingNotesTheSameYears(hours: Double) throws {
    var service = StandbyYear(nodes: 12, regionsPerYear: 6).service
    service.horizonHours = hours
    let runs = try FollowedRuns(service, seed: 5)
    for spacing in [Span.minutes(15), .minutes(240)] {
      var courses = runs.courses(spacing)
      for number in 0..<3 as Range<UInt32> {
        let stepped = runs.stepped(number)
        #expect(stepped.yearCuts.count == service.horizon.yearEnds.count && !stepped.yearCuts.isEmpty)
        #expect(difference(runs.followed(number, &courses), stepped) == nil)
      }
    }
  }

  @Test func mostOfAYearIsFollowed() throws {
    let runs = try FollowedRuns(StandbyYear().service, seed: 5)
    var courses = runs.courses()
    for number in 0..<10 as Range<UInt32> { _ = runs.followed(number, &courses) }
    #expect(courses.record.share > 0.97)
    #expect(courses.record.episodes > 100)
    #expect(try #require(courses.record.meanTimeToRejoin) < .hours(6))
  }

  /// Where demand has moved to the other site for good, the course along which it belongs there is followed.
  @Test func aNewRegimeIsFollowed() throws {
    let year = StandbyYear(nodes: 12, nodeLifetime: 1e12, regionsPerYear: 2, failback: .never)
    let runs = try FollowedRuns(year.service, seed: 5)
    var courses = runs.courses()
    let outcomes = (0..<10).map { runs.followed($0, &courses) }
    #expect(outcomes.contains { !$0.failovers.isEmpty })
    #expect(courses.record.share > 0.97)
  }

  /// A guard that looks one mark too short lets a failed node pass that comes into use before the next mark.
  @Test func aShortGuardIsNoticed() throws {
    let year = StandbyYear(nodeLifetime: 20 * 86_400, nodeRepair: .constant(12 * 3600), days: 60)
    let runs = try FollowedRuns(year.service, seed: 5)
    var short = runs.courses(.minutes(60), guardShortfall: 1)
    let differ = (0..<20).contains { runs.followed($0, &short) != runs.stepped($0) }
    #expect(differ)
  }
}
