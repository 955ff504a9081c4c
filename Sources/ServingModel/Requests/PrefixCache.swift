import Foundation

/// The share of prompt tokens that a replica finds in its prefix cache: as large as `hitShare` when it is warm, nothing
/// after a loss, and refilled by the prompts that it processes.
public struct PrefixCache: Hashable, Sendable, BitwiseCopyable {
  /// In 0..<1.
  public let hitShare: Double
  /// Prompt tokens after which 1 - 1/e of the share is back; 0 for a cache that is never cold.
  public let refillTokens: Double
  /// Tokens processed since it was empty; infinite for one that is warm.
  private var processed: Double

  /// - Parameter hitShare: For example 0.366, the blocks that hit in the Mooncake conversation trace with an unlimited cache.
  /// - Precondition: `hitShare` lies in 0..<1 and `refillTokens` is not negative.
  public init(hitShare: Double, refillTokens: Double, isWarm: Bool = true) {
    precondition((0..<1).contains(hitShare) && refillTokens >= 0, "a share lies in 0..<1")
    self.hitShare = hitShare
    self.refillTokens = refillTokens
    processed = isWarm ? .infinity : 0
  }

  /// No prompt finds anything.
  public static var none: PrefixCache { PrefixCache(hitShare: 0, refillTokens: 0) }

  /// The share that the next prompt finds.
  public var share: Double {
    hitShare == 0 || refillTokens == 0 || processed == .infinity
      ? hitShare : -hitShare * expm1(-processed / refillTokens)
  }

  /// Tokens of a prompt that need not be processed; one always is.
  func hits(prompt: Int32) -> Int32 {
    hitShare == 0 ? 0 : min(prompt - 1, Int32((share * Double(prompt)).rounded(.down)))
  }

  mutating func process(_ tokens: Int) { processed += Double(tokens) }

  public mutating func empty() { processed = 0 }
}
