import EventKernel
import ServiceModel

/// Which components are down, and what that takes away. It acts on the course only through its effects on sites.
///
/// It holds no luck: which failure reaches what, and how it shows, is found by whoever enters it here.
struct Estate: Sendable {
  /// State of each clock's component.
  private(set) var components: ContiguousArray<Component>
  /// Causes that keep each site from answering.
  private(set) var lost: ContiguousArray<Int32>
  /// How the loss of each site shows itself: the symptom of the first cause.
  private(set) var symptoms: ContiguousArray<Symptom>
  private(set) var acquireBlocked: ContiguousArray<Int32>
  private(set) var changeBlocked: ContiguousArray<Int32>
  /// Causes in front of all sites.
  private(set) var edgeLost: Int32 = 0
  /// Causes per zone, site by site, and per node slot, site by site.
  private(set) var zoneDown: ContiguousArray<Int32>
  private(set) var zoneBase: ContiguousArray<Int>
  private(set) var nodeDown: ContiguousArray<Int32>
  private(set) var nodeBase: ContiguousArray<Int>
  private(set) var unitBase: ContiguousArray<Int> = [0]
  /// Causes per unit of capacity, site by site; empty where nothing smaller than a node can fail.
  private(set) var unitDown: ContiguousArray<Int32> = []
  /// Causes per dependency and site.
  private(set) var dependencyDown: ContiguousArray<Int32>
  /// Cuts of the network between sites, site by site; since when the latest has lasted, and when it was mended.
  private(set) var cut: ContiguousArray<Int32> = []
  private(set) var cutSince: ContiguousArray<SimTime> = []
  private(set) var cutUntil: ContiguousArray<SimTime> = []
  /// Active failures that impair what they strike.
  private(set) var impairing: Int32 = 0
  private var crews: ContiguousArray<Crew>
  private var stocks: ContiguousArray<PartStock>
  /// Units of capacity in rotation that are up, per site: nodes, where nothing smaller can fail.
  private(set) var available: ContiguousArray<Int32>
  /// Failures larger than a node that are active, the earliest first.
  private(set) var active: ContiguousArray<ActiveFailure> = []
  /// Losses of a node or less that are active, the earliest first.
  private(set) var small: ContiguousArray<ActiveFailure> = []
  /// How often anything of it has changed, crews and stocks aside: what follows from it alone holds until this moves.
  private(set) var changes: UInt64 = 0
  /// How many failures there have been: it orders those of one instant.
  private(set) var strikes: UInt32 = 0

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
    crews = ContiguousArray(plan.crews.map { Crew(people: $0) })
    stocks = ContiguousArray(plan.spares.map { PartStock(parts: Int32(clamping: $0.parts)) })
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
    (strikes, changes) = (strikes + 1, changes + 1)
    let failure = ActiveFailure(clock: Int32(clock), since: now, number: strikes)
    if isSmallLoss { small.append(failure) } else { active.append(failure) }
  }

  mutating func end(_ clock: Int) {
    changes += 1
    // A clock is in one of them, once; whoever asks for a cause ends the latest first.
    if let place = small.lastIndex(where: { $0.clock == Int32(clock) }) {
      small.remove(at: place)
    } else if let place = active.lastIndex(where: { $0.clock == Int32(clock) }) {
      active.remove(at: place)
    }
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
    changes += 1
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

// MARK: What is struck and mended

extension Estate {
  mutating func fail(_ clock: Int) { change { $0.components[clock].isDown = true } }
  mutating func mend(_ clock: Int) { change { $0.components[clock].isDown = false } }

  /// Changes something, and counts that.
  @inline(__always)
  private mutating func change(_ something: (inout Estate) -> Void) {
    changes += 1
    something(&self)
  }

  /// The next failure of a component has this number; its present life begins now.
  mutating func renew(_ clock: Int, ordinal: UInt32, at now: SimTime) {
    changes += 1
    components[clock].ordinal = ordinal
    components[clock].since = now
  }

  /// The next failure of a component is that of a date, or of an instant, with this number.
  mutating func number(_ clock: Int, ordinal: UInt32) { change { $0.components[clock].ordinal = ordinal } }

  /// A release stays on one site; -1: it does not.
  mutating func contain(_ clock: Int, at site: Int16) { change { $0.components[clock].containedAt = site } }

  // Each of these counts causes: by 1 where one more takes something away, by -1 where one is lifted.

  mutating func lose(_ site: Int, by sign: Int32) { change { $0.lost[site] += sign } }
  mutating func loseEdge(by sign: Int32) { change { $0.edgeLost += sign } }
  mutating func lose(dependency: Int, at site: Int, by sign: Int32) {
    change { $0.dependencyDown[dependency * $0.lost.count + site] += sign }
  }
  mutating func lose(zone: Int, of site: Int, by sign: Int32) {
    change { $0.zoneDown[$0.zoneBase[site] + zone] += sign }
  }
  mutating func lose(slot: Int32, of site: Int, by sign: Int32) {
    change { $0.nodeDown[$0.nodeBase[site] + Int(slot)] += sign }
  }
  /// A unit is numbered through all slots of its site.
  mutating func lose(unit: Int32, of site: Int, by sign: Int32) {
    change { $0.unitDown[$0.unitBase[site] + Int(unit)] += sign }
  }
  mutating func impair(by sign: Int32) { change { $0.impairing += sign } }
  mutating func block(acquire: Bool, change: Bool, at site: Int, by sign: Int32) {
    changes += 1
    if acquire { acquireBlocked[site] += sign }
    if change { changeBlocked[site] += sign }
  }

  /// How the loss of a site shows itself.
  mutating func show(_ symptom: Symptom, at site: Int) { change { $0.symptoms[site] = symptom } }

  /// Two sites are cut off from one another, or meet again.
  mutating func cut(_ a: Int, _ b: Int, by sign: Int32, at now: SimTime) {
    changes += 1
    for (from, to) in [(a, b), (b, a)] {
      let index = from * lost.count + to
      cut[index] += sign
      if sign > 0 && cut[index] == 1 {
        cutSince[index] = now
        cutUntil[index] = .never
      }
      if cut[index] == 0 { cutUntil[index] = now }
    }
  }

  /// How long a site had been cut off from another by an instant, in seconds; zero where it was not.
  func cutOff(_ site: Int, from target: Int, at time: SimTime) -> Double {
    guard !cut.isEmpty else { return 0 }
    let index = site * lost.count + target
    guard cutSince[index] <= time, time < cutUntil[index] else { return 0 }
    return (time - cutSince[index]).seconds
  }

  /// When a site was last cut off from another, up to an instant; nil where it had not been.
  func lastCut(_ site: Int, from target: Int, by time: SimTime) -> Range<SimTime>? {
    guard !cut.isEmpty else { return nil }
    let index = site * lost.count + target
    let (since, until) = (cutSince[index], min(cutUntil[index], time))
    return since < until ? since..<until : nil
  }

  /// Units of capacity that are up come into rotation, or leave it.
  mutating func add(_ units: Int32, at site: Int) { change { $0.available[site] += units } }

  /// Puts back what was counted before something was tried.
  mutating func restore(available before: ContiguousArray<Int32>) { change { $0.available = before } }
}

// MARK: Who mends

extension Estate {
  mutating func callNobody(to clock: Int) { components[clock].crew = -1 }

  /// Calls a crew to a component.
  ///
  /// - Returns: Whether somebody is free; else the component waits.
  mutating func call(_ crew: Int, to clock: Int) -> Bool {
    components[clock].crew = Int16(crew)
    return crews[crew].take(Int32(clock))
  }

  /// What is mended by other means needs no crew any more.
  mutating func leaveQueue(_ clock: Int) {
    let crew = Int(components[clock].crew)
    if crew >= 0 && crews[crew].forget(Int32(clock)) { components[clock].crew = -1 }
  }

  /// A component takes a part from a stock, which orders another.
  ///
  /// - Returns: Who has a part from when on: see `PartStock`.
  mutating func takePart(
    from stock: Int, for clock: Int, nextComesAt order: SimTime, at now: SimTime
  ) -> [(clock: Int32, at: SimTime)] {
    stocks[stock].take(for: Int32(clock), nextComesAt: order, at: now)
  }

  /// A crew has done its work.
  ///
  /// - Returns: The component that it takes up next; nil where none waits, or where no crew was at work.
  mutating func releaseCrew(of clock: Int) -> Int? {
    let crew = Int(components[clock].crew)
    guard crew >= 0 else { return nil }
    components[clock].crew = -1
    return crews[crew].release().map { Int($0) }
  }
}
