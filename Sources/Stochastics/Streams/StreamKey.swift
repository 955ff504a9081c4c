import CPhilox

/// What a draw is for: the last word of the counter. New purposes go to the end, so that old ones keep their luck.
public enum Purpose: UInt32, Sendable, BitwiseCopyable {
  /// Time to the next failure.
  case lifetime = 1
  case repair
  /// How a failure shows itself.
  case mode
  case decision
  case step
  case acquisition
  case detection
  /// Whether a failover works, and recovery by hand.
  case failure
  case failback
  /// What is random in nominal operation, keyed by world instead of replication.
  case world
  case arrival
  case state
  /// Uncertain inputs.
  case input
  /// Which members of a group a shock strikes.
  case victim
  /// Whether a date, a drill or a moment of this demand counts.
  case occasion
  /// Ages that nobody has seen begin, and how often an incident is branched.
  case age
  /// How long a checkpoint was on its way.
  case upload
  /// How long a spare part was on its way.
  case part
}

/// The key of one named source of randomness: a 64-bit hash of the seed and the name.
///
/// The hash is a promise: results of old seeds depend on it. It is FNV-1a, 64 bits, over the name's UTF-8 as written,
/// mixed with the seed by the finaliser of splitmix64; its low half is the first word of Philox's key.
///
/// Every number is addressed by (draw, branch, replication, purpose), so the k-th failure of a component uses the k-th
/// draw of its stream in every design, and a component that is added moves no other's luck.
public struct StreamKey: Hashable, Sendable, BitwiseCopyable {
  public let value: UInt64

  /// - Parameter name: The stable name of the source, such as "region/eu-west/node/17".
  public init(seed: UInt64, name: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    value = StreamKey.mixed(hash ^ StreamKey.mixed(seed &+ 0x9e37_79b9_7f4a_7c15))
  }

  static func mixed(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  private init(value: UInt64) { self.value = value }

  /// The key of one of the numbered things of another source that this source acts on: the same wherever both are.
  public func joined(with other: StreamKey, number: UInt32) -> StreamKey {
    StreamKey(value: StreamKey.mixed(value ^ StreamKey.mixed(other.value &+ UInt64(number))))
  }

  /// The branch word of a branch that begins with the `ordinal`-th strike of this key's clock: the same in every design
  /// that meets the strike, and never 0, the main path's.
  public func branch(ordinal: UInt32, number: UInt32) -> UInt32 {
    let word = StreamKey.mixed(value ^ StreamKey.mixed(UInt64(ordinal) << 32 | UInt64(number)))
    return UInt32(truncatingIfNeeded: word >> 32) | 1
  }

  /// A number in the open interval (0, 1), with 53 bits; random access costs one block.
  ///
  /// - Parameters:
  ///   - draw: The ordinal of what is drawn, such as the component's k-th failure.
  ///   - branch: 0 on the main path; others for the branches of an incident.
  @inlinable
  public func uniform(draw: UInt32, branch: UInt32 = 0, replication: UInt32, purpose: Purpose) -> Double {
    nines_philox_uniform(draw, branch, replication, purpose.rawValue, value)
  }
}
