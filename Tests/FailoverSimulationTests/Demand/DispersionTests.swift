import Foundation
import ServiceModel
import TestSupport
import Testing

@testable import FailoverSimulation

/// Noise that is asked for by its index of dispersion has it.
@Suite struct DispersionTests {
  private let begins = CalendarDay(year: 2027, month: 1, day: 4)

  /// A window within a step: cv² = (index - 1) / (mean rate x window), by hand.
  @Test func aWindowWithinAStepHasTheFormulaOfOneLine() throws {
    let target = DispersionTarget(index: 16.1, windowSeconds: 60, correlationSeconds: 1800)
    var traffic = Traffic(peakRPS: 10)
    let noise = try traffic.noise(matching: [target], begins: begins)
    traffic.noise = noise
    let mean = try OrdinaryDemand(traffic, begins: begins, days: 365).meanRPS
    #expect(abs(noise.cv * noise.cv - 15.1 / (mean * 60)) < 1e-9)
    #expect(mean < 10 && abs(noise.indexOfDispersion(over: 60, meanRPS: mean, step: 300) - 16.1) < 1e-6)
    // A constant rate over the step: the excess grows with the window up to it, and more slowly beyond.
    #expect(isNear(noise.indexOfDispersion(over: 300, meanRPS: mean, step: 300), 1 + 15.1 * 5, within: 1e-6))
    #expect(noise.indexOfDispersion(over: 600, meanRPS: mean, step: 300) < 1 + 15.1 * 10)
  }

  /// The variance of a window that cuts steps, against the double sum over all pairs of pieces.
  @Test(arguments: [(7.0, 10.0), (10, 10), (35, 10), (60, 10), (300, 10), (1000, 300), (60, 300)])
  func theIndexIsTheDoubleSum(window: Double, step: Double) {
    let noise = TrafficNoise(scales: [
      .init(cv: 0.3, correlationSeconds: 20), .init(cv: 0.2, correlationSeconds: 400),
    ])
    var total = 0.0
    let windows = 60
    for k in 0..<windows {
      let (start, end) = (Double(k) * window, Double(k + 1) * window)
      let steps = Int((start / step).rounded(.down))...Int(((end - 1e-9) / step).rounded(.down))
      let pieces = steps.map { i in min(end, Double(i + 1) * step) - max(start, Double(i) * step) }
      for i in pieces.indices {
        for j in pieces.indices { total += pieces[i] * pieces[j] * noise.covariance(lag: abs(i - j), step: step) }
      }
    }
    let index = noise.indexOfDispersion(over: window, meanRPS: 5, step: step)
    #expect(abs(index - (1 + 5 * total / Double(windows) / window)) < 1e-9 * index)
  }

  /// The figures of the Azure conversation trace: 3.9 at 10 s, 56 at 300 s, 5.53 requests a second.
  @Test func twoWindowsAreBothMet() throws {
    let traffic = try measured()
    let noise = try #require(traffic.noise)
    let mean = try OrdinaryDemand(traffic, begins: begins, days: 365).meanRPS
    #expect(noise.scales.count == 2)
    #expect(abs(noise.indexOfDispersion(over: 10, meanRPS: mean, step: 10) - 3.9) < 1e-6)
    #expect(abs(noise.indexOfDispersion(over: 300, meanRPS: mean, step: 10) - 56) < 1e-5)
  }

  /// Rates of simulated worlds: Var N = E N + Var of the integrated rate, over windows of both lengths. The error is that
  /// of the means of independent worlds.
  @Test func ratesOfWorldsHaveTheAskedIndices() throws {
    let traffic = try measured()
    let mean = try OrdinaryDemand(traffic, begins: begins, days: 365).meanRPS
    let worlds = try (0..<24).map { number in
      try DemandWorld(service(traffic, days: 7), seed: 5, number: UInt32(number)).rates
    }
    for (window, index) in [(10.0, 3.9), (300, 56)] {
      let perWindow = Int(window / 10)
      let found = worlds.map { rates -> Double in
        let means = stride(from: 0, to: rates.count, by: perWindow).map { first in
          Double(rates[first..<(first + perWindow)].reduce(0, +)) / 1e6 / Double(perWindow)
        }
        // Around the known mean: the estimate of each world is unbiased.
        let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(means.count)
        return 1 + variance * window / mean
      }
      let average = found.reduce(0, +) / 24
      let error = (found.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 23 / 24).squareRoot()
      #expect(abs(average - index) < 4 * error, "\(average) against \(index), error \(error)")
      #expect(error < 0.03 * index)
    }
  }

  private func measured() throws -> Traffic {
    var traffic = Traffic(peakRPS: 12, stepSeconds: 10)
    traffic.noise = try traffic.noise(
      matching: [
        DispersionTarget(index: 3.9, windowSeconds: 10, correlationSeconds: 10),
        DispersionTarget(index: 56, windowSeconds: 300, correlationSeconds: 600),
      ], begins: begins)
    return traffic
  }

  /// What no noise of the kind has is refused, not approximated.
  @Test func whatCannotBeIsThrown() {
    let traffic = Traffic(peakRPS: 12, stepSeconds: 10)
    // More in ten seconds than in three hundred.
    #expect(throws: (any Error).self) {
      try traffic.noise(
        matching: [
          DispersionTarget(index: 60, windowSeconds: 10, correlationSeconds: 10),
          DispersionTarget(index: 20, windowSeconds: 300, correlationSeconds: 600),
        ], begins: begins)
    }
    #expect(throws: (any Error).self) {
      try traffic.noise(
        matching: [DispersionTarget(index: 1e6, windowSeconds: 10, correlationSeconds: 10)], begins: begins)
    }
  }
}
