import EventKernel
import FailoverSimulation
import ServiceModel

/// A week of one design in which nothing fails: demand below what stands for it.
public struct CapacityWeek: Sendable {
  public let service: Service
  public let points: [Timeline.Point]

  /// The plan's first week, a point every quarter of an hour, in the first world of a study; nil where the plan is shorter.
  ///
  /// - Throws: What compiling a plan throws.
  public init?(_ service: Service, seed: UInt64) throws {
    guard service.horizonHours >= 168 else { return nil }
    var quiet = service
    quiet.failures = []
    self.service = service
    points = try drill(
      quiet, size: DrillSize(seed: seed, fromSeconds: 0, lastsSeconds: 604_800, everySeconds: 900)
    ).points
  }
}
