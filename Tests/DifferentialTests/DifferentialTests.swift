import Foundation
import ModelFiles
import ReferenceSimulator
import ServiceModel
import Testing

@testable import FailoverSimulation

/// The simulator against the documentation as a program, over plans that nobody chose.
///
/// `NINES_PLANS` says how many plans, `NINES_MEETINGS` how many in which one phase is long, `NINES_FIRST_PLAN` which is the
/// first. With `NINES_SHRINK=1` a plan that is found is
/// made as small as it can be before it is shown: such a plan goes to `FoundTests`.
@Suite struct DifferentialTests {
  static let isLong = ProcessInfo.processInfo.environment["NINES_LONG"] == "1"
  /// Of the seeds nothing is asked but that they were fixed before the first run.
  static let plans = Int(ProcessInfo.processInfo.environment["NINES_PLANS"] ?? "") ?? (isLong ? 600 : 60)
  static let firstSeed = Int(ProcessInfo.processInfo.environment["NINES_FIRST_PLAN"] ?? "") ?? 1

  /// Plans in which things fail six times as often, so that mechanisms meet: see `ReachTests`.
  static let crowds =
    Int(ProcessInfo.processInfo.environment["NINES_CROWDS"] ?? "") ?? (firstSeed > 1 ? 0 : isLong ? 12 : 4)

  /// Whether plans turn on what the reference has learnt last: leases, movers, transactions, degraded modes and standbys
  /// with a condition. Of some of these plans the two accounts still differ, so that `make test` does not try them.
  static let triesLatest = ProcessInfo.processInfo.environment["NINES_LATEST"] == "1"

  /// Plans in which one phase of the answer is long, so that everything meets it: as many as are asked for, until some hundreds
  /// have been run.
  static let meetings = Int(ProcessInfo.processInfo.environment["NINES_MEETINGS"] ?? "") ?? 0

  @Test(arguments: firstSeed..<(firstSeed + plans))
  func aRandomPlanHasOneAccount(seed: Int) throws {
    var writer = RandomPlanText(seed: UInt64(seed))
    try hasOneAccount(writer.text(), seed)
  }

  @Test(arguments: firstSeed..<(firstSeed + crowds))
  func aCrowdOfFailuresHasOneAccount(seed: Int) throws {
    var writer = RandomPlanText(seed: UInt64(seed), crowding: 6)
    try hasOneAccount(writer.text(), seed)
  }

  @Test(arguments: firstSeed..<(firstSeed + meetings))
  func meetingsHaveOneAccount(seed: Int) throws {
    var writer = MeetingPlanText(seed: UInt64(seed))
    try hasOneAccount(writer.text(), seed)
  }

  private func hasOneAccount(_ text: String, _ seed: Int) throws {
    guard let found = try difference(text, seed) else { return }
    guard ProcessInfo.processInfo.environment["NINES_SHRINK"] == "1" else { Issue.record("\(found)"); return }
    let small = PlanShrinker { ((try? difference($0, seed)) ?? nil) != nil }.smallest(text)
    Issue.record("\(try difference(small, seed) ?? found)")
  }

  /// The first replication of a plan of which two accounts differ, with the plan; nil where none does.
  private func difference(_ text: String, _ seed: Int) throws -> String? {
    // The plan's own design comes last, after the single site that every comparison has.
    for service in try PlanFile(text: text, name: "random.yaml").services(at: [:]) {
      let plan = try Plan(service, seed: UInt64(seed))
      let world = try DemandWorld(service, seed: UInt64(seed), number: 0)
      for number in 0..<(Self.isLong ? 3 : 1) {
        var simulated = Replication(plan, world: world, number: UInt32(number))
        var reference = ReferenceRun(service, seed: UInt64(seed), replication: UInt32(number))
        let found = Comparison(reference.run(), simulated.run(), of: service).differences
        if !found.isEmpty {
          return "plan \(seed), replication \(number):\n\(found.joined(separator: "\n"))\n\(text)"
        }
      }
    }
    return nil
  }
}
