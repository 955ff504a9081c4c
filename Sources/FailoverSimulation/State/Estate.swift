import EventKernel
import ServiceModel

/// Which components are down. It acts on the course only through its effects on sites.
struct Estate: Sendable {
  /// State of each clock's component.
  var components: ContiguousArray<Component>
  /// Causes that keep each site from answering.
  var lost: ContiguousArray<Int32>
  /// How the loss of each site shows itself: the symptom of the first cause.
  var symptoms: ContiguousArray<Symptom>
  var acquireBlocked: ContiguousArray<Int32>
  var changeBlocked: ContiguousArray<Int32>
  /// Causes in front of all sites.
  var edgeLost: Int32 = 0
  /// Causes per zone, site by site, and per node slot, site by site.
  var zoneDown: ContiguousArray<Int32>
  var zoneBase: ContiguousArray<Int>
  var nodeDown: ContiguousArray<Int32>
  var nodeBase: ContiguousArray<Int>
  var unitBase: ContiguousArray<Int> = [0]
  /// Causes per unit of capacity, site by site; empty where nothing smaller than a node can fail.
  var unitDown: ContiguousArray<Int32> = []
  /// Causes per dependency and site.
  var dependencyDown: ContiguousArray<Int32>
  /// Cuts of the network between sites, site by site; since when the latest has lasted, and when it was mended.
  var cut: ContiguousArray<Int32> = []
  var cutSince: ContiguousArray<SimTime> = []
  var cutUntil: ContiguousArray<SimTime> = []
  /// Active failures that impair what they strike.
  var impairing: Int32 = 0
  /// What each repair crew does.
  var crews: ContiguousArray<CrewState>
  /// Units of capacity in rotation that are up, per site: nodes, where nothing smaller can fail.
  var available: ContiguousArray<Int32>
  /// Failures larger than a node that are active, the earliest first.
  var active: ContiguousArray<ActiveFailure> = []
  /// Losses of a node or less that are active, the earliest first.
  var small: ContiguousArray<ActiveFailure> = []
  /// How many failures there have been: it orders those of one instant.
  var strikes: UInt32 = 0

  struct Component: Sendable, BitwiseCopyable {
    var ordinal: UInt32 = 0
    var isDown = false
    /// The site that a contained release stays on; -1 otherwise.
    var containedAt: Int16 = -1
    /// The crew that mends it or is waited for; -1: none.
    var crew: Int16 = -1
    /// When the present life began; before the first failure, when watching began.
    var since = SimTime.zero
  }

  struct ActiveFailure: Sendable, BitwiseCopyable {
    var clock: Int32
    var since: SimTime
    /// Which strike of all it was.
    var number: UInt32
  }

  init(_ plan: Plan) {
    let sites = plan.sites
    components = ContiguousArray(repeating: Component(), count: plan.clocks.count)
    lost = ContiguousArray(repeating: 0, count: sites.count)
    symptoms = ContiguousArray(repeating: .refused, count: sites.count)
    acquireBlocked = lost
    changeBlocked = lost
    zoneBase = [0]
    nodeBase = [0]
    for site in sites {
      zoneBase.append(zoneBase.last! + Int(site.zones))
      nodeBase.append(nodeBase.last! + Int(site.maximumNodes))
    }
    zoneDown = ContiguousArray(repeating: 0, count: zoneBase.last!)
    nodeDown = ContiguousArray(repeating: 0, count: nodeBase.last!)
    available = ContiguousArray(sites.map { min($0.standing, $0.maximumNodes) * $0.units })
    dependencyDown = ContiguousArray(repeating: 0, count: sites.count * plan.dependencies.count)
    crews = ContiguousArray(repeating: CrewState(), count: plan.crews.count)
    if sites.contains(where: { $0.units > 1 }) {
      for site in sites { unitBase.append(unitBase.last! + Int(site.maximumNodes * site.units)) }
      unitDown = ContiguousArray(repeating: 0, count: unitBase.last!)
    }
    if plan.modes.contains(where: { $0.scope == .link }) {
      cut = ContiguousArray(repeating: 0, count: sites.count * sites.count)
      cutSince = ContiguousArray(repeating: .never, count: sites.count * sites.count)
      cutUntil = cutSince
    }
  }

  var nodesDown: Int32 { Int32(small.count) }

  /// Enters a failure that begins now.
  mutating func begin(_ clock: Int, at now: SimTime, isSmallLoss: Bool) {
    strikes += 1
    let failure = ActiveFailure(clock: Int32(clock), since: now, number: strikes)
    if isSmallLoss { small.append(failure) } else { active.append(failure) }
  }

  mutating func end(_ clock: Int) {
    small.removeAll { $0.clock == Int32(clock) }
    active.removeAll { $0.clock == Int32(clock) }
  }

  /// All active failures, the earliest first.
  var failures: ContiguousArray<ActiveFailure> {
    guard !small.isEmpty else { return active }
    guard !active.isEmpty else { return small }
    return ContiguousArray((small + active).sorted { $0.number < $1.number })
  }

  /// Whether the node in a slot is up and in a zone that is up. Slots are spread over zones in turn.
  func isUp(slot: Int32, site: Int, plan: Plan) -> Bool {
    nodeDown[nodeBase[site] + Int(slot)] == 0
      && zoneDown[zoneBase[site] + Int(slot % plan.sites[site].zones)] == 0
  }

  /// Whether a unit of capacity of a node that is up is up itself.
  func isUp(unit: Int32, ofSlot slot: Int32, site: Int, plan: Plan) -> Bool {
    let units = plan.sites[site].units
    return units == 1 || unitDown[unitBase[site] + Int(slot * units + unit)] == 0
  }

  /// Units of capacity that are up in a slot.
  func units(slot: Int32, site: Int, plan: Plan) -> Int32 {
    guard isUp(slot: slot, site: site, plan: plan) else { return 0 }
    let units = plan.sites[site].units
    guard units > 1 else { return 1 }
    let first = unitBase[site] + Int(slot * units)
    return unitDown[first..<(first + Int(units))].reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
  }

  /// Counts the units in rotation that are up, after a change of rotation or of a zone.
  mutating func recount(site: Int, size: Int32, plan: Plan) {
    var count: Int32 = 0
    for slot in 0..<size { count += units(slot: slot, site: site, plan: plan) }
    available[site] = count
  }

  /// When the first active failure that took a whole region or more began; never if none is active. What leaves a site
  /// answering, or strikes some of its nodes, sends nobody to look for capacity elsewhere.
  func rushSince(_ plan: Plan) -> SimTime {
    for failure in active {
      let mode = plan.modes[Int(plan.clocks[Int(failure.clock)].mode)]
      guard mode.isLoss, !mode.strikesNodes else { continue }
      if mode.scope == .region || mode.scope == .provider || mode.scope == .area { return failure.since }
    }
    return .never
  }
}
