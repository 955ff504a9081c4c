import EventKernel
import FailoverSimulation
import ServiceModel

/// A week of one design in which nothing fails: demand below what stands for it.
public struct CapacityWeek: Sendable {
  public let service: Service
  public let points: [Timeline.Point]
  /// At each point, between which demands nine in ten worlds lie.
  public let demandFan: [ClosedRange<Double>]
  /// Requests a second that nodes could answer once all that are on their way are ready, where an autoscaler orders
  /// them: its wish, as far as limits and providers let it. Nil where fleets are of fixed size.
  public let orderedRPS: [Double]?

  /// What stands so that the other sites carry what a lost one served, beyond requirement and buffer.
  public let reserveRPS: Double

  /// Worlds that the fan is of: each of its ends leaves two of them out.
  static let worlds = 40

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
    // A week of demand does not ask for the rest of a year.
    quiet.horizonHours = 168
    let demand = try DemandWorld.ordinaryDemand(of: quiet)
    let worlds = (0..<CapacityWeek.worlds).map { DemandWorld(quiet, demand: demand, seed: seed, number: UInt32($0)) }
    demandFan = points.map { point in
      let sorted = worlds.map { $0.rps(at: point.at) }.sorted()
      let left = CapacityWeek.worlds / 20
      return sorted[left]...sorted[CapacityWeek.worlds - 1 - left]
    }
    var unprepared = service
    unprepared.sizing.siteLoss = .none
    reserveRPS = service.servingSites.reduce(0) { sum, site in
      let nodes = service.standingNodes(at: site) - unprepared.standingNodes(at: site)
      return sum + Double(nodes) * service.ratedRPS(ofNodeAt: site)
    }
    orderedRPS =
      service.autoscaling == nil
      ? nil
      : points.map { point in
        point.capacityRPS
          + zip(service.sites, point.sites).reduce(0) { sum, site in
            sum + (site.1.trafficShare > 0 ? Double(site.1.pending) * service.ratedRPS(ofNodeAt: site.0) : 0)
          }
      }
  }
}
