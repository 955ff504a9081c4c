import Stochastics

/// How clients are sent to another site.
public struct TrafficMove: Equatable, Sendable {
  /// What sends them there.
  public enum Mechanism: String, CaseIterable, Sendable {
    /// Weights of a load balancer: all clients at once.
    case balancer
    /// A DNS record: each client moves when its cached answer expires.
    case dns
    /// A DNS record that a controller writes at its next sync.
    case externalDNS = "external-dns"
    /// DNS answers by health checks of their own: between sites that serve already nobody else has to notice or decide.
    case gslb
    /// Proxies that leave out who fails them: between sites that serve already nobody else has to notice or decide.
    case mesh
    /// One address that all sites announce: clients follow as routes converge.
    case anycast

    /// Whether clients keep an answer of DNS until it expires.
    public var hasTimeToLive: Bool {
      switch self {
      case .dns, .externalDNS, .gslb: true
      case .balancer, .mesh, .anycast: false
      }
    }
  }
  public var mechanism: Mechanism
  /// Time to live of the record, in seconds.
  public var ttlSeconds: Double
  /// Share of clients whose resolvers ignore the time to live.
  public var ignoringTTL: Double
  /// How long each of those keeps the old answer, in seconds.
  public var ignoringFor: Distribution
  /// Seconds between the syncs of a controller that writes the record: a change waits for the next one.
  public var syncSeconds: Double
  /// From the change until a client's route leads to the other site, in seconds; each client has its own.
  public var converges: Distribution
  /// The health checks of a mover that takes a site out by itself; nil where it has none.
  public var checks: OwnChecks?
  /// Time to make the change itself, in seconds.
  public var takes: Distribution
  /// Indices of the steps that must be done first; `afterCapacity` adds the readiness ladder.
  public var after: [Int]
  public var afterCapacity: Bool
  public var needs: [BlockedAction]
  /// The dependencies that must answer where traffic goes when the change is made, by name.
  public var dependencies: [String]
  /// The site whose control plane makes the change; nil: one that no site shares.
  public var controlledBy: String?
  /// Balancers that stand in front of some sites each: what leaves one of these goes to the others first, by the balancer, and what is
  /// said above moves clients between balancers. Empty where one mover moves everybody.
  public var balancers: [SharedBalancer]

  public init(
    mechanism: Mechanism, ttlSeconds: Double = 0, ignoringTTL: Double = 0, ignoringFor: Distribution = .constant(3600),
    takes: Distribution = .constant(0), after: [Int] = [], afterCapacity: Bool = true, needs: [BlockedAction] = [],
    controlledBy: String? = nil, dependencies: [String] = [], syncSeconds: Double = 0,
    converges: Distribution = .constant(0), checks: OwnChecks? = nil, balancers: [SharedBalancer] = []
  ) {
    self.mechanism = mechanism
    self.ttlSeconds = ttlSeconds
    self.ignoringTTL = ignoringTTL
    self.ignoringFor = ignoringFor
    self.takes = takes
    self.after = after
    self.afterCapacity = afterCapacity
    self.needs = needs
    self.controlledBy = controlledBy
    self.dependencies = dependencies
    self.syncSeconds = syncSeconds
    self.converges = converges
    self.checks = checks
    self.balancers = balancers
  }
}

/// A load balancer in front of several sites, such as the halls of one city.
public struct SharedBalancer: Equatable, Sendable {
  public var name: String
  /// Two at least, by name; a site stands behind one balancer at most.
  public var sites: [String]
  /// Time until its weights are changed, in seconds; then all clients have moved.
  public var takes: Distribution

  public init(name: String, sites: [String], takes: Distribution = .constant(0)) {
    self.name = name
    self.sites = sites
    self.takes = takes
  }
}

/// How a mover notices by itself that a site is lost.
public enum OwnChecks: Equatable, Sendable {
  /// Health checks of one vantage point.
  case probes(Probes)
  /// Requests that fail in a row.
  case outliers(OutlierDetection)
}

/// Outlier detection as Envoy has it: a proxy leaves a site out after so many failures in a row, for a while.
public struct OutlierDetection: Equatable, Sendable {
  /// Failures in a row that one proxy must see; 1 at least.
  public var errors: Int
  /// Proxies among which the requests to a site are spread evenly; 1 at least.
  public var proxies: Int
  /// How long a request to a site that does not refuse it takes to fail, in seconds.
  public var timeoutSeconds: Double
  /// For how long a site is left out the first time, in seconds; the n-th time in a row n times as long, up to
  /// `longestSeconds` or this, whichever is longer.
  public var ejectedForSeconds: Double

  /// Envoy's `max_ejection_time`, whose default is this.
  public static let longestSeconds = 300.0

  public init(errors: Int, proxies: Int, timeoutSeconds: Double, ejectedForSeconds: Double) {
    self.errors = errors
    self.proxies = proxies
    self.timeoutSeconds = timeoutSeconds
    self.ejectedForSeconds = ejectedForSeconds
  }

  /// Seconds from the first failure to the last of `errors` in a row at a proxy.
  ///
  /// - Parameters:
  ///   - chance: Chance that a request fails, above 0.
  ///   - rate: Requests a second that all proxies send to the site.
  public func secondsToEject(failing chance: Double, rate: Double) -> Double {
    var power = 1.0
    for _ in 0..<errors { power *= chance }
    // Mean number of trials until so many in a row (Feller I, XIII.7).
    let trials = chance < 1 ? (1 - power) / ((1 - chance) * power) : Double(errors)
    return rate > 0 && power > 0 ? trials * Double(proxies) / rate : .infinity
  }

  /// Seconds from the ejection until the site is tried again for the first time not before `seconds` after it.
  public func triedAgain(notBefore seconds: Double) -> Double {
    var (end, length) = (0.0, 0.0)
    repeat {
      length = min(length + ejectedForSeconds, max(ejectedForSeconds, OutlierDetection.longestSeconds))
      end += length
    } while end < seconds
    return end
  }
}
