import EventKernel
import FailoverSimulation
import ModelFiles
import ServiceModel
import Testing

@testable import Experiments

/// What holds of several services on one fleet, whatever happens to it.
@Suite struct SharedFleetLawTests {
  /// Three services with curves of their own, noise, a crowd and a deadline, on two sites that lose nodes, zones and each other.
  static let eventful = """
    service: platform
    begins: 2027-01-01
    horizon: 60d
    services:
      chat:
        traffic: { peak: 60rps, day: { sine-trough: 30% }, noise: { cv: 10%, correlation: 30min }, growth: { per-year: 60% } }
        replica: { gpus: 4, rated: 10rps }
        objectives: { availability: { at-least: 99%, in: 90% of years } }
        per-lost-request: $0.02
      embeddings:
        traffic:
          peak: 480rps
          day: { 0h: 100%, 8h: 30%, 16h: 60% }
          noise: { cv: 20%, correlation: 10min }
          flash-crowds: { index: { per-year: 40, factor: 2, lasts: 1h } }
        replica: { gpus: 1, rated: 40rps }
        priority: 1
      batch: { traffic: { peak: 6rps }, replica: { gpus: 2, rated: 0.5rps }, priority: 2, deadline: 4h }
    sites:
      east: { keep: serving, zones: 2, node: { gpus: 4xH100, price: $40/h } }
      west: { keep: serving, zones: 2, weight: 60%, node: { gpus: 4xH100, price: $44/h } }
    site-loss: none
    failures:
      node: { scope: node, every: exponential mean 400h, lasts: lognormal median 3h sigma 0.8 }
      zone: { scope: zone, per-year: 20, lasts: lognormal median 1h sigma 1 }
      region: { scope: region, per-year: 20, lasts: lognormal median 1h sigma 1 }
    detect: { probe: 10s, failures: 3 }
    execute: { move-traffic: { by: dns, ttl: 60s } }
    failback: { after: 1h, rejoin: 10min }
    """

  private func runs(_ count: Int) throws -> [(service: Service, outcome: Outcome)] {
    let service = try #require(try PlanFile(text: Self.eventful, name: "eventful.yaml").services.last)
    let world = try DemandWorld(service, seed: 11, number: 0)
    let plan = try Plan(service, seed: 11)
    return (0..<UInt32(count)).map { number in
      var run = Replication(plan, world: world, number: number)
      return (service, run.run())
    }
  }

  /// To the last unit: what services sent is what all sent, what they lost is what was lost, and of each service what
  /// outages and causes outside them account for is what it lost.
  @Test func servicesAddUpToTheFleet() throws {
    var lostInOutages = false
    for (service, outcome) in try runs(12) {
      #expect(outcome.services.demand.reduce(0, +) == outcome.amounts.demand)
      #expect(outcome.lostByClass.reduce(0, +) == outcome.amounts.lost)
      let count = outcome.lostByClass.count
      for index in 0..<count {
        let outside = stride(from: index, to: outcome.services.lostOutside.count, by: count)
          .reduce(Int128(0)) { $0 + outcome.services.lostOutside[$1] }
        let inside = outcome.outages.reduce(Int128(0)) { $0 + ($1.lostByService.isEmpty ? 0 : $1.lostByService[index]) }
        #expect(outside + inside == outcome.lostByClass[index], "service \(index) of \(service.name)")
        lostInOutages = lostInOutages || inside > 0
      }
      for outage in outcome.outages where !outage.lostByService.isEmpty {
        #expect(outage.lostByService.reduce(0, +) == outage.lost)
      }
    }
    #expect(lostInOutages, "nothing that is asked here has happened")
  }

