/// How much is simulated, and under which seed.
public struct StudySize: Equatable, Sendable {
  public var seed: UInt64
  /// Worlds: independent draws of everything random in nominal operation.
  public var worlds: Int
  /// Replications in each world; all designs share them.
  public var replicationsPerWorld: Int
  public var threads: Int

  /// - Precondition: All counts are positive; two worlds at least, so that an interval exists.
  public init(seed: UInt64, worlds: Int, replicationsPerWorld: Int, threads: Int) {
    precondition(worlds >= 2 && replicationsPerWorld >= 1 && threads >= 1)
    self.seed = seed
    self.worlds = worlds
    self.replicationsPerWorld = replicationsPerWorld
    self.threads = threads
  }

  /// A size with about `replications` in 40 worlds or so many as are asked for, fewer where there are fewer replications.
  public init(seed: UInt64, replications: Int, worlds: Int = StudySize.ordinaryWorlds, threads: Int) {
    let worlds = max(2, min(worlds, replications))
    self.init(
      seed: seed, worlds: worlds, replicationsPerWorld: max(1, (replications + worlds - 1) / worlds), threads: threads)
  }

  public var replications: Int { worlds * replicationsPerWorld }

  /// Worlds of a study that does not say how many.
  public static let ordinaryWorlds = 40
}

/// The numbers of replications, which key their luck.
///
/// The k-th replication of a world has one number whatever the size of the study, so that a study which grows goes on
/// from what it has, and a row of a ledger names its world. Each of forty worlds has 250 numbers in a row, so that the
/// ten thousand replications of an ordinary study are numbered from 0; further ones go on from 10,000 in the same way,
/// and further worlds from ten million.
public enum ReplicationNumber {
  private static let run = 250
  private static let round = StudySize.ordinaryWorlds * run
  /// The numbers that forty worlds have.
  private static let shelf = 1000 * round

  /// Replications that a world can have, and worlds that a study can have: numbers have 32 bits.
  public static let mostInAWorld = 250_000
  public static let mostWorlds = 16_000

  /// The number of the `k`-th replication of a world, both counted from 0.
  ///
  /// - Precondition: `k` and `world` are below `mostInAWorld` and `mostWorlds`.
  public static func of(_ k: Int, inWorld world: Int) -> Int {
    precondition(
      (0..<mostInAWorld).contains(k) && (0..<mostWorlds).contains(world), "replication \(k) of world \(world)")
    let (shelf, place) = world.quotientAndRemainder(dividingBy: StudySize.ordinaryWorlds)
    return shelf * ReplicationNumber.shelf + k / run * round + place * run + k % run
  }

  /// The world of a number and its place there.
  public static func place(of number: Int) -> (world: Int, k: Int) {
    let inShelf = number % shelf
    let inRound = inShelf % round
    return (
      world: number / shelf * StudySize.ordinaryWorlds + inRound / run, k: inShelf / round * run + inRound % run
    )
  }
}
