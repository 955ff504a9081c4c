import Foundation
import ModelFiles
import ServiceModel
import Stochastics
import TestSupport
import Testing

/// What a plan says of failures beyond a rate and a length, and what it may not say.
@Suite struct FailureKeyTests {
  private let node = "node: { scope: node, every: exponential mean 264d, lasts: 12min }"

  private func service(_ failures: String, top: String = "") throws -> Service {
    var text = wholePlan.replacingOccurrences(of: node, with: failures)
    text += "\n" + top
    return try PlanFile(text: text, name: "plan.yaml", designs: nil).services[1]
  }

  private func failure(_ line: String, top: String = "") throws -> FailureMode {
    try #require(try service(line, top: top).failures.first { $0.name == "x" })
  }

  @Test func datesAreReadFromThePlansFirstDay() throws {
    let mode = try failure("x: { scope: edge, on: [2027-01-02, 2027-01-03 06:00], repeat: 7d, chance: 5%, lasts: 1h }")
    #expect(mode.dates == FailureDates(seconds: [86_400, 194_400], repeatsEverySeconds: 604_800, chance: 0.05))
    #expect(mode.dates?.date(2) == 799_200.0)
    #expect(mode.dates?.number(atOrAfter: 194_401) == 2 && mode.dates?.number(atOrAfter: 799_201) == 3)
  }

  /// A tenth of the rate is the group's; the mode's own mean is longer by as much.
  @Test func aBetaFactorSplitsTheRate() throws {
    let modes = try service(
      "x: { scope: node, per-year: 2, lasts: 1h, common-cause: { share: 10%, within: zone, hits: 50% } }"
    ).failures
    let own = try #require(modes.first { $0.name == "x" })
    let shared = try #require(modes.first { $0.name == "x/common-cause" })
    #expect(abs(own.lifetime.mean * 1.8 / (8766 * 3600) - 1) < 1e-12)
    #expect(abs(shared.lifetime.mean * 0.2 / (8766 * 3600) - 1) < 1e-12)
    #expect(shared.scope == .zone && shared.effect == .strikes("x") && shared.target.share == 0.5)
  }

  /// Places in one another: what a region, a provider or a procedure does with its like.
  @Test(arguments: [
    ("scope: region", "provider", FailureScope.provider), ("scope: region", "everywhere", .everywhere),
    ("scope: provider", "everywhere", .everywhere), ("scope: procedure, fails: 50%", "everywhere", .everywhere),
    ("scope: procedure, fails: 50%", "provider", .provider), ("scope: rack", "zone", .zone),
    ("scope: region, impairs: { success: 90% }", "provider", .provider),
    ("scope: region, shows-as: { silent: 100% }", "provider", .provider),
  ])
  func whatIsLargerHoldsACommonCause(member: String, within: String, scope: FailureScope) throws {
    let modes = try service(
      "x: { \(member), per-year: 4, lasts: 1h, common-cause: { share: 25%, within: \(within) } }"
    ).failures
    let own = try #require(modes.first { $0.name == "x" })
    let shared = try #require(modes.first { $0.name == "x/common-cause" })
    #expect(abs(own.lifetime.mean * 3 / (8766 * 3600) - 1) < 1e-12)
    #expect(abs(shared.lifetime.mean / (8766 * 3600) - 1) < 1e-12)
    #expect(shared.scope == scope && shared.effect == .strikes("x") && shared.lasts == .constant(0))
  }

  /// A component fails three times a year by itself and once with all others, which spares every second: 3.5 times.
  @Test func aSharedCauseCountsInTheMeanLife() throws {
    let service = try service(
      "x: { scope: region, per-year: 4, lasts: 1h, common-cause: { share: 25%, within: provider, hits: 50% } }")
    let mode = try #require(service.failures.first { $0.name == "x" })
    #expect(service.sharesCause(mode))
    #expect(abs(service.meanLifetime(of: mode) * 3.5 / (8766 * 3600) - 1) < 1e-12)
  }

