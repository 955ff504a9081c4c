import EventKernel
import Foundation
import QueueingTheory
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// A world's rates against what the plan says they are.
@Suite struct TrafficWorldTests {
  private func rates(
    _ traffic: Traffic, days: Double = 28, begins: CalendarDay = CalendarDay(year: 2027, month: 1, day: 4),
    number: UInt32 = 0
  ) throws -> [Int64] {
    Array(try DemandWorld(service(traffic, days: days, begins: begins), seed: 7, number: number).rates)
  }

  /// Before there were seasons, origins and events these were the sums of three worlds; they must never move.
  @Test func aPlanWithoutTheNewKeysKeepsItsBytes() throws {
    var traffic = Traffic(peakRPS: 1000, day: shapedDay, week: shapedWeek)
    #expect(try rates(traffic).reduce(0, &+) == quietSum)
    traffic.noise = TrafficNoise(cv: 0.05, correlationSeconds: 1800)
    #expect(try rates(traffic).reduce(0, &+) == noisySum)
    traffic.day = .sine(amplitude: 0.5)
    #expect(try rates(traffic, number: 3).reduce(0, &+) == sineSum)
  }

  /// Curves that are scaled to another peak are those of a plan with that peak, to the last bit.
  @Test func anotherPeakScalesTheSameCurves() throws {
    var traffic = Traffic(peakRPS: 1000, day: shapedDay, week: shapedWeek)
    traffic.noise = TrafficNoise(cv: 0.05, correlationSeconds: 1800)
    let known = try DemandWorld.ordinaryDemand(of: service(traffic))
    traffic.peakRPS = 1234.5
    let (fresh, scaled) = (try DemandWorld.ordinaryDemand(of: service(traffic)), known.scaled(toPeak: 1234.5))
    #expect(scaled.scale == fresh.scale && scaled.meanRPS == fresh.meanRPS && scaled.peakShare == fresh.peakShare)
    let world = DemandWorld(service(traffic), demand: scaled, seed: 7, number: 2)
    #expect(Array(world.rates) == (try rates(traffic, number: 2)))
  }

  /// One origin five and a half hours ahead has its whole week five and a half hours earlier, to the last bit.
  @Test(arguments: [-12.0, -5, 0, 5.5, 14])
  func anOffsetShiftsTheCurveExactly(hours: Double) throws {
    var traffic = Traffic(peakRPS: 1000, day: shapedDay, week: shapedWeek)
    traffic.origins = [TrafficOrigin(name: "here", share: 1, utcOffsetSeconds: 0)]
    let here = try rates(traffic)
    traffic.origins[0].utcOffsetSeconds = hours * 3600
    let there = try rates(traffic)
    let steps = Int(hours * 12)
    let week = 7 * 288
    #expect((0..<week).allSatisfy { there[$0] == here[($0 + steps + week) % week] })
  }

  /// Origins are added by their shares of requests: the sum at an hour is the sum of the local curves.
  @Test func originsAreAddedByTheirSharesOfRequests() throws {
    let flat = Traffic(peakRPS: 100)
    var traffic = flat
    traffic.origins = [
      TrafficOrigin(name: "flat", share: 0.6, utcOffsetSeconds: 0, day: .flat),
      TrafficOrigin(name: "swings", share: 0.4, utcOffsetSeconds: 3600 * 3, day: .sine(amplitude: 1)),
    ]
    let world = try rates(traffic)
    // 0.6 + 0.4 (1 + sin) has its maximum of 1.4 at 6:00 local time, which is 3:00 by the plan's clock.
    let day = world[0..<288]
    let mean = Double(day.reduce(0, +)) / 288
    #expect(abs(Double(day.max()!) / mean - 1.4) < 1e-4)
    #expect(day.max()! == 100_000_000)
    #expect(day.firstIndex(of: day.max()!).map { abs($0 - 36) <= 1 } == true)
  }

