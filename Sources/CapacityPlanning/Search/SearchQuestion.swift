/// What a search of designs asks, and how much it may simulate for the answer.
public struct SearchQuestion: Sendable {
  public let candidates: [SearchCandidate]
  /// Dollars a year below which a difference in cost does not matter.
  public let indifferenceDollars: Double
  /// Probability with which the answer holds.
  public let confidence: Double
  public let seed: UInt64
  /// Years of one candidate in one world: a batch.
  public let yearsPerWorld: Int
  /// The most worlds that one candidate gets.
  public let mostWorlds: Int
  public let threads: Int

  /// - Precondition: A positive indifference, a confidence between 50 % and 100 %, two worlds at least.
  public init(
    candidates: [SearchCandidate], indifferenceDollars: Double, confidence: Double, seed: UInt64, yearsPerWorld: Int,
    mostWorlds: Int, threads: Int
  ) {
    precondition(indifferenceDollars > 0 && confidence >= 0.5 && confidence < 1)
    precondition(yearsPerWorld >= 1 && mostWorlds >= 2 && threads >= 1)
    self.candidates = candidates
    self.indifferenceDollars = indifferenceDollars
    self.confidence = confidence
    self.seed = seed
    self.yearsPerWorld = yearsPerWorld
    self.mostWorlds = mostWorlds
    self.threads = threads
  }

  /// Worlds up to which the candidates that are left are simulated, round after round.
  var rounds: [Int] {
    var targets = [4, 20, 40, 80, 160, 320, 640, 1280].filter { $0 < mostWorlds }
    targets.append(mostWorlds)
    return targets
  }

  /// The seed of the years on which the winner is shown: none of them was seen when it was chosen.
  public var freshSeed: UInt64 { seed &+ 0x9E37_79B9_7F4A_7C15 }
}

/// What a search has simulated before it was interrupted, and where it leaves what it simulates.
public struct SearchMemory: Sendable {
  public let recalled: [SimulatedBlock]
  /// Called with each block once, one call at a time.
  public let keep: @Sendable ([SimulatedBlock]) throws -> Void

  public init(recalled: [SimulatedBlock], keep: @escaping @Sendable ([SimulatedBlock]) throws -> Void) {
    self.recalled = recalled
    self.keep = keep
  }

  /// Nothing before, and nothing is left.
  public static let none = SearchMemory(recalled: [], keep: { _ in })
}
