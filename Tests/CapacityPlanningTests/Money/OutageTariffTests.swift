import Costing
import EventKernel
import ServiceModel
import Testing

@testable import CapacityPlanning
@testable import Experiments
@testable import FailoverSimulation

/// Losses that depend on the length of an outage, and credits that depend on a month.
struct OutageTariffTests {
  /// Two replications with outages from hour to hour.
  private static func tally(
    _ outages: [(replication: Int, from: Double, to: Double)], of service: Service
  ) -> OutageTally {
    var tally = OutageTally(service)
    for replication in 0..<2 {
      tally.add(
        outages.filter { $0.replication == replication }.map { row in
          Outage(
            start: SimTime(seconds: row.from * 3600), end: SimTime(seconds: row.to * 3600),
            faultAt: SimTime(seconds: row.from * 3600), cause: 0, contributing: 0, lost: 0, endedBy: .repair,
            alarmAt: .never, decidedAt: .never, openedAt: .never, failoverSeconds: nil)
        })
    }
    return tally
  }

  private static func service(begins: CalendarDay = CalendarDay(year: 2027, month: 1, day: 1)) -> Service {
    var service = SmallService().service
    service.begins = begins
    service.horizonHours = 8766
    var outage = OutagePrice(dollarsPerLostRequest: 0, dollarsPerOutageMinute: 10)
    outage.growth = [
      OutageGrowth(fromMinutes: 30, dollarsPerMinute: 100), OutageGrowth(fromMinutes: 240, dollarsPerMinute: 1000),
    ]
    service.prices.outage = outage
    service.prices.credits = CreditPrice(
      dollarsPerMonth: 500_000, tiers: [.init(below: 0.999, share: 0.1), .init(below: 0.99, share: 0.25)])
    return service
  }

  /// Outages of 20, 90 and 300 minutes: 20 + 30 + 30 below half an hour, 60 + 210 up to four hours, 60 beyond.
  @Test func aMinuteOfALongOutageCostsMore() {
    let outages: [(replication: Int, from: Double, to: Double)] = [(0, 10, 10 + 1.0 / 3), (0, 100, 101.5), (1, 50, 55)]
    let minutes = Self.tally(outages, of: Self.service()).minutesByLength
    #expect(minutes.count == 3)
    for (found, expected) in zip(minutes, [80.0, 270, 60]) { #expect(abs(found - expected) < 1e-6) }
    #expect(Self.tally(outages, of: SmallService().service).minutesByLength.isEmpty)
  }

  /// January has 744 hours: 0.744 of them are a thousandth. Two short outages of a month count together; one that lasts over
  /// the end of a month counts in both; the six hours behind December are no month.
  @Test func aMonthHasTheCreditOfItsLowestTier() throws {
    func months(_ outages: [(replication: Int, from: Double, to: Double)], begins: Int = 1) -> [Double] {
      let service = Self.service(begins: CalendarDay(year: 2027, month: 1, day: begins))
      return Self.tally(outages, of: service).creditMonths
    }
    #expect(months([(0, 10, 10.74)]) == [0, 0], "just above three nines")
    #expect(months([(0, 10, 10.4), (0, 600, 600.4)]) == [1, 0])
    #expect(months([(0, 10, 10.4), (1, 10, 10.4)]) == [0, 0], "years are apart")
    #expect(months([(0, 10, 20)]) == [0, 1], "the lowest tier alone")
    #expect(months([(0, 743, 752)]) == [1, 1], "an hour of January, eight of February")
    #expect(months([(0, 8761, 8766)]) == [0, 0])
    #expect(months([(0, 10, 20)], begins: 15) == [0, 0], "half of January is no month")
  }

  /// Every band and tier is a line of its own; they enter the total and no cost.
  @Test func linesAreMinutesAndMonthsTimesTheirPrices() throws {
    let service = Self.service()
    var usage = SimulatedUsage(
      sites: [SiteUsage(site: "site0")], requestsAnswered: Estimate(1e6), outageMinutes: Estimate(205))
    (usage.outageLengths, usage.creditLevels) = ([30, 240], [0.999, 0.99])
    usage.outageMinutesByLength = [Estimate(40), Estimate(135), Estimate(30)]
    usage.creditMonths = [Estimate(0.5), Estimate(0.125)]
    let sheet = CostSheet(of: service, usage: usage, studyID: "tariff")
    func dollars(_ item: String) -> Double { sheet.sum(\.amortisedCost) { $0.item == item }.dollars }
    #expect(abs(dollars("outage-minutes") - 400) < 0.1)
    #expect(abs(dollars("outage-minutes from 30 min") - 13_500) < 0.1)
    #expect(abs(dollars("outage-minutes from 240 min") - 30_000) < 0.1)
    #expect(abs(dollars("sla-credit below 99.9 %") - 25_000) < 0.1)
    #expect(abs(dollars("sla-credit below 99 %") - 15_625) < 0.1)
    #expect(abs(try #require(sheet.outageLossYear).dollars - 84_525) < 0.2)
    #expect(sheet.amortisedYear == sheet.totalYear.map { $0 - (sheet.outageLossYear ?? .zero) })
    #expect(sheet.lines.filter { $0.group == .outage }.allSatisfy { !$0.inFocus })
    #expect(!sheet.unpriced.contains("outages"))
  }

  /// From the simulation: the bands sum to the minutes of outages, world by world.
  @Test func bandsSumToTheMinutesOfOutages() async throws {
    var service = SmallService(edgeOutagesPerYear: 20).service
    service.prices.outage = OutagePrice(dollarsPerLostRequest: 0, dollarsPerOutageMinute: 1)
    service.prices.outage?.growth = [OutageGrowth(fromMinutes: 5, dollarsPerMinute: 2)]
    let records = try await Study([service], size: .small()).run()
    let usage = SimulatedUsage(records[0])
    #expect(usage.outageMinutes.mean > 0)
    for world in usage.worlds {
      let sum = world.outageMinutesByLength.reduce(0) { $0 + $1.mean }
      #expect(abs(sum - world.outageMinutes.mean) < 1e-6 * max(1, sum))
    }
    #expect(usage.outageMinutesByLength.allSatisfy { $0.mean > 0 && $0.standardError > 0 })
  }
}
