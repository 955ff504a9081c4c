import EventKernel
import ServiceModel
import Stochastics
import TestSupport
import Testing

@testable import FailoverSimulation

/// Who mends what, and defects that other simulators were found to have: each is a test here.
@Suite struct RepairTests {
  private func lostHours(_ plan: OneFailure, _ number: UInt32 = 0) throws -> Double {
    try plan.outcome(number: number).requestsLost / 360_000
  }

  /// Two nodes fail at once. With two people both are back after an hour; with one the second waits for the first:
  /// one and two hours.
  @Test(arguments: [(2, 0.2), (1, 0.3)])
  func oneCrewMendsOneThingAtATime(people: Int, lost: Double) throws {
    let swap = [RepairKind(name: "swap", share: 1, takes: .constant(3600), crew: "technicians")]
    // Two racks of a node each, struck at the same instant; a node carries a tenth of the hundred requests a second.
    var plan = OneFailure(
      failures: [dated("rack", .rack, at: [1], repairs: swap)],
      crews: [RepairCrew(name: "technicians", people: people)])
    plan.nodes = 2
    plan.peak = 20
    #expect(abs(try lostHours(plan) - lost) < 1e-9)
  }

  /// Kinds of repair come by their shares, and only some need the crew.
  @Test func repairsAreDrawnByTheirShares() throws {
    let kinds = [
      RepairKind(name: "restart", share: 0.75, takes: .constant(600)),
      RepairKind(name: "swap", share: 0.25, takes: .constant(7200), crew: "technicians"),
    ]
    var mode = dated("node", .region, at: [0], repairs: kinds, everyHours: 24)
    mode.lasts = .mixture(kinds.map { .init(share: $0.share, law: $0.takes) })
    let plan = OneFailure(failures: [mode], crews: [RepairCrew(name: "technicians", people: 1)], hours: 24 * 1000)
    let outages = try plan.outcome().outages
    #expect(outages.count == 1000)
    let swaps = outages.filter { abs($0.downtime.seconds - 7200) < 1 }.count
    #expect(outages.allSatisfy { [600, 7200].contains($0.downtime.seconds.rounded()) })
    // Binomial(1000, 1/4): standard deviation 13.7.
    #expect(abs(swaps - 250) < 55)
  }

  /// CloudSim Plus reports 0.9875 for ten faults of 450 s in 36,000 s: they count ten times here, 0.875.
  @Test func outagesCountAsOftenAsTheyHappen() throws {
    let mode = dated("host", .region, at: [0.5], lasts: 0.125, everyHours: 1)
    let outcome = try OneFailure(failures: [mode], hours: 24).outcome()
    let first = outcome.outages.filter { $0.start < SimTime(seconds: 36_000) }
    #expect(first.count == 10)
    let downtime = first.reduce(0) { $0 + $1.downtime.seconds }
    #expect(isNear(downtime, 0.125 * 36_000, within: 36e-9))
  }

  /// OpenDC's models inject one failure a run, one after the other: a second failure during a repair happens here.
  @Test func aSecondFailureDuringARepairHappens() throws {
    let modes = [
      dated("first", .rack, at: [1], lasts: 4, apartHours: 100), dated("second", .region, at: [2], lasts: 1),
    ]
    let outcome = try OneFailure(failures: modes).outcome()
    // A tenth for three hours, everything for the one between.
    #expect(abs(outcome.requestsLost / 360_000 - (0.3 + 1)) < 1e-9)
    #expect(outcome.incidents == [1, 1])
  }

  /// Overlapping failures overlap: two sites' worth of trouble in the same hours is not put end to end.
  @Test func overlappingFailuresOverlap() throws {
    let modes = [dated("one", .region, at: [1], lasts: 2), dated("two", .everywhere, at: [2], lasts: 2)]
    let outcome = try OneFailure(failures: modes).outcome()
    #expect(outcome.outages.count == 1)
    #expect(outcome.downtime == Span.hours(3))
    #expect(outcome.outages[0].contributing == 0 && outcome.outages[0].cause == 0)
  }

  /// OpenDC shuffles its victims without the seed: the same seed picks the same here, another picks others.
  @Test func theSameSeedPicksTheSameVictims() throws {
    let shock = dated("shock", .region, at: [1, 5, 9, 13], target: FailureTarget(share: 0.3))
    func lost(_ seed: UInt64) throws -> [Int128] {
      var plan = OneFailure(failures: [shock])
      plan.seed = seed
      return try plan.outcome().outages.map(\.lost)
    }
    #expect(try lost(7) == lost(7))
    #expect(try lost(7) != lost(8))
  }

  /// A common cause strikes all nodes at once, and each is then mended by itself.
  @Test func aCommonCauseStrikesTogetherAndIsMendedOneByOne() throws {
    let node = FailureMode(
      name: "node", scope: .node, lifetime: .exponential(mean: 1e13), lasts: .uniform(low: 600, high: 7200),
      effect: refused)
    let shared = dated("node/common-cause", .region, at: [1], lasts: 0, effect: .strikes("node"))
    var plan = OneFailure(failures: [node, shared])
    plan.nodes = 4
    plan.peak = 40
    let plain = try plan.outcome()
    // Each is down by its own draw: the outage ends with the last of them.
    let draws = try (0..<4).map { slot -> Double in
      let clock = try Plan(plan.service, seed: 1).clocks[slot]
      return 600 + 6600 * clock.key.uniform(draw: 0, replication: 0, purpose: .repair)
    }
    #expect(abs(plain.requestsLost - 10 * draws.reduce(0, +)) < 1)
    #expect(abs(plain.downtime.seconds - draws.max()!) < 1e-6)
  }

  /// Real gaps have a coefficient of variation of 1.2 to 2.2: renewals of a gamma law with shape 1 / cv² cluster, and the
  /// index of dispersion of yearly counts tends to cv² (Cox 1962).
  @Test func overDispersedIncidentsCluster() throws {
    let mode = FailureMode(
      name: "incident", scope: .region, lifetime: .gamma(shape: 1 / 4.0, scale: 4 * 100 * 3600), lasts: .constant(60),
      effect: refused)
    let counts = try (0..<400 as Range<UInt32>).map {
      Double(try OneFailure(failures: [mode], hours: 8766).outcome(number: $0).incidents[0])
    }
    let mean = counts.reduce(0, +) / 400
    let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399
    // In equilibrium the mean is exact: 87.65 a year; standard error 0.94.
    #expect(abs(mean - 87.65) < 3.8)
    #expect(abs(variance / mean - 4) < 1.2)
  }
}
