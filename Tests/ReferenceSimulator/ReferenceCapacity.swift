import ServiceModel
import Stochastics

/// A node that a failover has asked for: it is granted and boots, fetches, loads; each by itself.
struct StartingNode {
  enum Rung { case blocked, asked, starting, fetching, loading }
  var rung: Rung
  /// When the rung ends, but for a fetch.
  var until: Int64 = never
  /// Until it is granted, boot, the fetch alone on the site's bandwidth, then load and initialise.
  let wait: Int64
  let boot: Int64
  var fetch: Int64
  let load: Int64
  /// Up to when what has been fetched is counted.
  var fetchedUpTo: Int64 = 0

  var isFetching: Bool { rung == .fetching }
  /// Nobody pays for what is not granted.
  var runs: Bool { rung != .blocked && rung != .asked }

  func nextRung(fetching: Int) -> Int64 {
    switch rung {
    case .blocked: never
    case .fetching: later(fetchedUpTo, fetch * Int64(fetching))
    case .asked, .starting, .loading: until
    }
  }
}

extension StartingNode {
  mutating func accept(at now: Int64) {
    guard wait > 0 else { return grant(at: now) }
    (rung, until) = (.asked, later(now, wait))
  }

  mutating func grant(at now: Int64) { (rung, until) = (.starting, later(now, boot)) }
}

/// Nodes that a failover asks for.
extension ReferenceRun {
  /// - Parameter failed: How many targets the procedure has tried in vain.
  mutating func requestCapacity(_ site: Int, for incident: Incident, after failed: Int) {
    var missing = sites[site].failover - fleets[site].size - fleets[site].starting.count
    guard missing > 0 else { return }
    // First those that run and are not warm.
    let cold = min(missing, fleets[site].aside)
    fleets[site].aside -= cold
    order(cold, at: site, for: incident, wait: 0, isNew: false)
    missing -= cold
    let certain = min(missing, sites[site].reserved)
    order(certain, at: site, for: incident, wait: 0, isNew: true)
    missing -= certain
    guard missing > 0 else { return }
    // In a rush only a part is in stock; what is not comes when the rush is over.
    let terms = rushSince == nil ? service.acquisition.calm : service.acquisition.rush
    let stocked =
      rushSince == nil ? missing : Int((Double(missing) * service.acquisition.rushGrants + 1e-9).rounded(.down))
    let isRefused = isRefused(incident, after: failed)
    let holdsForGood =
      isRefused && rushSince != nil && coin(3, incident, after: failed) < service.acquisition.rushNever
    let waited = coin(1, incident, after: failed)
    if !holdsForGood {
      let granted = nanoseconds(terms.wait.sample(at: waited))
      order(stocked, at: site, for: incident, wait: isRefused ? afterTheRush(incident, waited) : granted, isNew: true)
    }
    order(missing - stocked, at: site, for: incident, wait: afterTheRush(incident, waited), isNew: true)
  }

  /// Whether a target cannot open before a refusal is over or what is out of stock has come back.
  func cannotOpenSoon(_ site: Int, for incident: Incident, after failed: Int) -> Bool {
    let (place, fleet) = (sites[site], fleets[site])
    let sure = fleet.size + fleet.starting.count + fleet.aside + place.reserved
    let units = place.units
    guard sure * units < place.opensAt else { return false }
    let missing = place.failover - sure
    let stocked =
      rushSince == nil ? missing : Int((Double(missing) * service.acquisition.rushGrants + 1e-9).rounded(.down))
    return (sure + stocked) * units < place.opensAt || isRefused(incident, after: failed)
  }

  private func isRefused(_ incident: Incident, after failed: Int) -> Bool {
    let terms = rushSince == nil ? service.acquisition.calm : service.acquisition.rush
    return coin(0, incident, after: failed) < terms.refused
  }

  /// Each target that is asked has coins of its own.
  private func coin(_ part: UInt32, _ incident: Incident, after failed: Int) -> Double {
    draw(.acquisition, incident, failed == 0 ? part : 48 + 4 * UInt32(min(failed, 3)) + part)
  }

  /// From now until what was refused is granted, on calm terms.
  private func afterTheRush(_ incident: Incident, _ waited: Double) -> Int64 {
    let acquisition = service.acquisition
    let over = later(rushSince ?? now, nanoseconds(acquisition.rushLasts.sample(at: draw(.acquisition, incident, 2))))
    return later(max(0, over - now), nanoseconds(acquisition.calm.wait.sample(at: waited)))
  }

  private mutating func order(_ count: Int, at site: Int, for incident: Incident, wait: Int64, isNew: Bool) {
    let replica = service.replica.start
    let fetches = isNew || sites[site].keep == .booted
    let bytes = fetches ? replica.imageBytes + replica.weightsBytes : 0
    let first = fleets[site].size + fleets[site].starting.count
    for slot in first..<(first + count) {
      // Each node has a key of its own: the failure's, the site's and its slot's.
      let key = clocks[incident.clock].key.joined(with: scalingKeys[site], number: UInt32(slot))
      func takes(_ law: Distribution, _ part: UInt32) -> Int64 {
        nanoseconds(
          law.sample(
            at: key.uniform(draw: incident.ordinal &* 4 &+ part, replication: replication, purpose: .acquisition)))
      }
      let boot = isNew ? takes(replica.boot, 0) : 0
      let load = later(fetches ? takes(replica.load, 1) : 0, takes(replica.initialise, 2))
      let isBlocked = isNew && isBlocked(.acquire, at: site)
      var node = StartingNode(
        rung: .blocked, wait: wait, boot: boot,
        fetch: nanoseconds(bytes / sites[site].site.fetchBytesPerSecond), load: load)
      if !isBlocked { node.accept(at: now) }
      fleets[site].starting.append(node)
    }
  }

  /// Requests that waited for a control plane are accepted when it is back.
  mutating func acceptRequests() {
    for site in sites.indices where !isBlocked(.acquire, at: site) {
      for node in fleets[site].starting.indices where fleets[site].starting[node].rung == .blocked {
        fleets[site].starting[node].accept(at: now)
      }
    }
  }

  /// Nodes go on to their next rung, or into rotation.
  mutating func climb(_ site: Int) {
    while fleets[site].starting.contains(where: { $0.nextRung(fetching: fleets[site].fetching) <= now }) {
      let fetching = fleets[site].fetching
      var ready = 0
      fleets[site].starting = fleets[site].starting.compactMap { node in
        var node = node
        let isDue = node.nextRung(fetching: fetching) <= now
        if node.isFetching {
          node.fetch = max(0, node.fetch - (now - node.fetchedUpTo) / Int64(fetching))
          node.fetchedUpTo = now
        }
        guard isDue else { return node }
        switch node.rung {
        case .asked: node.grant(at: now)
        case .starting where node.fetch > 0:
          node.rung = .fetching
          node.fetchedUpTo = now
        case .starting, .fetching:
          node.rung = .loading
          node.until = later(now, node.load)
        case .loading, .blocked:
          ready += 1
          return nil
        }
        return node
      }
      fleets[site].size += ready
    }
  }

  /// Gives back what a failover had asked for beyond what the site keeps.
  mutating func releaseCapacity(_ site: Int) {
    fleets[site].starting = []
    fleets[site].aside = sites[site].aside
    fleets[site].size = min(fleets[site].size, sites[site].ready)
  }
}
