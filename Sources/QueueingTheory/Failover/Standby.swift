public import Numerics

/// Two units of which one serves; the other fails at a share of the serving unit's rate and takes over at once.
///
/// States are the number of failed units. Source: R. Barlow and F. Proschan (1965), chapter 5.
public struct StandbyPair: Equatable, Sendable {
  /// The chain on the number of failed units.
  public let chain: BirthDeathChain

  /// - Parameters:
  ///   - dormancy: The standby's failure rate over the serving unit's: 0 cold, 1 hot, between them warm.
  ///   - crews: Repairs at a time, 1 or 2.
  public init(failureRate: Double, repairRate: Double, dormancy: Double, crews: Int) {
    precondition(failureRate > 0 && repairRate > 0 && crews >= 1, "rates are positive and a crew is needed")
    precondition((0...1).contains(dormancy), "dormancy lies between 0 (cold) and 1 (hot), not \(dormancy)")
    self.chain = BirthDeathChain(
      births: [(1 + dormancy) * failureRate, failureRate],
      deaths: [repairRate, Double(min(2, crews)) * repairRate])
  }

  /// The long-run probability that both are down; cold with one crew ρ²/(1 + ρ + ρ²), ρ = λ/μ.
  public var unavailability: Double { chain.steadyState[2] }
  /// The mean time until both are down, both up at the start; cold (2λ + μ)/λ².
  public var meanTimeToFailure: Double { chain.meanPassage(from: 0, up: 2) }
}

/// A hot pair whose switchover takes time and sometimes fails.
///
/// States: 0 both up, 1 switching, 2 one up and serving, 3 uncovered (a person is needed), 4 both down. The service is
/// down in 1, 3 and 4. Both units are repaired at a time.
public struct CoveredStandby: Equatable, Sendable {
  public let chain: MarkovChain
  /// The long-run probabilities of the five states.
  public let probabilities: [Double]

  /// - Parameters:
  ///   - coverage: The probability that the switchover succeeds.
  ///   - switchRate: One over the mean switchover time.
  ///   - manualRate: One over the mean time to recover by hand.
  public init(
    failureRate: Double, repairRate: Double, coverage: Double, switchRate: Double, manualRate: Double
  ) throws(NumericalError) {
    precondition((0...1).contains(coverage), "coverage is a probability, not \(coverage)")
    self.chain = MarkovChain(
      states: 5,
      [
        (0, 1, coverage * failureRate), (0, 3, (1 - coverage) * failureRate), (0, 2, failureRate),
        (1, 2, switchRate), (1, 0, repairRate), (1, 4, failureRate),
        (2, 0, repairRate), (2, 4, failureRate),
        (3, 2, manualRate), (3, 0, repairRate), (3, 4, failureRate),
        (4, 2, 2 * repairRate),
      ])
    self.probabilities = try chain.steadyState()
  }

  public var unavailability: Double { probabilities[4] + probabilities[3] + probabilities[1] }
}

/// Two like units with common causes: a share β of each unit's failures takes both.
///
/// Source: K. N. Fleming, General Atomic report GA-A13284 (1975).
public struct CommonCausePair: Equatable, Sendable {
  /// The chain on the number of failed units, two crews.
  public let chain: MarkovChain
  /// The long-run probability that both are down.
  public let unavailability: Double

  /// - Parameter beta: The common share of failures, 0...1.
  public init(failureRate: Double, beta: Double, repairRate: Double) throws(NumericalError) {
    precondition((0...1).contains(beta), "beta is a share, not \(beta)")
    self.chain = MarkovChain(
      states: 3,
      [
        (0, 1, 2 * (1 - beta) * failureRate), (0, 2, beta * failureRate), (1, 2, failureRate),
        (1, 0, repairRate), (2, 1, 2 * repairRate),
      ])
    self.unavailability = try chain.steadyState()[2]
  }

  /// How many times worse than without common causes.
  public static func penalty(failureRate: Double, beta: Double, repairRate: Double) throws(NumericalError) -> Double {
    let shared = try CommonCausePair(failureRate: failureRate, beta: beta, repairRate: repairRate)
    let apart = try CommonCausePair(failureRate: failureRate, beta: 0, repairRate: repairRate)
    return shared.unavailability / apart.unavailability
  }
}
