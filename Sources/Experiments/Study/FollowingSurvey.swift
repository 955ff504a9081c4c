import EventKernel
import FailoverSimulation
import ServiceModel

/// How long a design's replications keep away from the nominal course after something has touched it.
public struct FollowingSurvey: Equatable, Sendable {
  /// Share of the simulated time in which a replication was on the nominal course.
  public let share: Double
  /// How often a year it was left.
  public let episodesPerYear: Double
  /// Mean time from leaving it until it is met again, in seconds; nil where it was never left.
  public let meanSecondsToRejoin: Double?

  /// Simulates some years in the first world of a study under this seed.
  ///
  /// - Returns: nil where fleets are of fixed size: there is nothing to follow.
  public init?(_ service: Service, seed: UInt64, years: Int = 5) throws {
    precondition(years >= 1, "a survey needs a year")
    let plan = try Plan(service, seed: seed)
    guard NominalCourses.pays(plan, replications: .max) else { return nil }
    let world = try DemandWorld(service, seed: seed, number: 0)
    var courses = NominalCourses(plan, world: world)
    for number in 0..<years {
      try Task.checkCancellation()
      var run = Replication(plan, world: world, number: UInt32(number))
      _ = run.run(along: &courses)
    }
    let record = courses.record
    share = record.share
    episodesPerYear = Double(record.episodes) / (record.simulatedSeconds / (Horizon.yearHours * 3600))
    meanSecondsToRejoin = record.meanTimeToRejoin?.seconds
  }
}