  /// A year's knots are met: the days at two knots are as their factors, and the P99.9 without noise is the peak.
  @Test func theSeasonGoesThroughItsKnots() throws {
    var traffic = Traffic(peakRPS: 1000)
    let begins = CalendarDay(year: 2027, month: 1, day: 1)
    func knot(_ month: Int, _ day: Int, _ factor: Double) -> YearKnot {
      YearKnot(position: CalendarDay(year: 2027, month: month, day: day).shareOfYear, factor: factor)
    }
    traffic.year = [knot(2, 1, 0.5), knot(7, 1, 0.8), knot(12, 1, 1)]
    let world = try rates(traffic, days: 365, begins: begins)
    func rate(_ month: Int, _ day: Int) -> Int64 {
      let days = CalendarDay(year: 2027, month: month, day: day).daysSinceEpoch - begins.daysSinceEpoch
      return world[days * 288 + 100]
    }
    #expect(abs(rate(2, 1) - 500_000_000) <= 1 && abs(rate(7, 1) - 800_000_000) <= 1)
    #expect(rate(12, 1) == 1_000_000_000)
    #expect(world.allSatisfy { $0 > 0 })
    // Monotone between knots: nowhere above or below its neighbours' range.
    #expect(world[(31 * 288)..<(181 * 288)].allSatisfy { (499_999_999...800_000_001).contains($0) })
  }

  /// Growth compounds from the plan's first day and leaves that day alone.
  @Test func growthCompoundsFromTheFirstDay() throws {
    var traffic = Traffic(peakRPS: 1000)
    traffic.growth = .perYear(0.6)
    let begins = CalendarDay(year: 2027, month: 1, day: 1)
    let world = try rates(traffic, days: 731, begins: begins)
    #expect(world[0] == 1_000_000_000)
    // Two years later, to a day: 1.6 squared.
    let later = Double(world[730 * 288]) / 1e9
    #expect(abs(later - 2.56) < 0.003)
    traffic.growth = .perMonth(0.1)
    let inAYear = try Double(rates(traffic, days: 366, begins: begins)[365 * 288]) / 1e9
    #expect(abs(inAYear - 3.1384) < 0.004)
  }

  /// What a campaign adds is the area of its trapezoid, to a millionth of a request a second in each step.
  @Test func aCampaignAddsItsAreaExactly() throws {
    let quiet = Traffic(
      peakRPS: 1000, day: shapedDay, week: shapedWeek, noise: TrafficNoise(cv: 0.1, correlationSeconds: 1800))
    var sale = quiet
    // Ramps that end within steps.
    let shape = EventShape(rampUp: 1000, lasts: 7300, rampDown: 2000)
    sale.campaigns = [Campaign(name: "sale", startSeconds: 86_400 + 777, lift: .added(rps: 250), shape: shape)]
    let (without, with) = try (rates(quiet), rates(sale))
    let added = zip(with, without).reduce(Int64(0)) { $0 + ($1.0 - $1.1) }
    let requests = Double(added) * 300 / 1e6
    #expect(abs(requests - 2_200_000) < 0.01)
    let touched = without.indices.filter { without[$0] != with[$0] }
    #expect(touched == Array((87_177 / 300)...((87_177 + 10_300) / 300)))
  }

  /// A factor multiplies what is there, the noise included, and overlapping lifts add up.
  @Test func factorsMultiplyOrdinaryDemandAndAddUp() throws {
    let quiet = Traffic(peakRPS: 1000, noise: TrafficNoise(cv: 0.1, correlationSeconds: 1800))
    var both = quiet
    let hour = EventShape(lasts: 3600)
    both.campaigns = [
      Campaign(name: "a", startSeconds: 0, lift: .factor(3), shape: hour),
      Campaign(name: "b", startSeconds: 1800, lift: .factor(2), shape: hour),
      Campaign(name: "holiday", startSeconds: 7200, lift: .factor(0.25), shape: hour),
    ]
    let (without, with) = try (rates(quiet), rates(both))
    for (step, factor) in [(3, 3.0), (7, 4), (15, 2), (30, 0.25), (40, 1)] {
      #expect(abs(Double(with[step]) - factor * Double(without[step])) <= 2)
    }
  }

  /// The luck of a component is its own: a crowd moves no noise and no other crowd.
  @Test func addingAComponentMovesNoOther() throws {
    let noise = TrafficNoise(cv: 0.1, correlationSeconds: 1800)
    var one = Traffic(peakRPS: 1000, noise: noise)
    one.crowds = [crowd("viral", perYear: 50)]
    var two = one
    two.crowds.insert(crowd("news", perYear: 20), at: 0)
    let seconds = 28 * 86_400.0
    let alone = one.events(seed: 7, number: 2, seconds: seconds)
    let together = two.events(seed: 7, number: 2, seconds: seconds)
    #expect(alone.count > 1 && together.count > alone.count)
    #expect(Array(together.suffix(alone.count)) == alone)
    // Two kinds of the same law do not come together.
    var twin = Traffic(peakRPS: 1000)
    twin.crowds = [crowd("other", perYear: 50)]
    #expect(twin.events(seed: 7, number: 2, seconds: seconds).first != alone.first)
    let (calm, loud) = try (rates(Traffic(peakRPS: 1000, noise: noise), number: 2), rates(one, number: 2))
    #expect(zip(calm, loud).filter { $0 == $1 }.count > calm.count / 2)
    #expect(zip(calm, loud).allSatisfy { $1 >= $0 })
  }

