internal import Foundation

/// The M/M/c queue: Poisson arrivals, exponential service, c servers, first come first served.
///
/// Rates are per unit of time, waits in that unit. Source: L. Kleinrock, Queueing Systems 1 (1975), chapter 3.
public struct MultiServerQueue: Equatable, Sendable {
  public let arrivalRate: Double
  public let serviceRate: Double
  public let servers: Int

  /// - Precondition: `arrivalRate` < `servers` × `serviceRate`, so that the queue is stable.
  public init(arrivalRate: Double, serviceRate: Double, servers: Int = 1) {
    precondition(arrivalRate >= 0 && serviceRate > 0 && servers >= 1, "rates are positive and a server is needed")
    precondition(
      arrivalRate < serviceRate * Double(servers),
      "\(arrivalRate) arrivals overload \(servers) servers at \(serviceRate) each")
    self.arrivalRate = arrivalRate
    self.serviceRate = serviceRate
    self.servers = servers
  }

  /// *a = λ/μ*, in erlangs.
  public var offeredLoad: Double { arrivalRate / serviceRate }
  /// *ρ = a/c*.
  public var utilization: Double { offeredLoad / Double(servers) }
  /// The rate at which a queue drains, *cμ - λ*.
  private var spareRate: Double { serviceRate * Double(servers) - arrivalRate }

  /// The probability that an arrival waits.
  public var probabilityOfWaiting: Double { erlangC(servers: servers, offeredLoad: offeredLoad) }
  /// The mean wait in queue, Wq.
  public var waitInQueue: Double { probabilityOfWaiting / spareRate }
  /// The mean response time, W.
  public var responseTime: Double { waitInQueue + 1 / serviceRate }
  /// The mean number waiting, Lq.
  public var numberWaiting: Double { arrivalRate * waitInQueue }
  /// The mean number in the system, L.
  public var numberInSystem: Double { numberWaiting + offeredLoad }

  /// The probability that an arrival waits longer than `wait`.
  public func probabilityOfWaiting(longerThan wait: Double) -> Double {
    wait < 0 ? 1 : probabilityOfWaiting * exp(-spareRate * wait)
  }

  /// The probability that the response takes longer than `time`.
  public func probabilityOfResponse(longerThan time: Double) -> Double {
    guard time > 0 else { return 1 }
    let served = exp(-serviceRate * time)
    // P(T > t) = e^(-μt) + C μ (e^(-θt) - e^(-μt)) / (μ - θ), θ = cμ - λ, with its limit at θ = μ. The slower
    // exponential is taken out, so that nothing overflows.
    let gap = abs(serviceRate - spareRate) * time
    let ratio = gap == 0 ? 1 : -expm1(-gap) / gap
    return served + probabilityOfWaiting * serviceRate * time * exp(-min(serviceRate, spareRate) * time) * ratio
  }

  /// The response time that a share `p` of requests stays within.
  public func responseTimeQuantile(_ p: Double) -> Double {
    precondition(0 < p && p < 1, "a quantile lies between 0 and 1, \(p) does not")
    if servers == 1 { return -log1p(-p) / spareRate }
    var low = 0.0
    var high = responseTime
    while probabilityOfResponse(longerThan: high) > 1 - p { high *= 2 }
    while true {
      let middle = low + (high - low) / 2
      guard low < middle, middle < high else { return high }
      if probabilityOfResponse(longerThan: middle) > 1 - p { low = middle } else { high = middle }
    }
  }

  /// The wait in queue that a share `p` of requests stays within; 0 where enough never wait.
  public func waitQuantile(_ p: Double) -> Double {
    precondition(0 < p && p < 1, "a quantile lies between 0 and 1, \(p) does not")
    return max(0, log(probabilityOfWaiting / (1 - p)) / spareRate)
  }
}
