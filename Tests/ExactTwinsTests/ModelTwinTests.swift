import ExactTwins
import Foundation
import ModelFiles
import ServiceModel
import Stochastics
import TestSupport
import Testing

/// Theory beside the simulator: the values that the plans of `models/` expect, computed from the plans themselves.
///
/// `OracleTests` holds the simulator to the same values within four standard errors.
@Suite struct ModelTwinTests {
  static let models = Checkout.models

  static let oracles: [String] = {
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: models.appendingPathComponent("oracles").path)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "oracles/\($0)" }
  }()

  static func plan(_ model: String) throws -> PlanFile {
    try PlanFile(path: models.appendingPathComponent(model).path)
  }

  static func twin(_ model: String, _ design: String) throws -> ExactTwin {
    ExactTwin(try #require(try plan(model).services.first { $0.design.name == design }))
  }

  /// What theory does not know, with a word of the reason; `*` stands for all figures of a model.
  private static let refused = [
    "oracles/grey-failure.yaml": "detectors read the requests",
    "two-region-reference.yaml": "several causes strike",
  ]

  /// Where the twin knows more than the source of the expected value does: that a loss may end before the failover.
  private static let looser = [
    "oracles/failover-race.yaml hot-standby": 1e-3, "oracles/failover-race.yaml rare-failures": 1e-4,
  ]

  @Test(arguments: oracles + ["two-region-reference.yaml"])
  func everyExpectedValueIsKnownOrRefused(model: String) throws {
    let plan = try Self.plan(model)
    #expect(!plan.expectations.isEmpty)
    for expected in plan.expectations {
      let name = "\(model) \(expected.design) \(expected.source)"
      switch try Self.twin(model, expected.design).answer(expected.figure) {
      case .known(let twin):
        #expect(Self.refused[model] == nil, "\(name) is known now")
        let tolerance = Self.looser["\(model) \(expected.design)"] ?? 1e-9
        #expect(
          abs(twin.value - expected.value) <= tolerance * expected.value,
          "\(name): \(twin.value), not \(expected.value), by \(twin.method)")
      case .refused(let reason):
        let word = Self.refused[model] ?? "nothing"
        #expect(reason.contains(word), "\(name) is refused because \(reason)")
      }
    }
  }

  /// Case B05 at its own rates, where a simulation would take 100,000 years.
  @Test(arguments: [("active-active", 1.466387728535188e-7), ("active-active-with-shock", 2.027448638245297e-6)])
  func coincidencesOfTwoRegions(design: String, unavailability: Double) throws {
    let value = try #require(try Self.twin("two-region-reference.yaml", design).answer(.unavailability).value)
    #expect(abs(value.value - unavailability) <= 1e-9 * unavailability)
    #expect(value.way == .exact)
  }

  /// Case C04: the race vanishes where losses last for ever, and the value of the source comes out.
  @Test func aLossWithoutAnEndLeavesTheFailover() throws {
    var service = try Self.twin("oracles/failover-race.yaml", "hot-standby").service
    service.failures[0].lasts = .constant(1e12)
    let value = try #require(ExactTwin(service).answer(.recovery(.mean)).value)
    #expect(abs(value.value / 60 - 7.946163812100385) <= 1e-9 * 7.946163812100385)
  }

  /// The region outages of a hot standby whose nodes fail too: the part alone, against the design with that cause alone.
  @Test func aPartOfARefusedDesignIsKnown() throws {
    let service = try Self.twin("two-region-reference.yaml", "hot-standby").service
    let part = try #require(ExactTwin(service).answer(.outageAlone(mode: "region")).value)
    var alone = service
    alone.failures = service.failures.filter { $0.name == "region" }
    alone.failures[0].sites = ["a"]
    let whole = try #require(ExactTwin(alone).answer(.recovery(.mean)).value)
    #expect(part.value == whole.value && part.neglects != nil)
    // 180 s of an outage of 60 min in the median, now and then an hour by hand: between the two.
    #expect(part.value > 179 && part.value < 476.8)
  }

  /// The failover of the second seed: 25 s of probes, a decision of 30 s, 120 s of warm-up; clients follow the record
  /// meanwhile. And where the change waits for the warm-up, 95 % of the time to live come on top.
  @Test func clientsFollowWhileTheStandbyWarmsUp() throws {
    var service = try Self.twin("seed-failover.yaml", "hot-standby").service
    let value = try #require(ExactTwin(service).answer(.meanFailover).value)
    #expect(abs(value.value - 175) < 1e-6, "\(value.value)")
    service.execution.move.after = Array(service.execution.steps.indices)
    let serial = try #require(ExactTwin(service).answer(.meanFailover).value)
    #expect(abs(serial.value - 175 - 0.95 * service.execution.move.ttlSeconds) < 1e-6, "\(serial.value)")
  }

  /// One site that lives for 200 h on average and is mended in 20: between two outages lie 200 h.
  @Test func theTimeBetweenOutagesIsALife() throws {
    var service = try Self.twin("oracles/failover-race.yaml", "hot-standby").service
    service.sites = [service.sites[0]]
    service.failures = [service.failures[0]]
    service.failures[0].lifetime = .exponential(mean: 200 * 3600)
    service.failures[0].lasts = .constant(20 * 3600)
    let value = try #require(ExactTwin(service).answer(.meanUptime).value)
    #expect(abs(value.value / 3600 - 200) < 1e-6 && value.way == .exact, "\(value)")
  }

  /// The mean of the smaller of two exponential times is one over the sum of their rates.
  @Test func aRaceOfTwoExponentialTimes() throws {
    var service = try Self.twin("oracles/failover-race.yaml", "rare-failures").service
    service.detection = .takes(.exponential(mean: 300))
    service.execution.works = 1
    service.failures[0].lasts = .exponential(mean: 600)
    let value = try #require(ExactTwin(service).answer(.recovery(.mean)).value)
    #expect(abs(value.value - 200) <= 1e-7 * 200, "\(value.value)")
    let median = try #require(ExactTwin(service).answer(.recovery(.quantile(0.5))).value)
    #expect(abs(median.value - 200 * 0.6931471805599453) <= 1e-7 * 138.6, "\(median.value)")
  }

  /// Whoever changes the plan away from the theory is refused, and told why.
  @Test(
    arguments: [
      (
        "demand varies",
        { @Sendable (s: inout Service) in s.traffic.noise = TrafficNoise(cv: 0.1, correlationSeconds: 600) }
      ),
      ("held for a while", { @Sendable (s: inout Service) in s.objectives.holdSeconds = 60 }),
      (
        "waits for a crew",
        { @Sendable (s: inout Service) in
          s.failures[0].repairs = [RepairKind(name: "r", share: 1, takes: s.failures[0].lasts, crew: "c")]
        }
      ),
      ("a part of its scope", { @Sendable (s: inout Service) in s.failures[0].target.share = 0.5 }),
      ("follows demand", { @Sendable (s: inout Service) in s.failures[0].rateWithoutDemand = 0.5 }),
      (
        "either may be the last",
        { @Sendable (s: inout Service) in
          s.execution.steps = [
            FailoverStep(name: "a", takes: .exponential(mean: 10)),
            FailoverStep(name: "b", takes: .exponential(mean: 10)),
          ]
        }
      ),
    ] as [(String, @Sendable (inout Service) -> Void)])
  func whatTheoryDoesNotCoverIsRefused(word: String, change: @Sendable (inout Service) -> Void) throws {
    var service = try Self.twin("oracles/failover-timing.yaml", "silent").service
    change(&service)
    guard case .refused(let reason) = ExactTwin(service).answer(.recovery(.mean)) else {
      Issue.record("not refused: \(word)")
      return
    }
    #expect(reason.contains(word), "\(reason)")
  }
}
