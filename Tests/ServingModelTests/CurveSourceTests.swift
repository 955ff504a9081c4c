import Foundation
import Testing

@testable import ServingModel

/// Which curve a replica is read by.
@Suite struct CurveSourceTests {
  private let model = SteadyReplicaTests.model

  private func choice(
    _ mix: TokenMix, limits: [Double] = [], queue: Int? = nil, _ wish: CurveSource? = nil
  ) -> CurveChoice {
    CurveChoice(wish, model, mix: mix, limits: limits, queueLimit: queue)
  }

  @Test func shortAnswersAreMeasured() {
    #expect(choice(TokenMix(prompt: 1155, output: 211)).source == .birthDeath)
    #expect(choice(TokenMix(prompt: 2000, output: 300)).source == .birthDeath)
    #expect(choice(TokenMix(prompt: 2048, output: 28)).source == .tabulated(CurveMeasurement()))
  }

  /// A lone request of 1155 tokens has its first token after 11.02 + 0.0446 x 1155 = 62.5 ms; twelve times that is 750 ms.
  @Test func tightFirstTokensAreMeasured() {
    let mix = TokenMix(prompt: 1155, output: 211)
    #expect(choice(mix, limits: [3, 0.76]).objections.isEmpty)
    #expect(choice(mix, limits: [3, 0.74]).objections == [.tightFirstToken(limit: 0.74)])
    #expect(choice(mix, limits: [0.1]).source == .tabulated(CurveMeasurement()))
    #expect(choice(mix, limits: [0.1], .birthDeath).source == .birthDeath)
  }

  /// One replica of M/M/10/11 at 9.5 erlangs refuses Erlang's share: with a = 9.5, w(10) = a^10/10!, w(11) = 0.95 w(10).
  @Test func aQueueThatIsFullIsMeasured() {
    let slots = SteadyReplica(fixed: 1e-3, slope: 0, meanOutput: 1000, limit: 10)
    var weights = [1.0]
    for n in 1...11 { weights.append(weights[n - 1] * 9.5 / Double(min(n, 10))) }
    let erlang = weights[11] / weights.reduce(0, +)
    #expect(abs(slots.refusedShare(queueLimit: 1) - erlang) < 1e-12)
    let mix = TokenMix(prompt: 1155, output: 211)
    #expect(choice(mix, queue: 400).objections.isEmpty)
    #expect(choice(mix, queue: 20).source == .tabulated(CurveMeasurement(queueLimit: 20)))
    // A limit that never binds is no part of what is measured; with bursts nobody can say that it does not.
    let measured = CurveSource.tabulated(CurveMeasurement(replicas: 2))
    #expect(choice(mix, queue: 400, measured).source == measured)
    let bursts = CurveSource.tabulated(CurveMeasurement(dispersion: 3))
    #expect(choice(mix, queue: 400, bursts).source == .tabulated(CurveMeasurement(dispersion: 3, queueLimit: 400)))
  }

  /// The second asking reads what the first one wrote, to the bit; without a place to write it is measured again.
  @Test func aKeptCurveIsTheMeasuredOne() throws {
    let mix = TokenMix(prompt: 2048, output: 100)
    let how = CurveMeasurement(routing: .roundRobin, replicas: 2, dispersion: 3, requests: 2000, queueLimit: 4)
    let folder = FileManager.default.temporaryDirectory.appending(path: "curves-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = CurveCache(directory: folder).table(model, mix: mix, how: how)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    #expect(CurveCache(directory: folder).table(model, mix: mix, how: how) == first)
    #expect(CurveTable(model, mix: mix, how: how) == first)
    #expect(CurveCache(directory: URL(filePath: "/dev/null/x")).table(model, mix: mix, how: how) == first)
    let run = first.run
    #expect(run.routing == "round-robin" && run.replicas == 2 && run.dispersion == 3 && run.queueLimit == 4)
    #expect(run.halfWidth > 0 && run.firstTokenHalfWidthAt80 > 0 && run.firstTokenHalfWidthAt95 > 0)
    // One file for all limits.
    #expect(first.curve(limits: [2]).points.allSatisfy { $0.lateFirstTokens.count == 1 })
    #expect(first.curve(limits: []).points.allSatisfy { $0.lateFirstTokens.isEmpty })
  }

  /// Prompts found in the prefix cache are shorter ones to the chain and to the request level alike.
  @Test func prefixHitsRaiseSaturation() {
    var cached = model
    cached.prefixes = PrefixCache(hitShare: 0.5, refillTokens: 0)
    let mix = TokenMix(prompt: 1155, output: 211)
    let (cold, warm) = (SteadyReplica(model, mix: mix), SteadyReplica(cached, mix: mix))
    let saved = model.iteration.perPrefillToken * 0.5 * 1155 / 211
    #expect(abs(cold.slope - warm.slope - saved) < 1e-12)
    let measured = RequestPool.saturation(of: cached, mix: mix, seed: 1)
    #expect(abs(measured / warm.saturation - 1) < 0.03, "\(measured) against \(warm.saturation)")
    #expect(measured > 1.05 * RequestPool.saturation(of: model, mix: mix, seed: 1))
    let point = LatencyCurve.birthDeath(cached, mix: mix).points[0]
    #expect(point.firstToken.mean < LatencyCurve.birthDeath(model, mix: mix).points[0].firstToken.mean)
  }
}
