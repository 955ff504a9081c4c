/// A stream read in order, for bulk draws that are not compared between designs.
///
/// A value: a copy continues on its own from where it was made.
public struct RandomStream: Sendable, BitwiseCopyable {
  private let key: StreamKey
  private let replication: UInt32
  private let purpose: Purpose
  private var next: UInt64

  /// - Parameter draw: The index of the first number, for streams that are shared out in stretches.
  public init(key: StreamKey, replication: UInt32, purpose: Purpose, startingAt draw: UInt64 = 0) {
    self.key = key
    self.replication = replication
    self.purpose = purpose
    self.next = draw
  }

  /// The next number in (0, 1): that of `key` at this draw. After 2^32 draws the index carries into the branch word.
  public mutating func nextUniform() -> Double {
    defer { next &+= 1 }
    return key.uniform(
      draw: UInt32(truncatingIfNeeded: next), branch: UInt32(truncatingIfNeeded: next >> 32),
      replication: replication, purpose: purpose)
  }
}
