import Testing

@testable import ServingModel

/// Two real vLLM runs, replayed request by request with parameters from each run's own counters.
///
/// In-sample: one run each, so this says that the form of the model is adequate, not how well it predicts.
@Suite struct EngineReplayTests {
  /// RTX PRO 6000, batch limit 128 and chunk 2048 from the run's settings, the cache never full. Fitted: a, b, c and d,
  /// on all seconds of the run; the cache's use was not recorded and is put together from the requests' times.
  @Test func aRunThatFillsItsBatch() throws {
    let run = try EngineRun(fixture: "vllm-rtxpro6000")
    let fit = try #require(IterationFit(run.counters(cacheTokens: nil)))
    #expect(fit.meanError < 0.07 && fit.count > 60)
    let replay = run.replayed(on: ReplicaModel(iteration: fit.iteration, maximumSequences: 128, chunkTokens: 2048))
    Self.expectWithin(0.06, replay.figures, run.measured)
  }

  /// RTX 4090, 41,408 tokens of cache, batch limit 256 and chunk 2048 from the run's settings. Fitted: a, b, c and d, on
  /// the seconds whose prompt work the counters know: the recomputation after a preemption is not counted as prompt
  /// tokens, so only seconds before the cache was nearly full, and seconds in which no request came in.
  @Test func aRunThatIsStarvedOfCache() throws {
    let run = try EngineRun(fixture: "vllm-rtx4090")
    let fit = try #require(
      IterationFit(
        run.counters(cacheTokens: 41_408) { past, tick in
          (tick.time < 10 && tick.cacheShare < 0.9) || (tick.running <= past.running && tick.promptRate == 0)
        }))
    #expect(fit.meanError < 0.08 && fit.count > 80)
    let replay = run.replayed(
      on: ReplicaModel(iteration: fit.iteration, maximumSequences: 256, kvTokens: 41_408, chunkTokens: 2048))
    #expect(replay.preemptions > 50)
    Self.expectWithin(0.10, replay.figures, run.measured)
  }

  static func expectWithin(
    _ tolerance: Double, _ found: EngineRun.Figures, _ measured: EngineRun.Figures,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (name, part) in [
      ("first token", \EngineRun.Figures.firstToken), ("per token", \.perToken), ("end to end", \.endToEnd),
    ] {
      let error = found[keyPath: part] / measured[keyPath: part] - 1
      #expect(abs(error) < tolerance, "\(name): \(error)", sourceLocation: sourceLocation)
    }
  }
}
