/// A replica of a served model as a state machine's parameters: how long an iteration takes and what fits into it.
public struct ReplicaModel: Equatable, Hashable, Sendable {
  public var iteration: IterationTime
  /// Most requests that decode at once (the engine's limit, or the largest batch that was measured).
  public var maximumSequences: Int
  /// Tokens that fit into the KV cache; infinite where memory is no limit.
  public var kvTokens: Double
  /// Tokens that an iteration may process, prompt chunks and decoding requests together.
  public var chunkTokens: Int
  /// The prefix cache: prompt tokens found in it need no processing.
  public var prefixes: PrefixCache

  /// - Precondition: All limits are positive.
  public init(
    iteration: IterationTime, maximumSequences: Int, kvTokens: Double = .infinity, chunkTokens: Int = 2048,
    prefixes: PrefixCache = .none
  ) {
    precondition(maximumSequences > 0 && kvTokens > 0 && chunkTokens > 0, "limits are positive")
    self.iteration = iteration
    self.maximumSequences = maximumSequences
    self.kvTokens = kvTokens
    self.chunkTokens = chunkTokens
    self.prefixes = prefixes
  }
}
