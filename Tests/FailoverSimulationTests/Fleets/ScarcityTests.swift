import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Capacity that cannot be had when everybody asks, capacity that is taken back, and work that is planned.
@Suite struct ScarcityTests {
  private let region = dated("region", .region, at: [1], lasts: 4, sites: ["a"])
  private let freely = AcquisitionTerms(refused: 0, wait: .constant(0))

  private func lostHours(_ acquisition: Acquisition, _ keep: Readiness = .data) throws -> Double {
    try run(twoSites([region], keep: keep, acquisition: acquisition)).requestsLost / 360_000
  }

  /// Refused for as long as the outage lasts: a switched-off standby is no standby, a running one does not care.
  @Test func whatIsNeverGrantedEndsWithTheOutage() throws {
    let never = Acquisition(
      calm: freely, rush: AcquisitionTerms(refused: 1, wait: .constant(0)), rushLasts: .constant(600), rushNever: 1)
    #expect(abs(try lostHours(never) - 4) < 1e-9)
    #expect(abs(try lostHours(never, .warm) - 1.0 / 60) < 1e-9)
    #expect(abs(try lostHours(.certain) - 1.0 / 60) < 1e-9)
  }

  /// Half of the nodes are in stock, the others come when the rush is over, two hours after the outage's start.
  @Test func whatIsOutOfStockComesWhenTheRushIsOver() throws {
    let half = Acquisition(calm: freely, rush: freely, rushLasts: .constant(7200), rushGrants: 0.5)
    #expect(abs(try lostHours(half) - (60 + 0.5 * 7140) / 3600) < 1e-9)
  }

  /// Ten nodes are missing at a standby that keeps data. Of the share that nobody reserved, rounded down to whole nodes, so many
  /// are in stock: floor(0.7 x 10) = 7 of ten, or floor(0.7 x 6) = 4 of six; refused are all that are not reserved.
  @Test(arguments: [
    (0.0, 0.7, 0.0, 3), (0.4, 0.7, 0, 2), (0, 1, 1, 10), (0.4, 1, 1, 6), (0.4, 0.7, 1, 6), (0, 1, 0, 0), (1, 0.7, 1, 0),
  ])
  func theLedgerSaysHowManyNodesWereShort(reserved: Double, granted: Double, refused: Double, short: Int) throws {
    let rush = Acquisition(
      calm: freely, rush: AcquisitionTerms(refused: refused, wait: .constant(0)), rushLasts: .constant(7200),
      rushGrants: granted)
    let service = twoSites([region], keep: .data, acquisition: rush) { $0.sites[1].reserved = reserved }
    #expect(try run(service).outages.map(\.nodesShort) == [short])
  }

  /// Without a rush nobody else asks: the same terms refuse nothing when a zone's worth of nodes is asked for.
  @Test func refusalBelongsToTheRush() throws {
    let rush = Acquisition(
      calm: freely, rush: AcquisitionTerms(refused: 1, wait: .constant(0)), rushLasts: .constant(7200))
    // Refused, and granted when the rush is over.
    #expect(abs(try lostHours(rush) - 2) < 1e-9)
    // Ten racks of a node each: what is left is below its minimum, and no region is out.
    var service = twoSites([dated("racks", .zone, at: [1], lasts: 4, sites: ["a"])], keep: .data, acquisition: rush)
    service.sites[0].minimumNodes = 1
    #expect(abs(try run(service).requestsLost / 360_000 - 1.0 / 60) < 1e-9)
  }

  /// Three of ten nodes are spot and are taken back together. Announced, nobody's answer is lost on a dead node.
  @Test(arguments: [true, false])
  func spotNodesAreTakenBack(isAnnounced: Bool) throws {
    let mode = dated(
      "taken-back", .node, at: [1], target: FailureTarget(onlySpot: true, isAnnounced: isAnnounced))
    var plan = OneFailure(failures: [mode])
    plan.spot = 0.3
    plan.nodes = 20
    var service = plan.service
    // Balancers notice after 25 s on average, and send them their share until then.
    service.detection = .probes(Probes(intervalSeconds: 10, timeoutSeconds: 0, failures: 3))
    let compiled = try Plan(service, seed: 1)
    #expect(compiled.clocks.count == 6)
    #expect(compiled.clocks.map(\.part) == [14, 15, 16, 17, 18, 19])
    let lost = try run(service).requestsLost
    // 14 of 20 nodes carry the peak: only the wait for the balancer costs anything, 6 / 20 of it.
    #expect(abs(lost - (isAnnounced ? 0 : 100 * 0.3 * 25)) < 0.01)
  }

