import Experiments
import ServiceModel
import Testing

@Suite struct StudyTests {
  @Test func thereAreModelsToTest() {
    #expect(Model.all.contains("chat-api.yaml"))
    #expect(Model.all.contains("oracles/two-state.yaml"))
  }

  /// Double entry: what the ledger's rows lost and what was lost outside outages is what was lost, to the last unit.
  @Test(arguments: Model.all)
  func everyLedgerReconcilesExactly(model: String) async throws {
    // Exact in every single year: more of them find no more than the random plans of InvariantTests do.
    let size = StudySize(seed: 5, worlds: 2, replicationsPerWorld: isLong ? 500 : 2, threads: 2)
    let records = try await Study(Model.services(model), size: size).run()
    for record in records {
      #expect(record.isReconciled, "\(model), \(record.service.design.name)")
      for world in record.worlds {
        let share = world.replications.reduce(0) { $0 + record.service.horizon.added(perYear: $1.requestsLost) }
        #expect(abs(share - world.amounts.counted(.lost)) <= 1e-9 * max(1, share))
      }
    }
  }

  @Test func theNumberOfThreadsChangesNoDigit() async throws {
    let services = try Model.services("chat-api.yaml")
    func run(threads: Int) async throws -> [String] {
      let size = StudySize(seed: 7, worlds: 6, replicationsPerWorld: 10, threads: threads)
      return try await Study(services, size: size, ledger: .kept).run().map(everyNumber)
    }
    let one = try await run(threads: 1)
    let two = try await run(threads: 2)
    #expect(one == two)
    // The digits are there to differ: other luck gives others.
    let other = StudySize(seed: 8, worlds: 6, replicationsPerWorld: 10, threads: 1)
    #expect(try await Study(services, size: other, ledger: .kept).run().map(everyNumber) != one)
  }

  /// A site that a design keeps nothing at may stand anywhere in the plan.
  @Test(arguments: ["chat-api.yaml", "two-region-reference.yaml", "seed-failover.yaml"])
  func anUnusedSiteChangesNoNumber(model: String) async throws {
    let services = try Model.services(model)
    // Every digit of twelve years: a draw that moved would show in the first outage after it.
    let size = StudySize(seed: 11, worlds: 2, replicationsPerWorld: isLong ? 24 : 6, threads: 2)
    let records = try await Study(services, size: size, ledger: .kept).run()
    #expect(records.contains { $0.worlds.allSatisfy { !$0.ledger.isEmpty } })
    let before = records.map(everyNumber)
    for place in [0, 1, 2] {
      let extended = services.map { service -> Service in
        var service = service
        service.sites.insert(
          Site(
            name: "unused", provider: "nobody", region: "nowhere", keep: .nothing,
            node: NodeType(gpuModel: "any", gpus: 8)), at: place)
        return service
      }
      let after = try await Study(extended, size: size, ledger: .kept).run().map(everyNumber)
      for (service, isSame) in zip(services, zip(before, after).map(==)) {
        #expect(isSame, "\(service.design.name), unused site at \(place)")
      }
    }
  }
}
