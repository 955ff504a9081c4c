import CapacityPlanning
import Experiments
import Foundation
import ModelFiles
import ServiceModel
import TestSupport
import Testing

/// Plans whose answers are known, from YAML to the simulated figure.
///
/// Budgets stand in the files, the seed was fixed before the first run, and each figure's standard error is at most
/// 1.7 % of its value, so that an error of 10 % is found with a probability of 95 %.
@Suite struct OracleTests {
  private static let models = Checkout.models

  private static let oracles: [String] = {
    let folder = models.appendingPathComponent("oracles").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "oracles/\($0)" }
  }()

  /// What is expected once for each change, all of the same years.
  private func results(_ model: String, _ changes: [(inout ExpectedFigure) -> Void] = [{ _ in }]) async throws
    -> [ExpectationCheck]
  {
    let plan = try PlanFile(path: OracleTests.models.appendingPathComponent(model).path)
    var expectations: [ExpectedFigure] = []
    for change in changes {
      for var expectation in plan.expectations {
        change(&expectation)
        expectations.append(expectation)
      }
    }
    return try await check(plan.services, against: expectations, seed: 42, threads: 2)
  }

  @Test func thereAreOracles() { #expect(OracleTests.oracles.count >= 8) }

  @Test(arguments: oracles + ["seed-failover.yaml", "two-region-reference.yaml"])
  func theSimulatorAgrees(model: String) async throws {
    let checks = try await results(model)
    #expect(!checks.isEmpty)
    for check in checks {
      #expect(
        check.verdict == .agrees,
        "\(model), \(check.expectation.source): \(check.simulated ?? .nan), not \(check.expectation.value)")
    }
  }

  /// A wrong value is found: the checks can fail.
  @Test(arguments: ["oracles/two-state.yaml", "oracles/failover-timing.yaml", "oracles/data-loss.yaml"])
  func aTenthIsTooMuch(model: String) async throws {
    let checks = try await results(model, [{ $0.value *= 0.9 }, { $0.value *= 1.1 }])
    #expect(!checks.isEmpty)
    for check in checks {
      #expect(check.verdict == .differs, "\(model), \(check.expectation.source), \(check.expectation.value)")
    }
  }

  @Test func aSmallBudgetIsNoAgreement() async throws {
    for check in try await results("oracles/two-state.yaml", [{ $0.replications = 40 }]) {
      #expect(check.verdict == .tooWeak)
    }
  }
}
