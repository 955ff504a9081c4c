import EventKernel
import ServiceModel
import Stochastics
import TestSupport
import Testing

@testable import FailoverSimulation

/// What strikes several regions, providers, racks or zones at once, and what fails less often while it stands by.
@Suite struct CommonCauseTests {
  /// Two sites of one provider and, if wanted, a third elsewhere.
  private func sites(_ failures: [FailureMode], hours: Double = 48, third: Bool = false) -> Service {
    twoSites(failures, hours: hours) { service in
      for site in service.sites.indices { service.sites[site].provider = "p" }
      guard third else { return }
      var other = service.sites[1]
      (other.name, other.region, other.provider) = ("c", "c", "q")
      service.sites.append(other)
    }
  }

  private func loss(_ name: String, _ scope: FailureScope, lasts: Double) -> FailureMode {
    FailureMode(
      name: name, scope: scope, lifetime: .constant(1e12), startsInEquilibrium: false, lasts: .constant(lasts * 3600),
      effect: refused)
  }

  private func together(
    _ name: String, within scope: FailureScope, at hour: Double, sites: [String]? = nil
  ) -> FailureMode {
    dated("\(name)/common-cause", scope, at: [hour], lasts: 0, sites: sites, effect: .strikes(name))
  }

  /// Both regions of a provider go at once and come back two hours later: 100 a second for 7,200 s, and no failover would
  /// ever have ended it. Each has been struck.
  @Test func bothRegionsOfAProviderAreLost() throws {
    let outcome = try run(sites([loss("region", .region, lasts: 2), together("region", within: .provider, at: 10)]))
    #expect(Array(outcome.incidents) == [2, 0])
    #expect(outcome.outages.count == 1)
    #expect(abs(outcome.requestsLost - 720_000) < 1e-6)
    #expect(outcome.outages.map(\.cause) == [0] && outcome.outages.map(\.failoverSeconds) == [.infinity])
  }

  /// With a third site at another provider the failover goes there: the 60 s of the detection, by itself and with the
  /// provider's own recovery switched off.
  @Test func aSiteOfAnotherProviderStandsIn() throws {
    let outcome = try run(
      sites(
        [loss("region", .region, lasts: 2), together("region", within: .provider, at: 10, sites: ["a", "b"])],
        third: true))
    #expect(Array(outcome.incidents) == [2, 0])
    #expect(abs(outcome.requestsLost - 6000) < 1e-6)
    #expect(outcome.outages.map(\.failoverSeconds) == [60])
  }

  /// Two providers that share a cause.
  @Test func providersShareACause() throws {
    let service = twoSites([
      loss("provider", .provider, lasts: 3), together("provider", within: .everywhere, at: 10),
    ])
    let outcome = try run(service)
    #expect(Array(outcome.incidents) == [2, 0])
    #expect(abs(outcome.requestsLost - 3 * 360_000) < 1e-6)
  }

  /// Two regions of a provider, each lost every 200 h for 20 h, a tenth of it together, and traffic that moves at once. Up
  /// and down they are a chain; with p0 the chance that both are up, p1 = 0.19 p0 and p2 = (0.01 + 0.019) p0 / 0.2
  /// = 0.0145 p0, so that both are down for 0.0145 / 1.2045 = 1.2038 % of the time, and without the common cause for
  /// (1 / 11)² = 0.8264 %.
  @Test func twoRegionsWithABetaFactorAreAChain() throws {
    let rate = 1 / (200.0 * 3600)
    func mode(_ name: String, _ scope: FailureScope, rate: Double, effect: FailureEffect) -> FailureMode {
      FailureMode(
        name: name, scope: scope, lifetime: .exponential(mean: 1 / rate),
        lasts: effect == refused ? .exponential(mean: 20 * 3600) : .constant(0), effect: effect)
    }
    var service = sites(
      [
        mode("region", .region, rate: 0.9 * rate, effect: refused),
        mode("region/common-cause", .provider, rate: 0.1 * rate, effect: .strikes("region")),
      ], hours: 87_660)
    service.detection = .takes(.constant(0))
    let plan = try Plan(service, seed: 3)
    let world = try DemandWorld(service, seed: 3, number: 0)
    let shares = (0..<30 as Range<UInt32>).map { number in
      var run = Replication(plan, world: world, number: number)
      return run.run().requestsLost / (100 * 87_660 * 3600)
    }
    let mean = shares.reduce(0, +) / 30
    let error = (shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (30 * 29)).squareRoot()
    #expect(abs(mean - 0.012038) < 4 * error, "\(mean) +- \(error)")
    #expect(mean - 0.008264 > 8 * error, "\(mean) +- \(error)")
  }

