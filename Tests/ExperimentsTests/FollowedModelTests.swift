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
        #expect(unlike(followed, stepped) == [], "\(service.design.name), marks every \(spacing)")
        #expect(followed == stepped)
      }
    }
  }

  /// Which parts of two outcomes differ.
  private func unlike(_ one: Outcome, _ other: Outcome) -> [String] {
    let parts: [(String, Bool)] = [
      ("amounts", one.amounts == other.amounts), ("lostOutside", one.lostOutside == other.lostOutside),
      ("lostByClass", one.lostByClass == other.lostByClass), ("nodeTime", one.nodeTime == other.nodeTime),
      ("drawnTime", one.drawnTime == other.drawnTime), ("outages", one.outages == other.outages),
      ("failovers", one.failovers == other.failovers), ("incidents", one.incidents == other.incidents),
      ("answeredAt", one.answeredAt == other.answeredAt), ("yearCuts", one.yearCuts == other.yearCuts),
      ("billed", one.billed == other.billed),
    ]
    return parts.filter { !$0.1 }.map(\.0)
  }
}
