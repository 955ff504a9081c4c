import EventKernel
import Stochastics

/// How nodes become ready, each by itself: start, fetch, load.
extension Replication {
  /// Nodes of a failover begin to climb after a wait: from nothing, or the rungs that a running node of this site lacks.
  ///
  /// Each draws its own times, keyed by the failure, the site and the slot that it will take: the same in every design. Nodes
  /// whose times are equal climb in step.
  mutating func start(_ count: Int32, at site: Int, for incident: Incident, after wait: Span, isNew: Bool) {
    let first = course.fleets[site].size + course.fleets[site].pending
    let keep = plan.sites[site].keep
    let isBlocked = isNew && isBlocked(.acquire, at: site)
    let fetches = isNew || keep == .booted
    for slot in first..<(first + count) {
      let times = climb(slot: slot, at: site, for: incident)
      let start = isNew ? wait + times.boot : wait
      // A warm node that was lent is warm again when its borrower has left.
      let load = (fetches ? times.load : .zero) + (isNew || keep < .warm ? times.initialise : .zero)
      if let last = course.batches.indices.last, slot > first, course.batches[last].start == start,
        course.batches[last].load == load
      {
        course.batches[last].count += 1
        continue
      }
      course.batches.append(
        Batch(
          site: Int16(site), isFailover: true, waitsForControlPlane: isBlocked, count: 1, rung: .starting,
          readyAt: isBlocked ? .never : now + start, start: start,
          fetch: fetches ? plan.sites[site].fetchPerNode : .zero, load: load))
    }
    course.fleets[site].pending += count
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
    for i in course.batches.indices where course.batches[i].waitsForControlPlane {
      guard !isBlocked(.acquire, at: Int(course.batches[i].site)) else { continue }
      course.batches[i].waitsForControlPlane = false
      course.batches[i].readyAt = now + course.batches[i].start
    }
  }

  /// Nodes go on to their next rung, or into rotation.
  mutating func completeBatches() {
    while course.batches.contains(where: { $0.readyAt <= now }) {
      for site in plan.sites.indices where hasClimbed(site) { climbOn(site) }
    }
  }

  private func hasClimbed(_ site: Int) -> Bool {
    course.batches.contains { Int($0.site) == site && $0.readyAt <= now }
  }

  private mutating func climbOn(_ site: Int) {
    let sharing = fetching(at: site)
    for i in course.batches.indices where Int(course.batches[i].site) == site {
      var batch = course.batches[i]
      if batch.rung == .fetching {
        batch.fetch = max(.zero, batch.fetch - Span(nanoseconds: (now - batch.fetchedUpTo).nanoseconds / sharing))
        batch.fetchedUpTo = now
      }
      if batch.readyAt <= now { batch.climb(at: now) }
      course.batches[i] = batch
    }
    let share = fetching(at: site)
    for i in course.batches.indices where Int(course.batches[i].site) == site && course.batches[i].rung == .fetching {
      course.batches[i].readyAt = now + course.batches[i].fetch * share
    }
    for batch in course.batches where Int(batch.site) == site && batch.isReady {
      course.fleets[site].pending -= batch.count
      rotate(site, to: course.fleets[site].size + batch.count)
    }
    course.batches.removeAll { Int($0.site) == site && $0.isReady }
  }

  /// Nodes of a site that fetch at this time.
  private func fetching(at site: Int) -> Int64 {
    course.batches.reduce(0) { $0 + (Int($1.site) == site && $1.rung == .fetching ? Int64($1.count) : 0) }
  }
}

extension Batch {
  /// Whether its nodes may go into rotation.
  fileprivate var isReady: Bool { readyAt == .climbed }

  /// Goes on to the next rung, whose end is not known yet where it is a fetch.
  fileprivate mutating func climb(at now: SimTime) {
    switch rung {
    case .starting where fetch > .zero:
      rung = .fetching
      fetchedUpTo = now
    case .starting, .fetching:
      rung = .loading
      readyAt = load > .zero ? now + load : .climbed
    case .loading: readyAt = .climbed
    }
  }
}

extension SimTime {
  /// In place of an instant: the last rung has been climbed.
  fileprivate static let climbed = SimTime(nanoseconds: .min)
}
