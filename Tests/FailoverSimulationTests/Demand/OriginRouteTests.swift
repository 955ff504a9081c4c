import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// Users who are routed by their origin: who may be served where, and what a lost site moves. A hundred requests a second,
/// ten to a node, an alarm after a minute.
@Suite struct OriginRouteTests {
  private func origin(
    _ name: String, _ share: Double, _ servedBy: [String]? = nil, day: DailyCurve? = nil, utcHours: Double = 0
  ) -> TrafficOrigin {
    var origin = TrafficOrigin(name: name, share: share, utcOffsetSeconds: utcHours * 3600, day: day)
    origin.servedBy = servedBy
    return origin
  }

  /// - Parameter nodes: Of each site, by name.
  private func service(
    _ origins: [TrafficOrigin], nodes: [(String, Int)], _ failures: [FailureMode] = [], stepHours: Double = 1
  ) throws -> Service {
    var service = twoSites(failures, keep: .serving)
    service.sites = nodes.map { name, count in
      Site(
        name: name, provider: name, region: name, keep: .serving, size: .nodes(count),
        node: NodeType(gpuModel: "g", gpus: 1))
    }
    service.traffic.stepSeconds = stepHours * 3600
    service.traffic.origins = origins
    if let routes = service.originRoutes { service.peaksByOrigin = try RoutedPeaks(service, routes) }
    return service
  }

  /// Requests in the unit of the ledger.
  private func amount(rps: Double, seconds: Double) -> Int128 {
    Int128((rps * 1e6).rounded()) * Int128(seconds * 1e9)
  }

  private let jurisdictions = [("eu-1", 4), ("eu-2", 4), ("us-1", 6)]
  private var euAndUS: [TrafficOrigin] {
    [origin("eu", 0.4, ["eu-1", "eu-2"]), origin("us", 0.6, ["us-1"])]
  }

  /// Twenty a second are lost for a minute, then the other site of the jurisdiction has all forty. Who is served in the other
  /// jurisdiction does not change.
  @Test func aLostSiteMovesItsOwnUsers() throws {
    let plan = try service(euAndUS, nodes: jurisdictions, [dated("out", .region, at: [10], sites: ["eu-1"])])
    #expect(try run(plan).amounts.lost == amount(rps: 20, seconds: 60))
    var replication = Replication(
      try Plan(plan, seed: 1), world: try DemandWorld(plan, seed: 1, number: 0), number: 0)
    #expect(replication.flow.shares == [200_000, 200_000, 600_000])
    var moved = false
    while replication.advance() {
      #expect(replication.flow.shares[2] == 600_000)
      if replication.flow.shares == [0, 400_000, 600_000] { moved = true }
    }
    #expect(moved && replication.flow.shares == [200_000, 200_000, 600_000])
  }

  /// Room in another jurisdiction is no room: with two nodes the second site answers 20 of 40, for the whole hour.
  @Test func roomElsewhereIsNotUsed() throws {
    let out = dated("out", .region, at: [10], sites: ["eu-1"])
    let plan = try service(euAndUS, nodes: [("eu-1", 4), ("eu-2", 2), ("us-1", 60)], [out])
    #expect(try run(plan).amounts.lost == amount(rps: 20, seconds: 3600))
  }

  /// Both sites of a jurisdiction are lost for an hour: all of its users are, and nobody else.
  @Test func whereNoSiteIsLeftAllAreLost() throws {
    let out = dated("out", .region, at: [10], sites: ["eu-1", "eu-2"])
    let plan = try service(euAndUS, nodes: [("eu-1", 4), ("eu-2", 4), ("us-1", 60)], [out])
    #expect(try run(plan).amounts.lost == amount(rps: 40, seconds: 3600))
    // One after the other: 20 for a minute, then both sites' 40 for the half hour in which both are lost.
    let first = dated("first", .region, at: [10], sites: ["eu-1"])
    let second = dated("second", .region, at: [10.5], sites: ["eu-2"])
    let later = try service(euAndUS, nodes: [("eu-1", 4), ("eu-2", 4), ("us-1", 60)], [first, second])
    // When the first is well again at 11:00, its return and the second one's failover find each other.
    #expect(try run(later).amounts.lost == amount(rps: 20, seconds: 60) + amount(rps: 40, seconds: 1800))
  }

