// Uniformisation: the chain jumps at the points of a Poisson process of the largest exit rate, some jumps going nowhere.
// Source: A. Jensen, Skandinavisk Aktuarietidskrift 36 (1953) 87. Only positive terms; the work grows with rate × time.

extension MarkovChain {
  /// The state probabilities at time `time`.
  ///
  /// - Parameter initial: The probabilities at time 0, one a state.
  public func transient(from initial: [Double], at time: Double) -> [Double] {
    uniformised(from: initial, time: time).probabilities
  }

  /// The mean time spent in each state during the first `time` units.
  public func occupation(from initial: [Double], over time: Double) -> [Double] {
    uniformised(from: initial, time: time).occupation
  }

  private func uniformised(from initial: [Double], time: Double) -> (probabilities: [Double], occupation: [Double]) {
    precondition(initial.count == states && time >= 0, "one probability a state and a time that is not negative")
    let exits = (0..<states).map(exitRate)
    let rate = exits.max()!
    guard rate > 0, time > 0 else { return (initial, initial.map { $0 * time }) }
    let weights = PoissonWeights(mean: rate * time)
    var vector = initial
    var probabilities = [Double](repeating: 0, count: states)
    var occupation = probabilities
    for jumps in 0...weights.last {
      let weight = weights.probability(jumps)
      let later = weights.upperTail(beyond: jumps) / rate
      for i in 0..<states {
        probabilities[i] += weight * vector[i]
        occupation[i] += later * vector[i]
      }
      var next = (0..<states).map { vector[$0] * ((rate - exits[$0]) / rate) }
      for i in 0..<states where vector[i] > 0 {
        for j in 0..<states where rates[i][j] > 0 { next[j] += vector[i] * rates[i][j] / rate }
      }
      vector = next
    }
    return (probabilities, occupation)
  }
}

/// Poisson probabilities from the mode outwards, normalised by their sum, cut below 1e-22 of the mode.
///
/// Source: B. Fox and P. Glynn, Communications of the ACM 31 (1988) 440.
struct PoissonWeights {
  /// The first and last count with a weight.
  let first: Int
  let last: Int
  private let weights: [Double]
  private let tails: [Double]

  init(mean: Double) {
    precondition(mean >= 0 && mean.isFinite, "a Poisson mean of \(mean)")
    let mode = Int(mean)
    var below: [Double] = []
    var weight = 1.0
    var k = mode
    while k > 0 {
      weight *= Double(k) / mean
      if weight < 1e-22 { break }
      below.append(weight)
      k -= 1
    }
    var above: [Double] = []
    weight = 1
    k = mode
    while mean > 0 {
      k += 1
      weight *= mean / Double(k)
      if weight < 1e-22 { break }
      above.append(weight)
    }
    let raw = below.reversed() + [1] + above
    // Small terms first, so that the sum does not lose them.
    let total = raw.sorted().reduce(0, +)
    self.first = mode - below.count
    self.last = mode + above.count
    self.weights = raw.map { $0 / total }
    var tails = [Double](repeating: 0, count: raw.count)
    for i in (0..<raw.count - 1).reversed() { tails[i] = tails[i + 1] + weights[i + 1] }
    self.tails = tails
  }

  func probability(_ count: Int) -> Double { first <= count && count <= last ? weights[count - first] : 0 }

  /// The probability of more than `count`.
  func upperTail(beyond count: Int) -> Double { count < first ? 1 : count > last ? 0 : tails[count - first] }
}
