public import Numerics

/// Like units with exponential lives and repairs, a common cause that takes all of them, and crews that mend them.
///
/// States are the number of failed units: one more at (n - i) λ, all at the shared rate, one fewer at min(i, crews) μ.
/// Sources: K. N. Fleming, General Atomic report GA-A13284 (1975); R. Barlow and F. Proschan (1965), chapter 5.
public struct CommonCausePool: Equatable, Sendable {
  public let units: Int
  public let needed: Int
  public let chain: MarkovChain
  /// The long-run probabilities of 0, 1, ... failed units.
  public let probabilities: [Double]
  private let failureRate: Double
  private let sharedRate: Double

  /// - Parameters:
  ///   - failureRate: Of one unit by itself, per unit of up time.
  ///   - sharedRate: Of the common cause; 0 where there is none.
  ///   - repairRate: Of one unit in repair.
  ///   - crews: Repairs at a time; as many as units means that repairs never wait.
  public init(
    units: Int, needed: Int, failureRate: Double, sharedRate: Double = 0, repairRate: Double, crews: Int
  ) throws(NumericalError) {
    precondition(1 <= needed && needed <= units && crews >= 1, "\(needed) of \(units) units with \(crews) crews")
    precondition(failureRate > 0 && sharedRate >= 0 && repairRate > 0, "rates are positive")
    self.units = units
    self.needed = needed
    self.failureRate = failureRate
    self.sharedRate = sharedRate
    var transitions: [(from: Int, to: Int, rate: Double)] = []
    for failed in 0...units {
      if failed < units { transitions.append((failed, failed + 1, Double(units - failed) * failureRate)) }
      if failed < units && sharedRate > 0 { transitions.append((failed, units, sharedRate)) }
      if failed > 0 { transitions.append((failed, failed - 1, Double(min(failed, crews)) * repairRate)) }
    }
    chain = MarkovChain(states: units + 1, transitions)
    probabilities = try chain.steadyState()
  }

  private var firstDown: Int { units - needed + 1 }

  /// The long-run probability of fewer than `needed` units up.
  public var unavailability: Double { probabilities[firstDown...].reversed().reduce(0, +) }

  /// How often the pool goes down, per unit of time.
  public var failureFrequency: Double {
    let lastUp = firstDown - 1
    return probabilities[lastUp] * Double(units - lastUp) * failureRate
      + sharedRate * probabilities[...lastUp].reduce(0, +)
  }
}
