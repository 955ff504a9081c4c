import Foundation
import ModelFiles
import ReferenceSimulator
import ServiceModel
import Testing

@testable import FailoverSimulation

/// The simulator against the documentation as a program, over plans that nobody chose.
///
/// Asked for by `NINES_DIFFERENTIAL=1` while known differences are being mended; `NINES_PLANS` says how many plans.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["NINES_DIFFERENTIAL"] == "1")) struct DifferentialTests {
  static let isLong = ProcessInfo.processInfo.environment["NINES_LONG"] == "1"
  /// Of the seeds nothing is asked but that they were fixed before the first run.
  static let plans = Int(ProcessInfo.processInfo.environment["NINES_PLANS"] ?? "") ?? (isLong ? 600 : 60)
  static let firstSeed = Int(ProcessInfo.processInfo.environment["NINES_FIRST_PLAN"] ?? "") ?? 1

  @Test(arguments: firstSeed..<(firstSeed + plans))
  func aRandomPlanHasOneAccount(seed: Int) throws {
    var writer = RandomPlanText(seed: UInt64(seed))
    let text = writer.text()
    // The plan's own design comes last, after the single site that every comparison has.
    let services: [Service]
    do {
      services = try PlanFile(text: text, name: "random.yaml").services(at: [:])
    } catch {
      Issue.record("the plan was refused: \(error)\n\(text)")
      return
    }
    for service in services {
      let plan = try Plan(service, seed: UInt64(seed))
      let world = try DemandWorld(service, seed: UInt64(seed), number: 0)
      for number in 0..<3 {
        var simulated = Replication(plan, world: world, number: UInt32(number))
        var reference = ReferenceRun(service, seed: UInt64(seed), replication: UInt32(number))
        let found = Comparison(reference.run(), simulated.run()).differences
        if !found.isEmpty {
          Issue.record("plan \(seed), replication \(number):\n\(found.joined(separator: "\n"))\n\(text)")
          break
        }
      }
    }
  }
}
