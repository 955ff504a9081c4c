import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// How one design's means are estimated, and why.
public struct EstimatorChoice: Sendable {
  /// Never `auto`.
  public let estimator: Estimator
  /// What decided, in a few words.
  public let reason: String
  /// nil where years are scored as they come.
  public let policy: SegmentPolicy?
  /// Failure modes inserted into branches instead of waited for, and modes whose hazards stay as they are, each with
  /// the reason.
  public var inserted: [String] = []
  public var unscaled: [String] = []

  public static let crude = EstimatorChoice(estimator: .crude, reason: "", policy: nil)

  init(estimator: Estimator, reason: String, policy: SegmentPolicy?) {
    self.estimator = estimator
    self.reason = reason
    self.policy = policy
  }
}

/// An estimator that a design's failures do not allow.
public struct EstimatorRefusal: Error, Equatable, CustomStringConvertible {
  public let design: String
  public let estimator: Estimator
  public let reason: String
  public let remedy: String

  public var description: String {
    "design '\(design)' cannot be estimated by '\(estimator.rawValue)': \(reason). \(remedy)"
  }
}

extension EstimatorChoice {
  /// Outages with losses in the pilot below which crude years say too little.
  public static let fewestOutages = 10
  /// Years of the pilot that looks for outages, and of the one that shares out branches.
  static let pilotYears = 200
  /// Studies so small that a pilot of them would say nothing.
  static let smallestStudy = 1000

  /// Chooses an estimator for each design.
  ///
  /// - Parameters:
  ///   - keepsRows: Whether the outages of branches are kept with their weights.
  /// - Throws: `EstimatorRefusal` where the wanted estimator does not apply, and what compiling a plan throws.
  public static func choose(
    _ wanted: Estimator, for services: [Service], size: StudySize, disabled: Set<String> = [], keepsRows: Bool = false
  ) throws -> [EstimatorChoice] {
    try services.map { service in
      let pilot = try Pilot(service, seed: size.seed, disabled: disabled)
      var choice: EstimatorChoice
      switch wanted {
      case .crude: return .crude
      case .branched, .importance:
        if let reason = service.reasonForCrudeYears {
          throw EstimatorRefusal(
            design: service.design.name, estimator: wanted, reason: reason, remedy: "Use --estimator crude")
        }
        choice = try pilot.segments(wanted, years: size.replications, reason: "asked for")
      case .auto:
        guard size.replications >= smallestStudy, service.reasonForCrudeYears == nil else { return .crude }
        let outages = try pilot.outages(years: pilotYears)
        guard outages < fewestOutages else { return .crude }
        let reason =
          outages == 1
          ? "one outage in a pilot of \(pilotYears) years" : "\(outages) outages in a pilot of \(pilotYears) years"
        guard
          let some = (try? pilot.segments(.importance, years: size.replications, reason: reason))
            ?? (try? pilot.segments(.branched, years: size.replications, reason: reason))
        else { return .crude }
        choice = some
      }
      return choice.keeping(rows: keepsRows)
    }
  }

  /// The same with so many branches of every incident.
  public func with(branches: Double) -> EstimatorChoice {
    guard var policy else { return self }
    policy.branches = policy.branches.map { _ in branches }
    return replacing(policy)
  }

  private func replacing(_ policy: SegmentPolicy) -> EstimatorChoice {
    var choice = EstimatorChoice(estimator: estimator, reason: reason, policy: policy)
    (choice.inserted, choice.unscaled) = (inserted, unscaled)
    return choice
  }

  /// The same with or without rows of the ledger.
  public func keeping(rows: Bool) -> EstimatorChoice {
    guard var policy else { return self }
    policy.keepsRows = rows
    return replacing(policy)
  }
}

extension Service {
  /// Why its years are estimated as they come; nil where branches may stand for them.
  fileprivate var reasonForCrudeYears: String? {
    if originRoutes != nil { return "users are routed by their origin" }
    return traffic.mix == nil ? nil : "several services share the fleet, and a branch does not tell them apart"
  }
}

/// A few replications that no study uses, to see what an estimator would have to do.
struct Pilot {
  @Shared private var service: Service
  private let plan: Plan
  private let world: DemandWorld
  private let disabled: Set<String>

  init(_ service: Service, seed: UInt64, disabled: Set<String>) throws {
    self.service = service
    self.disabled = disabled
    plan = try Plan(service, seed: seed, disabled: disabled)
    world = try DemandWorld(service, seed: seed, number: 0)
  }

  /// Replications count from here, out of reach of any study: see `ReplicationNumber`.
  private static let first: UInt32 = 4_200_000_000

  func outages(years: Int) throws -> Int {
    var count = 0
    for year in 0..<UInt32(years) where count < EstimatorChoice.fewestOutages {
      try Task.checkCancellation()
      var run = Replication(plan, world: world, number: Pilot.first + year)
      // An outage that a balancer absorbs at the same instant costs nothing, and says nothing of the means.
      count += run.run().outages.count { $0.lost > 0 }
    }
    return count
  }

