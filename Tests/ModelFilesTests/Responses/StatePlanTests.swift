import ServiceModel
import Stochastics
import Testing

@testable import ModelFiles

/// Where state is kept and how it is backed up, as a plan writes it.
@Suite struct StatePlanTests {
  private let short = "state: { replication: exponential mean 100ms }"

  @Test(arguments: [
    ("memory", StateStore.memory),
    ("{ synchronous: 70ms }", .synchronous(roundTripSeconds: 0.07)),
    ("{ replication: 2s, at-peak: 300% }", .replication(lag: .constant(2), atPeak: 3)),
    ("{ cache: 2s }", .cache(lag: .constant(2), dependency: nil)),
    (
      "{ checkpoint: 30s, upload: 2s, restore: 20s, restore-limit: 60s }",
      .checkpoint(
        interval: .constant(30), delay: .constant(2),
        restore: CheckpointRestore(takes: .constant(20), limitSeconds: 60))
    ),
    (
      "{ checkpoint: uniform 15s to 45s, upload: exponential mean 2s }",
      .checkpoint(interval: .uniform(low: 15, high: 45), delay: .exponential(mean: 2))
    ),
  ])
  func storesAreRead(text: String, store: StateStore) throws {
    let plan = try PlanFile(
      text: wholePlan.replacing(short, with: "state: \(text), conflicts: 1%", maxReplacements: 1), name: "plan.yaml")
    #expect(plan.services[0].traffic.classes[0].state == store)
    #expect(plan.services[0].traffic.classes[0].conflicts == 0.01)
  }

  @Test func backupsAndSpoiltDataAreRead() throws {
    let text = wholePlan.replacing(
      "  works: 95%",
      with: """
          backups: { full-every: 7d, incremental-every: 1h, full: 2TB, incremental: 10GB, bandwidth: 1GB/s, usable: 97%, stored-at: west }
          works: 95%
        """
    ).replacing(
      "  node: { scope: node,",
      with: "  spoilt: { scope: everywhere, corrupts: yes, per-year: 1, lasts: 6h }\n  node: { scope: node,")
    let service = try PlanFile(text: text, name: "plan.yaml").services[0]
    #expect(
      service.execution.backups
        == Backups(
          fullEverySeconds: 604_800, incrementalEverySeconds: 3600, fullBytes: 2e12, incrementalBytes: 1e10,
          bytesPerSecond: 1e9, usable: 0.97, storedAt: "west"))
    #expect(service.failures.filter { $0.effect == .corrupts }.map(\.name) == ["spoilt"])
    #expect(service.failures.contains { $0.name == "spoilt/restore" && $0.effect != .corrupts })
  }

  @Test(arguments: [
    (
      "state: { replication: exponential mean 100ms }", "state: { cache: 2s, kept-by: redis }",
      "there is no dependency 'redis'"
    ),
    ("state: { replication: exponential mean 100ms }", "state: memory", "does not say how long they are"),
    (
      "state: { replication: exponential mean 100ms }", "state: { checkpoint: 30s, restore-limit: 60s }",
      "'restore' is missing"
    ),
    (
      "  works: 95%", "  backups: { full-every: 1h, incremental-every: 2h, full: 1TB, bandwidth: 1GB/s }\n  works: 95%",
      "incremental backups are rarer"
    ),
    (
      "  works: 95%", "  backups: { full-every: 1d, full: 1TB, bandwidth: 1GB/s, stored-at: mars }\n  works: 95%",
      "there is no site 'mars'"
    ),
    (
      "control: { scope: region, per-year: 1, lasts: 3h, blocks: [acquire], sites: [east] }",
      "control: { scope: region, per-year: 1, lasts: 3h, corrupts: yes }", "spoilt everywhere"
    ),
  ])
  func mistakesAreNamed(old: String, new: String, message: String) {
    let problems = planProblems(replacing: old, by: new)
    #expect(problems.contains { $0.contains(message) }, "\(problems)")
  }
}
