import Foundation
import Numerics
import Testing

@testable import Stochastics

@Suite struct RateSeriesFitTests {
  private static let week = [1, 1, 0.95, 0.95, 0.9, 0.6, 0.5]

  /// The sine that rates follow by day, at so many hours.
  private static func shape(_ hour: Double) -> Double { 1 + 0.5 * sin(2 * .pi * hour / 24) }

  /// A rate every five minutes, with a sine by day, quiet weekends, growth, and autoregressive noise. A point's rate is
  /// that of the middle of its five minutes.
  private func series(
    days: Int, cv: Double, correlation: Double, growthPerDay: Double, replication: UInt32 = 0
  ) -> (t: [Double], r: [Double]) {
    let sigma = log1p(cv * cv).squareRoot()
    let keep = exp(-300 / correlation)
    var stream = RandomStream(key: StreamKey(seed: 11, name: "rates/test"), replication: replication, purpose: .input)
    var z = normalQuantile(stream.nextUniform())
    let t = (0..<days * 288).map { Double($0) * 300 }
    let r = t.map { t -> Double in
      z = keep * z + (1 - keep * keep).squareRoot() * normalQuantile(stream.nextUniform())
      let middle = t + 150
      let level =
        80 * Self.shape(middle / 3600) * Self.week[Int(t / 86_400) % 7] * exp(growthPerDay * middle / 86_400)
      return level * exp(sigma * z - sigma * sigma / 2)
    }
    return (t, r)
  }

  /// Three weeks that double: the peak is that of the last week's level at the end, which no point has, as the busiest hours of
  /// the last busy day came before the growth of the weekend.
  @Test func theHighestPointIsKeptBesideThePeak() throws {
    let (t, r) = series(days: 21, cv: 0, correlation: 3600, growthPerDay: log(2) / 21)
    let fit = try RateSeriesFit(seconds: t, rps: r)
    let highest = try #require(r.max())
    #expect(fit.highestRPS == highest)
    #expect(fit.peakRPS.value > highest)
  }

