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
          readyAt: isBlocked ? .never : now + start, start: start, boot: start - wait,
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
    while let site = course.firstToClimb(at: now) {
      let ready = course.climb(at: site, now)
      guard ready > 0 else { continue }
      course.fleets[site].pending -= ready
      rotate(site, to: course.fleets[site].size + ready)
    }
  }
}

extension Course {
  /// The first site at which a rung has been climbed.
  fileprivate func firstToClimb(at now: SimTime) -> Int? {
    var first = Int16.max
    for batch in batches where batch.readyAt <= now { first = min(first, batch.site) }
    return first == .max ? nil : Int(first)
  }

  /// Brings the nodes of a site on to this instant, where the bandwidth is shared anew among those that fetch.
  ///
  /// - Returns: How many are ready, and no longer among those that climb.
  fileprivate mutating func climb(at site: Int, _ now: SimTime) -> Int32 {
    let sharing = fetching(at: site)
    var ready: Int32 = 0
    for i in batches.indices where Int(batches[i].site) == site {
      if batches[i].rung == .fetching { batches[i].fetch(until: now, sharing: sharing) }
      guard batches[i].readyAt <= now else { continue }
      batches[i].climb(at: now)
      if batches[i].isReady { ready += batches[i].count }
    }
    let share = fetching(at: site)
    for i in batches.indices where Int(batches[i].site) == site && batches[i].rung == .fetching {
      batches[i].readyAt = now + batches[i].fetch * share
    }
    if ready > 0 { batches.removeAll { Int($0.site) == site && $0.isReady } }
    return ready
  }

  /// Nodes of a site that fetch at this time.
  private func fetching(at site: Int) -> Int64 {
    var count: Int64 = 0
    for i in batches.indices where Int(batches[i].site) == site && batches[i].rung == .fetching {
      count += Int64(batches[i].count)
    }
    return count
  }
}

extension Batch {
  /// Whether its nodes may go into rotation.
  fileprivate var isReady: Bool { readyAt == .climbed }

  /// Fetches with a part of the bandwidth.
  fileprivate mutating func fetch(until now: SimTime, sharing: Int64) {
    fetch = max(.zero, fetch - Span(nanoseconds: (now - fetchedUpTo).nanoseconds / sharing))
    fetchedUpTo = now
  }

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
