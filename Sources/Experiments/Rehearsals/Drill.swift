import EventKernel
import FailoverSimulation
import ServiceModel

/// Which replication a drill watches, and when.
public struct DrillSize: Sendable {
  public var seed: UInt64
  /// World and replication: the first of a study under this seed.
  public var replication: Int
  /// The world that the replication belongs to; its own where it is looked at alone.
  public var world: Int
  public var fromSeconds: Double
  public var lastsSeconds: Double
  public var everySeconds: Double

  public init(
    seed: UInt64, replication: Int = 0, world: Int? = nil, fromSeconds: Double, lastsSeconds: Double,
    everySeconds: Double
  ) {
    self.seed = seed
    self.replication = replication
    self.world = world ?? replication
    self.fromSeconds = fromSeconds
    self.lastsSeconds = lastsSeconds
    self.everySeconds = everySeconds
  }
}

/// One timeline of one replication of a service: what happens in it, minute by minute, and at every instant of an outage.
///
/// The instants are known when the outages are over, so the replication runs twice.
///
/// - Throws: Where the plan does not compile: two components' names hash alike, a curve cannot be drawn.
public func drill(_ service: Service, size: DrillSize) throws -> Timeline {
  func timeline(every: Double, also instants: [SimTime]) throws -> Timeline {
    var run = try replication(of: service, size)
    return run.timeline(
      from: SimTime(seconds: size.fromSeconds), to: SimTime(seconds: size.fromSeconds + size.lastsSeconds),
      every: Span(seconds: every), also: instants)
  }
  let seen = try timeline(every: max(size.lastsSeconds, size.everySeconds), also: [])
  return try timeline(every: size.everySeconds, also: seen.instants)
}

extension Timeline {
  /// The instants of its outages: fault, what users notice, alarm, decision, opening and end, as far as they were reached.
  public var instants: [SimTime] {
    outages.flatMap { [$0.faultAt, $0.start, $0.alarmAt, $0.decidedAt, $0.openedAt, $0.end] }.filter { $0 != .never }
      + (openSince.map { [$0] } ?? [])
  }
}

/// The ledger of the replication that a drill would watch: all its outages, in order.
///
/// - Throws: As `drill`.
public func ledger(_ service: Service, size: DrillSize) throws -> [LedgerRow] {
  var run = try replication(of: service, size)
  return run.run().outages.map {
    LedgerRow(
      cause: $0.cause, faultSeconds: $0.faultAt.seconds, startSeconds: $0.start.seconds, endSeconds: $0.end.seconds)
  }
}

/// When an outage of a ledger was, in seconds from the plan's first instant.
public struct LedgerRow: Equatable, Sendable {
  /// Index of the failure mode; the number of modes stands for overload.
  public let cause: Int
  public let faultSeconds: Double
  public let startSeconds: Double
  public let endSeconds: Double
}

func replication(
  of service: Service, _ size: DrillSize, visitsEveryStep: Bool = false
) throws -> Replication {
  let plan = try Plan(service, seed: size.seed)
  let world = try DemandWorld(service, seed: size.seed, number: UInt32(size.world))
  // Where users are routed by their origin, shares of sites change in steps that nothing else looks at.
  return Replication(
    plan, world: world, number: UInt32(size.replication), worldNumber: UInt32(size.world),
    visitsEveryStep: visitsEveryStep || service.originRoutes != nil)
}
