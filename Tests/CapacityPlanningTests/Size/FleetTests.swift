import CostCheck
import ServiceModel
import Stochastics
import Testing

@testable import CapacityPlanning

/// Requirement, reserve and rounding: exact figures of the worked cost check.
struct FleetTests {
  private let single = SmallService().service
  private var reference: Service {
    var service = single
    service.traffic.peakRPS = 1000
    service.replica = ReplicaType(name: "70B", ratedRPS: 9.3627, gpus: 4)
    service.sites[0].node.gpus = 8
    return service
  }

  @Test func theReferencePeakNeeds107ReplicasOn54Nodes() {
    #expect(reference.requirementReplicas == 107)
    #expect(reference.requirementNodes(at: reference.sites[0]) == 54)
    #expect(reference.siteLossReserveShare == 0)
  }

  /// The table of the buffer's definitions: asked, replicas, nodes, nodes over the requirement in tenths of a percent.
  @Test(arguments: [
    (BufferReading.overRequirement, 0.0, 107, 54, 0), (.overRequirement, 0.2, 129, 65, 204),
    (.overRequirement, 0.25, 134, 67, 241), (.overRequirement, 0.3, 139, 70, 296), (.ofCapacity, 0.3, 153, 77, 426),
    (.overRequirement, 1.25 / 0.7 - 1, 191, 96, 778),
  ])
  func percentagesAreRoundedToReplicasThenNodes(
    reading: BufferReading, asked: Double, replicas: Int, nodes: Int, tenths: Int
  ) {
    let fleet = RoundedFleet(reference, reading, asked: asked)
    #expect(fleet.replicas == replicas)
    #expect(fleet.totalNodes == nodes)
    #expect(Int((fleet.nodesOverRequirement * 1000).rounded()) == tenths)
  }

  @Test func aShareOfCapacityIsMoreOverDemand() {
    #expect([0.2, 0.25, 0.3].map { Int((BufferReading.ofCapacity.factor($0) * 100).rounded()) } == [125, 133, 143])
    #expect([0.2, 0.25, 0.3].map { BufferReading.overRequirement.factor($0) } == [1.2, 1.25, 1.3])
  }

  @Test(arguments: [(2, 1.0), (3, 0.5), (5, 0.25)])
  func theReserveForALostSiteIsOneOverTheOthers(sites: Int, share: Double) {
    let service = SmallService(sites: sites).service
    #expect(abs(service.siteLossReserveShare - share) < 1e-12)
  }

  /// k / (r - k): 2 of 3 is twice the peak on top, 2 of 5 two thirds.
  @Test(arguments: [(3, 2, 2.0), (5, 2, 2.0 / 3), (5, 3, 1.5)])
  func severalSitesMayBeLostAtOnce(sites: Int, lost: Int, share: Double) {
    var service = SmallService(sites: sites).service
    service.sizing.lostSites = lost
    #expect(abs(service.siteLossReserveShare - share) < 1e-12)
  }

  /// Thirty nodes for the peak on three sites: when two are lost the third carries it all. Of the weights 1, 2 and 3 the two
  /// heaviest beside each leave it alone. Of one site lost at worst they then have 1 of 3, 2 of 3 and 3 of 4 parts: 10, 20, 22.5.
  @Test func theLastOfThreeSitesCarriesAll() {
    var service = SmallService(sites: 3).service
    service.sizing.siteLoss = .consumed
    service.sizing.lostSites = 2
    for site in service.sites.indices { service.sites[site].size = .ofProduction(1) }
    #expect(service.servingSites.map { service.survivorNodes(at: $0) } == [30, 30, 30])
    #expect(service.servingSites.map { service.standingNodes(at: $0) } == [30, 30, 30])
    #expect(service.utilizationWithSiteLost([30, 60, 60]).map { abs($0 - 1) < 1e-12 } == true)
    service.sizing.lostSites = 1
    for (site, weight) in [1.0, 2, 3].enumerated() { service.sites[site].weight = weight }
    #expect(service.servingSites.map { service.survivorNodes(at: $0) } == [10, 20, 23])
  }

  @Test func threeSitesHoldAHalfMore() {
    let service = SmallService(sites: 3).service
    #expect(service.siteLossReserveShare == 0.5)
    #expect(service.servingSites.map { service.requirementNodes(at: $0) } == [10, 10, 10])
    #expect(service.servingSites.map { service.survivorNodes(at: $0) } == [15, 15, 15])
    #expect(SiteLossNeed(service).nodes == 15)
    #expect(SiteLossNeed(service).dollars == 1_314_900.0)
  }

