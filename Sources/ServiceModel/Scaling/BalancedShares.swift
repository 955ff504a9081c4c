/// Shares of demand where balancers stand in front of some sites each: what leaves one of these goes to the others first.
extension Service {
  /// Whether the sizes of fleets follow from who is behind which balancer.
  public var balancesBetweenSites: Bool { !execution.move.balancers.isEmpty }

  /// The share of demand that a serving site has after the loss of the one peer whose loss leaves it most; nil where no balancer
  /// stands in front of several sites.
  ///
  /// A lost site's share goes, by their weights, to those that serve behind its own balancer, and where there are none to all others.
  func balancedShareAfterLoss(of site: Site) -> Double? {
    guard balancesBetweenSites, servingWeight > 0 else { return nil }
    let own = site.weight / servingWeight
    let gains = servingSites.filter { $0.name != site.name }.map { lost in
      let heirs = heirs(of: lost)
      guard heirs.contains(where: { $0.name == site.name }) else { return 0.0 }
      return lost.weight / servingWeight * site.weight / heirs.reduce(0) { $0 + $1.weight }
    }
    return own + (gains.max() ?? 0)
  }

  private func heirs(of lost: Site) -> [Site] {
    let others = servingSites.filter { $0.name != lost.name }
    guard let balancer = execution.move.balancers.first(where: { $0.sites.contains(lost.name) }) else { return others }
    let near = others.filter { balancer.sites.contains($0.name) }
    return near.isEmpty ? others : near
  }
}