  /// Preemptions come five times as often while a region is out.
  @Test func aRushTakesMoreSpotNodes() throws {
    func strikes(_ factor: Double, outage: Bool) throws -> Int {
      let spot = FailureMode(
        name: "taken-back", scope: .edge, lifetime: .exponential(mean: 50 * 3600), rushFactor: factor,
        lasts: .constant(1), effect: refused)
      let region = dated("region", .region, at: outage ? [0] : [1e5], lasts: 8766, sites: ["a"])
      return Int(try run(twoSites([spot, region], hours: 8766)).incidents[0])
    }
    // Poisson with means 175 and 877, standard deviations 13 and 30.
    #expect(abs(try strikes(5, outage: false) - 175) < 53)
    #expect(abs(try strikes(5, outage: true) - 877) < 120)
  }

  // MARK: Planned work

  /// Ten nodes, a quarter at a time, ten minutes each: two are out for five turns. A surge of two spares all of it and
  /// is paid for.
  @Test func aRollOutGoesThroughTheFleet() throws {
    func outcome(_ unavailable: FleetPart, _ surge: FleetPart) throws -> Outcome {
      let work = RollOut(unavailable: unavailable, surge: surge, nodeSeconds: 600)
      return try OneFailure(
        failures: [dated("patch", .region, at: [1], target: FailureTarget(rollOut: work, isAnnounced: true))]
      ).outcome()
    }
    let plain = try outcome(.share(0.25), .nodes(0))
    #expect(abs(plain.requestsLost - 20 * 3000) < 1e-6)
    #expect(plain.incidents == [0])
    let surged = try outcome(.nodes(0), .nodes(2))
    #expect(surged.lost == 0)
    #expect(abs(surged.nodeHours(site: 0) - plain.nodeHours(site: 0) - 2 * 3000.0 / 3600) < 1e-9)
    // Both round to none: one node at a time, or the work would never end.
    #expect(RollOut(unavailable: .share(0.05), surge: .nodes(0), nodeSeconds: 60).counts(of: 10) == (1, 0))
    #expect(RollOut(unavailable: .share(0.25), surge: .share(0.25), nodeSeconds: 60).seconds(of: 10) == 120)
  }

  /// A window goes through the zones one after the other.
  @Test func windowsAreApart() throws {
    var plan = OneFailure(
      failures: [dated("window", .zone, at: [1], target: FailureTarget(isAnnounced: true), apartHours: 2)])
    plan.zones = 2
    let outcome = try plan.outcome()
    #expect(outcome.outages.map { $0.start.seconds / 3600 } == [1, 3])
    #expect(abs(outcome.requestsLost / 360_000 - 1) < 1e-9)
  }

  // MARK: Rot

  /// A script that rots at hour 1 is found by the failover at hour 5, which fails and takes an hour by hand; the one at
  /// hour 30 works again. A drill at hour 3 that finds it saves the first.
  @Test(arguments: [(nil, 3600.0), (1, 0), (0, 3600)] as [(Double?, Double)])
  func rotIsFoundByADrillOrByTheFailover(finds: Double?, byHand: Double) throws {
    var rot = dated("script", .procedure, at: [1], effect: .rots(1))
    rot.found = [finds.map { FailureDates(seconds: [3 * 3600], chance: $0) } ?? FailureDates(seconds: [])]
    let service = twoSites([rot, dated("region", .region, at: [5, 30], lasts: 4, sites: ["a"])], hours: 72) {
      $0.execution.otherwise = .constant(3600)
      $0.failback = Failback(afterSeconds: 3600)
    }
    let outcome = try run(service)
    #expect(outcome.failovers.map(\.byHand) == [byHand > 0, false])
    #expect(abs(outcome.requestsLost - 100 * (60 + byHand + 60)) < 1e-6)
  }

  /// Quarterly, half-yearly and yearly drills: rot comes once a quarter and stays until the next one.
  @Test func fewerDrillsFailMoreOften() throws {
    func failed(everyDays: Double) throws -> Double {
      var byHand = 0
      var all = 0
      for year in 0..<60 as Range<UInt32> {
        var rot = FailureMode(
          name: "script", scope: .procedure, lifetime: .exponential(mean: 91 * 86_400), lasts: .constant(3600),
          effect: .rots(1))
        rot.found = [FailureDates(seconds: [everyDays * 86_400], repeatsEverySeconds: everyDays * 86_400)]
        let region = FailureMode(
          name: "region", scope: .region, sites: ["a"], lifetime: .exponential(mean: 90 * 86_400),
          lasts: .constant(4 * 3600), effect: refused)
        let service = twoSites([rot, region], hours: 8766) {
          $0.execution.otherwise = .constant(1800)
          $0.failback = Failback(afterSeconds: 3600)
        }
        let outcome = try run(service, number: year)
        all += outcome.failovers.count
        byHand += outcome.failovers.filter(\.byHand).count
      }
      return Double(byHand) / Double(all)
    }
    let shares = try [91.3125, 182.625, 365.25].map { try failed(everyDays: $0) }
    // The same luck: each longer interval finds less in time.
    #expect(shares[0] < shares[1] && shares[1] < shares[2], "\(shares)")
    #expect(shares[2] > shares[0] + 0.05)
  }
}