  @Test func aStepAddsANodeAtEveryEqualSiteAndWhereItIsFullFirstElsewhere() {
    #expect(FleetLadder(SmallService(sites: 3).service).fleet(at: 2) == [12, 12, 12])
    var unequal = SmallService(sites: 2).service
    unequal.sites[1].weight = 2
    #expect(FleetLadder(unequal).fleet(at: 0) == [10, 20])
    // Loads of 1.05, 1.1 and 1.15 peaks fill 21 nodes, 11 and 22, 23.
    #expect((1...4).map { FleetLadder(unequal).fleet(at: $0) } == [[11, 21], [11, 22], [12, 23], [12, 24]])
  }

  /// 54 nodes growing by 40 % a year need 66 in month 7 and 68 in month 8.
  @Test func aFleetIsOutgrownInTheFirstMonthThatNeedsMore() {
    #expect(monthOutgrown(held: 67, needed: 54, growth: 0.4) == 8)
    #expect(monthOutgrown(held: 66, needed: 54, growth: 0.4) == 8)
    #expect(monthOutgrown(held: 65, needed: 54, growth: 0.4) == 7)
    #expect(monthOutgrown(held: 54, needed: 54, growth: 0.4) == 1)
    #expect(monthOutgrown(held: 53, needed: 54, growth: 0.4) == 0)
    #expect(monthOutgrown(held: 54, needed: 54, growth: 0) == nil)
    // Doubling in a year: exactly enough in the twelfth month.
    #expect(monthOutgrown(held: 108, needed: 54, growth: 1) == 13)
    for held in 54...400 {
      let month = monthOutgrown(held: held, needed: 54, growth: 0.27) ?? 0
      let before = monthOutgrown(held: held - 1, needed: 54, growth: 0.27) ?? 0
      #expect(month >= before, "one node more is enough for no shorter a time")
    }
  }

  @Test func aQuotaEndsTheLadder() {
    var service = single
    service.sites[0].quotaNodes = 33
    let ladder = FleetLadder(service)
    #expect(ladder.last == 3)
    #expect(ladder.isCutByQuota)
    #expect(!FleetLadder(single).isCutByQuota)
  }

  @Test func standbySitesStayAsThePlanSays() {
    var service = SmallService(sites: 2).service
    service.sites[1].keep = .warm
    let held = service.holding([41])
    #expect(held.standingNodes(at: held.sites[0]) == 41)
    #expect(held.standingNodes(at: held.sites[1]) == service.standingNodes(at: service.sites[1]))
  }

  @Test func anAutoscalersFloorIsVariedAndItsCeilingFollows() {
    var service = single
    service.autoscaling = Autoscaling(minimumNodes: 3, maximumNodes: 40, startLagSeconds: 60)
    let held = service.holding([44])
    #expect(held.autoscaling?.minimumNodes == 44)
    #expect(held.autoscaling?.maximumNodes == 44)
    #expect(held.standingNodes(at: held.sites[0]) == 44)
  }

  /// 54 nodes of availability 0.995 need 58, the worked example of the buffer's terms.
  @Test func nodeSparesAreTheLeastPoolThatHolds() throws {
    var service = reference
    service.failures = [
      FailureMode(
        name: "node", scope: .node, lifetime: .exponential(mean: 199 * 3600), lasts: .constant(3600),
        effect: .loss(symptoms: [], containment: nil))
    ]
    service.objectives = Objectives(
      availability: [AvailabilityObjective(figure: .requests, atLeast: 0.9999, share: 0.99)])
    let peak = UncertainInputName(path: "traffic.peak", low: 800, mid: 1000, high: 1000 * 1.1788)
    let terms = SizeTerms(service, peak: peak)
    #expect(terms.alone.first { $0.term == .nodeSpares }?.nodes == 58)
    // 1.1788 is the 95 % quantile of a lognormal spread of 0.1; its 99 % quantile is 1.2619.
    #expect(abs(peak.value(at: 0.99) / peak.mid - 1.2619) < 0.0005)
    #expect(terms.alone.first { $0.term == .forecastError }?.nodes == 68)
    #expect(terms.compositeNodes >= terms.alone.compactMap(\.nodes).max()!)
  }
}
