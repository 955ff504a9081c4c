public import Numerics

/// A continuous-time Markov chain on the states 0..<n, given by its transition rates.
///
/// Steady states and passage times come from state reduction, which never subtracts: a probability of 1e-12 is as
/// accurate as one of 1. Source: W. Grassmann, M. Taksar, D. Heyman, Operations Research 33 (1985) 1107.
public struct MarkovChain: Equatable, Sendable {
  /// The number of states.
  public let states: Int
  /// The rate from state i to state j, by rows; the diagonal is 0.
  let rates: [[Double]]

  /// - Parameter transitions: From, to and rate, per unit of time; several of one pair add up.
  public init(states: Int, _ transitions: [(from: Int, to: Int, rate: Double)]) {
    precondition(states > 0, "a chain has at least one state")
    var rates = [[Double]](repeating: [Double](repeating: 0, count: states), count: states)
    for (from, to, rate) in transitions {
      precondition((0..<states).contains(from) && (0..<states).contains(to), "no states \(from) and \(to)")
      precondition(from != to && rate >= 0 && rate.isFinite, "a rate of \(rate) from \(from) to \(to)")
      rates[from][to] += rate
    }
    self.states = states
    self.rates = rates
  }

  /// The rate of leaving a state.
  public func exitRate(_ state: Int) -> Double { rates[state].reduce(0, +) }

  /// The stationary probabilities.
  ///
  /// - Throws: `NumericalError` where some state has no way back to the states before it.
  public func steadyState() throws(NumericalError) -> [Double] {
    var a = rates
    for k in (1..<max(states, 1)).reversed() {
      let out = a[k][..<k].reduce(0, +)
      guard out > 0 else { throw NumericalError("steadyState", "state \(k) has no way back: the chain is reducible") }
      for i in 0..<k {
        a[i][k] /= out
        for j in 0..<k where j != i { a[i][j] += a[i][k] * a[k][j] }
      }
    }
    var probabilities = [1.0]
    for k in 1..<max(states, 1) { probabilities.append((0..<k).reduce(0.0) { $0 + probabilities[$1] * a[$1][k] }) }
    let total = probabilities.reduce(0, +)
    return probabilities.map { $0 / total }
  }

  /// The stationary probabilities by LU decomposition, as a cross-check: accurate to about 1e-15 absolutely.
  public func steadyStateByElimination() throws(NumericalError) -> [Double] {
    var balance = [[Double]](repeating: [Double](repeating: 0, count: states), count: states)
    for i in 0..<states {
      for j in 0..<states { balance[j][i] = i == j ? -exitRate(i) : rates[i][j] }
    }
    balance[states - 1] = [Double](repeating: 1, count: states)
    var right = [Double](repeating: 0, count: states)
    right[states - 1] = 1
    return try solveLinearSystem(balance, right)
  }

  /// The mean time from each state until the first visit to one of `targets`; 0 on the targets themselves.
  ///
  /// - Throws: `NumericalError` where some state cannot reach them.
  public func meanPassage(to targets: Set<Int>) throws(NumericalError) -> [Double] {
    let others = (0..<states).filter { !targets.contains($0) }
    // Index 0 is the target, 1... are the other states in order; each carries the time spent per visit.
    let targetRates = others.map { i in (0..<states).reduce(0.0) { $0 + (targets.contains($1) ? rates[i][$1] : 0) } }
    var a = zip(others, targetRates).map { i, toTarget in [toTarget] + others.map { rates[i][$0] } }
    var time = [Double](repeating: 1, count: others.count)
    var outs = time
    for k in others.indices.reversed() {
      outs[k] = a[k][...k].reduce(0, +)
      guard outs[k] > 0 else { throw NumericalError("meanPassage", "state \(others[k]) never gets there") }
      for i in 0..<k {
        let share = a[i][k + 1] / outs[k]
        time[i] += share * time[k]
        for j in 0...k where j != i + 1 { a[i][j] += share * a[k][j] }
      }
    }
    var passage = [Double](repeating: 0, count: states)
    for k in others.indices {
      let onward = (0..<k).reduce(0.0) { $0 + a[k][$1 + 1] * passage[others[$1]] }
      passage[others[k]] = (time[k] + onward) / outs[k]
    }
    return passage
  }
}
