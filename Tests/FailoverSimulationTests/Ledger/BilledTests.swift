import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// What is billed by month: noted where months begin, without stopping there.
@Suite struct BilledTests {
  /// Strikes of regions every few days, traffic of a day and a week with noise, fleets that follow it.
  private static func service(hours: Double, begins: CalendarDay = CalendarDay(year: 2027, month: 1, day: 1)) -> Service
  {
    var service = StandbyYear(nodes: 12, nodeLifetime: 20 * 86_400, regionsPerYear: 60).service
    service.horizonHours = hours
    service.begins = begins
    // What makes the simulation tell who answers.
    service.prices.balancer = BalancerPrice(dollarsPerHour: 1, dollarsPerUnitHour: 1, bytesPerRequest: 1)
    return service
  }

  private static func amounts(_ outcome: Outcome) -> [Int128] {
    let whole = [outcome.demand, outcome.lost, outcome.rented]
    return whole + Array(outcome.nodeTime) + Array(outcome.drawnTime) + Array(outcome.answeredAt)
  }

  /// Months of 2027, and the six hours of 2028; from the fifteenth on, a month that is covered in part at both ends; in two
  /// years the month in which the first ends is in two parts.
  @Test func aHorizonIsCutAtMonthsAndAtItsFirstYear() {
    func hours(_ horizon: Double, _ begins: CalendarDay) -> [Double] {
      Self.service(hours: horizon, begins: begins).parts.map(\.hours)
    }
    let days: [Double] = [744, 672, 744, 720, 744, 720, 744, 744, 720, 744, 720, 744]
    let new = CalendarDay(year: 2027, month: 1, day: 1)
    #expect(hours(8766, new) == days + [6.0])
    #expect(hours(8760, new) == days)
    #expect(hours(100.5, new) == [100.5])
    let middle = hours(8766, CalendarDay(year: 2027, month: 1, day: 15))
    let halves: (first: Double, last: Double) = (17 * 24, 14 * 24 + 6)
    #expect(middle == [halves.first] + Array(days.dropFirst()) + [halves.last])
    // 2028 has a leap day and ends twelve hours behind the horizon.
    let leap: [Double] = [696, 744, 720, 744, 720, 744, 744, 720, 744, 720, 732]
    let split: [Double] = [6, 738]
    #expect(hours(17_532, new) == days + split + leap)
    let parts = Self.service(hours: 17_532).parts
    #expect(parts.filter { $0.lies(within: 0...Horizon.yearHours) }.count == 13 && parts[12].month == parts[13].month)
    #expect(Self.service(hours: 17_532).partsOfWholeMonths.filter { $0.count == 2 } == [[12, 13]])
  }

  /// A cut is the end of a horizon that ends there: the same luck and the same traffic, stopped and not stopped. Outages and
  /// nodes on their way lie across some of them.
  @Test(arguments: 0..<3 as Range<UInt32>)
  func aCutIsTheEndOfAHorizon(number: UInt32) throws {
    let service = Self.service(hours: 24 * 150)
    let runs = try FollowedRuns(service, seed: 8)
    let billed = runs.stepped(number).billed
    #expect(billed.parts == 5)
    var sums = [Int128](repeating: 0, count: billed.count)
    for (part, stretch) in service.parts.enumerated() {
      for amount in sums.indices { sums[amount] += billed.amount(amount, inPart: part) }
      let short = try FollowedRuns(Self.service(hours: stretch.to), seed: 8).stepped(number)
      #expect(sums == Self.amounts(short), "part \(part)")
    }
    #expect((0..<billed.parts).allSatisfy { billed.lost(inPart: $0) > 0 })
  }

  /// The last cut is the horizon, so that parts sum to it to the last unit, whatever fails, waits and comes back.
  @Test(arguments: Array(0..<24) as [UInt64])
  func partsSumToTheHorizon(seed: UInt64) throws {
    var random = RandomPlan(seed: seed)
    var service = random.service(atMost: 1500)
    service.begins = CalendarDay(year: 2027, month: 1, day: 20 + Int(seed % 9))
    let outcome = try FollowedRuns(service, seed: seed).stepped(0)
    #expect(outcome.billed.parts == service.parts.count)
    let sums = (0..<outcome.billed.count).map { amount in
      (0..<outcome.billed.parts).reduce(Int128(0)) { $0 + outcome.billed.amount(amount, inPart: $1) }
    }
    #expect(sums == Self.amounts(outcome))
  }

  /// Followed stretches are cut where they are stepped through, on marks and between two, along the home course and along
  /// one to which demand has moved for good.
  @Test(
    arguments: [Span.minutes(15), .minutes(60), .minutes(240), .minutes(2400)], [Failback(afterSeconds: 3600), .never])
  func followedStretchesAreCutAlike(spacing: Span, failback: Failback) throws {
    var service = Self.service(hours: 24 * 150)
    service.failback = failback
    service.sites[0].committed = NodeCommitment(nodes: 5, term: .oneYear, dollarsPerHour: 1)
    #expect(service.metersHeldNodes)
    let runs = try FollowedRuns(service, seed: 8)
    var courses = runs.courses(spacing)
    for number in 0..<4 as Range<UInt32> {
      let (followed, stepped) = (runs.followed(number, &courses), runs.stepped(number))
      #expect(followed.billed == stepped.billed)
      #expect(difference(followed, stepped) == nil)
    }
    #expect(courses.record.share > 0.1)
  }
}
