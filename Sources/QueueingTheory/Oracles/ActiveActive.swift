/// Sites that serve together, each a pool of nodes behind a site that can fail as a whole, and all behind a plane that
/// they share.
///
/// All components are independent alternating renewal processes, nodes keep failing while their site is out, so the
/// long-run answer is a product and only the means matter: an exact reference for any simulator and estimator.
public struct ActiveActive: Equatable, Sendable {
  /// The number of sites.
  public var sites: Int
  /// The sites that carry the full load.
  public var sitesNeeded: Int
  /// A site as a whole.
  public var site: AlternatingRenewal
  /// The nodes of each site.
  public var nodes: Int
  /// The nodes that a site needs to be capable.
  public var nodesNeeded: Int
  /// One node.
  public var node: AlternatingRenewal
  /// What all sites share, if anything.
  public var sharedPlane: AlternatingRenewal?

  public init(
    sites: Int, sitesNeeded: Int = 1, site: AlternatingRenewal, nodes: Int, nodesNeeded: Int, node: AlternatingRenewal,
    sharedPlane: AlternatingRenewal? = nil
  ) {
    precondition(1 <= sitesNeeded && sitesNeeded <= sites, "\(sitesNeeded) of \(sites) sites")
    precondition(1 <= nodesNeeded && nodesNeeded <= nodes, "\(nodesNeeded) of \(nodes) nodes")
    self.sites = sites
    self.sitesNeeded = sitesNeeded
    self.site = site
    self.nodes = nodes
    self.nodesNeeded = nodesNeeded
    self.node = node
    self.sharedPlane = sharedPlane
  }

  /// The probability that too few nodes of a site are up.
  public var nodePoolUnavailability: Double {
    poolUnavailability(needed: nodesNeeded, of: nodes, unitUnavailability: node.unavailability)
  }

  /// The probability that a site is out or short of nodes.
  public var siteIncapable: Double { unionOf(site.unavailability, nodePoolUnavailability) }

  /// The probability that fewer than `sitesNeeded` sites are capable, the shared plane included.
  public var unavailability: Double {
    unionOf(
      sharedPlane?.unavailability ?? 0,
      poolUnavailability(needed: sitesNeeded, of: sites, unitUnavailability: siteIncapable))
  }

  /// The twin in which everything fails `factor` times as often and is repaired as before: rare events made frequent
  /// enough to test a simulator on the same code path.
  public func acceleratingFailures(by factor: Double) -> ActiveActive {
    var twin = self
    twin.site = site.acceleratingFailures(by: factor)
    twin.node = node.acceleratingFailures(by: factor)
    twin.sharedPlane = sharedPlane?.acceleratingFailures(by: factor)
    return twin
  }

  /// The probability of one of two independent events, without subtracting from 1.
  private func unionOf(_ a: Double, _ b: Double) -> Double { a + (1 - a) * b }
}
