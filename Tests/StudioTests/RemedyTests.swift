import OutputAnalysis
import Testing

@testable import Studio

/// What would mend the design that loses least, tried and offered.
@Suite struct RemedyTests {
  @Test(arguments: [
    ("lognormal median 9min sigma 1.0", "lognormal median 4.5min sigma 1.0"), ("60s", "30s"), ("1h", "0.5h"),
    ("exponential mean 264d", "exponential mean 132d"),
  ])
  func timesAreHalved(text: String, half: String) { #expect(Remedy.half(of: text)?.text == half) }

  @Test(arguments: ["[1min, 2min, 3min]", "3", "automatic", "0s"]) func whatIsNoTimeIsLeft(text: String) {
    #expect(Remedy.half(of: text) == nil)
  }

  /// A plan offers what it writes: of two causes both repairs, one probe less, probes twice as often, ten points of buffer; nobody
  /// decides here, and traffic is moved by a balancer.
  @Test func aPlanOffersWhatItWrites() throws {
    let values = try Plans.studio().text.values
    let remedies = Remedy.offered(by: values, causes: ["release", "region", "overload"])
    #expect(
      remedies.map(\.path) == [
        "failures.release.lasts", "failures.region.lasts", "detect.failures", "detect.probe", "buffer",
      ])
    #expect(remedies.map(\.to) == ["6min", "lognormal median 40min sigma 1.1", "2", "5s", "35% of requirement"])
    #expect(remedies[2].words == "Call an alarm after 2 failed probes")
  }

  /// By hand: a release strikes every site twice a year for 12 minutes and no failover helps, so that half as long saves 2 x 6 = 12
  /// minutes a year, whatever else fails; and it is applied by its path.
  @Test func whatSavesIsOffered() async throws {
    let plan = try Plans.studio()
    let session = Session(seed: 42, threads: 2)
    let course = AnswerCourse(session: session, start: plan.file, now: plan.file)
    let answer = try #require(try await course.run(looks: [5]) { _ in })
    let tried = try await course.remedies(after: answer, state: StudioState(), plan: plan)
    let release = try #require(tried.first { $0.remedy.path == "failures.release.lasts" })
    #expect(release.difference.low < -12 + 2 && release.difference.high > -12 - 2, "\(release.difference)")
    #expect(tried.allSatisfy { $0.difference.high < 0 })
    #expect(tried.map(\.difference.estimate) == tried.map(\.difference.estimate).sorted())
    // The card says so, and its button carries the step.
    let html = RemedyView(remedies: tried).html.text
    #expect(html.contains("data-apply=\"failures.release.lasts\" data-to=\"6min\""))
    #expect(html.contains("End release twice as fast"))
    // What is applied gives the same difference.
    let applied = plan.reading(of: StudioState(changes: [.value(path: "failures.release.lasts", text: "6min")]))
    let after = AnswerCourse(session: session, start: plan.file, now: try #require(applied.file))
    let again = try #require(try await after.run(looks: [10]) { _ in })
    #expect(again.difference(of: release.design) == release.difference)
  }
}
