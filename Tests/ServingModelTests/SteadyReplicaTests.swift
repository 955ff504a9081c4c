import Testing

@testable import ServingModel

/// The flow formulas against the published values for Llama-3.1-70B FP8 on four H100 and the Azure conversation means.
@Suite struct SteadyReplicaTests {
  static let model = ReplicaModel(
    iteration: IterationTime(
      fixed: 11.02e-3, perSequence: 0.0547e-3, perKVToken: 0.0279e-6, perPrefillToken: 0.0446e-3), maximumSequences: 64)

  /// X(64) = 9.3627 requests a second. The slope is published as 0.33403 ms, at which X is 9.3623; the rate belongs to
  /// 0.334003 ms, next to what the rounded parameters give (0.334005 ms).
  @Test func saturatesAtThePublishedRate() {
    let replica = SteadyReplica(fixed: 11.02e-3, slope: 0.334003e-3, meanOutput: 211, limit: 64)
    #expect(abs(replica.saturation - 9.3627) < 1e-4)
    let asPrinted = SteadyReplica(fixed: 11.02e-3, slope: 0.33403e-3, meanOutput: 211, limit: 64)
    #expect(abs(asPrinted.saturation - 9.3627) < 5e-4)
  }

  /// With constant lengths the corrected resident context is I + O / 2, and the slope is the published one.
  @Test func constantLengthsGiveThePlainSlope() {
    let replica = SteadyReplica(Self.model, mix: TokenMix(prompt: 1155, output: 211))
    #expect(abs(replica.slope - 0.33400e-3) < 1e-8)
    #expect(replica.limit == 64)
  }

  /// Code: 28 answers to 2048 prompt tokens leave room for 27 decoding requests in a chunk of 2048.
  @Test func chunkBudgetLimitsLongPrompts() {
    #expect(SteadyReplica(Self.model, mix: TokenMix(prompt: 2048, output: 28)).limit == 27)
  }

  /// Exponential answers: residents have generated E[O²]/(2 E[O]) = E[O] tokens on average, twice the plain form's.
  @Test func residentsAreLengthBiased() throws {
    let mix = try TokenMix(prompt: .constant(1000), output: .exponential(mean: 200))
    #expect(abs(mix.meanResidentTokens - 1200) < 6)
  }

  @Test func capacityAtAnObjectiveIsWhereATokenTakesThatLong() {
    let replica = SteadyReplica(fixed: 11.02e-3, slope: 0.33403e-3, meanOutput: 211, limit: 200)
    let n = replica.sequences(perTokenWithin: 0.05)
    #expect(abs(replica.iterationSeconds(n) - 0.05) < 1e-12)
    // serving-facts: 11.06 requests a second at 117 requests.
    #expect(abs(replica.throughput(n) - 11.06) < 0.01)
  }
}
