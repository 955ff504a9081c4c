import Foundation
import Testing

@testable import ServingModel

/// The birth-death curve against published values and its own definitions.
@Suite struct BirthDeathCurveTests {
  static let states = ResponseStates(SteadyReplicaTests.model, mix: TokenMix(prompt: 1155, output: 211))

  /// Llama-3.1-70B FP8 on four H100, Azure conversation means, s = 0.33403 ms, published to four digits.
  @Test(arguments: [
    (rate: 1.0, response: 2.577, inSystem: 2.58), (4.0, 3.336, 13.34), (6.0, 4.151, 24.91), (7.0, 4.728, 33.10),
  ])
  func meansAreThePublishedOnes(rate: Double, response: Double, inSystem: Double) {
    let point = Self.states.point(utilization: rate / Self.states.steady.saturation, limits: [])
    #expect(abs(point.endToEnd.mean / response - 1) < 3e-4, "\(point.endToEnd.mean) for \(response)")
    #expect(abs(point.meanInSystem / inSystem - 1) < 2e-3)
  }

  /// Where one request fills a replica the chain is M/M/1: an arrival waits with probability ρ, then Exp(μ - λ).
  @Test func aBatchOfOneWaitsAsTheSingleServer() {
    let model = ReplicaModel(
      iteration: IterationTime(fixed: 0.01, perSequence: 0, perKVToken: 0, perPrefillToken: 0), maximumSequences: 1)
    let states = ResponseStates(model, mix: TokenMix(prompt: 1, output: 100))
    let point = states.point(utilization: 0.8, limits: [5])
    #expect(abs(states.steady.saturation - 1) < 1e-12)
    #expect(abs(point.endToEnd.mean - 5) < 1e-9)
    // Half an iteration and one more lie between admission and the first token.
    #expect(abs(point.firstToken.mean - (4 + 0.015)) < 1e-9)
    #expect(abs(point.lateFirstTokens[0].share - 0.8 * exp(-0.2 * (5 - 0.015))) < 1e-9)
  }

  @Test func everythingGrowsWithTheLoad() throws {
    let mix = try TokenMix(
      prompt: .lognormal(median: 800, sigma: 0.9), output: .lognormal(median: 150, sigma: 0.9), correlation: 0.2)
    let curve = LatencyCurve.birthDeath(SteadyReplicaTests.model, mix: mix, limits: [0.5, 2])
    #expect(curve.provenance == .birthDeath && curve.points.count == 21)
    for (a, b) in zip(curve.points, curve.points.dropFirst()) {
      #expect(a.meanInSystem < b.meanInSystem && a.endToEnd.mean < b.endToEnd.mean)
      #expect(a.firstToken.p99 <= b.firstToken.p99 && a.perToken.p95 <= b.perToken.p95)
      #expect(a.endToEnd.p50 < a.endToEnd.p95 && a.endToEnd.p95 < a.endToEnd.p99)
      #expect(a.lateFirstTokens[0].share <= b.lateFirstTokens[0].share + 1e-9)
      #expect(b.lateFirstTokens[1].share <= b.lateFirstTokens[0].share)
    }
    let last = curve.points.last!
    #expect(
      abs(last.firstToken.mean + last.perToken.mean * mix.meanOutput - last.endToEnd.mean) < 0.03 * last.endToEnd.mean)
  }
}
