import Foundation
import Testing

@testable import ServingModel

/// Which curve a replica is read by.
@Suite struct CurveSourceTests {
  private let model = SteadyReplicaTests.model

  @Test func shortAnswersAreMeasured() {
    #expect(CurveSource.automatic(TokenMix(prompt: 1155, output: 211)) == .birthDeath)
    #expect(CurveSource.automatic(TokenMix(prompt: 2000, output: 300)) == .birthDeath)
    #expect(CurveSource.automatic(TokenMix(prompt: 2048, output: 28)) == .tabulated(CurveMeasurement()))
  }

  /// The second asking reads what the first one wrote, to the bit; without a place to write it is measured again.
  @Test func aKeptCurveIsTheMeasuredOne() throws {
    let mix = TokenMix(prompt: 2048, output: 100)
    let how = CurveSource.tabulated(CurveMeasurement(routing: .roundRobin, replicas: 2, dispersion: 3, requests: 2000))
    let folder = FileManager.default.temporaryDirectory.appending(path: "curves-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = how.curve(model, mix: mix, limits: [2], cache: CurveCache(directory: folder))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    #expect(how.curve(model, mix: mix, limits: [2], cache: CurveCache(directory: folder)) == first)
    #expect(how.curve(model, mix: mix, limits: [2]) == first)
    #expect(
      how.curve(model, mix: mix, limits: [2], cache: CurveCache(directory: URL(filePath: "/dev/null/x"))) == first)
    guard case .tabulated("round-robin", 2, 3, let halfWidth) = first.provenance else {
      Issue.record("\(first.provenance)")
      return
    }
    #expect(halfWidth > 0)
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
