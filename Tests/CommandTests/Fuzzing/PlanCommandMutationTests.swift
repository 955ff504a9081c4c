import Foundation
import TestSupport
import Testing

/// Commands on edited plans: figures, or a refusal with its place; never a signal, and never without an end.
@Suite struct PlanCommandMutationTests {
  /// Of the test that runs always; an hour has some two hundred times as many.
  private static let mutants = 60

  /// A plan that imports its prices, so that a mistake may lie in another file too.
  private static let importing = """
    service: small
    begins: 2027-01-01
    horizon: 60d
    objectives:
      availability: { of: requests, at-least: 99.9%, in: 90% of years }
      recovery: { region: 15min, in: 95% of outages }
      budget: { at-most: $2M/y, in: 90% of years }
    traffic:
      peak: 200rps
      day: { 0h: 45%, 10h: 90%, 15h: 100% }
      noise: { cv: 5%, correlation: 30min }
      growth: { per-year: [10%, 20%, 40%] }
      classes: { chat: { share: 60%, state: { replication: exponential mean 100ms } }, batch: { share: 40%, state: none } }
    replica: { name: m, rated: 9rps, gpus: 4, start: { boot: 3min, image: 20GB, weights: 70GB, load: 60s } }
    sites:
      main: { keep: serving, zones: 3, node: { gpus: 8xH100, sku: x, price: $55/h }, fetch: 100Gbps }
      other: { keep: nothing, quota: 90 nodes, node: { gpus: 8xH100, sku: x, price: $98/h }, fetch: 100Gbps }
    buffer: 25% of requirement
    autoscaling: { minimum: 4 nodes, maximum: 40 nodes, start-lag: 6min, policies: [{ kind: hpa, utilization: 70% }] }
    acquire: { calm: { refused: 5%, wait: 6min }, rush: { refused: [15%, 35%, 70%], wait: 12min, lasts: 2h } }
    failures: { import: failures.yaml }
    detect: { probe: 10s, probe-timeout: 5s, failures: 3, vantage: 2 of 3 }
    decide: { by: automatic, pre-check: 30s, person: 11min }
    execute:
      steps: { promote: { takes: 20s } }
      restore-data: lognormal median 45min sigma 0.5
      move-traffic: { by: dns, ttl: 60s, after: [promote, capacity] }
      works: 95%
      otherwise: 1h
    failback: { after: 4h, at: 3h }
    designs:
      single-site: {}
      warm-standby: { sites: { other: { keep: warm, size: 30% of production } } }
      active-active: { sites: { other: { keep: serving } } }

    """
  private static let failures = """
    region: { scope: region, per-year: [3, 8, 20], lasts: lognormal median 80min sigma 1.1, shows-as: { refused: 60%, silent: 40% } }
    control: { scope: region, per-year: 4, lasts: 3h, blocks: [acquire], sites: [main] }
    zone: { scope: zone, per-year: 12, lasts: 20min }
    node: { scope: node, every: exponential mean 264d, lasts: 12min }

    """

  @Test func theUneditedPlanIsCompared() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(Self.importing, as: "plan.yaml")
    _ = try folder.write(Self.failures, as: "failures.yaml")
    let outcome = try LimitedRun.run(
      ["compare", "plan.yaml", "--replications", "3", "--no-inputs", "--quiet"], in: folder)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
  }

  @Test func everyCommandOnAMutantEnds() throws {
    let folder = try Folder()
    defer { folder.remove() }
    // What the models import.
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "library"), withDestinationURL: Checkout.models.appending(path: "library"))
    let models = ["start", "purchase-day", "two-region-reference", "growing-service"].map {
      Checkout.models.appending(path: "\($0).yaml")
    }
    let plans =
      [Self.importing, try Plans.starter()] + (try models.map { try String(contentsOf: $0, encoding: .utf8) })
    var draws = Mutants(seed: 41)
    var refused = 0
    let count = Self.mutants * Mutants.rounds(ofLongTests: 400)
    for number in 0..<count {
      let which = draws.next(plans.count)
      var (plan, failures) = (plans[which], Self.failures)
      if which == 0 && draws.next(4) == 0 {
        failures = draws.likelyMutant(of: failures)
      } else {
        plan = draws.next(4) == 0 ? draws.mutant(of: plan) : draws.likelyMutant(of: plan)
      }
      _ = try folder.write(plan, as: "plan.yaml")
      _ = try folder.write(failures, as: "failures.yaml")
      let mutant = plan + "\n" + failures
      func run(_ arguments: [String]) throws -> Int32 {
        try LimitedRun.expect(
          arguments, in: folder, place: #/[a-z-]\.yaml:\d+:\d+: error: /#, number: number, mutant: mutant
        ).exitCode
      }
      guard try run(["validate", "plan.yaml"]) == 0 else {
        refused += 1
        continue
      }
      switch draws.next(4) {
      case 0: _ = try run(["explain", "plan.yaml"])
      case 1 where plan.contains("\nplan:"): _ = try run(["plan", "plan.yaml", "--replications", "40", "--quiet"])
      default: _ = try run(["compare", "plan.yaml", "--replications", "3", "--no-inputs", "--quiet"])
      }
    }
    #expect(refused > count / 5 && refused < count * 4 / 5, "\(refused) of \(count)")
  }
}
