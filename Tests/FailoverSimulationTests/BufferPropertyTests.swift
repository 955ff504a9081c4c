import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// What a planner relies on, over random plans on the same luck: more buffer loses no more, another site leaves users
/// without any site no longer. Both have exceptions; each that was found stands here by name.
@Suite struct BufferPropertyTests {
  /// A made-up plan of fixed fleets: what is known to break the property is left out.
  private func fixed(_ seed: UInt64) -> Service {
    var random = RandomPlan(seed: seed)
    var service = random.service()
    service.autoscaling = nil
    service.protection = Protection()
    service.replica.coldCache = nil
    service.horizonHours = min(service.horizonHours, 400)
    if service.detection.isLayered {
      // Detectors that look at requests see a fleet that is short.
      service.detection = .takes(.constant(60))
    }
    for index in service.sites.indices {
      service.sites[index].fetchBytesPerSecond = .infinity
      service.sites[index].pool = nil
    }
    service.objectives.firstToken = []
    // Spares that fail take requests with them until the balancer has noticed.
    service.failures.removeAll { $0.scope.isSmall || $0.scope == .rack || $0.target.rollOut != nil || $0.isPartial }
    // More nodes that are down ring more alarms, and whoever is on call answers later.
    service.decision.onCall = nil
    // A return that waits for the night ends at once where users suffer.
    service.failback = Failback(afterSeconds: 0)
    return service
  }

  private func lost(_ service: Service, buffer: Double, seed: UInt64, year: UInt32 = 0) throws -> Int128 {
    var service = service
    service.sizing.buffer = buffer
    var run = Replication(
      try Plan(service, seed: seed), world: try DemandWorld(service, seed: seed, number: 0), number: year)
    return run.run().lost
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func moreBufferNeverLosesMoreInFixedFleets(seed: UInt64) throws {
    let service = fixed(seed)
    let losses = try [0, 0.1, 0.25, 0.6].map { try lost(service, buffer: $0, seed: seed) }
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 >= $1 }, "\(losses.map { Double($0) / 1e15 })")
  }

  /// Whatever a plan holds, a larger buffer loses less on average: over the plans and years of fixed seeds, the mean
  /// difference of lost shares is below zero by more than two standard errors.
  @Test func moreBufferLosesLessOnAverage() throws {
    var differences: [Double] = []
    for seed in 100..<130 as Range<UInt64> {
      var random = RandomPlan(seed: seed)
      var service = random.service()
      service.horizonHours = min(service.horizonHours, 100)
      let demand = Double(
        try DemandWorld(service, seed: seed, number: 0).amount(from: .zero, to: SimTime(seconds: 100 * 3600)))
      for year in 0..<2 as Range<UInt32> {
        let (lean, rich) = (
          try lost(service, buffer: 0, seed: seed, year: year), try lost(service, buffer: 0.5, seed: seed, year: year)
        )
        differences.append(Double(rich - lean) / demand)
      }
    }
    let n = Double(differences.count)
    let mean = differences.reduce(0, +) / n
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    #expect(mean < -2 * (variance / n).squareRoot(), "mean \(mean)")
  }

  /// A counter-example: two hundred users' worth of spares fail too, and each takes requests with it until it is noticed.
  /// Ten nodes for a demand of 100 lose one tenth while one is down; twenty lose nothing then but the seconds before the
  /// balancer notices, and have twice as many nodes that fail. With repairs of a second, more spares lose more.
  @Test func failingSparesAreAnException() throws {
    func lost(nodes: Int) throws -> Double {
      var plan = OneFailure(
        failures: [
          FailureMode(
            name: "node", scope: .node, lifetime: .exponential(mean: 20 * 3600), lasts: .constant(1),
            effect: .loss(symptoms: [], containment: nil))
        ], hours: 2000, nodes: nodes)
      plan.peak = 50
      var service = plan.service
      service.detection = .probes(Probes(intervalSeconds: 10, timeoutSeconds: 5, failures: 3))
      return try run(service).requestsLost
    }
    // Both have spares; a node's share of the requests shrinks as fast as their number grows, so it is nearly a tie.
    let (few, many) = (try lost(nodes: 10), try lost(nodes: 20))
    #expect(few > 0 && many > 0 && abs(many / few - 1) < 0.25, "\(few) \(many)")
  }

  /// A counter-example: with a standby a little too small users are in an outage, and their traffic returns as soon as the
  /// first site is well. With a larger one they lose four percent, which is no outage, and wait for the night.
  @Test func aReturnThatWaitsIsAnException() throws {
    func lost(standby nodes: Int) throws -> Double {
      let loss = dated("loss", .region, at: [10], lasts: 1, sites: ["a"])
      return try run(
        twoSites([loss], hours: 72) {
          $0.failback = Failback(afterSeconds: 0, atHour: 3)
          $0.replica.ratedRPS = 1
          $0.sites[0].size = .nodes(100)
          $0.sites[1].size = .nodes(nodes)
          $0.sites[1].quotaNodes = nodes
        }
      ).requestsLost
    }
    #expect(try lost(standby: 94) < lost(standby: 96))
    #expect(try lost(standby: 96) > lost(standby: 100))
  }
}

/// Time without any site.
@Suite struct AnotherSiteTests {
  /// Fleets of one size whatever happens: standing nodes, no growth, no autoscaler.
  private func frozen(_ seed: UInt64) -> Service {
    var random = RandomPlan(seed: seed)
    var service = random.service()
    service.autoscaling = nil
    service.protection = Protection()
    service.replica.coldCache = nil
    service.horizonHours = min(2 * service.horizonHours, 1000)
    service.crews = []
    let standing = service.sites.map { service.standingNodes(at: $0) }
    for index in service.sites.indices {
      if service.sites[index].keep < .warm { service.sites[index].keep = .warm }
      service.sites[index].size = .nodes(max(1, standing[index]))
      service.sites[index].quotaNodes = max(1, standing[index])
      service.sites[index].pool = nil
    }
    service.objectives.firstToken = []
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

extension Detection {
  fileprivate var isLayered: Bool { if case .layers = self { true } else { false } }
}

extension FailureMode {
  /// Whether it strikes a part of what is in its scope.
  fileprivate var isPartial: Bool { target.share < 1 || target.nodes != nil }

  /// Whether it spreads site by site, and may be found before it has reached all.
  fileprivate var isStaged: Bool {
    if case .loss(_, let containment) = effect { containment != nil } else { false }
  }
}
