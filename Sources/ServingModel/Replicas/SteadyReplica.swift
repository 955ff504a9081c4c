/// A replica in steady state under a token mix: prompts are processed at the rate at which answers are given, so that
/// an iteration with n decoding requests takes *a + s n*.
///
/// s = b + c (E[IO]/E[O] + E[O²]/(2 E[O])) + d (1 - h) E[I]/E[O], h the share of prompts in the prefix cache. Both corrections to the plain form (I + O/2 tokens a
/// request, no limit by the chunk budget) were measured against iteration-level simulation: docs/background/serving.md.
public struct SteadyReplica: Equatable, Sendable {
  /// a, in seconds.
  public let fixed: Double
  /// s: seconds that each decoding request adds to an iteration, its share of prompts included.
  public let slope: Double
  public let meanOutput: Double
  /// Most requests that decode at once: the engine's limit, what fits into the KV cache, and what the chunk budget
  /// leaves when prompts flow at the rate of answers, C E[O] / ((1 - h) E[I] + E[O]).
  public let limit: Int

  public init(_ model: ReplicaModel, mix: TokenMix) {
    let processed = mix.meanPrompt * (1 - model.prefixes.share)
    fixed = model.iteration.fixed
    slope =
      model.iteration.perSequence + model.iteration.perKVToken * mix.meanResidentTokens
      + model.iteration.perPrefillToken * processed / mix.meanOutput
    meanOutput = mix.meanOutput
    let byCache = model.kvTokens / mix.meanResidentTokens
    let byChunk = Double(model.chunkTokens) * mix.meanOutput / (processed + mix.meanOutput)
    limit = max(1, Int(min(Double(model.maximumSequences), byCache, byChunk)))
  }

  /// A replica with a slope that is given, for the published values of the birth-death chain.
  public init(fixed: Double, slope: Double, meanOutput: Double, limit: Int) {
    precondition(fixed > 0 && slope >= 0 && meanOutput >= 1 && limit >= 1)
    self.fixed = fixed
    self.slope = slope
    self.meanOutput = meanOutput
    self.limit = limit
  }

  /// Seconds of an iteration with n decoding requests.
  public func iterationSeconds(_ n: Double) -> Double { fixed + slope * n }

  /// X(n): answers a second with n decoding requests, n / (E[O] T(n)).
  public func throughput(_ n: Double) -> Double { n / (meanOutput * iterationSeconds(n)) }

  /// X(limit): the most answers a second.
  public var saturation: Double { throughput(Double(limit)) }

  /// Most requests at which a token takes at most `seconds`; the replica's capacity at that objective is X of it.
  public func sequences(perTokenWithin seconds: Double) -> Double {
    slope == 0 ? (seconds >= fixed ? Double(limit) : 0) : max(0, min(Double(limit), (seconds - fixed) / slope))
  }
}
