import CapacityPlanning
import CostCheck
import Experiments
import Synchronization
import Testing

/// The band of the uncertain inputs takes its share of what was asked for: 16 points of so many years each.
@Suite struct InputBandShareTests {
  /// Two years a point are the fewest that differ; a tenth of a short study, a hundred years, a fiftieth of a long one.
  @Test(arguments: [(years: 5, perPoint: 2), (40, 4), (400, 40), (1_000, 100)])
  func workBesideAStudyFollowsItsSize(years: Int, perPoint: Int) async throws {
    let services = Array(try CheckedSetting.sameProvider.plan().services.prefix(1))
    let plan = PlanSource(
      services: services, uncertainInputs: [UncertainInputName(path: "a", low: 1, mid: 2, high: 3)]
    ) { _ in services }
    let last = Mutex<ComparisonProgress?>(nil)
    _ = try await compare(plan, size: StudySize(seed: 1, replications: years, threads: 2)) { progress in
      last.withLock { $0 = progress }
    }
    let total = try #require(last.withLock { $0 }).total
    #expect(total == years + 16 * perPoint)
  }
}