  /// The figures say the same: lost minutes of causes sum to those of the service, GPU time to all of it, and records that are
  /// written and read again are what they were.
  @Test func figuresOfServicesAddUp() async throws {
    let services = try PlanFile(text: Self.eventful, name: "eventful.yaml").services
    let records = try await Study(services, size: StudySize(seed: 3, replications: 4, worlds: 2, threads: 1)).run()
    for record in records {
      let figures = DesignFigures(record)
      #expect(figures.services.map(\.name) == ["chat", "embeddings", "batch"])
      #expect(abs(figures.services.reduce(0) { $0 + $1.gpuTimeShare } - 1) < 1e-12)
      for service in figures.services {
        let causes = service.lostMinutesByCause.reduce(0) { $0 + $1.minutes }
        #expect(abs(causes - service.meanLostMinutes) < 1e-6 * max(1, service.meanLostMinutes))
      }
      for world in record.worlds {
        #expect(WorldRecord(line: world.line, of: record.service)?.line == world.line)
      }
    }
  }

  /// One service written long is the short form: the same service, and so the same figures to the byte.
  @Test func oneServiceWrittenLongIsTheShortForm() throws {
    let rest = """
      sites: { east: { keep: serving, node: { gpus: 8xH100 } } }
      failures: { node: { scope: node, every: exponential mean 400h, lasts: 3h } }
      detect: { probe: 10s, failures: 3 }
      execute: { move-traffic: { by: balancer } }
      """
    let short = """
      service: chat
      traffic: { peak: 100rps, day: { sine-trough: 30% }, noise: { cv: 5%, correlation: 30min }, growth: { per-year: 20% } }
      replica: { name: llama, gpus: 4, rated: 9.3rps, start: { boot: 3min } }
      """
    let long = """
      service: chat
      services:
        chat:
          traffic: { peak: 100rps, day: { sine-trough: 30% }, noise: { cv: 5%, correlation: 30min }, growth: { per-year: 20% } }
          replica: { name: llama, gpus: 4, rated: 9.3rps }
      replica: { start: { boot: 3min } }
      """
    let read = try [short, long].map { try PlanFile(text: $0 + "\n" + rest, name: "plan.yaml").services }
    #expect(read[0] == read[1])
  }

  /// Two services with the same replica and steady demand are two classes of one: 60 and 40 of 100 requests a second.
  @Test(arguments: 0..<6) func servicesThatAreAlikeAreClassesOfOne(number: UInt32) throws {
    let rest = """
      horizon: 60d
      sites: { east: { keep: serving, nodes: 6, node: { gpus: 8xH100 } } }
      failures:
        node: { scope: node, every: exponential mean 200h, lasts: lognormal median 3h sigma 0.8 }
        region: { scope: region, per-year: 20, lasts: 2h }
      detect: { probe: 10s, failures: 3 }
      execute: { move-traffic: { by: balancer } }
      """
    let classes = """
      service: alike
      traffic:
        peak: 100rps
        classes: { a: { share: 60%, state: none }, b: { share: 40%, state: none, priority: 1, deadline: 1h } }
      replica: { gpus: 8, rated: 20rps }
      """
    let services = """
      service: alike
      services:
        a: { traffic: { peak: 60rps }, replica: { gpus: 8, rated: 20rps } }
        b: { traffic: { peak: 40rps }, replica: { gpus: 8, rated: 20rps }, priority: 1, deadline: 1h }
      """
    let outcomes = try [classes, services].map { text -> Outcome in
      let service = try #require(try PlanFile(text: text + "\n" + rest, name: "alike.yaml").services.last)
      var run = Replication(
        try Plan(service, seed: 5), world: try DemandWorld(service, seed: 5, number: 0), number: number)
      return run.run()
    }
    let (one, two) = (outcomes[0], outcomes[1])
    #expect(one.amounts.demand == two.amounts.demand)
    #expect(one.nodeTime == two.nodeTime)
    #expect(one.outages.map(\.start) == two.outages.map(\.start))
    #expect(one.outages.map(\.end) == two.outages.map(\.end))
    #expect(one.amounts.lost > 0)
    // A class is found by a share of demand, a service by its own rate: they may differ by a millionth of a request a second.
    for (mine, other) in zip(one.requestsLostByClass, two.requestsLostByClass) {
      #expect(abs(mine - other) <= 1e-6 * other, "\(mine) and \(other)")
    }
  }
}