  /// A site that also serves users who may go elsewhere: fifty a second are lost for a minute, then those forty whom nobody
  /// else may serve, until the hour is over.
  @Test func onlyThoseMoveWhoMay() throws {
    let origins = [origin("eu", 0.4, ["eu-1"]), origin("us", 0.4, ["us-1"]), origin("world", 0.2)]
    let out = dated("out", .region, at: [10], sites: ["eu-1"])
    let plan = try service(origins, nodes: [("eu-1", 10), ("us-1", 10)], [out])
    #expect(try run(plan).amounts.lost == amount(rps: 50, seconds: 60) + amount(rps: 40, seconds: 3540))
  }

  /// Two jurisdictions half a day apart, each half of all requests, on a sine from 0: 85.3553 % of the first twelve hours' are
  /// the one's and 14.6447 % of the others'. An hour's loss costs 85.3553 x 3600 requests by day and 14.6447 x 3600 by night,
  /// where a mean share would say 180,000 of each.
  @Test func sharesAreThoseOfTheHour() throws {
    let half = DailyCurve.sine(amplitude: 1)
    let origins = [origin("eu", 0.5, ["eu-1"], day: half), origin("us", 0.5, ["us-1"], day: half, utcHours: 12)]
    func lost(at hour: Double) throws -> Int128 {
      let out = dated("out", .region, at: [hour], sites: ["eu-1"])
      let plan = try service(origins, nodes: [("eu-1", 9), ("us-1", 9)], [out], stepHours: 6)
      let outcome = try run(plan)
      var every = Replication(
        try Plan(plan, seed: 1), world: try DemandWorld(plan, seed: 1, number: 0), number: 0, visitsEveryStep: true)
      #expect(every.run() == outcome)
      return outcome.amounts.lost
    }
    #expect(try lost(at: 1) == amount(rps: 85.3553, seconds: 3600))
    #expect(try lost(at: 13) == amount(rps: 14.6447, seconds: 3600))
    // From 11:30 to 12:30 half an hour of each: 50 a second on average, as the curve says and no rounding.
    #expect(try lost(at: 11.5) == amount(rps: 50, seconds: 3600))
  }

  /// Users go to the nearest site that stands: with one lost to the next, with two to the last.
  @Test func theNearestTakesOver() throws {
    var eu = origin("eu", 0.4)
    eu.route = .nearest
    eu.roundTrips = ["eu-1": 0.02, "eu-2": 0.03, "us-1": 0.1]
    var us = origin("us", 0.6)
    us.route = .nearest
    us.roundTrips = ["eu-1": 0.1, "eu-2": 0.11, "us-1": 0.01]
    let outs = [
      dated("first", .region, at: [10], lasts: 3, sites: ["eu-1"]),
      dated("second", .region, at: [11], sites: ["eu-2"]),
    ]
    let plan = try service([eu, us], nodes: [("eu-1", 4), ("eu-2", 4), ("us-1", 10)], outs)
    var replication = Replication(
      try Plan(plan, seed: 1), world: try DemandWorld(plan, seed: 1, number: 0), number: 0)
    #expect(replication.flow.shares == [400_000, 0, 600_000])
    var seen: [ContiguousArray<Int32>] = []
    while replication.advance() { if seen.last != replication.flow.shares { seen.append(replication.flow.shares) } }
    let home: ContiguousArray<Int32> = [400_000, 0, 600_000]
    #expect(seen == [home, [0, 400_000, 600_000], [0, 0, 1_000_000], [0, 400_000, 600_000], home])
    #expect(replication.meters.amounts.lost == 2 * amount(rps: 40, seconds: 60))
  }

  /// Where every site may serve everybody, by weight, nothing is routed by origin: the same outcome, to the bit.
  @Test func whoMayGoEverywhereIsRoutedByWeight() throws {
    let out = dated("out", .region, at: [10], sites: ["eu-1"])
    let names = jurisdictions.map(\.0)
    let plain = try service([origin("eu", 0.4), origin("us", 0.6)], nodes: jurisdictions, [out])
    let named = try service([origin("eu", 0.4, names), origin("us", 0.6, names)], nodes: jurisdictions, [out])
    #expect(named.originRoutes == nil)
    #expect(try !Plan(named, seed: 1).routesByOrigin)
    #expect(try run(named) == run(plain))
  }

