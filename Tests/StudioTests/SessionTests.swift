import CapacityPlanning
import Experiments
import ModelFiles
import Reports
import ServiceModel
import Testing

@testable import Studio

@Suite struct SessionTests {
  /// After random edits, back and forth, at sizes that grow and shrink, the session says to the byte what a study says that
  /// knows nothing of it: figures, differences, outages and money.
  @Test func aSessionSaysWhatAFreshStudySays() async throws {
    let plan = try Plans.studio()
    let edits: [(path: String, values: [String])] = [
      ("detect.failures", ["1", "3", "7"]), ("failures.region.per-year", ["[1, 2, 4]", "[1, 3, 4]"]),
      ("designs.warm.sites.b.size", ["30% of production", "60% of production"]),
      ("buffer", ["25% of requirement", "0% of requirement"]),
      ("sites.b.node.price", ["$98/h", "$40/h"]), ("failback.after", ["1h", "5h"]),
    ]
    // So small that records are forgotten and made again.
    let session = Session(seed: 7, threads: 2, mostYears: 2500)
    var source = SeededSource(state: 11)
    for _ in 0..<16 {
      let changes = edits.map { PlanChange.value(path: $0.path, text: $0.values.randomElement(using: &source)!) }
      let without: Set<String> = Bool.random(using: &source) ? ["release"] : []
      let file = try #require(plan.reading(of: StudioState(changes: changes)).file)
      let years = [2, 5, 10].randomElement(using: &source)!
      var records: [DesignRecord] = []
      for service in file.services {
        records.append(try await session.record(of: service, yearsPerWorld: years, without: without))
      }
      let size = StudySize(seed: 7, replications: 40 * years, threads: 1)
      let kept = try await compare(file.planned, records: records, size: size, without: without, variesInputs: false)
      let fresh = try await compare(file.planned, size: size, without: without, variesInputs: false)
      #expect(comparisonJSON(kept).text == comparisonJSON(fresh).text)
    }
    #expect(await session.keptYears <= 2500)
  }

  /// What is kept has an end, however many states are asked for.
  @Test func aSessionForgetsTheLeastRecentlyUsed() async throws {
    let plan = try Plans.studio()
    let session = Session(seed: 1, threads: 2, mostYears: 1000)
    for failures in 1...30 {
      let state = StudioState(changes: [.value(path: "detect.failures", text: "\(failures)")])
      let file = try #require(plan.reading(of: state).file)
      _ = try await session.record(of: file.services[1], yearsPerWorld: 2)
    }
    let kept = await session.keptYears
    #expect(kept <= 1000 && kept >= 900)
  }

  /// Who gives up is not waited for, and the next one is served.
  @Test func cancelledWorkGivesItsTurnBack() async throws {
    let plan = try Plans.studio()
    let session = Session(seed: 1, threads: 1)
    let services = plan.file.services
    let tasks = (0..<8).map { number in
      Task { try await session.record(of: services[number % 3], yearsPerWorld: 4000 + number) }
    }
    for task in tasks { task.cancel() }
    for task in tasks {
      await #expect(throws: CancellationError.self) { _ = try await task.value }
    }
    let record = try await session.record(of: services[0], yearsPerWorld: 2)
    #expect(record.replications == 80)
  }
}

@Suite struct GrowingAnswerTests {
  /// Every look is the comparison of `nines compare` with as many years, and the difference of a design from itself is none.
  @Test func everyLookIsACompare() async throws {
    let plan = try Plans.studio()
    let state = StudioState(changes: [.value(path: "designs.warm.sites.b.size", text: "80% of production")])
    let file = try #require(plan.reading(of: state).file)
    let session = Session(seed: 42, threads: 2)
    let course = AnswerCourse(session: session, start: plan.file, now: file)
    #expect(course.touched == ["warm"])
    try await course.run(looks: [2, 5]) { answer in
      let size = StudySize(seed: 42, replications: answer.years, threads: 2)
      let fresh = try await compare(file.planned, size: size, variesInputs: answer.isBanded)
      #expect(comparisonJSON(answer.now).text == comparisonJSON(fresh).text)
      #expect(answer.difference(of: "hot").map { $0.isExact && $0.estimate == 0 } == true)
      let warm = try #require(answer.difference(of: "warm"))
      let means = [answer.start, answer.now].map { $0.designs[1].figures.meanLostMinutes }
      #expect(abs(warm.estimate - (means[1] - means[0])) < 1e-9)
    }
  }

  /// What a change touches: a price touches every design with such a node, a design's own key that design, a cause all.
  @Test func touchedIsWhatIsNoLongerTheSame() throws {
    let plan = try Plans.studio()
    let session = Session(seed: 1, threads: 1)
    func touched(_ path: String, _ text: String, without: Set<String> = []) throws -> Set<String> {
      let file = try #require(plan.reading(of: StudioState(changes: [.value(path: path, text: text)])).file)
      return AnswerCourse(session: session, start: plan.file, now: file, without: without).touched
    }
    #expect(try touched("designs.hot.sites.b.keep", "loaded") == ["hot"])
    #expect(try touched("detect.failures", "5") == ["single-site", "warm", "hot"])
    #expect(try touched("detect.failures", "3") == [])
    #expect(try touched("detect.failures", "3", without: ["release"]) == ["single-site", "warm", "hot"])
  }
}
