import Control
import EventKernel
import ServiceModel
import Stochastics
import TestSupport
import Testing

@testable import FailoverSimulation

/// What an autoscaler's decisions do to a site: lags, refusals, draining, floors.
@Suite struct ScalingTests {
  private let target = ScalingPolicy.target(
    TargetTracking(utilization: 1, scaleOutCooldownSeconds: 0, scaleInCooldownSeconds: 0))

  /// One serving site of five nodes of 1 rps and a standby of three, without failures unless given.
  private func service(_ scaling: Autoscaling, failures: [FailureMode] = []) -> Service {
    var service = ReferenceModel().service
    service.autoscaling = scaling
    service.failures = failures
    service.failback = Failback(afterSeconds: 0)
    service.execution.works = 1
    service.sites[1].size = .nodes(3)
    service.sites[0].minimumNodes = 1
    service.sites[1].minimumNodes = 1
    service.horizonHours = 48
    return service
  }

  /// Demand by the hour, in requests a second.
  private func world(_ hours: [Double]) -> DemandWorld {
    DemandWorld(step: Span.hours(1).nanoseconds, rates: ContiguousArray(hours.map { Int64($0 * 1e6) }))
  }

  private func timeline(
    _ scaling: Autoscaling, _ hours: [Double], number: UInt32 = 0, worldNumber: UInt32 = 0,
    failures: [FailureMode] = []
  ) throws -> [Timeline.Point] {
    let plan = try Plan(service(scaling, failures: failures), seed: 1)
    var run = Replication(plan, world: world(hours), number: number, worldNumber: worldNumber)
    return run.timeline(from: .zero, to: SimTime(seconds: Double(hours.count - 1) * 3600), every: .seconds(60)).points
  }

  /// 3 rps for an hour, then 5, then 2: three nodes, five after a lag of ten minutes, then two that are ready and three
  /// that drain for five minutes. Each of them is paid for while it starts and while it drains.
  @Test func nodesArePaidForWhileTheyStartAndDrain() throws {
    let points = try timeline(
      Autoscaling(policies: [target], maximumNodes: 5, startLag: .constant(600), drainSeconds: 300),
      [3, 5, 2, 2])
    func site(_ minute: Int) -> Timeline.SitePoint { points[minute].sites[0] }
    #expect(site(0).ready == 3 && site(0).draining == 2)
    #expect(site(59).ready == 3 && site(59).pending == 0)
    #expect(site(60).ready == 3 && site(60).pending == 2 && site(60).coldStarts == 2)
    #expect(site(69).ready == 3 && site(70).ready == 5)
    #expect(points[60].shedRPS == 2 && points[70].shedRPS == 0)
    #expect(points[180].lostRequests == 2 * 600)
    #expect(site(120).ready == 2 && site(120).draining == 3)
    #expect(site(124).draining == 3 && site(125).draining == 0)
    // Two nodes drain for five minutes, then 3, 5 and 2 nodes for an hour, and three that drain.
    #expect(abs(site(180).nodeHours - (2 * 5.0 / 60 + 3 + 5 + 2 + 3 * 5.0 / 60)) < 1e-9)
  }

  /// Two replications of a world wait equally long for nodes ordered at the same minute; another world does not.
  @Test func aLagBelongsToTheWorldAndTheMinute() throws {
    let scaling = Autoscaling(
      policies: [target], maximumNodes: 5, startLag: .lognormal(median: 900, sigma: 0.5))
    func pending(_ number: UInt32, _ world: UInt32) throws -> [Int] {
      try timeline(scaling, [3, 5, 5, 3, 4, 4], number: number, worldNumber: world).map { $0.sites[0].pending }
    }
    let first = try pending(1, 0)
    #expect(first == (try pending(2, 0)))
    #expect(first != (try pending(1, 1)))
    #expect(first.contains(2) && first.contains(1))
  }

  /// Half of the scale-outs are refused and asked for again a minute later, so the nodes come late and do come.
  @Test func aRefusedScaleOutIsAskedForAgain() throws {
    func minutesShort(_ refused: Double, _ world: UInt32) throws -> Int {
      let points = try timeline(
        Autoscaling(policies: [target], maximumNodes: 5, startLag: .constant(0), refused: refused), [3, 5, 5],
        worldNumber: world)
      #expect(points.last!.sites[0].ready == 5)
      return points.filter { $0.shedRPS > 0 }.count
    }
    #expect(try minutesShort(0, 0) == 0)
    let waits = try (0..<200).map { Double(try minutesShort(0.5, UInt32($0))) }
    // Geometric: one refusal on average, variance 2; four standard errors of 200 are 0.4.
    #expect(isNear(mean(waits), 1, within: 0.4))
    #expect(waits.max()! >= 3)
  }

  /// The standby takes the traffic of a lost site, which asks for one node, and keeps its three.
  @Test func aStandbyNeverShrinksBelowWhatItKeeps() throws {
    let region = FailureMode(
      name: "region", scope: .region, sites: ["a"], lifetime: .uniform(low: 3600, high: 3601),
      startsInEquilibrium: false,
      lasts: .constant(1e9), effect: .loss(symptoms: [], containment: nil))
    let points = try timeline(
      Autoscaling(policies: [target], maximumNodes: 5, startLag: .constant(0)), [1, 1, 1, 1, 1, 1], failures: [region])
    #expect(points[59].sites[0].ready == 1)
    #expect(points.last!.answeredRPS == 1)
    #expect(points.allSatisfy { $0.sites[1].ready == 3 })
  }

  /// A timeline changes nothing: its amounts are those of a run, and a finer one passes through the same states.
  @Test(arguments: 0..<10 as Range<UInt64>)
  func watchingChangesNothing(seed: UInt64) throws {
    var random = RandomPlan(seed: seed)
    let service = random.service(atMost: 1500)
    let plan = try Plan(service, seed: seed)
    let world = try DemandWorld(service, seed: seed, number: 0)
    var run = Replication(plan, world: world, number: 3)
    var coarse = run
    var fine = run
    let end = SimTime(seconds: service.horizonHours * 3600 - 3600)
    let points = coarse.timeline(from: .zero, to: end, every: .hours(1)).points
    let finer = fine.timeline(from: .zero, to: end, every: .minutes(20)).points
    #expect(points.count == Int(service.horizonHours) && finer.count == 3 * points.count - 2)
    // One expectation of all points: one of each would cost more than the runs.
    let differing = points.indices.filter { index in
      let (point, same) = (points[index], finer[3 * index])
      return same.lostRequests != point.lostRequests || same.answeredRPS != point.answeredRPS
        || same.sites.map(\.nodeHours) != point.sites.map(\.nodeHours) || point.answeredRPS < 0 || point.shedRPS < 0
    }
    #expect(differing.isEmpty, "at \(differing.prefix(3)) hours")
    let outcome = run.run()
    #expect(points.last!.lostRequests <= outcome.requestsLost)
    for site in plan.sites.indices {
      let left = outcome.nodeHours(site: site) - points.last!.sites[site].nodeHours
      #expect(left >= -1e-6 && left <= 2 * Double(plan.sites[site].maximumNodes + plan.sites[site].cold))
    }
  }
}