  @Test func whatStandsByMayFailLess() throws {
    #expect(try failure("x: { scope: node, per-year: 2, lasts: 1h, dormant: 10% }").rateWhenDormant == 0.1)
    #expect(try failure("x: { scope: node, per-year: 2, lasts: 1h }").rateWhenDormant == 1)
  }

  @Test func repairsAreAMixture() throws {
    let mode = try failure(
      "x: { scope: node, per-year: 1, repairs: { restart: { share: 75%, takes: 10min }, swap: { share: 25%, takes: 4h, crew: team } } }",
      top: "crews: { team: { people: 2 } }")
    #expect(abs(mode.lasts.mean - (0.75 * 600 + 0.25 * 14_400)) < 1e-9)
    #expect(mode.repairs.map(\.crew) == [nil, "team"])
  }

  @Test func greyFailuresAndDependenciesAreRead() throws {
    let service = try service(
      "x: { scope: dependency, of: store, per-year: 1, lasts: 1h, impairs: { success: 90%, quality: 80% } }",
      top:
        "dependencies: { store: { hosted-at: [east], capacity: 50rps, without: { quality: 60%, blocks: [acquire] } } }")
    #expect(
      service.dependencies == [
        Dependency(
          name: "store", hosts: ["east"], capacityRPS: 50, without: Impairment(quality: 0.6, blocks: [.acquire]))
      ])
    #expect(service.failures.last?.effect == .impairs(Impairment(success: 0.9, quality: 0.8)))
  }

  @Test func plannedWorkAndDrillsBecomeFailuresOnDates() throws {
    let service = try service(
      node,
      top: """
        roll-outs: { patch: { on: 2027-01-05, repeat: 30d, apart: 1d, unavailable: 20%, surge: 1 nodes, node-takes: 5min } }
        drills: { region: { per-year: 2, first: 2027-02-01, breaks: { chance: 5%, site: west, lasts: 30min } } }
        """)
    let patch = try #require(service.failures.first { $0.name == "patch" })
    #expect(patch.target.rollOut == RollOut(unavailable: .share(0.2), surge: .nodes(1), nodeSeconds: 300))
    #expect(patch.dates?.apartSeconds == 86_400)
    let drill = try #require(service.failures.first { $0.name == "drill region" })
    #expect(drill.dates?.repeatsEverySeconds == 8766 * 1800 && drill.dates?.chance == 0.05)
  }

  @Test(arguments: [
    ("x: { scope: node, per-year: 1, on: 2027-02-01, lasts: 1h }", "'per-year' and 'on' both say how often"),
    ("x: { scope: edge, on: 2026-12-31, lasts: 1h }", "lies before the plan begins"),
    ("x: { scope: edge, on: [2027-03-01, 2027-02-01], lasts: 1h }", "do not rise"),
    ("x: { scope: node, per-year: 1, lasts: 1h, crew: team }", "there is no crew 'team'"),
    ("x: { scope: node, per-year: 1, lasts: 1h, blocks: [acquire] }", "blocks nothing"),
    ("x: { scope: region, per-year: 1, lasts: 1h, announced: yes }", "only nodes can be announced"),
    ("x: { scope: region, per-year: 1, lasts: 1h, only: spot }", "spot nodes are taken one by one"),
    ("x: { scope: area, per-year: 1, lasts: 1h, radius: 300km }", "has no place"),
    ("x: { scope: area, per-year: 1, lasts: 1h }", "'radius' is missing"),
    ("x: { scope: link, per-year: 1, lasts: 1h, between: [east, east] }", "a link joins two sites"),
    ("x: { scope: dependency, of: cache, per-year: 1, lasts: 1h }", "there is no dependency 'cache'"),
    ("x: { scope: procedure, fails: 50%, per-year: 1, lasts: 1h, found-by: [region] }", "there is no drill 'region'"),
    ("x: { scope: node, every: weibull shape 2 mean 9d, lasts: 1h, without-demand: 20% }", "needs exponential times"),
    (
      "x: { scope: node, every: weibull shape 2 mean 9d, lasts: 1h, common-cause: { share: 5%, within: zone } }",
      "a common cause needs exponential times"
    ),
    (
      "x: { scope: region, per-year: 1, lasts: 1h, common-cause: { share: 5%, within: zone } }",
      "a zone holds no several things that failures of scope 'region' strike"
    ),
    (
      "x: { scope: edge, per-year: 1, lasts: 1h, common-cause: { share: 5%, within: everywhere } }",
      "there is one clock for failures of scope 'edge'"
    ),
    (
      "x: { scope: node, per-year: 1, lasts: 1h, dormant: 10%, common-cause: { share: 5%, within: zone } }",
      "a common cause needs exponential times"
    ),
    ("x: { scope: region, per-year: 1, lasts: 1h, dormant: 10% }", "does not ask whether its site has traffic"),
    ("x: { scope: node, every: weibull shape 2 mean 9d, lasts: 1h, dormant: 10% }", "needs exponential times"),
    ("x: { scope: node, per-year: 1, repairs: { a: { share: 60%, takes: 1h } } }", "sum to 60 %"),
    ("x: { scope: node, per-year: 1, lasts: 1h, hits: 30% }", "strikes one thing at a time"),
    ("x: { scope: zone, per-year: 1, lasts: 1h, shows-as: { silent: 100% } }", "loses no site that a probe could ask"),
    ("x: { scope: edge, per-year: 1, lasts: 1h, shows-as: { silent: 100% } }", "loses no site that a probe could ask"),
    ("x: { scope: region, per-year: 1, lasts: 1h, contained-by: { staged-roll-out: 50% } }", "rolled out everywhere"),
    ("x: { scope: everywhere, per-year: 1, lasts: 1h, sites: [east] }", "strikes at no site of its own"),
    ("x: { scope: edge, per-year: 1, lasts: 1h, sites: [east] }", "strikes at no site of its own"),
    (
      "x: { scope: link, per-year: 1, lasts: 1h, between: [east, west], impairs: { success: 50% } }",
      "serves nobody, well or badly"
    ),
    ("x: { scope: region, per-year: 1, lasts: 1h, impairs: { late: 20% } }", "nothing measures how late"),
    ("overload: { scope: region, per-year: 1, lasts: 1h }", "the name of another cause"),
  ])
  func whatCannotBeIsNamed(line: String, expected: String) {
    let problems = planProblems(replacing: node, by: line)
    #expect(problems.contains { $0.contains(expected) }, "\(problems)")
  }

  /// A second site of the same city is a warning where it is the last one, and none where a third one is far away.
  @Test func sitesOfOneCityNeedAThirdFarAway() {
    func problems(_ third: String) -> [String] {
      planProblems(
        """
        service: halls
        traffic: { peak: 10rps }
        replica: { rated: 1rps }
        sites:
          one: { keep: serving, place: { latitude: 31.2, longitude: 121.5 }, node: { gpus: 1 } }
          two: { keep: warm, place: { latitude: 31.3, longitude: 121.6 }, node: { gpus: 1 } }
        \(third)
        failures: { flood: { scope: area, per-year: 1, lasts: 1h, radius: 50km } }
        detect: { takes: 1min }
        execute: { move-traffic: { by: balancer } }
        """)
    }
    // A degree of latitude is 111.2 km, of longitude there 95.1 km.
    let near = problems("")
    #expect(near.count == 1 && near[0].contains("'two' is 15 km from 'one'"), "\(near)")
    let far = problems("  three: { keep: warm, place: { latitude: 22.5, longitude: 114.1 }, node: { gpus: 1 } }")
    #expect(far == [], "\(far)")
  }

  private static let library = Checkout.models.appending(path: "library/failures")

  /// Every file of the library is a failure mode, and says where its numbers come from.
  @Test(arguments: (try? FileManager.default.contentsOfDirectory(atPath: library.path).sorted()) ?? [])
  func everyFailureOfTheLibraryIsRead(file: String) throws {
    let path = FailureKeyTests.library.appendingPathComponent(file)
    let mode = try failure("x: { import: \(path.path) }")
    #expect(mode.lifetime.mean > 3600 && mode.lasts.mean > 60)
    let text = try String(contentsOf: path, encoding: .utf8)
    #expect(text.contains("source:") || text.contains("assumed"))
  }
}
