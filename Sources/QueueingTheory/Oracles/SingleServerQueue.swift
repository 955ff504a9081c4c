/// One server with Poisson arrivals and a general service time, given by its mean and squared coefficient of variation.
///
/// First come first served the wait depends on the variation of the service (Pollaczek and Khinchine); under processor
/// sharing, a stand-in for continuous batching, only the mean matters.
/// Sources: L. Kleinrock, Queueing Systems 1 (1975) section 5.6 and 2 (1976) section 4.4.
public struct SingleServerQueue: Equatable, Sendable {
  public let arrivalRate: Double
  public let serviceMean: Double
  /// Variance over squared mean: 0 deterministic, 1 exponential, exp(σ²) - 1 lognormal.
  public let serviceVariation: Double

  /// - Precondition: `arrivalRate` × `serviceMean` < 1, so that the queue is stable.
  public init(arrivalRate: Double, serviceMean: Double, serviceVariation: Double) {
    precondition(arrivalRate >= 0 && serviceMean > 0 && serviceVariation >= 0, "rates and times are positive")
    precondition(arrivalRate * serviceMean < 1, "a load of \(arrivalRate * serviceMean) erlangs overloads one server")
    self.arrivalRate = arrivalRate
    self.serviceMean = serviceMean
    self.serviceVariation = serviceVariation
  }

  /// *ρ*.
  public var utilization: Double { arrivalRate * serviceMean }

  /// The mean wait in queue, first come first served: λE[S²]/(2(1 - ρ)).
  public var waitInQueue: Double {
    utilization * serviceMean * (1 + serviceVariation) / (2 * (1 - utilization))
  }
  /// The mean response time, first come first served.
  public var responseTime: Double { waitInQueue + serviceMean }
  /// The mean number in the system, first come first served.
  public var numberInSystem: Double { arrivalRate * responseTime }

  /// The mean response time under processor sharing.
  public var sharedResponseTime: Double { sharedResponseTime(ofWork: serviceMean) }
  /// The mean response time under processor sharing of a request that needs `work` alone.
  public func sharedResponseTime(ofWork work: Double) -> Double { work / (1 - utilization) }
  /// The mean number in the system under processor sharing; the number is geometric.
  public var sharedNumberInSystem: Double { utilization / (1 - utilization) }
}
