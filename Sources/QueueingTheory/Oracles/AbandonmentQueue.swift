/// The M/M/c+M queue (Erlang A): callers wait with exponential patience, so it is stable under any load.
///
/// Source: C. Palm, Ericsson Technics (1946); the birth-death chain with death rate min(i, c)μ + (i - c)⁺θ.
public struct AbandonmentQueue: Equatable, Sendable {
  public let arrivalRate: Double
  /// The probability that an arrival finds all servers busy.
  public let probabilityOfWaiting: Double
  /// The probability that an arrival leaves unserved.
  public let probabilityOfAbandoning: Double
  /// The mean number waiting, Lq.
  public let numberWaiting: Double

  /// - Parameter abandonmentRate: θ, one over the mean patience; positive.
  public init(arrivalRate: Double, serviceRate: Double, servers: Int, abandonmentRate: Double) {
    precondition(arrivalRate > 0 && serviceRate > 0 && servers >= 0 && abandonmentRate > 0, "rates are positive")
    let chain = BirthDeathChain(
      birth: { _ in arrivalRate },
      death: { Double(min($0, servers)) * serviceRate + Double(max(0, $0 - servers)) * abandonmentRate })
    var waits = 0.0
    var waiting = 0.0
    for (state, probability) in chain.steadyState.enumerated() where state >= servers {
      waits += probability
      waiting += Double(state - servers) * probability
    }
    self.arrivalRate = arrivalRate
    self.probabilityOfWaiting = waits
    self.numberWaiting = waiting
    self.probabilityOfAbandoning = abandonmentRate * waiting / arrivalRate
  }

  /// The mean wait of all arrivals, served or not.
  public var waitInQueue: Double { numberWaiting / arrivalRate }
}

/// The M/M/c/K queue: at most `capacity` in the system, waiting ones included; further arrivals are lost.
public struct FiniteQueue: Equatable, Sendable {
  public let arrivalRate: Double
  public let serviceRate: Double
  /// The probability that an arrival is lost.
  public let probabilityOfLoss: Double
  /// The mean number in the system, L.
  public let numberInSystem: Double
  /// The mean number waiting, Lq.
  public let numberWaiting: Double

  public init(arrivalRate: Double, serviceRate: Double, servers: Int, capacity: Int) {
    precondition(arrivalRate > 0 && serviceRate > 0 && servers >= 1 && capacity >= servers, "capacity >= servers >= 1")
    let chain = BirthDeathChain(
      births: Array(repeating: arrivalRate, count: capacity),
      deaths: (1...capacity).map { Double(min($0, servers)) * serviceRate })
    let probabilities = chain.steadyState
    self.arrivalRate = arrivalRate
    self.serviceRate = serviceRate
    self.probabilityOfLoss = probabilities[capacity]
    self.numberInSystem = probabilities.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element }
    self.numberWaiting = probabilities.enumerated().reduce(0) { $0 + Double(max(0, $1.offset - servers)) * $1.element }
  }

  /// The rate of arrivals that are let in.
  public var acceptedRate: Double { arrivalRate * (1 - probabilityOfLoss) }
  /// The mean wait in queue of those let in, Wq.
  public var waitInQueue: Double { numberWaiting / acceptedRate }
  /// The mean response time of those let in, W.
  public var responseTime: Double { numberInSystem / acceptedRate }
}
