/// Something that the service calls: a knowledge base, a session cache, a configuration store, a registry.
///
/// It fails by failure modes of scope `dependency`, and where the sites that host it are lost or cut off.
public struct Dependency: Equatable, Sendable {
  public var name: String
  /// The sites that host an instance which all sites use; empty where each site has an instance of its own.
  public var hosts: [String]
  /// Hosted instances that must be up and reachable; 1 at least.
  public var quorum: Int
  /// Requests a second that an instance (all hosts together where it is hosted) bears; nil: whatever comes.
  public var capacityRPS: Double?
  /// What is left of the service where it does not answer, and of the requests that it cannot bear.
  public var without: Impairment
  /// What stops calling it when it does not answer; nil: `without` holds at once and no longer than it is down.
  public var breaker: CircuitBreaker?
  /// What is left of the service while it does not answer and the breaker has not opened yet.
  public var untilOpen: Impairment
  /// What a site that serves holds of it; nil: nothing that a lost site would keep from others.
  public var lease: Lease?

  public init(
    name: String, hosts: [String] = [], quorum: Int = 1, capacityRPS: Double? = nil, without: Impairment,
    breaker: CircuitBreaker? = nil, untilOpen: Impairment = Impairment(success: 0), lease: Lease? = nil
  ) {
    self.name = name
    self.hosts = hosts
    self.quorum = quorum
    self.capacityRPS = capacityRPS
    self.without = without
    self.breaker = breaker
    self.untilOpen = untilOpen
    self.lease = lease
  }
}

/// A lock that its holder renews while it lives, and that nobody else is given before it expires.
public struct Lease: Equatable, Sendable {
  /// From a renewal until it expires, in seconds.
  public var seconds: Double
  /// Between renewals, in seconds; above 0 and less than `seconds`.
  public var renewedEverySeconds: Double

  public init(seconds: Double, renewedEverySeconds: Double) {
    self.seconds = seconds
    self.renewedEverySeconds = renewedEverySeconds
  }

  /// Seconds from the loss of the holder until it expires: the holder has last renewed it a uniform part of an interval ago.
  ///
  /// - Parameter u: A uniform in (0, 1).
  public func residualSeconds(at u: Double) -> Double { seconds - renewedEverySeconds * u }
}
