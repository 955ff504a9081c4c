import Control

/// How the parts of a replication are brought into agreement after something has changed.
extension Replication {
  /// Brings the parts into agreement after anything has changed: effects, then procedures, then shares, then rates,
  /// then the watch, in this order; again where the watch has changed or a site has come under suspicion, for procedures look at that.
  ///
  /// Nothing may be left to the next event: whether there is one depends on what is skipped.
  mutating func settle() {
    var goesOn = true
    while goesOn {
      if plan.canBeImpaired { updateImpairments() }
      updateHealth()
      advanceProcedures()
      if plan.canBeImpaired { updateImpairments() }
      updateShares()
      if rampsMove { seekThreshold() }
      updateRates()
      let watchHasChanged = observeOutage()
      let loadsHaveChanged = plan.watchesLoads && observeLoads()
      let trafficReturns = returnFromTooSmallStandIns()
      goesOn = observeSignals() || watchHasChanged || loadsHaveChanged || trafficReturns
    }
    isCalm =
      ledger.isClear && course.ejections.isEmpty && flow.lostRate == 0
      && !needsProcedures && !loadsMove && course.parcels.isEmpty && flow.deferRate == 0 && course.orbit.isEmpty
      && !guardsAct && !flow.showsSignals && course.signals.allSatisfy(\.isEmpty)
      && course.signalsBeyondPeers.allSatisfy(\.isEmpty)
    if !plan.links.fetches.isEmpty { repaceFetches() }
    if !isCalm && rampsMove { holdRamps(until: min(clocks.earliest?.time ?? .never, nextDeadline)) }
  }

  /// The same where nothing but demand has changed since it was calm: only rates move, unless somebody loses by it.
  mutating func settleDemand() {
    updateRates()
    let matters = flow.refusedRate + flow.hangingRate > 0 || loadsMove || plan.degradedMode != nil
    if matters || flow.showsSignals { settle() }
  }

  /// The same where nodes or less have come, gone, failed or been mended since it was calm. Where requests still go to
  /// what has failed, or clients come back, it is calm no longer.
  mutating func settleCapacity() {
    guard isCalm, !plan.canBeImpaired, !plan.watchesLoads, course.ejections.isEmpty, course.orbit.isEmpty
    else { return settle() }
    for site in plan.sites.indices where flow.isHealthy[site] != canServe(site) { return settle() }
    settleDemand()
  }

  /// Whether a site in use is unwell or something is being done about one.
  var needsProcedures: Bool {
    for site in plan.sites.indices {
      if course.procedures[site].isActive || flow.shares[site] > 0 && !flow.isHealthy[site] { return true }
    }
    return false
  }

  mutating func updateHealth() {
    for site in plan.sites.indices { flow.isHealthy[site] = canServe(site) }
  }

  /// Whether nothing has struck a site and enough of its nodes are up.
  private func canServe(_ site: Int) -> Bool {
    estate.lost[site] == 0 && estate.available[site] >= plan.sites[site].minimumUnits
  }
}