  /// Racks of a zone: slots 1, 3, 5, 7 and 9 of ten lie in the second. Each zone's cause takes half of the nodes for an
  /// hour. Racks were taken for slot 0, so that only the first zone's were struck.
  @Test func racksOfEveryZoneAreStruck() throws {
    let racks = loss("rack", .rack, lasts: 1)
    let cause = dated(
      "rack/common-cause", .zone, at: [10], lasts: 0, effect: .strikes("rack"), apartHours: 24)
    let outcome = try OneFailure(failures: [racks, cause], hours: 72, zones: 2, nodesPerRack: 2).outcome()
    #expect(outcome.outages.count == 2)
    #expect(abs(outcome.requestsLost - 2 * 50 * 3600) < 1e-6)
  }

  /// Five racks, each struck or spared by a coin of its own once a day: all of them on one day in 32, 11.4 of 365. With one
  /// coin for all it would be every other day. Half of the requests of 365 hours are lost, +-2.3 % (one standard error).
  @Test func eachRackHasACoin() throws {
    let cause = dated(
      "rack/common-cause", .region, at: [10], lasts: 0, target: FailureTarget(share: 0.5), effect: .strikes("rack"),
      everyHours: 24)
    let outcome = try OneFailure(
      failures: [loss("rack", .rack, lasts: 1), cause], hours: 8760, nodesPerRack: 2, seed: 5
    ).outcome()
    let whole = outcome.outages.count { $0.lost > Int128(359_999) * 1_000_000_000_000_000 }
    #expect((1...25).contains(whole), "\(whole)")
    #expect(abs(outcome.requestsLost / (365 * 180_000) - 1) < 0.09, "\(outcome.requestsLost)")
  }

  /// A node of the site that serves fails every 100 h and is mended for 10 h: down for 1 / 11 of the time. Dormant, at a
  /// tenth of the rate, for 10 / 1010.
  @Test func whatStandsByFailsLess() throws {
    let node = FailureMode(
      name: "node", scope: .node, lifetime: .exponential(mean: 360_000), rateWhenDormant: 0.1, lasts: .constant(36_000),
      effect: refused)
    let service = twoSites([node], hours: 87_660)
    var run = Replication(
      try Plan(service, seed: 11), world: try DemandWorld(service, seed: 11, number: 0), number: 0)
    var down = [0.0, 0.0]
    while run.now < run.plan.horizon {
      let (since, up) = (run.now, run.estate.available)
      guard run.advance() else { break }
      for site in 0...1 { down[site] += (run.now - since).seconds * Double(10 - up[site]) }
    }
    let shares = down.map { $0 / (10 * run.plan.horizon.seconds) }
    // About 8,000 and 870 failures: relative errors of 1.1 and 3.4 %.
    #expect(isNear(shares[0], 1.0 / 11, within: 0.045 / 11), "\(shares)")
    #expect(isNear(shares[1], 10.0 / 1010, within: 0.14 * 10 / 1010), "\(shares)")
  }

  /// The role is where traffic goes now: after a failover without return the standby's nodes fail at the whole rate.
  @Test func aStandInIsDormantNoMore() throws {
    let node = FailureMode(
      name: "node", scope: .node, lifetime: .exponential(mean: 360_000), rateWhenDormant: 0, lasts: .constant(36_000),
      effect: refused)
    let service = twoSites([node, dated("end", .region, at: [1], lasts: 1e6, sites: ["a"])], hours: 8766)
    let outcome = try run(service, seed: 2)
    // The first site has no traffic, and its nodes never fail again; ten nodes of the other are down for 1 / 11 of the time.
    let lost = outcome.requestsLost / (100 * 8765 * 3600)
    #expect(abs(lost * 11 - 1) < 0.15, "\(lost)")
  }
}
