import Control
import EventKernel

/// Whether a replication has something under way beside nodes that start.
enum Calm: Sendable, BitwiseCopyable {
  case no
  /// Nothing, if no request went to nodes that have died.
  case butForEjections
  case yes
}

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
    let isCalm =
      ledger.isClear && course.ejections.isEmpty && flow.lostRate == 0
      && !needsProcedures && !loadsMove && course.parcels.isEmpty && flow.waiting.deferred == 0 && course.orbit.isEmpty
      && !guardsAct && !flow.showsSignals && course.detectors.areForgotten
    calm = isCalm ? .yes : .no
    if !plan.links.fetches.isEmpty { repaceFetches() }
    if !isCalm && rampsMove { holdRamps(until: min(clocks.earliest?.time ?? .never, nextDeadline, nextLook)) }
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
    guard isCalm, !plan.canBeImpaired, !plan.watchesLoads, course.orbit.isEmpty else { return settle() }
    guard course.ejections.isEmpty else { return settleEjections() }
    for site in plan.sites.indices where flow.isHealthy[site] != canServe(site) { return settle() }
    settleDemand()
  }

  /// The same where requests go to nodes that have died, or do no longer, since it was calm: rates move, and where enough is
  /// answered nothing else does.
  mutating func settleEjections() {
    guard plan.strikesUnseen, !visitsEveryStep, !looksClosely, course.fleets.batches.isEmpty else { return settle() }
    for site in plan.sites.indices where flow.isHealthy[site] != canServe(site) { return settle() }
    updateRates()
    guard meetsThreshold, !course.ejections.isEmpty || flow.lostRate == 0 else { return settle() }
    calm = course.ejections.isEmpty ? .yes : .butForEjections
  }

  /// Whether nodes may fail and be mended unseen before an instant: where nothing but capacity counts, nobody is told of
  /// every rate and nothing is under way. What has not been booked then is a stretch at the same rates, and it does not
  /// matter where that is cut.
  @inline(__always)
  func mayStrikeUnseen(before next: SimTime) -> Bool {
    isCalm && plan.strikesUnseen && !visitsEveryStep && !looksClosely && segments.isEmpty && next < cuts.next
      && !ledger.awaitsFailovers
  }

  /// Whether what a clock does now moves no rate at which anything is booked: a node fails or is mended where no request
  /// goes, or is mended where all are answered.
  func movesNoRate(_ clock: Int) -> Bool {
    let struck = plan.clocks[clock]
    guard plan.modes[Int(struck.mode)].movesNodesAlone else { return false }
    let site = Int(struck.site)
    return flow.shares[site] == 0 || estate.components[clock].isDown && flow.isHealthy[site]
  }

  /// The same as `settleCapacity` where no rate has moved, booked or not.
  ///
  /// - Parameter servesMore: Whether nodes have been mended at a site that serves: it carries more demand.
  mutating func settleUnseen(servesMore: Bool) {
    for site in plan.sites.indices where flow.isHealthy[site] != canServe(site) {
      bookStretch(until: now)
      return settle()
    }
    if servesMore { settleDemand() }
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