  /// - Throws: `EstimatorRefusal` where the design's failures do not allow it.
  func segments(_ estimator: Estimator, years: Int, reason: String) throws -> EstimatorChoice {
    let failures = service.failures.filter { !disabled.contains($0.name) }
    guard failures.contains(where: { $0.dates == nil }) else {
      throw refusal(estimator, "nothing fails at random", "Use --estimator crude")
    }
    var bias: HazardBias?
    var unscaled: [String] = []
    if estimator == .importance {
      unscaled = failures.compactMap { mode in mode.reasonAgainstScaling.map { "\(mode.name) (\($0))" } }
      guard unscaled.count < failures.count else {
        throw refusal(
          estimator, "no hazard can be scaled: \(unscaled.joined(separator: ", "))", "Use --estimator branched")
      }
      // What waits for a crew or a part, or depends on the load decides how long a coincidence lasts and how likely it is.
      let unfit = failures.compactMap { mode in mode.reasonAgainstImportance.map { "\(mode.name) (\($0))" } }
      guard unfit.isEmpty else {
        throw refusal(estimator, unfit.joined(separator: ", "), "Use --estimator branched")
      }
      bias = HazardBias()
    }
    let inserted = service.failures.indices.filter { index in
      !disabled.contains(service.failures[index].name)
        && service.failures[index].canBeInserted(within: service.horizonHours * 3600)
        && !service.sharesCause(service.failures[index])
        && plan.strikesAllSites(mode: index)
    }
    let flat = SegmentPolicy(
      branches: service.failures.map { _ in 4 }, bias: bias, inserted: inserted, insertions: 32)
    var policy = flat
    policy.branches = try sharedOut(flat, among: years)
    var choice = EstimatorChoice(estimator: estimator, reason: reason, policy: policy)
    choice.inserted = inserted.map { service.failures[$0].name }
    choice.unscaled = unscaled
    return choice
  }

  private func refusal(_ estimator: Estimator, _ reason: String, _ remedy: String) -> EstimatorRefusal {
    EstimatorRefusal(design: service.design.name, estimator: estimator, reason: reason, remedy: remedy)
  }

  /// Branches by mode: as many as pay. With n incidents a year, mean m and mean square s of one branch at the cost of b
  /// events, and C events of the main path, variance times cost is least at K = sqrt(s / b) sqrt(C / V), where V is the
  /// variance of a year with branches without number. What the controls leave of it is taken as a hundredth of sum n m^2.
  /// A study of so many years that fewer branches would bring its standard error below half a percent gets fewer.
  private func sharedOut(_ flat: SegmentPolicy, among studied: Int) throws -> [Double] {
    let years = EstimatorChoice.pilotYears / 2
    var total: SegmentScore?
    for year in 0..<UInt32(years) {
      try Task.checkCancellation()
      var run = Replication(plan, world: world, number: Pilot.first + year)
      let (_, score) = run.run(flat)
      total = total.map { $0.merged(with: score) } ?? score
    }
    guard let modes = total?.modes else { return flat.branches }
    // A branch costs its copy and its redrawn clocks too: a twentieth of an event each.
    let copying = 4 + Double(plan.clockCount) / 20
    let mainEvents = Double(modes.reduce(0) { $0 + $1.entrances }) / Double(years) * 2 + 10
    var between = 0.0
    for mode in modes where mode.entrances > 0 {
      let mean = mode.downtimeSeconds / Double(mode.entrances)
      between += 0.01 * Double(mode.entrances) / Double(years) * mean * mean
    }
    guard between > 0 else { return flat.branches }
    let best = modes.map { mode in
      let branches = Double(max(1, mode.branches))
      let cost = copying + Double(mode.events) / branches
      return (mode.square / branches / cost).squareRoot() * (mainEvents / between).squareRoot()
    }
    let mean = modes.reduce(0) { $0 + $1.downtimeSeconds } / Double(years)
    var variance = 0.0
    for (mode, count) in zip(modes, best) where mode.branches > 0 && count > 0 {
      variance += Double(mode.entrances) / Double(years) * mode.square / Double(mode.branches) / count
    }
    let enough = variance / Double(studied) / (0.005 * mean * 0.005 * mean)
    // A pilot sees little of what is rare: each incident has one branch at least, and where a branch may stand for many,
    // a few, for incidents that seldom lead anywhere decide how wide the interval is.
    let fewest: Double = flat.bias == nil ? 1 : 4
    return best.map { min(256, max(fewest, ($0 * min(1, enough)).rounded())) }
  }
}

extension FailureMode {
  /// Why its clocks keep their pace inside branches; nil where they can be scaled.
  var reasonAgainstScaling: String? {
    if dates != nil { return "comes on known dates" }
    if case .constant = lifetime { return "fails at a fixed age" }
    guard isLoss else { return "takes nothing away" }
    switch scope {
    case .gpu, .process, .node, .rack, .zone, .region, .area: return nil
    case .provider, .everywhere, .edge: return "strikes all sites at once"
    case .dependency, .link, .procedure: return "strikes no site"
    }
  }

  /// What makes scaled hazards the wrong tool for it; nil where nothing does.
  var reasonAgainstImportance: String? {
    guard dates == nil, isLoss else { return nil }
    if rateWithoutDemand < 1 { return "its lifetime depends on the load" }
    if rateWhenDormant < 1 { return "its lifetime depends on who serves" }
    if rushFactor > 1 { return "its lifetime depends on other failures" }
    if repairs.contains(where: { $0.crew != nil }) { return "its repair waits for a crew, so nobody knows its end" }
    if repairs.contains(where: { $0.spare != nil }) { return "its repair waits for a part, so nobody knows its end" }
    if !found.isEmpty { return "its repair waits to be found" }
    return nil
  }

  /// Whether it is so rare a Poisson cause that its strikes can be inserted one at a time: fewer than one horizon in ten
  /// has one, and less than one in ten thousand overlaps another.
  func canBeInserted(within horizonSeconds: Double) -> Bool {
    guard dates == nil, rateWithoutDemand >= 1, rateWhenDormant >= 1, rushFactor <= 1, found.isEmpty, isLoss,
      case .exponential(let mean) = lifetime
    else { return false }
    return horizonSeconds / mean < 0.1 && lasts.mean / mean < 1e-4
  }
}