  /// Without noise the factors come back exactly.
  @Test func factorsWithoutNoiseAreExact() throws {
    let (t, r) = series(days: 21, cv: 0, correlation: 3600, growthPerDay: 0.002)
    let fit = try RateSeriesFit(seconds: t, rps: r)
    // A spline through 24 knots follows the logarithm of the sine to about 1e-5.
    for hour in fit.day { expectClose(hour.share.value, Self.shape(hour.hour) / Self.shape(6.5), 1e-4) }
    for (found, truth) in zip(try #require(fit.week), Self.week) { expectClose(found, truth, 1e-6) }
    expectClose(try #require(fit.growthPerYear).value, exp(0.002 * 365.25), 1e-6)
    #expect(fit.noiseCV.value < 1e-4)
    // The peak is the top of the curve on the best weekday at the end: 80 x 1.5 x growth over 21 days.
    expectClose(fit.peakRPS.value, 120 * exp(0.042), 1e-3)
  }

  /// Without noise the measured day is the curve, at half hours that are no knots too: by formula, for a weekday that is the
  /// geometric mean of the seven, at the middle of the series.
  @Test func theMeasuredDayIsTheCurve() throws {
    let (t, r) = series(days: 21, cv: 0, correlation: 3600, growthPerDay: 0.002)
    let comparison = try RateSeriesFit(seconds: t, rps: r).comparison
    let weekday = exp(Self.week.reduce(0) { $0 + log($1) } / 7)
    #expect(comparison.day.count == 48 && comparison.daysEach == 1 && comparison.course.count == 21)
    for stretch in comparison.day {
      // The points' middles lie evenly around the middle of the series, 10.5 days from its beginning.
      expectClose(stretch.fitted, 80 * Self.shape(stretch.at) * weekday * exp(0.002 * 10.5), 1e-3)
      expectClose(stretch.measured / stretch.fitted, 1, 1e-3)
      #expect(stretch.points == 21 * 6)
    }
  }

  /// A day on which a tenth more came: its geometric mean is that of its points, and it stands out. Of its logarithm a third goes to
  /// its weekday, which comes three times, and nothing to growth, because it is the middle one of 21 days.
  @Test func anUnusualDayStandsOut() throws {
    var (t, r) = series(days: 21, cv: 0, correlation: 3600, growthPerDay: 0)
    for place in 10 * 288..<11 * 288 { r[place] *= 1.1 }
    t = t.map { $0 + 1e6 * 86_400 }
    let comparison = try RateSeriesFit(seconds: t, rps: r, weekSecond: -1e6 * 86_400).comparison
    let direct = exp(r[10 * 288..<11 * 288].reduce(0) { $0 + log($1) } / 288)
    expectClose(comparison.course[10].measured, direct, 1e-6)
    expectClose(comparison.course[10].at, 10.5, 1e-6)
    let ratios = comparison.course.map { log($0.measured / $0.fitted) / log(1.1) }
    expectClose(ratios[10], 2.0 / 3, 1e-6)
    for other in [3, 17] { expectClose(ratios[other], -1.0 / 3, 1e-6) }
  }

  @Test func knownTrafficIsRecovered() throws {
    let (t, r) = series(days: 56, cv: 0.1, correlation: 1800, growthPerDay: 0.001)
    let fit = try RateSeriesFit(seconds: t, rps: r)
    #expect(abs(fit.noiseCV.value - 0.1) < 0.01)
    #expect(abs(log(fit.correlationSeconds.value / 1800)) < 0.15)
    #expect(try #require(fit.growthPerYear?.range).contains(exp(0.001 * 365.25)))
    for (found, truth) in zip(try #require(fit.week), Self.week) { expectClose(found, truth, 0.03) }
    // A tenth of the 24 ranges may miss; a third would be wrong.
    let held = try fit.day.filter { hour in
      let truth = Self.shape(hour.hour) / Self.shape(6.5)
      return abs(truth - 1) < 0.01 ? hour.share.value > 0.97 : try #require(hour.share.range).contains(truth)
    }
    #expect(held.count >= 16, "\(held.count) of 24")
    // P99.9 over the last week's medians, computed below.
    let peak = Self.truePeak(cv: 0.1) * exp(0.056)
    #expect(abs(fit.peakRPS.value / peak - 1) < 0.04, "\(fit.peakRPS) for \(peak)")
  }

  /// The level that demand without growth exceeds a thousandth of the time: by bisection over the minutes of a week.
  private static func truePeak(cv: Double) -> Double {
    let sigma = log1p(cv * cv).squareRoot()
    let medians = (0..<7 * 288).map { (step: Int) -> Double in
      let hour: Double = (Double(step % 288) + 0.5) / 12
      return log(80 * shape(hour) * week[step / 288]) - sigma * sigma / 2
    }
    var (low, high) = (60.0, 400.0)
    for _ in 0..<60 {
      let middle = (low * high).squareRoot()
      let above = medians.reduce(0) { $0 + normalUpperTail((log(middle) - $1) / sigma) } / Double(medians.count)
      if above > 0.001 { low = middle } else { high = middle }
    }
    return low
  }

  /// Four weeks of known traffic, drawn sixty times: estimates without bias, ranges that hold nine times in ten.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["NINES_LONG"] == "1"))
  func rangesHoldNineTimesInTen() throws {
    var held = [Int](repeating: 0, count: 4)
    var sums = [Double](repeating: 0, count: 4)
    let truths = [0.1, 1800, exp(0.001 * 365.25), Self.truePeak(cv: 0.1) * exp(0.028)]
    for replication in 0..<60 {
      let (t, r) = series(
        days: 28, cv: 0.1, correlation: 1800, growthPerDay: 0.001, replication: UInt32(replication + 1))
      let fit = try RateSeriesFit(seconds: t, rps: r)
      let found = [fit.noiseCV, fit.correlationSeconds, try #require(fit.growthPerYear), fit.peakRPS]
      for (i, estimate) in found.enumerated() {
        sums[i] += log(estimate.value / truths[i]) / 60
        if try #require(estimate.range).contains(truths[i]) { held[i] += 1 }
      }
    }
    // 54 of 60 expected with a standard error of 2.3.
    for (i, count) in held.enumerated() { #expect((46...60).contains(count), "\(count) of 60 for figure \(i)") }
    #expect(abs(sums[0]) < 0.01 && abs(sums[1]) < 0.04 && abs(sums[3]) < 0.01, "\(sums)")
  }

  /// Six fits of two weeks: the few that every run can afford.
  @Test func theSlopeWithinAnHourIsNoNoise() throws {
    var (cv, correlation, peaks) = (0.0, 0.0, 0)
    for replication in 0..<6 {
      let (t, r) = series(days: 14, cv: 0.05, correlation: 1800, growthPerDay: 0, replication: UInt32(replication))
      let fit = try RateSeriesFit(seconds: t, rps: r)
      cv += fit.noiseCV.value / 6
      correlation += fit.correlationSeconds.value / 6
      if try #require(fit.peakRPS.range).contains(Self.truePeak(cv: 0.05)) { peaks += 1 }
    }
    // Means of six: 2 % and 5 % are two standard errors each. Steps by the hour gave half the correlation time.
    #expect(abs(cv / 0.05 - 1) < 0.03, "\(cv)")
    #expect(abs(correlation / 1800 - 1) < 0.12, "\(correlation)")
    #expect(peaks >= 4, "\(peaks) of 6")
  }

  @Test func timeZeroMayBeAnyHour() throws {
    let (t, r) = series(days: 21, cv: 0, correlation: 3600, growthPerDay: 0)
    let shifted = try RateSeriesFit(
      seconds: t.suffix(t.count - 900).map { $0 - 270_000 }, rps: Array(r.suffix(t.count - 900)), weekSecond: 270_000)
    for (found, truth) in zip(try #require(shifted.week), Self.week) { expectClose(found, truth, 1e-6) }
  }

  @Test func aShortSeriesSaysLess() throws {
    let (t, r) = series(days: 14, cv: 0.1, correlation: 1800, growthPerDay: 0)
    func fit(_ count: Int) throws -> RateSeriesFit {
      try RateSeriesFit(seconds: Array(t.prefix(count)), rps: Array(r.prefix(count)))
    }
    #expect { try fit(12) } throws: { ($0 as? RateFitError) == .tooShort(hours: 1) }
    // A day of hours has a point for each of the curve's: nothing is left for the noise.
    let hourly = stride(from: 0, to: 288, by: 12).map { $0 }
    #expect(throws: RateFitError.tooFewPoints(count: 24, needed: 48)) {
      try RateSeriesFit(seconds: hourly.map { t[$0] }, rps: hourly.map { r[$0] })
    }
    let oneDay = try fit(288)
    #expect(oneDay.week == nil && oneDay.growthPerYear == nil && oneDay.peakRPS.range == nil)
    #expect(try fit(13 * 288).week == nil)
    #expect(try fit(14 * 288).week != nil)
  }

  @Test func brokenSeriesAreRefused() {
    #expect(throws: RateFitError.notOrdered(row: 2)) { try RateSeriesFit(seconds: [1, 1], rps: [1, 1]) }
    #expect(throws: RateFitError.notOrdered(row: 2)) { try RateSeriesFit(seconds: [1, 2], rps: [1, -1]) }
    let days = (0..<10).map { Double($0) * 86_400 }
    #expect(throws: RateFitError.tooCoarse(hours: 24)) { try RateSeriesFit(seconds: days, rps: days.map { _ in 1 }) }
    let hours = (0..<48).map { Double($0) * 3600 }
    #expect(throws: RateFitError.self) { try RateSeriesFit(seconds: hours, rps: hours.map { _ in 0 }) }
  }
}
