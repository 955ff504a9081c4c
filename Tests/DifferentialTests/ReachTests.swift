import Foundation
import ModelFiles
import ReferenceSimulator
import ServiceModel
import Testing

/// Whether the random plans get where two mechanisms meet: in each phase of a procedure each thing that can happen to it does
/// happen, so that agreement of the two accounts says something about it.
@Suite struct ReachTests {
  /// What the plans reach fewer than five times, plans 1 to 600: nothing is said of these meetings. A generator that reaches
  /// one takes it from here. None is impossible: before it executes, a procedure has the target of the one before it, where the
  /// site is lost anew while its clients are on their way back.
  private static let notYet: [String: String] = [
    "detecting": "targetStruck targetRepaired unblocked anotherMoves canaryEnds horizon",
    "deciding": "targetStruck targetRepaired canaryEnds horizon",
    "standing": "targetStruck targetRepaired siteStruck unblocked anotherMoves canaryEnds horizon",
    "restarting": "targetStruck targetRepaired siteStruck unblocked anotherMoves canaryEnds horizon",
    "waiting": "targetStruck unblocked anotherMoves canaryEnds horizon", "executing": "canaryEnds horizon",
    "byHand": "unblocked canaryEnds horizon",
    "gating": "siteStruck targetStruck targetRepaired unblocked anotherMoves canaryEnds horizon", "away": "canaryEnds",
    "rollingBack": "siteStruck siteRepaired targetRepaired unblocked anotherMoves canaryEnds horizon",
  ]

  @Test(.enabled(if: DifferentialTests.isLong || ProcessInfo.processInfo.environment["NINES_REACH"] != nil))
  func everyMeetingIsReachedFiveTimes() async throws {
    let first = DifferentialTests.firstSeed
    let reached = try await withThrowingTaskGroup(of: ReferenceCoverage.self) { group in
      for seed in first..<(first + DifferentialTests.plans) { group.addTask { try Self.reached(byPlan: seed, 1) } }
      for seed in first..<(first + DifferentialTests.crowds) { group.addTask { try Self.reached(byPlan: seed, 6) } }
      for seed in first..<(first + DifferentialTests.meetings) {
        group.addTask {
          var writer = MeetingPlanText(seed: UInt64(seed))
          return try Self.reached(by: writer.text(), seed)
        }
      }
      return try await group.reduce(into: ReferenceCoverage()) { $0.add($1) }
    }
    for phase in ReferenceCoverage.phases where phase != "idle" {
      let row = ReferenceCoverage.Event.allCases.map { "\($0.rawValue) \(reached.counts[phase]?[$0.rawValue] ?? 0)" }
      print("\(phase): \(row.joined(separator: ", "))")
      let left = (Self.notYet[phase] ?? "").split(separator: " ").map(String.init)
      for event in ReferenceCoverage.Event.allCases where !left.contains(event.rawValue) {
        #expect(reached.counts[phase]?[event.rawValue] ?? 0 >= 5, "\(phase), \(event.rawValue)")
      }
    }
  }

  private static func reached(byPlan seed: Int, _ crowding: Int) throws -> ReferenceCoverage {
    var writer = RandomPlanText(seed: UInt64(seed), crowding: crowding)
    return try reached(by: writer.text(), seed)
  }

  private static func reached(by text: String, _ seed: Int) throws -> ReferenceCoverage {
    var reached = ReferenceCoverage()
    for service in try PlanFile(text: text, name: "random.yaml").services(at: [:]) {
      var run = ReferenceRun(service, seed: UInt64(seed), replication: 0)
      _ = run.run()
      reached.add(run.coverage)
    }
    return reached
  }
}
