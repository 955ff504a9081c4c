import EventKernel
import FailoverSimulation
import ServiceModel

/// How much is simulated, and under which seed.
public struct StudySize: Equatable, Sendable {
  public var seed: UInt64
  /// Worlds: independent draws of everything random in nominal operation.
  public var worlds: Int
  /// Replications in each world; all designs share them.
  public var replicationsPerWorld: Int
  public var threads: Int

  /// - Precondition: All counts are positive; two worlds at least, so that an interval exists.
  public init(seed: UInt64, worlds: Int, replicationsPerWorld: Int, threads: Int) {
    precondition(worlds >= 2 && replicationsPerWorld >= 1 && threads >= 1)
    self.seed = seed
    self.worlds = worlds
    self.replicationsPerWorld = replicationsPerWorld
    self.threads = threads
  }

  /// A size with about `replications` in 40 worlds, fewer where there are fewer replications.
  public init(seed: UInt64, replications: Int, threads: Int) {
    let worlds = max(2, min(40, replications))
    self.init(
      seed: seed, worlds: worlds, replicationsPerWorld: max(1, (replications + worlds - 1) / worlds), threads: threads)
  }

  public var replications: Int { worlds * replicationsPerWorld }
}

/// Simulates several designs of one plan on the same failures and the same traffic.
public struct Study: Sendable {
  public let services: [Service]
  public let size: StudySize
  /// Names of failure modes that are left out: the same luck without these causes.
  public let disabled: Set<String>
  /// How each design's means are estimated, in the order of the designs.
  public let choices: [EstimatorChoice]

  /// - Parameter choices: One for each design; none: every year counts as it comes.
  public init(
    _ services: [Service], size: StudySize, disabled: Set<String> = [], choices: [EstimatorChoice] = []
  ) {
    precondition(choices.isEmpty || choices.count == services.count, "each design has an estimator of its own")
    self.choices = choices.isEmpty ? services.map { _ in .crude } : choices
    self.services = services
    self.size = size
    self.disabled = disabled
  }

  /// Runs all worlds on the study's threads; results stand in the order of designs and worlds, whatever the number
  /// of threads.
  ///
  /// - Parameter progress: Called after each world with the number that are done; from any thread, one at a time.
  /// - Throws: What a plan's compilation throws, and `CancellationError` when the task is cancelled.
  public func run(progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> [DesignRecord] {
    let blocks = try await withThrowingTaskGroup(of: (Int, [WorldRecord]).self) { group in
      var next = 0
      func start() {
        let world = next
        next += 1
        group.addTask { (world, try simulate(world: world)) }
      }
      while next < min(size.threads, size.worlds) { start() }
      var finished: [Int: [WorldRecord]] = [:]
      while let (world, records) = try await group.next() {
        finished[world] = records
        progress(finished.count)
        if next < size.worlds { start() }
      }
      return finished
    }
    return services.indices.map { design in
      DesignRecord(
        service: services[design], worlds: (0..<size.worlds).map { blocks[$0]![design] }, choice: choices[design])
    }
  }

  /// One world: its demand is built once, then every design is run through its replications. The plans are compiled
  /// here, by the thread that uses them. What a design does in a world depends neither on the other designs nor on the
  /// number of worlds.
  ///
  /// - Throws: What a plan's compilation throws, and `CancellationError` when the task is cancelled.
  public func simulate(world number: Int) throws -> [WorldRecord] {
    let shared = try DemandWorld(services[0], seed: size.seed, number: UInt32(number))
    return try zip(services, choices).map { service, choice in
      // Designs of one plan share its traffic; a service with traffic of its own gets a world of its own.
      let isShared = service.traffic == services[0].traffic && service.horizonHours == services[0].horizonHours
      let world = isShared ? shared : try DemandWorld(service, seed: size.seed, number: UInt32(number))
      let plan = try Plan(service, seed: size.seed, disabled: disabled)
      var record = WorldRecord(service)
      for k in 0..<size.replicationsPerWorld {
        try Task.checkCancellation()
        let replication = number * size.replicationsPerWorld + k
        var run = Replication(plan, world: world, number: UInt32(replication), worldNumber: UInt32(number))
        guard let policy = choice.policy else {
          record.add(run.run(), replication: replication, of: service)
          continue
        }
        // A main path that leaves a cause out is not a year as it comes: that one is simulated beside it.
        var whole = policy.inserted.isEmpty ? nil : run
        let (outcome, score) = run.run(policy)
        record.add(whole?.run() ?? outcome, replication: replication, of: service)
        record.add(score, replication: replication)
      }
      return record
    }
  }
}
