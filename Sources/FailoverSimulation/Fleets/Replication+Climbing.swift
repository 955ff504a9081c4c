import EventKernel
import Stochastics

/// How nodes become ready, each by itself: start, fetch, load.
extension Replication {
  /// Nodes of a failover begin to climb after a wait: from nothing, or the rungs that a running node of this site lacks.
  ///
  /// Each draws its own times, keyed by the failure, the site and the slot that it will take: the same in every design. Nodes
  /// whose times are equal climb in step.
  ///
  /// - Parameter isAcquired: Whether they are nobody's until the request is granted: then they run and are paid from there on.
  mutating func start(
    _ count: Int32, at site: Int, for incident: Incident, after wait: Span, isNew: Bool, isAcquired: Bool
  ) {
    let first = course.fleets[site].size + course.fleets[site].pending
    let keep = plan.sites[site].keep
    let isBlocked = isNew && isBlocked(.acquire, at: site)
    let fetches = isNew || keep == .booted
    let isAsked = isAcquired && (isBlocked || wait > .zero)
    for slot in first..<(first + count) {
      let times = climb(slot: slot, at: site, for: incident)
      let boot = isNew ? times.boot : .zero
      let rungEnds = now + (isAsked ? wait : wait + boot)
      // A warm node that was lent is warm again when its borrower has left.
      let load = (fetches ? times.load : .zero) + (isNew || keep < .warm ? times.initialise : .zero)
      let node = Batch(
        site: Int16(site), isFailover: true, waitsForControlPlane: isBlocked, count: 1,
        rung: isAsked ? .asked : .starting, readyAt: isBlocked ? .never : rungEnds, wait: wait, boot: boot,
        fetch: fetches ? plan.sites[site].fetchPerNode : .zero, load: load)
      course.fleets.order(node, inStepWithLast: slot > first)
    }
    meters.coldStarts[site] += Int64(count)
  }

  private func climb(slot: Int32, at site: Int, for incident: Incident) -> (boot: Span, load: Span, initialise: Span) {
    let key = plan.clocks[Int(incident.clock)].key.joined(with: plan.scalingKeys[site], number: UInt32(slot))
    let laws = plan.service.replica.start
    func rung(_ law: Distribution, _ part: UInt32) -> Span {
      Span(
        seconds: law.sample(
          at: key.uniform(
            draw: incident.ordinal &* 4 &+ part, branch: branch, replication: number, purpose: .acquisition)))
    }
    return (rung(laws.boot, 0), rung(laws.load, 1), rung(laws.initialise, 2))
  }

  /// Requests that waited for a control plane are accepted as soon as it is back.
  mutating func submitWaitingBatches() {
    for index in course.fleets.batches.indices where course.fleets.batches[index].waitsForControlPlane {
      let isStillBlocked = isBlocked(.acquire, at: Int(course.fleets.batches[index].site))
      if !isStillBlocked { course.fleets.accept(index, at: now) }
    }
  }

  /// Nodes go on to their next rung, or into rotation.
  ///
  /// - Returns: Whether any have gone into rotation.
  @discardableResult
  mutating func completeBatches() -> Bool {
    var hasRotated = false
    while let site = course.fleets.firstToClimb(at: now) {
      let ready = climb(at: site)
      guard ready > 0 else { continue }
      rotate(site, to: course.fleets[site].size + ready)
      hasRotated = true
    }
    return hasRotated
  }
}