  /// The mean number of requests that crowds add, against Campbell's theorem, within four standard errors.
  @Test func crowdsAddWhatTheirLawsSay() throws {
    var traffic = Traffic(peakRPS: 100)
    traffic.crowds = [crowd("viral", perYear: 200)]
    let days = 91.3125  // a quarter of 8766 h
    let added = try (0..<60).map { number -> Double in
      let world = try DemandWorld(service(traffic, days: days), seed: 11, number: UInt32(number))
      return world.requests(until: SimTime(nanoseconds: Int64(days * 86_400e9))) - 100 * days * 86_400
    }
    // By hand: 50 crowds x (E[factor] - 1 = 1.25) x (150 + 2400 + 450 s) x 100 requests a second.
    let expected = 50.0 * 1.25 * 3000 * 100
    #expect(abs(traffic.crowds[0].expectedAddedSecondsPerYear / 4 * 100 - expected) < 1e-6)
    let mean = added.reduce(0, +) / 60
    let error = (added.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 59 / 60).squareRoot()
    #expect(abs(mean - expected) < 4 * error)
    #expect(error < expected * 0.05)
  }

  private func crowd(_ name: String, perYear: Double) -> FlashCrowd {
    FlashCrowd(
      name: name, perYear: perYear, factor: .uniform(low: 1.5, high: 3), rampUp: 300,
      lasts: .exponential(mean: 2400), rampDown: 900)
  }

  /// The mean over worlds is the curve's: noise has mean one, and the scale puts the P99.9 at the peak.
  @Test func theMeanOfWorldsIsTheCurve() throws {
    let traffic = Traffic(
      peakRPS: 500, day: shapedDay, week: shapedWeek, noise: TrafficNoise(cv: 0.2, correlationSeconds: 1800))
    let demand = try service(traffic).ordinaryDemand()
    let means = try (0..<40).map { number -> Double in
      let sum = try rates(traffic, number: UInt32(number)).prefix(28 * 288).reduce(Int64(0), +)
      return Double(sum) / 1e6 / 8064
    }
    let mean = means.reduce(0, +) / 40
    let error = (means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39 / 40).squareRoot()
    #expect(abs(mean - demand.meanRPS) < 4 * error)
    #expect(error < 0.002 * mean)
    let above = try (0..<40).map { number -> Int in
      let world = try rates(traffic, number: UInt32(number))
      return world.prefix(28 * 288).count { $0 > 500_000_000 }
    }
    let share = Double(above.reduce(0, +)) / Double(40 * 8064)
    #expect(abs(share - 0.001) < 0.0003)
  }

  /// A sine of demand through a pool that is never short, step by step, against the closed form of M(t)/M/inf.
  @Test func aSineOfDemandIsTheOraclesLoad() throws {
    // Oracle E10: 100 + 40 sin(2 pi t / 24 h) an hour, one hour of service; here in requests a second, peak 140.
    let world = try rates(Traffic(peakRPS: 140, day: .sine(amplitude: 0.4), stepSeconds: 60), days: 5)
    let theory = CyclicLoad(meanRate: 100, amplitude: 40, period: 24, serviceRate: 1)
    var inProgress = 100.0
    let step = 1.0 / 60
    for (i, rate) in world.prefix(4 * 1440 + 360).enumerated() {
      // Exact for a rate that is constant over the step; the first four days forget the start.
      let arriving = Double(rate) / 1e6
      inProgress = arriving + (inProgress - arriving) * exp(-step)
      guard i >= 4 * 1440 - 1 else { continue }
      #expect(abs(inProgress - theory.mean(at: Double(i + 1) * step)) < 1e-3)
    }
    #expect(abs(inProgress - 137.43429394271726) < 1e-3)
  }
}

// Measured with the sources of commit 9a1c9ff.
private let quietSum: Int64 = 8_820_285_252_135
private let noisySum: Int64 = 7_894_120_685_281
private let sineSum: Int64 = 7_772_425_424_581
