/// Sites with nodes in zones, whose parts are all independent alternating renewal processes, some of them shared.
///
/// In the long run every set of parts is down with the product of its parts' probabilities, whatever the laws of life and
/// repair, so only means matter: the product form. The rate at which the system goes down is the sum over parts of how
/// often a part fails times the chance that its failure is what makes the difference.
/// Source: Z. Birnbaum, On the importance of different components in a multicomponent system (1969).
public struct IndependentSites: Sendable {
  /// Nodes that fail by themselves and, all together, with their zone.
  public struct Zone: Equatable, Sendable {
    /// What takes the whole zone, one entry a cause.
    public var causes: [AlternatingRenewal]
    public var nodes: Int
    /// What takes one node, one entry a cause.
    public var nodeCauses: [AlternatingRenewal]

    public init(causes: [AlternatingRenewal] = [], nodes: Int, nodeCauses: [AlternatingRenewal] = []) {
      precondition(nodes >= 0, "\(nodes) nodes")
      self.causes = causes
      self.nodes = nodes
      self.nodeCauses = nodeCauses
    }
  }

  /// A site is capable when nothing has struck it as a whole and enough of its nodes are up.
  public struct Site: Equatable, Sendable {
    public var causes: [AlternatingRenewal]
    public var zones: [Zone]
    public var nodesNeeded: Int

    public init(causes: [AlternatingRenewal] = [], zones: [Zone], nodesNeeded: Int) {
      self.causes = causes
      self.zones = zones
      self.nodesNeeded = nodesNeeded
    }
  }

  /// One cause that strikes several sites at once.
  public struct Shared: Equatable, Sendable {
    public var cause: AlternatingRenewal
    /// Indices of the sites that it strikes.
    public var sites: [Int]

    public init(_ cause: AlternatingRenewal, sites: [Int]) {
      self.cause = cause
      self.sites = sites
    }
  }

  public let sites: [Site]
  public let shared: [Shared]
  /// For each set of capable sites, as bits, whether it carries the service.
  private let suffices: [Bool]

  /// - Parameter suffices: Whether these sites, when they are the capable ones, carry the service; more never do worse.
  /// - Precondition: At most 12 sites and 12 shared causes: the sum runs over their sets.
  public init(_ sites: [Site], shared: [Shared] = [], suffices: ([Int]) -> Bool) {
    precondition(sites.count <= 12 && shared.count <= 12, "\(sites.count) sites, \(shared.count) shared causes")
    self.sites = sites
    self.shared = shared
    self.suffices = (0..<1 << sites.count).map { set in suffices(sites.indices.filter { set >> $0 & 1 == 1 }) }
  }

  /// The long-run share of time in which the capable sites do not carry the service.
  public var unavailability: Double { unavailability(given: nil) }

  /// How often the service goes down, per unit of time.
  public var failureFrequency: Double {
    var sum = 0.0
    func add(_ causes: [AlternatingRenewal], times count: Int = 1, _ place: (Double) -> Given) {
      for (index, cause) in causes.enumerated() where cause.meanDown > 0 {
        var others = causes
        others.remove(at: index)
        let difference =
          unavailability(given: place(1)) - unavailability(given: place(IndependentSites.anyDown(others)))
        sum += Double(count) * cause.failureFrequency * difference
      }
    }
    for (index, cause) in shared.enumerated() { add([cause.cause]) { .shared(index, $0) } }
    for (index, site) in sites.enumerated() {
      add(site.causes) { .site(index, $0) }
      for (number, zone) in site.zones.enumerated() {
        add(zone.causes) { .zone(index, number, $0) }
        if zone.nodes > 0 { add(zone.nodeCauses, times: zone.nodes) { .node(index, number, $0) } }
      }
    }
    return sum
  }

  /// The long-run share of time in which a site by itself is not capable, shared causes left aside.
  public func incapable(_ site: Int) -> Double { incapable(site, given: nil) }

  /// A part whose probability of being down is set.
  private enum Given {
    case shared(Int, Double)
    case site(Int, Double)
    case zone(Int, Int, Double)
    case node(Int, Int, Double)
  }

  private func unavailability(given: Given?) -> Double {
    let incapable = sites.indices.map { self.incapable($0, given: given) }
    let down = shared.enumerated().map { index, cause in
      if case .shared(index, let value)? = given { value } else { cause.cause.unavailability }
    }
    return sum(over: 0, weight: 1, struck: 0, down: down, incapable: incapable)
  }

  /// Over the sets of shared causes that are down; terms are positive, so small probabilities keep their digits.
  private func sum(over cause: Int, weight: Double, struck: Int, down: [Double], incapable: [Double]) -> Double {
    guard weight > 0 else { return 0 }
    guard cause < shared.count else { return weight * downWithout(struck, incapable) }
    let strikes = shared[cause].sites.reduce(struck) { $0 | 1 << $1 }
    return sum(over: cause + 1, weight: weight * down[cause], struck: strikes, down: down, incapable: incapable)
      + sum(over: cause + 1, weight: weight * (1 - down[cause]), struck: struck, down: down, incapable: incapable)
  }

  /// The probability of a set of capable sites that does not suffice, where some sites are struck.
  private func downWithout(_ struck: Int, _ incapable: [Double]) -> Double {
    var sum = 0.0
    for set in suffices.indices where !suffices[set] && set & struck == 0 {
      var weight = 1.0
      for site in sites.indices where struck >> site & 1 == 0 {
        weight *= set >> site & 1 == 1 ? 1 - incapable[site] : incapable[site]
      }
      sum += weight
    }
    return sum
  }

  private func incapable(_ site: Int, given: Given?) -> Double {
    var own = IndependentSites.anyDown(sites[site].causes)
    if case .site(site, let value)? = given { own = value }
    // up[n]: the probability that n of the nodes seen so far are up.
    var up = [1.0]
    for (number, zone) in sites[site].zones.enumerated() {
      var zoneDown = IndependentSites.anyDown(zone.causes)
      if case .zone(site, number, let value)? = given { zoneDown = value }
      var first = IndependentSites.anyDown(zone.nodeCauses)
      let others = first
      if case .node(site, number, let value)? = given { first = value }
      var inZone = [1.0]
      for node in 0..<zone.nodes { inZone = adding(node == 0 ? first : others, to: inZone) }
      inZone = inZone.map { $0 * (1 - zoneDown) }
      inZone[0] += zoneDown
      up = product(up, inZone)
    }
    let short = up.prefix(max(0, sites[site].nodesNeeded)).reduce(0, +)
    return own + (1 - own) * short
  }

  private func adding(_ down: Double, to law: [Double]) -> [Double] { product(law, [down, 1 - down]) }

  private func product(_ a: [Double], _ b: [Double]) -> [Double] {
    var law = [Double](repeating: 0, count: a.count + b.count - 1)
    for (i, p) in a.enumerated() { for (j, q) in b.enumerated() { law[i + j] += p * q } }
    return law
  }

  /// The probability that one of independent causes holds, without subtracting from 1.
  static func anyDown(_ causes: [AlternatingRenewal]) -> Double {
    causes.reduce(0) { $0 + (1 - $0) * $1.unavailability }
  }
}
