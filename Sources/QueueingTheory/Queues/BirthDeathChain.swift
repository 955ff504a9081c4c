/// A birth-death chain on the states 0...n.
///
/// Everything is a sum of positive terms, so tiny probabilities keep their relative accuracy.
public struct BirthDeathChain: Equatable, Sendable {
  /// The rate from state i to i + 1, for i = 0..<n.
  public let births: [Double]
  /// The rate from state i + 1 to i, for i = 0..<n.
  public let deaths: [Double]

  /// - Precondition: As many births as deaths; births are not negative, deaths positive.
  public init(births: [Double], deaths: [Double]) {
    precondition(births.count == deaths.count, "\(births.count) births and \(deaths.count) deaths")
    precondition(births.allSatisfy { $0 >= 0 } && deaths.allSatisfy { $0 > 0 }, "rates are positive")
    self.births = births
    self.deaths = deaths
  }

  /// The chain of a system without a limit, cut where further states weigh less than 1e-20 of the likeliest.
  ///
  /// - Precondition: Death rates finally exceed birth rates, else there is no steady state and no end.
  public init(birth: (Int) -> Double, death: (Int) -> Double) {
    var births: [Double] = []
    var deaths: [Double] = []
    var weight = 1.0
    var largest = 1.0
    while true {
      let state = births.count
      births.append(birth(state))
      deaths.append(death(state + 1))
      let ratio = births[state] / deaths[state]
      weight *= ratio
      largest = max(largest, weight)
      if largest > 1e200 {
        weight /= largest
        largest = 1
      }
      // A falling tail is cut only where it also falls fast enough for its sum to be negligible.
      if weight < largest * 1e-20 * max(0, 1 - ratio) || births[state] == 0 { break }
      precondition(births.count < 10_000_000, "the chain has no steady state")
    }
    self.init(births: births, deaths: deaths)
  }

  /// The stationary probabilities of the states 0...n.
  public var steadyState: [Double] {
    var weights = [1.0]
    for (birth, death) in zip(births, deaths) {
      let next = weights[weights.count - 1] * birth / death
      if next > 1e200 {
        for i in weights.indices { weights[i] *= 1e-200 }
        weights.append(next * 1e-200)
      } else {
        weights.append(next)
      }
    }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// The mean time from a state to a higher one; infinite where a birth rate on the way is 0.
  public func meanPassage(from start: Int, up target: Int) -> Double {
    precondition(0 <= start && start <= target && target <= births.count, "no way up from \(start) to \(target)")
    var step = 0.0
    var passage = 0.0
    for state in 0..<target {
      step = (1 + (state > 0 ? deaths[state - 1] * step : 0)) / births[state]
      if state >= start { passage += step }
    }
    return passage
  }

  /// The mean time from a state to a lower one.
  public func meanPassage(from start: Int, down target: Int) -> Double {
    precondition(0 <= target && target <= start && start <= births.count, "no way down from \(start) to \(target)")
    var step = 0.0
    var passage = 0.0
    for state in stride(from: births.count, to: target, by: -1) {
      step = (1 + (state < births.count ? births[state] * step : 0)) / deaths[state - 1]
      if state <= start { passage += step }
    }
    return passage
  }
}
