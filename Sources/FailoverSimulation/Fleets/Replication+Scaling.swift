import Control
import EventKernel
import Numerics
import ServiceModel
import Stochastics

/// Capacity: what a failover asks for and gives back.
extension Replication {
  /// Asks for the nodes that a site is short of at a failover, rung by rung.
  ///
  /// - Returns: How many of them are refused, or out of stock: what the reservation was short of.
  mutating func requestCapacity(_ site: Int, for procedure: Procedure) -> Int32 {
    let incident = procedure.incident
    let target = plan.sites[site]
    // Its autoscaler asks for what it is short of, as it always does.
    guard !target.followsDemand else { return 0 }
    let here = course.fleets[site].size + course.fleets[site].pending
    var missing = target.failoverNodes - here
    guard missing > 0 else { return 0 }
    missing -= recallNodes(site, missing, for: incident)
    let certain = min(missing, target.reserved)
    if certain > 0 { order(certain, at: site, for: incident, wait: .zero, needsControlPlane: true) }
    missing -= certain
    guard missing > 0 else { return 0 }
    let granted = nodesInStock(of: missing)
    if granted > 0 {
      order(granted, at: site, for: incident, wait: acquisitionWait(procedure), needsControlPlane: true)
    }
    if granted < missing {
      // What is out of stock waits until the rush is over, whatever the coin of the others.
      order(
        missing - granted, at: site, for: incident, wait: acquisitionWait(procedure, isOutOfStock: true),
        needsControlPlane: true)
    }
    return isRefused(requestOf: procedure) ? missing : missing - granted
  }

  /// Nodes that run already: those without warm replicas climb the rungs that they lack, and lent ones are first taken
  /// back from whoever uses them. A lent node that was left unusable is booted and loaded anew.
  ///
  /// - Returns: How many of the missing nodes these are.
  private mutating func recallNodes(_ site: Int, _ missing: Int32, for incident: Incident) -> Int32 {
    let aside = course.fleets[site].aside
    guard aside > 0 else { return 0 }
    let lent = plan.sites[site].lent
    let cold = min(missing, max(0, aside - lent.nodes))
    let recalled = min(missing - cold, min(aside, lent.nodes))
    course.fleets.recall(cold + recalled, at: site)
    if cold > 0 { order(cold, at: site, for: incident, wait: .zero, needsControlPlane: false) }
    if recalled > 0 {
      // Each by itself, with one draw for all of them.
      let broken = Int32(
        binomialQuantile(draw(.acquisition, incident, 4), trials: Int(recalled), probability: lent.breaks))
      if recalled > broken {
        order(recalled - broken, at: site, for: incident, wait: lent.evict, needsControlPlane: false)
      }
      if broken > 0 {
        order(broken, at: site, for: incident, wait: lent.evict, needsControlPlane: true, isAcquired: false)
      }
    }
    return cold + recalled
  }

  private mutating func order(
    _ count: Int32, at site: Int, for incident: Incident, wait: Span?, needsControlPlane: Bool, isAcquired: Bool? = nil
  ) {
    // What is refused for the whole outage is not on its way, and nobody pays for it.
    guard let wait else { return }
    start(
      count, at: site, for: incident, after: wait, isNew: needsControlPlane,
      isAcquired: isAcquired ?? needsControlPlane)
  }

  /// Wait for nodes that nobody reserved: in a rush the request may be refused until the rush is over.
  ///
  /// - Returns: nil where it is refused for as long as the outage lasts.
  private func acquisitionWait(_ procedure: Procedure, isOutOfStock outOfStock: Bool = false) -> Span? {
    let acquisition = plan.service.acquisition
    let rush = estate.rushSince(plan)
    let isRefused = isRefused(requestOf: procedure)
    let waited = coin(1, ofRequest: procedure)
    guard isRefused || outOfStock else { return Span(seconds: acquisitionTerms.wait.sample(at: waited)) }
    // What is out of stock comes back into stock; only a refusal can hold for good.
    let holds = isRefused && !outOfStock && rush != .never
    if holds && coin(3, ofRequest: procedure) < acquisition.rushNever { return nil }
    let lasts = Span(seconds: acquisition.rushLasts.sample(at: draw(.acquisition, procedure.incident, 2)))
    let over = (rush == .never ? now : rush) + lasts
    return max(.zero, over - now) + Span(seconds: acquisition.calm.wait.sample(at: waited))
  }

  /// Whether a request for nodes is refused at the present terms: each target has a coin of its own.
  func isRefused(requestOf procedure: Procedure) -> Bool {
    coin(0, ofRequest: procedure) < acquisitionTerms.refused
  }

  private var acquisitionTerms: AcquisitionTerms {
    let acquisition = plan.service.acquisition
    return estate.rushSince(plan) == .never ? acquisition.calm : acquisition.rush
  }

  private func coin(_ part: UInt32, ofRequest procedure: Procedure) -> Double {
    draw(.acquisition, procedure.incident, procedure.tried == 0 ? part : 48 + 4 * min(procedure.tried, 3) + part)
  }

  /// Of the nodes that nobody has reserved, those that are in stock.
  func nodesInStock(of missing: Int32) -> Int32 {
    estate.rushSince(plan) == .never ? missing : Int32(plan.service.nodesInStock(of: Int(missing)))
  }

  /// Gives back what a failover had asked for beyond the site's own size.
  mutating func releaseCapacity(_ site: Int) {
    guard !plan.sites[site].followsDemand else { return }
    course.fleets.release(site, aside: plan.sites[site].aside)
    if course.fleets[site].size > plan.sites[site].standing { rotate(site, to: plan.sites[site].standing) }
    restoreStanding(site)
  }

  /// A standby that an autoscaler has made smaller while it stood in grows back to what it keeps.
  private mutating func restoreStanding(_ site: Int) {
    let missing = plan.sites[site].standing - course.fleets[site].size - course.fleets[site].pending
    guard missing > 0, !plan.scaler.isEmpty else { return }
    grow(site, by: missing, after: startLag(site, part: 2))
  }

  /// Starts nodes that nobody waits for.
  ///
  /// - Parameter lag: From now to ready; where it is zero they are there at this instant.
  mutating func grow(_ site: Int, by count: Int32, after lag: Span) {
    meters.coldStarts[site] += Int64(count)
    guard lag > .zero else { return rotate(site, to: course.fleets[site].size + count) }
    course.fleets.order(
      Batch(
        site: Int16(site), isFailover: false, waitsForControlPlane: false, count: count, rung: .loading,
        readyAt: now + lag))
  }
}
