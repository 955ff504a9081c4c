import EventKernel
import ServiceModel
import Stochastics

/// A failure mode compiled for simulation. A class, so that looking at it costs one reference.
final class ModePlan: Sendable {
  let name: String
  let scope: FailureScope
  let lifetime: Distribution
  let lasts: Distribution
  let startsInEquilibrium: Bool
  let dates: FailureDates?
  let rateWithoutDemand: Double
  let rushFactor: Double
  let rateWhenDormant: Double
  let found: [FailureDates]
  /// Upper ends of the kinds of repair in the uniform that draws one, and the crew and the stock of each; -1: none.
  let repairs: [(upTo: Double, crew: Int, stock: Int)]
  let target: FailureTarget
  let isLoss: Bool
  /// What is left of what it strikes, where it strikes without taking away.
  let impairs: ImpairmentPlan?
  /// Chance that a procedure which it strikes fails; nil where it strikes none.
  let rots: Double?
  /// Whether it spoils data, to be found later.
  let corrupts: Bool
  /// Chance that a false alarm is seen through; nil where it is no false alarm.
  let seenThrough: Double?
  /// Whether it is a return of traffic that fails.
  let failsReturns: Bool
  /// How it moves traffic on purpose; nil where it is a failure.
  let evacuation: Evacuation?
  /// The mode whose components it makes fail.
  let triggers: String?
  /// Whether its components fail by other modes too.
  let isStruckByOthers: Bool
  let blocksAcquire: Bool
  let blocksChange: Bool
  let containment: Containment?
  /// Cumulative shares of the symptoms, in the order of `Symptom.allCases`.
  let refusedUpTo: Double
  let silentUpTo: Double
  /// Whether it takes parts of a node, or one node, away for as long as it lasts, and does nothing else.
  let movesNodesAlone: Bool

  func symptom(at u: Double) -> Symptom { u < refusedUpTo ? .refused : u < silentUpTo ? .silent : .slow }

  /// Whether it strikes nodes one by one, and no site as such.
  var strikesNodes: Bool { isLoss && (scope.strikesNodes || target.isPartial) }

  /// Whether it takes a node or less away.
  var isSmallLoss: Bool { isLoss && scope.isSmall }

  /// Whether it takes whole sites away.
  var takesSites: Bool { losesSites || isLoss && !target.isPartial && scope == .everywhere }

  /// Whether it takes whole sites away, and not by what runs at all of them: somebody else may be there to stand in.
  var losesSites: Bool {
    isLoss && !target.isPartial && (scope == .region || scope == .provider || scope == .area)
  }

  /// Whether what it impairs is a part of a site.
  var impairsParts: Bool { impairs != nil && (scope.strikesNodes || target.isPartial) }

  /// Whether a strike counts as an incident: it takes something away that users may miss, and nobody planned it.
  var isIncident: Bool {
    isLoss && !target.isAnnounced || corrupts || failsReturns || impairs?.losesRequests ?? false
  }

  init(_ mode: FailureMode, crews: [RepairCrew], spares: [SpareStock] = [], isStruckByOthers: Bool = false) {
    var symptoms: [SymptomShare] = []
    var containment: Containment?
    var blocked: [BlockedAction] = []
    var impairment: Impairment?
    var rots: Double?
    var triggers: String?
    var corrupts = false
    var seenThrough: Double?
    var failsReturns = false
    switch mode.effect {
    case .loss(let shares, let contained):
      symptoms = shares
      containment = contained
      isLoss = true
    case .blocks(let actions):
      blocked = actions
      // An empty list of actions has always been read as a loss.
      isLoss = actions.isEmpty
    case .impairs(let left):
      impairment = left
      blocked = left.blocks
      isLoss = false
    case .strikes(let other):
      triggers = other
      isLoss = false
    case .corrupts:
      corrupts = true
      isLoss = false
    case .rots(let chance):
      rots = chance
      isLoss = false
    case .alarms(let share):
      seenThrough = share
      isLoss = false
    case .failsReturns:
      failsReturns = true
      isLoss = false
    case .evacuates: isLoss = false
    }
    let total = symptoms.reduce(0) { $0 + $1.share }
    func share(_ symptom: Symptom) -> Double {
      total == 0
        ? (symptom == .refused ? 1 : 0) : symptoms.filter { $0.symptom == symptom }.reduce(0) { $0 + $1.share } / total
    }
    name = mode.name
    scope = mode.scope
    rushFactor = mode.rushFactor
    if case .exponential(let mean) = mode.lifetime, mode.rushFactor > 1 {
      // The clock runs at its highest rate; moments outside a rush are thinned out.
      lifetime = .exponential(mean: mean / mode.rushFactor)
    } else {
      lifetime = mode.lifetime
    }
    lasts = mode.lasts
    startsInEquilibrium = mode.startsInEquilibrium
    dates = mode.dates
    rateWithoutDemand = mode.rateWithoutDemand
    rateWhenDormant = mode.rateWhenDormant
    found = mode.found
    var upTo = 0.0
    repairs = mode.repairs.map { kind in
      upTo += kind.share
      return (
        upTo, crews.firstIndex { $0.name == kind.crew } ?? -1, spares.firstIndex { $0.name == kind.spare } ?? -1
      )
    }
    target = mode.target
    impairs = impairment.map(ImpairmentPlan.init)
    self.rots = rots
    self.seenThrough = seenThrough
    self.failsReturns = failsReturns
    evacuation = mode.evacuation
    self.triggers = triggers
    self.isStruckByOthers = isStruckByOthers
    self.corrupts = corrupts
    blocksAcquire = blocked.contains(.acquire)
    blocksChange = blocked.contains(.trafficChange)
    self.containment = containment
    refusedUpTo = share(.refused)
    silentUpTo = refusedUpTo + share(.silent)
    movesNodesAlone =
      mode.scope.isSmall && isLoss && mode.found.isEmpty && triggers == nil && seenThrough == nil && !corrupts
      && mode.target.rollOut == nil
  }

