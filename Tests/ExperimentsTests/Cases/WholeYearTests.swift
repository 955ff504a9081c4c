import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import Experiments
@testable import FailoverSimulation

/// Figures of a year come from horizons of any length; what is judged by years comes from the years inside them.
@Suite struct WholeYearTests {
  /// 365 days are a year and a day less is none; as many years lie in a horizon as have room, 8766 h long where that fits.
  @Test(arguments: [
    (hours: 24.0, years: 0, length: 0.0, ends: 0), (2160, 0, 0, 0), (8759, 0, 0, 0), (8760, 1, 8760, 0),
    (8766, 1, 8766, 0), (9000, 1, 8766, 1), (17_520, 2, 8760, 1), (17_526, 2, 8763, 1), (17_532, 2, 8766, 1),
    (21_915, 2, 8766, 2), (35_064, 4, 8766, 3), (262_980, 30, 8766, 29),
  ])
  func aHorizonHoldsWholeYears(_ known: (hours: Double, years: Int, length: Double, ends: Int)) {
    let horizon = Horizon(hours: known.hours)
    #expect(horizon.wholeYears == known.years)
    #expect(horizon.wholeYearHours == known.length)
    #expect(horizon.yearEnds.count == known.ends)
    #expect(horizon.isOneYear == (known.years == 1 && known.ends == 0))
    #expect(abs(horizon.perYear(horizon.added(perYear: 7)) - 7) < 1e-12)
  }

  /// The chat service, whose outages seldom keep away from the end of a year.
  private func service(hours: Double) throws -> Service {
    var service = try Model.service("chat-api.yaml", design: "hot-standby")
    service.horizonHours = hours
    return service
  }

  private func outcome(_ service: Service, number: UInt32) throws -> Outcome {
    let plan = try Plan(service, seed: 9)
    var run = Replication(plan, world: try DemandWorld(service, seed: 9, number: 0), number: number)
    return run.run()
  }

  /// The years of a horizon add up to it, to the last unit, and what crosses a year's end is in both.
  @Test(arguments: 0..<6 as Range<UInt32>)
  func yearsAddUpToTheHorizon(number: UInt32) throws {
    let whole = try outcome(try service(hours: 4 * 8766), number: number)
    let years = whole.years(4)
    #expect(years.map(\.demand).reduce(0, +) == whole.demand)
    #expect(years.map(\.lost).reduce(0, +) == whole.lost)
    #expect(years.map(\.degraded).reduce(0, +) == whole.degraded)
    #expect(years.map(\.downtime).reduce(.zero, +) == whole.downtime)
    let ofYears: Int128 = years.flatMap(\.outages).reduce(0) { $0 + $1.lost }
    let ofWhole: Int128 = whole.outages.reduce(0) { $0 + $1.lost }
    #expect(ofYears == ofWhole)
    for site in whole.nodeTime.indices {
      #expect(years.map { $0.nodeTime[site] }.reduce(0, +) == whole.nodeTime[site])
    }
    #expect(years.map { $0.outages.count }.reduce(0, +) >= whole.outages.count)
  }

  /// The first year of four is the year that is simulated by itself: the same luck, the same traffic, cut and not cut.
  @Test(arguments: 0..<6 as Range<UInt32>)
  func theFirstYearOfFourIsTheYear(number: UInt32) throws {
    let long = try outcome(try service(hours: 4 * 8766), number: number).years(4)[0]
    let short = try outcome(try service(hours: 8766), number: number)
    #expect(long.demand == short.demand && long.lost == short.lost && long.downtime == short.downtime)
    #expect(long.lostOutside == short.lostOutside && long.nodeTime == short.nodeTime)
    #expect(long.outages.map(\.lost) == short.outages.map(\.lost))
  }

  /// Under growth each year is judged by itself; without, all years of a horizon have one law. Below a year nothing is
  /// judged, and nothing is met.
  @Test func yearsAreJudgedApartUnderGrowth() async throws {
    let size = StudySize(seed: 3, worlds: 2, replicationsPerWorld: 5, threads: 1)
    func figures(hours: Double, growth: TrafficGrowth?) async throws -> DesignFigures {
      var service = try service(hours: hours)
      service.traffic.growth = growth
      return DesignFigures(try await Study([service], size: size).run()[0])
    }
    let even = try await figures(hours: 2 * 8766, growth: nil)
    let availability = even.verdicts.filter { $0.figure.hasPrefix("availability_requests") }
    #expect(availability.map(\.figure) == ["availability_requests"])
    #expect(availability[0].worlds.map(\.years) == [10, 10] && even.judgedYears == 20 && even.badYear != nil)

    let growing = try await figures(hours: 2 * 8766, growth: .perYear(0.3))
    let apart = growing.verdicts.filter { $0.figure.hasPrefix("availability_requests") }
    #expect(apart.map(\.figure) == ["availability_requests_year_1", "availability_requests_year_2"])
    #expect(apart.allSatisfy { $0.worlds.map(\.years) == [5, 5] })

    let short = try await figures(hours: 2160, growth: nil)
    #expect(short.judgedYears == 0 && short.badYear == nil && short.availabilityShare == nil)
    #expect(short.verdicts.first { $0.figure == "availability_requests" }?.verdict == .notJudged)
  }
}
