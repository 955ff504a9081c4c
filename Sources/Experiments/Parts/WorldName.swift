internal import Intake
import ServiceModel

/// What a record of one design in one world is of: all that decides its bytes, on any machine.
public struct WorldName: Hashable, Sendable {
  /// SHA-256 of the design as it is simulated, with the causes that are left out.
  public let design: String
  public let seed: UInt64
  public let world: Int
  /// The replications that were added last, counted from 0 in the world; the record holds those before them too.
  public let replications: Range<Int>

  /// As a line of a file has it.
  public var text: String { "\(design) \(seed) \(world) \(replications.lowerBound) \(replications.upperBound)" }

  init(design: String, seed: UInt64, world: Int, replications: Range<Int>) {
    self.design = design
    self.seed = seed
    self.world = world
    self.replications = replications
  }

  /// The name that a text says; nil where it says none.
  public init?(text: some StringProtocol) {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 5, words[0].count == 64, words[0].allSatisfy(\.isHexDigit), let seed = UInt64(words[1]),
      let world = Int(words[2]), let first = Int(words[3]), let end = Int(words[4]),
      (0..<ReplicationNumber.mostWorlds).contains(world), 0 <= first, first < end, end <= ReplicationNumber.mostInAWorld
    else { return nil }
    self.init(design: String(words[0]), seed: seed, world: world, replications: first..<end)
  }

  /// The first word of the names of a service's worlds.
  public static func design(_ service: Service, without disabled: Set<String>) -> String {
    var sum = SHA256()
    sum.add(ContentText(service).text.utf8)
    sum.add(ContentText(disabled).text.utf8)
    return sum.text
  }

  /// The same of a service that follows from one that is known by such a word and a number: to look at all of it for each world
  /// would take longer than to simulate it.
  public static func design(_ known: String, with change: String, _ value: Double) -> String {
    var sum = SHA256()
    sum.add("\(known) \(change) \(value)".utf8)
    return sum.text
  }
}
