import EventKernel
import FailoverSimulation
import ServiceModel
import Testing

/// Every model of the repository gives the same bits whether it follows its nominal courses or is stepped through.
@Suite struct FollowedModelTests {
  @Test(arguments: Model.all)
  func followingMovesNoBitOfAModel(name: String) throws {
    // A plan's designs take the distances in turn; NINES_LONG=1 gives every design all of them.
    let spacings = [Span.minutes(5), .minutes(15), .minutes(60)]
    for (index, var service) in try Model.services(name).enumerated() {
      service.horizonHours = min(service.horizonHours, isLong ? 8766 : 50 * 24)
      let plan = try Plan(service, seed: 11)
      let world = try DemandWorld(service, seed: 11, number: 0)
      var run = Replication(plan, world: world, number: 4)
      let stepped = run.run()
      for spacing in isLong ? spacings : [spacings[index % spacings.count]] {
        var courses = NominalCourses(plan, world: world, spacing: spacing)
        var run = Replication(plan, world: world, number: 4)
        let followed = run.run(along: &courses)
        let isSame = followed == stepped
        #expect(isSame, "\(service.design.name), marks every \(spacing)")
      }
    }
  }
}
