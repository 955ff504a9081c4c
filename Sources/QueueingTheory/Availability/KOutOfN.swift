internal import Foundation

/// The probability that at least `failures` of independent units with unavailability `unavailability` are down.
///
/// Summed term by term without subtraction, so it keeps its relative accuracy at 1e-12.
public func probabilityOfFailures(atLeast failures: Int, of units: Int, unavailability: Double) -> Double {
  precondition(units >= 0 && (0...1).contains(unavailability), "\(units) units, each \(unavailability) down")
  if failures <= 0 { return 1 }
  if failures > units || unavailability == 0 { return 0 }
  if unavailability == 1 { return 1 }
  let odds = unavailability / (1 - unavailability)
  var sum = 0.0
  // From one failure to the next the term is multiplied by (n - i)/(i + 1) × odds, from the first by logarithms.
  var logTerm = Double(units) * log1p(-unavailability)
  for i in 0..<units {
    if i >= failures { sum += exp(logTerm) }
    logTerm += log(Double(units - i) / Double(i + 1) * odds)
  }
  return sum + exp(logTerm)
}

/// The unavailability of a pool that needs `needed` of `units` independent units.
public func poolUnavailability(needed: Int, of units: Int, unitUnavailability: Double) -> Double {
  probabilityOfFailures(atLeast: units - needed + 1, of: units, unavailability: unitUnavailability)
}

/// The fewest independent units of which `needed` are up with probability at least `target`.
///
/// - Parameter target: Below 1.
public func unitsNeeded(needed: Int, unitUnavailability: Double, target: Double) -> Int {
  precondition(needed >= 0 && (0..<1).contains(unitUnavailability) && target < 1, "a target of \(target)")
  var units = needed
  while poolUnavailability(needed: needed, of: units, unitUnavailability: unitUnavailability) > 1 - target {
    units += 1
  }
  return units
}

/// The probability that fewer than `needed` of unlike independent components are up.
///
/// - Parameter unavailabilities: One a component; for example the sites of an active-active design.
public func probabilityOfTooFewUp(needed: Int, unavailabilities: [Double]) -> Double {
  // down[i]: the probability that i of the components seen so far are down.
  var down = [1.0]
  for q in unavailabilities {
    precondition((0...1).contains(q), "an unavailability of \(q)")
    var next = [Double](repeating: 0, count: down.count + 1)
    for (i, p) in down.enumerated() {
      next[i] += p * (1 - q)
      next[i + 1] += p * q
    }
    down = next
  }
  return down.enumerated().reversed().reduce(0) { $1.offset > unavailabilities.count - needed ? $0 + $1.element : $0 }
}

/// A pool of like units, each failing at rate λ and repaired at rate μ by a number of crews, that needs `needed` of them.
///
/// A birth-death chain on the number of failed units; with a crew a unit the units are independent and the law of repair
/// does not matter. Source: R. Barlow and F. Proschan, Mathematical Theory of Reliability (1965), chapter 5.
public struct KOutOfN: Equatable, Sendable {
  public let units: Int
  public let needed: Int
  /// The chain on the number of failed units.
  public let chain: BirthDeathChain

  /// - Parameters:
  ///   - crews: Repairs at a time; as many as units means that repairs never wait.
  ///   - failsWhileDown: Whether the remaining units keep failing while the pool is down.
  public init(
    units: Int, needed: Int, failureRate: Double, repairRate: Double, crews: Int, failsWhileDown: Bool = true
  ) {
    precondition(1 <= needed && needed <= units && crews >= 1, "\(needed) of \(units) units with \(crews) crews")
    precondition(failureRate > 0 && repairRate > 0, "rates are positive")
    self.units = units
    self.needed = needed
    let worst = failsWhileDown ? units : units - needed + 1
    self.chain = BirthDeathChain(
      births: (0..<worst).map { Double(units - $0) * failureRate },
      deaths: (1...worst).map { Double(min($0, crews)) * repairRate })
  }

  /// The failed units at which the pool goes down.
  private var firstDown: Int { units - needed + 1 }

  /// The long-run probability of fewer than `needed` units up.
  public var unavailability: Double { chain.steadyState[firstDown...].reversed().reduce(0, +) }
  /// How often the pool goes down, per unit of time.
  public var failureFrequency: Double { chain.steadyState[firstDown - 1] * chain.births[firstDown - 1] }
  /// The mean length of one time down.
  public var meanDownDuration: Double { unavailability / failureFrequency }
  /// The mean time until the pool first goes down, all units up at the start.
  public var meanTimeToFailure: Double { chain.meanPassage(from: 0, up: firstDown) }
}
