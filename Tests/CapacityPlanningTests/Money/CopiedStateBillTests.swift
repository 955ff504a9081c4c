import Costing
import Experiments
import ModelFiles
import ServiceModel
import Testing

@testable import CapacityPlanning

/// Whose conversations are copied, and billed.
@Suite struct CopiedStateBillTests {
  /// A hundred requests a second for sixty days are 518,400,000; six in ten are of a class that is replicated, one of a class
  /// that is in memory only, and 10 kB each: 3110.4 GB are copied, and kept for thirty days.
  @Test func whatIsInMemoryIsNotCopied() async throws {
    let text = """
      service: copied
      begins: 2027-02-01
      horizon: 1440h
      traffic:
        peak: 100rps
        sessions: { turns: 4, think-time: 30s }
        classes:
          chat: { share: 60%, state: { replication: 1s } }
          plain: { share: 10%, state: memory }
          api: { share: 30%, state: none }
      replica: { rated: 10rps, gpus: 8 }
      sites:
        main: { keep: serving, node: { gpus: 8xH100, price: $40/h } }
        dr: { keep: data, node: { gpus: 8xH100, price: $50/h } }
      detect: { takes: 5min }
      execute: { move-traffic: { by: balancer } }
      prices: { state: { per-request: 10kB, kept: 30d, sync: $0.02/GB, live: $0.25/GB-month, backup: $0.05/GB-month } }
      """
    let plan = try PlanFile(text: text, name: "plan.yaml")
    let size = StudySize(seed: 3, worlds: 2, replicationsPerWorld: 1, threads: 1)
    let records = try await Study(plan.services, size: size).run()
    let sheet = ComparedDesign(try #require(records.last), studyID: "copied", isBaseline: true).sheet
    let copied = sheet.lines.filter { $0.item == "state-sync" }.reduce(0) { $0 + $1.quantity.units }
    #expect(abs(copied - 3110.4) < 0.01, "\(copied)")
    // 3110.4 GB in sixty days are 51.84 GB a day; thirty days of them are held, for 1440 / 730.5 months: live at both sites, and in
    // one backup.
    let kept = 51.84 * 30 * 1440 / 730.5
    for (item, copies) in [("live-state", 2.0), ("backups", 1)] {
      let months = sheet.lines.filter { $0.item == item }.reduce(0) { $0 + $1.quantity.units }
      #expect(abs(months - copies * kept) < 0.01, "\(item) \(months)")
    }
  }
}
