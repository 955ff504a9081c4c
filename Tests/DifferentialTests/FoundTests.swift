import EventKernel
import ModelFiles
import ReferenceSimulator
import ServiceModel
import Testing

@testable import FailoverSimulation

/// Both accounts of thirty days of a plan, of which the rest is given: of its own design, or of the single site that every
/// comparison has.
func twoAccounts(
  _ rest: String, ofSingleSite: Bool = false
) throws -> (service: Service, simulated: Outcome, reference: ReferenceResult) {
  let text =
    "service: found\nhorizon: 30d\nobjectives: { monthly-availability: { at-least: 99%, in: 50% of months } }\n" + rest
  let services = try PlanFile(text: text, name: "found.yaml").services(at: [:])
  let service = try #require(ofSingleSite ? services.first : services.last)
  var replication = Replication(
    try Plan(service, seed: 1), world: try DemandWorld(service, seed: 1, number: 0), number: 0)
  var reference = ReferenceRun(service, seed: 1, replication: 0)
  return (service, replication.run(), reference.run())
}

/// What the two accounts disagreed about, each as a plan with its value by hand.
@Suite struct FoundTests {
  private func run(_ rest: String) throws -> (simulated: Outcome, reference: ReferenceResult) {
    let accounts = try twoAccounts(rest)
    return (accounts.simulated, accounts.reference)
  }

  private let twentyNodes = """
    replica: { rated: 5.000001rps }
    sites:
      a: { keep: serving, node: { gpus: 1 } }
    detect: { probe: 10s, probe-timeout: 5s, failures: 3 }
    execute: { move-traffic: { by: balancer } }
    """

  /// One of twenty nodes: 95 % is answered while the dead one swallows its share, and 95 % is not less than 95 %. Rounding
  /// down what nineteen answer of 100.000007 a second made outages of it. 5 % for (3 - 1/2) x 10 s + 5 s.
  @Test func aTwentiethIsNoOutage() throws {
    let (simulated, reference) = try run(
      "traffic: { peak: 100.000007rps }\n" + twentyNodes
        + "\nfailures: { node: { scope: region, nodes: 1, on: 2027-01-02, lasts: 30s } }")
    #expect(simulated.outages.isEmpty && reference.outages.isEmpty)
    #expect(abs(simulated.requestsLost - 150) < 0.01)
    #expect(abs(reference.lost - 150) < 0.01)
  }

  /// Ten of twenty nodes are back after 10 s, before the balancer would have noticed at 30 s: half of 100 a second for 10 s.
  /// It went on sending a third of the requests to nobody.
  @Test func whatIsMendedBeforeAnybodyNoticesAnswers() throws {
    let (simulated, reference) = try run(
      "traffic: { peak: 100rps }\n" + twentyNodes
        + "\nfailures: { dip: { scope: region, nodes: 10, on: 2027-01-02, lasts: 10s } }")
    #expect(abs(simulated.requestsLost - 500) < 0.01)
    #expect(abs(reference.lost - 500) < 0.01)
    #expect(simulated.outages.map(\.endedBy) == [.repair])
    #expect(simulated.outages.map { $0.recoverySeconds } == [10])
  }

  /// A control plane that is blocked sends nobody to look for capacity: the terms are calm, and the standby is there as
  /// soon as the loss is noticed.
  @Test func aBlockedControlPlaneIsNoRush() throws {
    let (simulated, reference) = try run(
      """
      traffic: { peak: 100rps }
      replica: { rated: 10rps }
      sites:
        a: { keep: serving, node: { gpus: 1 } }
        b: { keep: data, node: { gpus: 1 } }
      acquire:
        calm: { wait: 0s }
        rush: { wait: 2h, lasts: 3h }
      failures:
        plane: { scope: region, sites: [a], on: 2027-01-02 00:00, lasts: 5h, blocks: [acquire] }
        zone: { scope: zone, sites: [a], on: 2027-01-02 01:00, lasts: 4h }
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 1h }
      """)
    #expect(simulated.outages.map { $0.recoverySeconds } == [60])
    #expect(reference.outages.map { $0.end - $0.start } == [60_000_000_000])
  }

  /// Two accounts of regions that share a cause, of racks that do, and of nodes that stand by: the same outages, failovers
  /// and failover times.
  @Test(arguments: [
    "region: { scope: region, per-year: 120, lasts: 2h, common-cause: { share: 40%, within: provider, hits: 60% } }",
    "region: { scope: region, per-year: 120, lasts: exponential mean 2h, common-cause: { share: 60%, within: everywhere } }",
    "provider: { scope: provider, per-year: 90, lasts: 2h, common-cause: { share: 50%, within: everywhere, hits: 70% } }",
    "rack: { scope: rack, per-year: 90, lasts: 2h, common-cause: { share: 50%, within: zone, hits: 70% } }",
    "node: { scope: node, per-year: 90, lasts: 5h, dormant: 20% }\n  region: { scope: region, per-year: 50, lasts: 2h }",
  ])
  func commonCausesAreToldAlike(failures: String) throws {
    let (simulated, reference) = try run(
      """
      traffic: { peak: 100rps }
      replica: { rated: 10rps }
      sites:
        a: { provider: p, keep: serving, zones: 2, rack: 2, node: { gpus: 1 } }
        b: { provider: p, keep: warm, zones: 2, rack: 2, node: { gpus: 1 } }
        c: { provider: q, keep: warm, zones: 2, rack: 2, node: { gpus: 1 } }
      failures:
        \(failures)
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 1h }
      """)
    #expect(!simulated.outages.isEmpty)
    let comparison = Comparison(reference, simulated)
    #expect(comparison.differences.isEmpty, "\(comparison.differences)")
  }

  /// A full backup each day and an increment each five hours: the last of a day is made at 20:00. An hour after midnight,
  /// where the full one is of no use, it is five hours old, and rests on the full one and four increments.
  @Test func aDayOfBackupsEndsWithTheNextFullOne() {
    let backups = Backups(
      fullEverySeconds: 86_400, incrementalEverySeconds: 18_000, fullBytes: 1e12, incrementalBytes: 5e10,
      bytesPerSecond: 1e9, usable: 0.5)
    let restore = backups.restore(phase: 1.0 / 24, luck: 0.6)
    #expect(abs(restore.ageSeconds - 18_000) < 1e-6)
    #expect(abs(restore.takesSeconds - 1200) < 1e-6)
  }
}
