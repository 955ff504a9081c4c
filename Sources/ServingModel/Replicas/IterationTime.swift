/// How long one iteration of an inference engine takes: *a + b n + c K + d p*.
///
/// An iteration gives every running request one token and processes the prompt tokens scheduled beside them. The form
/// fits measured engines within a few percent over the ranges that the catalogue names; b and c are collinear where
/// batch and cache grow together, so all four belong together and none is to be quoted alone.
public struct IterationTime: Equatable, Hashable, Sendable, BitwiseCopyable {
  /// a: reading the weights and launching, in seconds.
  public var fixed: Double
  /// b: each running request, in seconds.
  public var perSequence: Double
  /// c: each token that is resident in the KV cache, in seconds.
  public var perKVToken: Double
  /// d: each prompt token processed in this iteration, in seconds.
  public var perPrefillToken: Double

  /// - Precondition: No part is negative and the fixed part is positive.
  public init(fixed: Double, perSequence: Double, perKVToken: Double, perPrefillToken: Double) {
    precondition(fixed > 0 && perSequence >= 0 && perKVToken >= 0 && perPrefillToken >= 0, "times are not negative")
    self.fixed = fixed
    self.perSequence = perSequence
    self.perKVToken = perKVToken
    self.perPrefillToken = perPrefillToken
  }

  /// Seconds of an iteration with `sequences` running requests, `kvTokens` resident and `prefillTokens` processed.
  @inlinable public func seconds(sequences: Double, kvTokens: Double, prefillTokens: Double) -> Double {
    fixed + perSequence * sequences + perKVToken * kvTokens + perPrefillToken * prefillTokens
  }
}
