import ServiceModel
import Stochastics

/// One replication of one design, simulated as the documentation says it, literally and slowly.
///
/// The state is what has happened and is not over: failures that are active, procedures, nodes on their way, the outage
/// that is open. Whatever else anybody asks is worked out anew from these lists, each time. Nothing is counted up and
/// down, skipped, followed or compiled.
public struct ReferenceRun {
  let service: Service
  let sites: [ReferenceSite]
  let demand: ReferenceDemand
  let replication: UInt32
  let horizon: Int64

  var now: Int64 = 0
  var clocks: [Clock] = []
  /// What has failed and is not mended, the earliest first.
  var failures: [Failure] = []
  /// Parts that have been ordered and have not come, and those on the shelf, by stock.
  var orderedParts: [OrderedPart] = []
  var partsOnShelf: [String: Int]
  var fleets: [Fleet]
  var procedures: [Procedure]
  /// What belongs to each site, in millionths of demand; changes when sites change roles.
  var home: [Int]
  /// Where demand goes, in millionths.
  var shares: [Int]
  /// Until when no other failover of a site begins.
  var heldUntil: [Int64]
  /// Dead nodes to which a site's balancer still sends requests.
  var unnoticed: [Unnoticed] = []
  /// How each site was lost, by the first failure that struck it.
  var symptoms: [Symptom]
  /// The latest strike: it keys the luck of whatever begins because of it.
  var latest: Incident?
  /// The clock whose failure is never mended, in a branch that asks what the failover alone takes.
  var unrepaired: Int?
  var ledger: Ledger
  /// What has happened during what, over the run without its branches.
  public internal(set) var coverage = ReferenceCoverage()
  /// What belongs to a site in the keys of its nodes.
  let scalingKeys: [StreamKey]

  public init(_ service: Service, seed: UInt64, world: UInt32 = 0, replication: UInt32) {
    precondition(
      service.dependencies.allSatisfy { $0.breaker == nil && $0.capacityRPS == nil },
      "the reference's dependencies bear whatever comes, and nothing stops calling them")
    self.service = service
    self.replication = replication
    sites = ReferenceSite.all(service)
    demand = ReferenceDemand(service, seed: seed, world: world)
    horizon = nanoseconds(service.horizonHours * 3600)
    fleets = sites.map { Fleet(size: $0.ready, aside: $0.aside) }
    partsOnShelf = Dictionary(uniqueKeysWithValues: service.spares.map { ($0.name, $0.parts) })
    procedures = sites.map { _ in Procedure() }
    home = sites.map(\.home)
    shares = home
    heldUntil = sites.map { _ in 0 }
    symptoms = sites.map { _ in .refused }
    ledger = Ledger(
      modes: service.failures.count, sites: sites.count, classes: service.traffic.classes.count)
    scalingKeys = service.sites.map { StreamKey(seed: seed, name: "scaling/\($0.name)") }
    armClocks(seed: seed)
    settle()
  }

  public mutating func run() -> ReferenceResult {
    while goOn() {}
    return ReferenceResult(ledger, demand: demand.amount(0, horizon))
  }

  /// Goes to the next instant at which anything happens.
  ///
  /// - Returns: Whether the replication goes on.
  mutating func goOn() -> Bool {
    let next = crossing(until: nextInstant())
    if now < horizon && next >= horizon { noteHorizon() }
    if next >= horizon && ledger.open == nil || next >= demand.end {
      book(until: min(horizon, max(now, next)))
      closeUnfinished()
      return false
    }
    book(until: next)
    now = next
    finishInstant()
    return true
  }

  /// At one instant: failures strike and are mended, then what was planned happens, then all is brought into agreement.
  mutating func finishInstant() {
    receiveParts()
    while let due = clocks.indices.first(where: { clocks[$0].due == now }) { fire(due) }
    happen()
    askForEvacuations()
    settle()
  }

  private func nextInstant() -> Int64 {
    var next = min(demand.nextChange(after: now), holdEnds, nextLeaseEnd)
    for clock in clocks { next = min(next, clock.due) }
    for part in orderedParts { next = min(next, part.comesAt) }
    for fleet in fleets { for node in fleet.starting { next = min(next, node.nextRung(fetching: fleet.fetching)) } }
    for dead in unnoticed { next = min(next, dead.until) }
    for procedure in procedures {
      next = min(next, procedure.nextInstant(after: now), procedure.ramp.nextLook(after: now))
    }
    return next
  }

  /// What was planned for this instant, in this order: nodes, steps, changes of traffic, phases, checks, the balancers that
  /// have noticed, the outage that has held.
  private mutating func happen() {
    for site in sites.indices { climb(site) }
    for site in sites.indices {
      for (step, end) in procedures[site].running where end <= now {
        procedures[site].running[step] = nil
        procedures[site].done.insert(step)
      }
    }
    for site in sites.indices where procedures[site].changeAt <= now { changeTraffic(of: site) }
    for site in sites.indices where procedures[site].deadline <= now { meetDeadline(site) }
    for site in sites.indices where procedures[site].checkAt <= now { check(site) }
    if unnoticed.contains(where: { $0.until <= now }) { ledger.open?.ejectedAt = now }
    unnoticed.removeAll { $0.until <= now }
    if holdEnds <= now { closeOutage() }
  }

  /// Brings everything into agreement: procedures go on as far as they can, demand is routed, users notice; again while
  /// anything has changed.
  mutating func settle() {
    var isStill: Bool
    repeat {
      let before = ledger.state
      advanceProcedures()
      route()
      observe()
      let hasNoticed = watch()
      isStill = !returnFromTooSmallStandIns() && ledger.state == before && !hasNoticed
    } while !isStill
  }

  /// A number between 0 and 1 for a decision about an incident; docs/design/streams.md lists the indices.
  func draw(_ purpose: Purpose, _ incident: Incident, _ index: UInt32) -> Double {
    clocks[incident.clock].key.uniform(
      draw: incident.ordinal &* 64 &+ index, replication: replication, purpose: purpose)
  }
}

/// A failure by its clock and its number among that clock's failures.
struct Incident: Equatable {
  var clock: Int
  var ordinal: UInt32
}

/// Nodes of a site.
struct Fleet {
  /// Slots in rotation, from the first on: they serve where nothing has struck them.
  var size: Int
  /// Nodes that run and serve nothing: booted or loaded.
  var aside: Int
  var starting: [StartingNode] = []

  var running: Int { size + aside + starting.count { $0.runs } }
  /// Nodes that fetch at this time, and share the site's bandwidth.
  var fetching: Int { starting.count { $0.isFetching } }
}
