/// Two names of one model hash alike; their luck would be the same.
public struct StreamCollision: Error, Equatable, CustomStringConvertible {
  public let first: String
  public let second: String

  // Another seed would not help: the names collide before the seed is mixed in.
  public var description: String {
    "the names '\(first)' and '\(second)' give the same random stream; rename one of them"
  }
}

/// Hands out the stream keys of one model and refuses a collision.
public struct StreamRegistry: Sendable {
  private let seed: UInt64
  // Looked up, never iterated.
  private var names: [UInt64: String] = [:]

  public init(seed: UInt64) { self.seed = seed }

  /// The key of a name; the same name may be asked for again.
  public mutating func key(for name: String) throws(StreamCollision) -> StreamKey {
    let key = StreamKey(seed: seed, name: name)
    if let other = names[key.value], !other.utf8.elementsEqual(name.utf8) {
      throw StreamCollision(first: other, second: name)
    }
    names[key.value] = name
    return key
  }
}
