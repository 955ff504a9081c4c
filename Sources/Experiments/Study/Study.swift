import EventKernel
import FailoverSimulation
import ServiceModel

/// Which replications of a study are simulated: ranges of its worlds and of the replications in each.
public struct StudyPart: Equatable, Sendable {
  public var worlds: Range<Int>
  public var replications: Range<Int>

  public init(worlds: Range<Int>, replications: Range<Int>) {
    self.worlds = worlds
    self.replications = replications
  }
}

/// The ledger rows of one design in one world.
public struct LedgerBlock: Sendable {
  /// Position of the design among the study's services.
  public let design: Int
  public let world: Int
  /// The first of the replications that the rows belong to, counted from 0 in the world.
  public let firstReplication: Int
  public let rows: [OutageRecord]
}

/// Simulates several designs of one plan on the same failures and the same traffic.
public struct Study: Sendable {
  public let services: [Service]
  public let size: StudySize
  /// Names of failure modes that are left out: the same luck without these causes.
  public let disabled: Set<String>
  /// What becomes of the rows of the ledger: kept in the records, or handed on and forgotten.
  public let ledger: Ledger

  public enum Ledger: Sendable {
    case kept
    case dropped
    /// Called by any thread, with blocks in no order.
    case handed(@Sendable (LedgerBlock) throws -> Void)
  }

  /// What years cost; nil where no design has a budget.
  private let bill: YearlyBill?
  /// How each design's means are estimated, in the order of the designs.
  public let choices: [EstimatorChoice]
  /// What all worlds of the first service have in common, found once: finding the peak costs a root of sums.
  private let demand: Result<OrdinaryDemand, any Error>
  /// Those of its worlds that were built before.
  private let worlds: [DemandWorld]
  /// What the worlds of each design are called where some may be kept; nil where none are.
  private let designs: [String]?

  /// - Parameters:
  ///   - choices: One for each design; none: every year counts as it comes.
  ///   - bill: Tells what years cost: needed where a design has a budget.
  ///   - demand: `DemandWorld.ordinaryDemand(of:)` of the first service, where somebody has found it.
  ///   - worlds: The first worlds of the first service's demand, where somebody has built them.
  ///   - named: What worlds of each design are called where some are kept, by who knows it without looking at all of a service.
  public init(
    _ services: [Service], size: StudySize, disabled: Set<String> = [], ledger: Ledger = .dropped,
    choices: [EstimatorChoice] = [], bill: YearlyBill? = nil, demand: OrdinaryDemand? = nil,
    worlds: [DemandWorld] = [], named: [String]? = nil
  ) {
    precondition(choices.isEmpty || choices.count == services.count, "each design has an estimator of its own")
    self.choices = choices.isEmpty ? services.map { _ in .crude } : choices
    self.services = services
    self.size = size
    self.disabled = disabled
    self.ledger = ledger
    self.bill = bill
    self.worlds = worlds
    self.demand = Result { try demand ?? DemandWorld.ordinaryDemand(of: services[0]) }
    // Rows of a ledger and branches stand in no record that travels.
    var isRecorded = self.choices.allSatisfy { $0.policy == nil }
    if case .dropped = ledger {} else { isRecorded = false }
    designs =
      isRecorded && KeptWorlds.current != nil
      ? named ?? services.map { WorldName.design($0, without: disabled) } : nil
  }

  /// The same study of some of its designs.
  func only(_ places: [Int]) -> Study {
    Study(
      places.map { services[$0] }, size: size, disabled: disabled, ledger: ledger, choices: places.map { choices[$0] },
      bill: bill, named: designs.map { designs in places.map { designs[$0] } })
  }

  /// The whole study.
  public var whole: StudyPart { StudyPart(worlds: 0..<size.worlds, replications: 0..<size.replicationsPerWorld) }

