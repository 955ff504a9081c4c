import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Time without any site.
@Suite struct AnotherSiteTests {
  /// Fleets of one size whatever happens: standing nodes, no growth, no autoscaler.
  private func frozen(_ seed: UInt64) -> Service {
    var random = RandomPlan(seed: seed)
    var service = random.service(atMost: 500).withFixedFleets
    service.crews = []
    let standing = service.sites.map { service.standingNodes(at: $0) }
    for index in service.sites.indices {
      if service.sites[index].keep < .warm { service.sites[index].keep = .warm }
      service.sites[index].size = .nodes(max(1, standing[index]))
      service.sites[index].quotaNodes = max(1, standing[index])
    }
    for index in service.failures.indices {
      service.failures[index].repairs = []
      // What strikes with demand or in a rush strikes otherwise where demand is shared otherwise.
      (service.failures[index].rateWithoutDemand, service.failures[index].rushFactor) = (1, 1)
    }
    // See the counter-examples below.
    service.failures.removeAll { $0.scope == .area || $0.isStaged || $0.target.rollOut != nil }
    return service
  }

  private func withAnother(_ service: Service, keep: Readiness) -> Service {
    var service = service
    var site = service.sites[0]
    (site.name, site.region, site.provider, site.keep) = ("another", "another", "another", keep)
    service.sites.append(site)
    return service
  }

  /// Nanoseconds in which no site could answer.
  private func timeWithoutSite(_ service: Service, seed: UInt64) throws -> Int64 {
    var run = Replication(
      try Plan(service, seed: seed), world: try DemandWorld(service, seed: seed, number: 0), number: 0)
    var (total, since) = (Int64(0), run.now)
    func isDown(_ run: Replication) -> Bool { !run.flow.isHealthy.contains(true) }
    var down = isDown(run)
    while run.advance() {
      if down { total += (run.now - since).nanoseconds }
      (since, down) = (run.now, isDown(run))
      guard run.now < run.plan.horizon else { break }
    }
    return total
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func anotherSiteNeverLengthensTheTimeWithoutAny(seed: UInt64) throws {
    let service = frozen(seed)
    let before = try timeWithoutSite(service, seed: seed)
    for keep in [Readiness.warm, .serving] {
      let after = try timeWithoutSite(withAnother(service, keep: keep), seed: seed)
      #expect(after <= before, "\(Double(after) / 3.6e12) h after \(Double(before) / 3.6e12) h")
    }
  }

  /// A counter-example: a staged release begins at the new site, which has no traffic to show that it is bad.
  @Test func aReleaseThatBeginsWithoutTrafficIsAnException() throws {
    var release = dated("release", .everywhere, at: (1...300).map { Double($0) * 12 }, lasts: 1)
    release.effect = .loss(symptoms: [], containment: Containment(foundInFirstWave: 0.9, foundWithoutTraffic: 0.1))
    var service = twoSites([release], hours: 8766)
    service.sites[1].keep = .serving
    let before = try timeWithoutSite(service, seed: 1)
    let after = try timeWithoutSite(withAnother(service, keep: .warm), seed: 1)
    #expect(before > 0 && after > 2 * before, "\(before) \(after)")
  }

  /// A counter-example: a disaster at the new site is a disaster more, and it may reach all the others.
  @Test func aDisasterThatReachesAllIsAnException() throws {
    var service = twoSites(
      [], hours: 8766,
      places: [GlobePoint(latitude: 50, longitude: 0), GlobePoint(latitude: 50, longitude: 1)])
    service.failures = [
      dated(
        "flood", .area, at: [1], sites: ["another"],
        target: FailureTarget(radiusKilometres: .constant(500)))
    ]
    #expect(try timeWithoutSite(service, seed: 1) == 0)
    let after = try timeWithoutSite(withAnother(service, keep: .warm), seed: 1)
    #expect(after == 3_600_000_000_000)
  }
}

extension FailureMode {
  /// Whether it spreads site by site, and may be found before it has reached all.
  fileprivate var isStaged: Bool {
    if case .loss(_, let containment) = effect { containment != nil } else { false }
  }
}