  /// It does not matter in which order a plan names its origins, nor whether steps that change nothing are visited.
  @Test func theOrderOfOriginsDoesNotMatter() throws {
    let out = dated("out", .region, at: [10, 31], lasts: 2, sites: ["eu-1"])
    let origins = [
      origin("a", 0.37, ["eu-1", "eu-2"], day: .sine(amplitude: 0.5), utcHours: 1),
      origin("b", 0.41, ["us-1"], day: .sine(amplitude: 0.8), utcHours: -5),
      origin("c", 0.22, day: .sine(amplitude: 0.3), utcHours: 8),
    ]
    var losses: [Double] = []
    for order in [[0, 1, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      let plan = try service(order.map { origins[$0] }, nodes: jurisdictions, [out])
      let shares = try OriginShares(plan.traffic, begins: plan.begins)
      let first = try OriginShares(
        try service(origins, nodes: jurisdictions).traffic, begins: plan.begins)
      for step in 0..<168 {
        for (place, origin) in order.enumerated() {
          #expect(shares.period[3 * step + place] == first.period[3 * step + origin])
        }
      }
      let outcome = try run(plan)
      var every = Replication(
        try Plan(plan, seed: 1), world: try DemandWorld(plan, seed: 1, number: 0), number: 0, visitsEveryStep: true)
      #expect(every.run() == outcome)
      losses.append(outcome.requestsLost)
    }
    // Rates are sums of floating-point numbers, rounded to a millionth.
    #expect(losses[0] > 1000 && losses.allSatisfy { abs($0 - losses[0]) < 1e-6 * losses[0] })
  }

  // MARK: Sizes

  /// Each site has the fleet for what it serves, and for what a lost site of its jurisdiction would send: 20 and 40 of eu's 40
  /// a second, and us's 60 whatever is lost.
  @Test func eachSiteIsSizedForItsOwn() throws {
    var plan = try service(euAndUS, nodes: jurisdictions)
    for index in plan.sites.indices { plan.sites[index].size = .ofProduction(1) }
    plan.sizing = Sizing(buffer: 0, siteLoss: .none)
    #expect(plan.sites.map { plan.requirementNodes(at: $0) } == [2, 2, 6])
    #expect(plan.sites.map { plan.standingNodes(at: $0) } == [2, 2, 6])
    plan.sizing = Sizing(buffer: 0.5)
    // 1.5 x 20 and 40; 1.5 x 60.
    #expect(plan.sites.map { plan.standingNodes(at: $0) } == [4, 4, 9])
    plan.sizing = Sizing(buffer: 0.5, siteLoss: .kept)
    #expect(plan.sites.map { plan.standingNodes(at: $0) } == [6, 6, 9])
    #expect(abs(plan.siteLossReserveShare - 0.4) < 1e-12)
  }

  /// Peaks at different hours add up to more than the peak of all: 85.3553 of a flat hundred a second at each of two sites.
  @Test func eachSiteHasItsOwnPeak() throws {
    let half = DailyCurve.sine(amplitude: 1)
    let origins = [origin("eu", 0.5, ["eu-1"], day: half), origin("us", 0.5, ["us-1"], day: half, utcHours: 12)]
    let plan = try service(origins, nodes: [("eu-1", 9), ("us-1", 9)], stepHours: 6)
    let peaks = try #require(plan.peaksByOrigin)
    #expect(peaks.own.allSatisfy { abs($0 - (1 + 0.5.squareRoot()) / 2) < 1e-12 } && peaks.own == peaks.afterWorstLoss)
    #expect(plan.sites.map { plan.requirementNodes(at: $0) } == [9, 9])
    // Nine at each, where a hundred a second at any site would need ten; twice the peak are 170.7 at each.
    #expect(plan.requirementReplicas == 18 && plan.requiredReplicas(timesPeak: 2) == 36)
  }

  /// Who is served nearest has a spare site at the second nearest: it serves nobody until then, and holds the whole.
  @Test func aNearestSiteIsSparedByTheNext() throws {
    var eu = origin("eu", 1)
    eu.route = .nearest
    eu.roundTrips = ["eu-1": 0.02, "eu-2": 0.03]
    var plan = try service([eu], nodes: [("eu-1", 1), ("eu-2", 1)])
    for index in plan.sites.indices { plan.sites[index].size = .ofProduction(1) }
    plan.sizing = Sizing(buffer: 0.2)
    #expect(plan.sites.map { plan.requirementNodes(at: $0) } == [10, 0])
    #expect(plan.sites.map { plan.standingNodes(at: $0) } == [12, 10])
  }
}
