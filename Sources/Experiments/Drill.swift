import EventKernel
import FailoverSimulation
import ServiceModel

/// Which replication a drill watches, and when.
public struct DrillSize: Sendable {
  public var seed: UInt64
  /// World and replication: the first of a study under this seed.
  public var replication: Int
  public var fromSeconds: Double
  public var lastsSeconds: Double
  public var everySeconds: Double

  public init(
    seed: UInt64, replication: Int = 0, fromSeconds: Double, lastsSeconds: Double, everySeconds: Double
  ) {
    self.seed = seed
    self.replication = replication
    self.fromSeconds = fromSeconds
    self.lastsSeconds = lastsSeconds
    self.everySeconds = everySeconds
  }
}

/// One timeline of one replication of a service: what happens in it, minute by minute.
///
/// - Throws: Where the plan does not compile: two components' names hash alike, a curve cannot be drawn.
public func drill(_ service: Service, size: DrillSize) throws -> Timeline {
  let plan = try Plan(service, seed: size.seed)
  let world = try DemandWorld(service, seed: size.seed, number: UInt32(size.replication))
  var run = Replication(plan, world: world, number: UInt32(size.replication), worldNumber: UInt32(size.replication))
  return run.timeline(
    from: SimTime(seconds: size.fromSeconds), to: SimTime(seconds: size.fromSeconds + size.lastsSeconds),
    every: Span(seconds: size.everySeconds))
}