  /// The crew that mends a failure whose repair is drawn at `u`, and the stock that a part is taken from; -1: none.
  func needs(at u: Double) -> (crew: Int, stock: Int) {
    guard let kind = repairs.first(where: { u < $0.upTo }) ?? repairs.last else { return (-1, -1) }
    return (kind.crew, kind.stock)
  }
}

/// What is left of a service, in millionths.
struct ImpairmentPlan: Equatable, Sendable, BitwiseCopyable {
  var success: Int64 = 1_000_000
  var capacity: Int64 = 1_000_000
  /// Share of the punctual answers that come late.
  var late: Int64 = 0
  var quality: Int64 = 1_000_000
  /// The same, modes that the service has chosen and rented models aside.
  var soundness: Int64 = 1_000_000
  /// Share of the requests that are not answered for this reason and keep their clients waiting.
  var timingOut: Int64 = 0
  var blocksAcquire = false
  var blocksChange = false

  init() {}

  init(_ impairment: Impairment) {
    success = Int64((impairment.success * 1e6).rounded())
    capacity = Int64((impairment.capacity * 1e6).rounded())
    late = Int64((impairment.late * 1e6).rounded())
    quality = Int64((impairment.quality * 1e6).rounded())
    timingOut = Int64(((1 - impairment.success) * impairment.timingOut * 1e6).rounded())
    blocksAcquire = impairment.blocks.contains(.acquire)
    blocksChange = impairment.blocks.contains(.trafficChange)
  }

  /// Whether some requests fail by it, at once or for want of capacity.
  var losesRequests: Bool { success < 1_000_000 || capacity < 1_000_000 }

  /// Whether it shows in what is answered, whatever the load.
  var showsAtAnyLoad: Bool { success < 1_000_000 || late > 0 || quality < 1_000_000 }

  /// Two at once: shares of shares.
  mutating func meet(_ other: ImpairmentPlan) {
    timingOut += success * other.timingOut / 1_000_000
    success = success * other.success / 1_000_000
    capacity = capacity * other.capacity / 1_000_000
    late = 1_000_000 - (1_000_000 - late) * (1_000_000 - other.late) / 1_000_000
    quality = quality * other.quality / 1_000_000
    // What cannot be done cannot be done in part.
    blocksAcquire = blocksAcquire || other.blocksAcquire
    blocksChange = blocksChange || other.blocksChange
  }
}

/// What is left of a whole whose parts, equally large, are struck each in its own way.
struct ImpairmentMean: Sendable {
  private var parts: Int64 = 0
  private var success: Int64 = 0
  private var capacity: Int64 = 0
  private var timingOut: Int64 = 0
  /// Weighed by the answers that each part gives.
  private var late: Int64 = 0
  private var quality: Int64 = 0
  private var blocksAcquire = false
  private var blocksChange = false

  mutating func add(_ part: ImpairmentPlan) {
    blocksAcquire = blocksAcquire || part.blocksAcquire
    blocksChange = blocksChange || part.blocksChange
    parts += 1
    success += part.success
    capacity += part.capacity
    timingOut += part.timingOut
    late += part.success * part.late
    quality += part.success * part.quality
  }

  var value: ImpairmentPlan {
    var mean = ImpairmentPlan()
    guard parts > 0 else { return mean }
    mean.success = success / parts
    // Rounded up, so that whole parts stay whole.
    mean.capacity = (capacity + parts - 1) / parts
    mean.timingOut = timingOut / parts
    mean.blocksAcquire = blocksAcquire
    mean.blocksChange = blocksChange
    mean.late = success > 0 ? late / success : 0
    mean.quality = success > 0 ? quality / success : 1_000_000
    return mean
  }
}

/// A dependency compiled for simulation.
struct DependencyPlan: Sendable {
  /// Sites that host an instance for all; empty where each site has its own.
  let hosts: [Int]
  let quorum: Int
  /// Requests that it bears, in millionths of a request a second; nil: whatever comes.
  let capacity: Int64?
  let without: ImpairmentPlan
  /// What is left while it does not answer and the breaker is still closed: requests wait for it.
  let untilOpen: ImpairmentPlan
  let breaker: CircuitBreaker?
  let lease: Lease?

  init(_ dependency: Dependency, sites: [Site]) {
    hosts = dependency.hosts.compactMap { host in sites.firstIndex { $0.name == host } }
    quorum = dependency.quorum
    capacity = dependency.capacityRPS.map { Int64(($0 * 1e6).rounded()) }
    without = ImpairmentPlan(dependency.without)
    untilOpen = ImpairmentPlan(dependency.untilOpen)
    breaker = dependency.breaker
    lease = dependency.lease
  }
}
