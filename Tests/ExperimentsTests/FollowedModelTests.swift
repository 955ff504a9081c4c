import EventKernel
import FailoverSimulation
import ServiceModel
import Testing

/// Every model of the repository gives the same bits whether it follows its nominal courses or is stepped through.
@Suite struct FollowedModelTests {
  @Test(arguments: Model.all)
  func followingMovesNoBitOfAModel(name: String) throws {
    for var service in try Model.services(name) {
      service.horizonHours = min(service.horizonHours, isLong ? 8766 : 50 * 24)
      let plan = try Plan(service, seed: 11)
      let world = try DemandWorld(service, seed: 11, number: 0)
      var run = Replication(plan, world: world, number: 4)
      let stepped = run.run()
      for spacing in [Span.minutes(5), .minutes(15), .minutes(60)] {
        var courses = NominalCourses(plan, world: world, spacing: spacing)
        var run = Replication(plan, world: world, number: 4)
        let followed = run.run(along: &courses)
        let isSame = followed == stepped
        #expect(isSame, "\(service.design.name), marks every \(spacing)")
      }
    }
  }
}
