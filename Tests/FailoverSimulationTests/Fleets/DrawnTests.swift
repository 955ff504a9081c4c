import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// What fleets draw of what is held: at each instant the smaller of what runs and what is held.
@Suite struct DrawnTests {
  private func service(_ seed: UInt64, owned: Int, committed: Int) -> Service? {
    var random = RandomPlan(seed: seed)
    var service = random.service(atMost: 400)
    guard service.autoscaling != nil else { return nil }
    for index in service.sites.indices {
      service.sites[index].committed = NodeCommitment(nodes: committed, term: .oneYear, dollarsPerHour: 1)
      service.sites[index].owned = OwnedNodes(
        nodes: owned, capex: 1, lifeYears: 4, residual: 0, capitalRate: 0, supportRate: 0, contractedKW: 0, busyKW: 0,
        idleKW: 0, pue: 1, dollarsPerKWh: 0, colocationDollarsPerKWMonth: 0)
    }
    return service
  }

  /// By hand: the nodes that run between two events, each against what is held.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func whatIsDrawnIsTheSmallerAtEachInstant(seed: UInt64) throws {
    guard let service = service(seed, owned: 3, committed: 4) else { return }
    let plan = try Plan(service, seed: seed)
    let world = try DemandWorld(service, seed: seed, number: 0)
    var run = Replication(plan, world: world, number: 0)
    let kept = service.sites.map { Int32(service.standingNodes(at: $0) + service.reservedNodes(at: $0)) }
    var drawn = [Int128](repeating: 0, count: 3 * plan.sites.count)
    var (since, running) = (run.now, run.course.fleets.sites.map(\.running))
    func add(until end: SimTime) {
      let span = Int128(max(0, (min(end, plan.horizon) - since).nanoseconds))
      for (site, nodes) in running.enumerated() {
        drawn[3 * site] += Int128(min(nodes, 3)) * span
        drawn[3 * site + 1] += Int128(min(nodes, 7)) * span
        drawn[3 * site + 2] += Int128(min(nodes, kept[site])) * span
      }
    }
    while run.advance() {
      add(until: run.now)
      (since, running) = (min(run.now, plan.horizon), run.course.fleets.sites.map(\.running))
    }
    add(until: plan.horizon)
    #expect(Array(run.meters.drawnTime) == drawn)
  }

  /// Following the nominal course moves no bit of it, and a plan that holds nothing keeps no account.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func followingMovesNoBit(seed: UInt64) throws {
    guard let service = service(seed, owned: 2, committed: 3) else { return }
    let plan = try Plan(service, seed: seed)
    let world = try DemandWorld(service, seed: seed, number: 0)
    var stepped = Replication(plan, world: world, number: 2)
    var courses = NominalCourses(plan, world: world, spacing: .minutes(15))
    var followed = Replication(plan, world: world, number: 2)
    let (a, b) = (stepped.run(), followed.run(along: &courses))
    #expect(a.drawnTime == b.drawnTime && a.nodeTime == b.nodeTime && !a.drawnTime.isEmpty)
    guard var bare = self.service(seed, owned: 0, committed: 0) else { return }
    for index in bare.sites.indices { bare.sites[index].reserved = 0 }
    #expect(try run(bare, seed: seed).drawnTime.isEmpty)
  }
}
