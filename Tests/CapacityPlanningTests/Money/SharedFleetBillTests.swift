import CapacityPlanning
import Costing
import Experiments
import ModelFiles
import Reports
import ServiceModel
import Testing

/// What services that share a fleet cost, by hand.
@Suite struct SharedFleetBillTests {
  /// Ten nodes of four GPUs at $40 an hour cost 10 x 40 x 8766 = $3,506,400 a year. Chat keeps 16 GPUs busy, embeddings 8 and
  /// batch 16: 140,256, 70,128 and 140,256 GPU-hours a year. In two hours in which half of the nodes stop batch loses all of
  /// its 32 GPU-hours (28,800 requests) and embeddings 8 (1,152,000 requests), so that 350,600 are answered.
  private func compared(prices: String = "") async throws -> Comparison {
    let text = """
      service: platform
      begins: 2027-01-01
      services:
        chat: { traffic: { peak: 40rps }, replica: { gpus: 4, rated: 10rps } }
        embeddings: { traffic: { peak: 320rps }, replica: { gpus: 1, rated: 40rps }, priority: 1, per-lost-request: $0.001 }
        batch: { traffic: { peak: 4rps }, replica: { gpus: 2, rated: 0.5rps }, priority: 2, per-lost-request: $0.05 }
      sites: { east: { keep: serving, nodes: 10, node: { gpus: 4xH100, price: $40/h } } }
      failures: { thermal: { scope: region, on: 2027-01-03 06:00, lasts: 2h, impairs: { capacity: 50% } } }
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }
      \(prices)
      """
    let plan = try PlanFile(text: text, name: "plan.yaml")
    return try await compare(
      PlanSource(services: plan.services, uncertainInputs: []) { _ in plan.services },
      size: StudySize(seed: 1, worlds: 2, replicationsPerWorld: 1, threads: 1))
  }

  /// Lost requests cost 1,152,000 x $0.001 + 28,800 x $0.05 = $2,592, in twelve months of two lines, each rounded to a cent.
  @Test func lostRequestsCostWhatTheirServiceSays() async throws {
    let sheet = try await compared().designs[0].sheet
    #expect(sheet.amortisedYear == Money(cents: 350_640_000))
    let loss = try #require(sheet.outageLossYear)
    #expect(abs(loss.cents - 259_200) <= 12)
    #expect(sheet.totalYear == sheet.amortisedYear + loss)
  }

  /// Parts by GPU time of what was answered, to the cent, and in all the bill.
  @Test func theBillIsShownByGPUTime() async throws {
    let comparison = try await compared()
    let design = comparison.designs[0]
    let shown = design.sheet.shown(by: design.figures.services.map(\.gpuTimeShare))
    #expect(shown.reduce(.zero, +) == design.sheet.amortisedYear)
    for (part, hours) in zip(shown, [140_256.0, 70_120, 140_224]) {
      #expect(abs(part.dollars - 3_506_400 * hours / 350_600) < 0.02, "\(part)")
    }
    #expect(design.sheet.shown(by: [1, 1, 1]).map(\.cents).reduce(0, +) == 350_640_000)
    let table = try #require(
      resultFiles(comparison, assumptions: [], ledger: .none).first { $0.name == "services.csv" }
    ).text()
    #expect(table.split(separator: "\n").count == 4)
    #expect(table.contains("\(shown[2])"))
  }

  /// Lost minutes of each service, of its own year: 28,800 of batch's 4 x 8766 x 3600 requests are 120 of its minutes.
  @Test func eachServiceCountsItsOwnMinutes() async throws {
    let services = try await compared().designs[0].figures.services
    #expect(zip(services, [0, 60, 120.0]).allSatisfy { abs($0.meanLostMinutes - $1) < 1e-6 })
    #expect(services.map(\.downtimeMinutes).allSatisfy { $0 != nil })
    #expect(zip(services, [0, 120, 120.0]).allSatisfy { abs(($0.downtimeMinutes ?? -1) - $1) < 1e-6 })
  }

  /// A minute of embeddings is 320 x 60 requests at $0.001, one of batch 4 x 60 at $0.05; chat has no price. One value for all
  /// would be wrong for each, also where minutes of outages have a price besides.
  @Test func aLostMinuteCostsWhatItsServiceSays() async throws {
    let comparison = try await compared(prices: "prices: { outage: { per-minute: $100/min } }")
    #expect(comparison.dollarsPerLostMinute == nil)
    let table = try #require(
      resultFiles(comparison, assumptions: [], ledger: .none).first { $0.name == "services.csv" }
    ).text()
    let minutes = table.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).last.flatMap { Double($0) }
    }
    #expect(minutes == [nil, 19.2, 12])
  }

  /// A stored result that is priced again costs the same.
  @Test func whatIsStoredCostsTheSame() async throws {
    let comparison = try await compared()
    let files = resultFiles(comparison, assumptions: [], ledger: .none).filter { $0.name == "result.json" }
    let stored = try StoredResult(json: files[0].text())
    #expect(stored.designs.map(\.usage) == comparison.designs.map(\.usage))
  }
}
