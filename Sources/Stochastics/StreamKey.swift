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
}

/// The key of one named source of randomness: a 64-bit hash of the seed and the name.
///
/// Every number is addressed by (draw, branch, replication, purpose), so the k-th failure of a component uses the k-th
/// draw of its stream in every design, and a component that is added moves no other's luck.
public struct StreamKey: Hashable, Sendable, BitwiseCopyable {
  public let value: UInt64

  /// FNV-1a over the name's UTF-8, then mixed with the seed by the finaliser of splitmix64.
  public init(seed: UInt64, name: String) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    value = StreamKey.mixed(hash ^ StreamKey.mixed(seed &+ 0x9e37_79b9_7f4a_7c15))
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number in the open interval (0, 1), with 53 bits; random access costs one block.
  public func uniform(draw: UInt32, branch: UInt32 = 0, replication: UInt32, purpose: Purpose) -> Double {
    nines_philox_uniform(draw, branch, replication, purpose.rawValue, value)
  }
}

/// Two names of one model hash alike; their luck would be the same.
public struct StreamCollision: Error, Equatable, CustomStringConvertible {
  public let first: String
  public let second: String

  public var description: String {
    "the names '\(first)' and '\(second)' give the same random stream; rename one of them or change the seed"
  }
}

/// Hands out stream keys and refuses a collision.
public struct StreamRegistry: Sendable {
  private let seed: UInt64
  private var names: [UInt64: String] = [:]

  public init(seed: UInt64) { self.seed = seed }

  /// The key of a name; the same name may be asked for again.
  public mutating func key(for name: String) throws(StreamCollision) -> StreamKey {
    let key = StreamKey(seed: seed, name: name)
    if let other = names.updateValue(name, forKey: key.value), other != name {
      throw StreamCollision(first: other, second: name)
    }
    return key
  }
}

/// A stream read in order, for bulk draws that are not compared between designs.
public struct RandomStream: Sendable, BitwiseCopyable {
  private let key: StreamKey
  private let replication: UInt32
  private let purpose: Purpose
  private var draw: UInt32 = 0
  private var block: UInt32 = 0

  public init(key: StreamKey, replication: UInt32, purpose: Purpose) {
    self.key = key
    self.replication = replication
    self.purpose = purpose
  }

  /// The next number in (0, 1). The draw index carries into the branch word after 2^32 draws.
  public mutating func nextUniform() -> Double {
    defer {
      draw &+= 1
      if draw == 0 { block &+= 1 }
    }
    return key.uniform(draw: draw, branch: block, replication: replication, purpose: purpose)
  }
}
