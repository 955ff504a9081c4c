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

  public init(
    name: String, hosts: [String] = [], quorum: Int = 1, capacityRPS: Double? = nil, without: Impairment,
    breaker: CircuitBreaker? = nil, untilOpen: Impairment = Impairment(success: 0)
  ) {
    self.name = name
    self.hosts = hosts
    self.quorum = quorum
    self.capacityRPS = capacityRPS
    self.without = without
    self.breaker = breaker
    self.untilOpen = untilOpen
  }
}