  /// Runs all worlds on the study's threads; results stand in the order of designs and worlds, whatever the number
  /// of threads.
  ///
  /// - Parameter progress: Called after each world with the number that are done; from any thread, one at a time.
  /// - Throws: What a plan's compilation throws, and `CancellationError` when the task is cancelled.
  public func run(progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> [DesignRecord] {
    let worlds = try await run(whole, progress: progress)
    return records(worlds)
  }

  /// By world and design: what `run(_:onto:progress:)` gives, seen by design.
  public func records(_ worlds: [[WorldRecord]]) -> [DesignRecord] {
    services.indices.map { design in
      DesignRecord(service: services[design], worlds: worlds.map { $0[design] }, choice: choices[design])
    }
  }

  /// Runs a part of the study.
  ///
  /// - Parameter earlier: What the part's worlds have of earlier replications, in their order; empty where nothing.
  /// - Returns: The worlds in their order, each with a record by design.
  public func run(
    _ part: StudyPart, onto earlier: [[WorldRecord]] = [], progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws -> [[WorldRecord]] {
    precondition(earlier.isEmpty || earlier.count == part.worlds.count, "worlds go on from what all of them have")
    var done = 0
    return try await shared(
      0..<part.worlds.count, threads: size.threads,
      finished: { _ in
        done += 1
        progress(done)
      },
      work: { place in
        try simulate(
          world: part.worlds.lowerBound + place, part.replications, onto: earlier.isEmpty ? nil : earlier[place])
      })
  }

  /// One whole world.
  ///
  /// - Throws: What a plan's compilation throws, and `CancellationError` when the task is cancelled.
  public func simulate(world number: Int) throws -> [WorldRecord] {
    try simulate(world: number, 0..<size.replicationsPerWorld)
  }

  /// Some replications of one world, simulated, or looked up where worlds are kept.
  ///
  /// - Parameter earlier: The records of the replications before these.
  public func simulate(
    world number: Int, _ replications: Range<Int>, onto earlier: [WorldRecord]? = nil
  ) throws -> [WorldRecord] {
    guard let designs, let kept = KeptWorlds.current else {
      return try computed(world: number, replications, onto: earlier)
    }
    return try kept.records(of: self, designs: designs, world: number, replications, onto: earlier)
  }

  /// One world: its demand is built once, then every design is run through its replications. The plans are compiled
  /// here, by the thread that uses them. What a design does in a world depends neither on the other designs nor on the
  /// number of worlds and replications.
  func computed(
    world number: Int, _ replications: Range<Int>, onto earlier: [WorldRecord]?
  ) throws -> [WorldRecord] {
    let shared =
      number < worlds.count
      ? worlds[number]
      : DemandWorld(services[0], demand: try demand.get(), seed: size.seed, number: UInt32(number))
    return try services.enumerated().map { design, service in
      // Designs of one plan share its traffic; a service with traffic of its own gets a world of its own.
      let isShared = service.traffic == services[0].traffic && service.horizonHours == services[0].horizonHours
      let world = isShared ? shared : try DemandWorld(service, seed: size.seed, number: UInt32(number))
      let plan = try Plan(service, seed: size.seed, disabled: disabled)
      let (lines, windows) = (YearlyLine.all(of: service), WindowLine.all(of: service))
      var record = earlier?[design] ?? WorldRecord(service)
      var rows: [OutageRecord] = []
      var courses = NominalCourses(plan, world: world, worldNumber: UInt32(number))
      let follows = NominalCourses.pays(plan, replications: replications.count)
      let blank = Replication(blank: plan, world: world, worldNumber: UInt32(number))
      for k in replications {
        try Task.checkCancellation()
        let replication = ReplicationNumber.of(k, inWorld: number)
        var run = blank.under(UInt32(replication))
        // A main path that leaves a cause out is no year as it comes: that one is simulated beside it.
        let policy = choices[design].policy
        var scored = policy == nil ? nil : run
        let branched = policy.flatMap { scored?.run($0) }
        let outcome: Outcome
        if let branched, policy?.inserted.isEmpty == true {
          outcome = branched.outcome
        } else {
          outcome = follows ? run.run(along: &courses) : run.run()
        }
        record.add(outcome, of: service, lines: lines, windows: windows, bill: bill)
        if let branched { record.add(branched.score, replication: replication) }
        if case .dropped = ledger { continue }
        rows += outcome.outages.map { OutageRecord(replication: replication, outage: $0) }
      }
      record.compact()
      switch ledger {
      case .kept: record.ledger += rows
      case .dropped: break
      case .handed(let hand):
        try hand(LedgerBlock(design: design, world: number, firstReplication: replications.lowerBound, rows: rows))
      }
      return record
    }
  }
}
