import Foundation
import Numerics
import Testing

@testable import Stochastics

@Suite struct RateSeriesFitTests {
  private static let week = [1, 1, 0.95, 0.95, 0.9, 0.6, 0.5]

  /// A rate every five minutes, with a sine by day, quiet weekends, growth, and autoregressive noise.
  private func series(days: Int, cv: Double, correlation: Double, growthPerDay: Double) -> (t: [Double], r: [Double]) {
    let sigma = log1p(cv * cv).squareRoot()
    let keep = exp(-300 / correlation)
    var stream = RandomStream(key: StreamKey(seed: 11, name: "rates/test"), replication: 0, purpose: .input)
    var z = normalQuantile(stream.nextUniform())
    let t = (0..<days * 288).map { Double($0) * 300 }
    let r = t.map { t -> Double in
      z = keep * z + (1 - keep * keep).squareRoot() * normalQuantile(stream.nextUniform())
      let hour = Double(Int(t / 3600) % 24) + 0.5
      let shape = 1 + 0.5 * sin(2 * .pi * hour / 24)
      let level = 80 * shape * Self.week[Int(t / 86_400) % 7] * exp(growthPerDay * t / 86_400)
      return level * exp(sigma * z - sigma * sigma / 2)
    }
    return (t, r)
  }

  /// Without noise the factors come back exactly.
  @Test func factorsWithoutNoiseAreExact() throws {
    let (t, r) = series(days: 21, cv: 0, correlation: 3600, growthPerDay: 0.002)
    let fit = try RateSeriesFit(seconds: t, rps: r)
    for hour in fit.day {
      let top = 1 + 0.5 * sin(2 * .pi * 6.5 / 24)
      let shape: Double = 1 + 0.5 * sin(2 * .pi * hour.hour / 24)
      expectClose(hour.share.value, shape / top, 3e-4)
    }
    // The slope within a day is shared with the hours: a day's growth spread over it.
    for (found, truth) in zip(try #require(fit.week), Self.week) { expectClose(found, truth, 1e-6) }
    expectClose(try #require(fit.growthPerYear).value, exp(0.002 * 365.25), 1e-6)
    #expect(fit.noiseCV.value < 1e-6)
  }

  @Test func knownTrafficIsRecovered() throws {
    let (t, r) = series(days: 56, cv: 0.1, correlation: 1800, growthPerDay: 0.001)
    let fit = try RateSeriesFit(seconds: t, rps: r)
    #expect(abs(fit.noiseCV.value - 0.1) < 0.01)
    #expect(abs(log(fit.correlationSeconds.value / 1800)) < 0.15)
    #expect(try #require(fit.growthPerYear?.range).contains(exp(0.001 * 365.25)))
    for (found, truth) in zip(try #require(fit.week), Self.week) { expectClose(found, truth, 0.03) }
    // A tenth of the 24 ranges may miss; a third would be wrong.
    let top = 1 + 0.5 * sin(2 * .pi * 6.5 / 24)
    let held = try fit.day.filter {
      try #require($0.share.range).contains((1 + 0.5 * sin(2 * .pi * $0.hour / 24)) / top)
    }
    #expect(held.count >= 16, "\(held.count) of 24")
    // P99.9 of the last week's level: above its mean peak of 80 x 1.5 x growth, below 1.5 times it.
    let peak = 120 * exp(0.056)
    #expect(fit.peakRPS.value > peak && fit.peakRPS.value < 1.5 * peak)
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
