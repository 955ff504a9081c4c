import Experiments
import ServiceModel
import Testing

@Suite struct RemovedCauseTests {
  /// The same luck without a cause: what other causes do is untouched, so a plan of one more cause and the plan
  /// without it agree to the bit.
  @Test func leavingACauseOutIsNeverHavingHadIt() async throws {
    let whole = try Model.service("chat-api.yaml", design: "hot-standby")
    var smaller = whole
    smaller.failures.removeAll { $0.name == "release" }
    let size = StudySize(seed: 5, worlds: 2, replicationsPerWorld: 20, threads: 2)
    let removed = try await Study([whole], size: size, disabled: ["release"]).run()[0]
    let never = try await Study([smaller], size: size).run()[0]
    let all = try await Study([whole], size: size).run()[0]
    func lost(_ record: DesignRecord) -> [Double] { record.worlds.flatMap { $0.replications.map(\.lostMinutes) } }
    #expect(lost(removed) == lost(never))
    #expect(lost(all) != lost(removed))
    #expect(lost(all).reduce(0, +) > lost(removed).reduce(0, +))
  }
}
