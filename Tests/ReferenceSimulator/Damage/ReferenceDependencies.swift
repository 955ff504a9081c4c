import ServiceModel

/// What the service calls: an instance at each site, or one that all sites use as long as a quorum of its hosts answers.
extension ReferenceRun {
  /// Whether a dependency answers the requests of a site. The failure of an instance takes that instance; a hosted one is gone
  /// with its site too.
  func answers(_ dependency: Dependency, at site: Int, under failures: [Failure]) -> Bool {
    func isUp(_ host: Int) -> Bool {
      !failures.contains { failure in
        let mode = mode(of: failure)
        return mode.scope == .dependency && mode.isLoss && mode.target.dependency == dependency.name
          && clocks[failure.incident.clock].site == host
      }
    }
    guard !dependency.hosts.isEmpty else { return isUp(site) }
    let hosts = sites.indices.filter { dependency.hosts.contains(sites[$0].site.name) }
    return hosts.count { isUp($0) && !isLost($0, by: failures) } >= dependency.quorum
  }

  /// What is left of a site by each dependency that does not answer there.
  func missed(at site: Int, under failures: [Failure]) -> [Impairment] {
    service.dependencies.filter { !answers($0, at: site, under: failures) }.map(\.without)
  }

  /// Whether all of these answer where traffic goes: at a target, or at one of the sites that serve already.
  func answer(_ names: [String], at target: Int?, insteadOf site: Int) -> Bool {
    let needed = service.dependencies.filter { names.contains($0.name) }
    return needed.allSatisfy { dependency in
      if let target { return answers(dependency, at: target, under: failures) }
      return sites.indices.contains {
        isSurvivor($0, of: site) && isMeant($0, within: procedures[site].within, insteadOf: site)
          && answers(dependency, at: $0, under: failures)
      }
    }
  }

  // MARK: Leases

  /// When what a site holds of these dependencies can be had by others: a site that lives, badly or moved away from on
  /// purpose, gives it back; of one that does not it expires so long after the loss.
  func leasesEnd(_ names: [String], heldBy site: Int) -> Int64 {
    let procedure = procedures[site]
    guard !isHealthy(site), procedure.planned == nil else { return now }
    let u = draw(.step, procedure.incident!, 59)
    return service.dependencies.filter { names.contains($0.name) }.compactMap(\.lease).map { lease in
      later(procedure.faultAt, nanoseconds(lease.seconds - lease.renewedEverySeconds * u))
    }.max() ?? now
  }

  /// When the next lease is over for which a procedure may wait.
  var nextLeaseEnd: Int64 {
    let leased = service.dependencies.filter { $0.lease != nil }.map(\.name)
    guard !leased.isEmpty else { return never }
    return sites.indices.filter { procedures[$0].phase == .executing }.flatMap { site in
      leased.map { leasesEnd([$0], heldBy: site) }
    }.filter { $0 > now }.min() ?? never
  }
}
