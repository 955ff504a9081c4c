import EventKernel
import FailoverSimulation
import ServiceModel

/// The counters of the replication that a drill would watch, read at the drill's distance, and the outages that it met.
public struct CounterCourse: Sendable {
  public let readings: [CounterReading]
  /// Those that had ended by the last reading, and one that went on then, whose end is never; those over before the first
  /// reading are left out.
  public let outages: [Outage]
}

/// Reads the counters of one replication of a service.
///
/// - Throws: As `drill`.
public func counters(_ service: Service, size: DrillSize) throws -> CounterCourse {
  var run = try replication(of: service, size, visitsEveryStep: true)
  let (start, end) = (SimTime(seconds: size.fromSeconds), SimTime(seconds: size.fromSeconds + size.lastsSeconds))
  let readings = run.readings(from: start, to: end, every: Span(seconds: size.everySeconds))
  return CounterCourse(readings: readings, outages: run.outages(from: start, to: end))
}
