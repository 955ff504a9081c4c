import CapacityPlanning
import Experiments
import Foundation
import ModelFiles
import ServiceModel
import Testing

/// Promises on calendar months and on rolling thirty days.
@Suite struct WindowObjectiveTests {
  /// One outage of an hour, at noon of 10 March in every year, and what it does to months and rolling windows.
  private func verdicts(_ objectives: String) async throws -> [ObjectiveVerdict] {
    let text = """
      service: windows
      begins: 2027-01-01
      objectives:
        \(objectives)
        outage: { below: 95% of demand, hold: 0s }
      traffic: { peak: 1rps, step: 1d }
      replica: { rated: 1rps }
      sites: { only: { keep: serving, nodes: 1, node: { gpus: 1 } } }
      failures: { site: { scope: region, on: 2027-03-10 12:00, lasts: 1h } }
      detect: { takes: 0s }
      execute: { move-traffic: { by: balancer } }
      """
    let plan = try PlanFile(text: text, name: "plan.yaml")
    let records = try await Study(
      plan.services, size: StudySize(seed: 3, worlds: 4, replicationsPerWorld: 2, threads: 2)
    )
    .run()
    return DesignFigures(records[0]).verdicts
  }

  /// An hour is 0.13 % of March: one month of twelve breaks 99.9 %, in each of eight years.
  @Test(arguments: ["time", "requests"])
  func oneMonthOfTwelveIsBroken(figure: String) async throws {
    let verdict = try #require(
      try await verdicts("monthly-availability: { at-least: 99.9%, of: \(figure), in: 95% of months }").first)
    #expect(verdict.figure == "monthly_availability_\(figure)")
    #expect(verdict.share?.estimate == 11.0 / 12)
    #expect(verdict.worlds.allSatisfy { $0.met == 22 && $0.years == 24 })
  }

  /// Thirty days in which it lies end on any of thirty midnights; there are 336 windows in 365 days.
  @Test func thirtyWindowsHoldTheOutage() async throws {
    let verdict = try #require(
      try await verdicts("rolling-availability: { at-least: 99.9%, of: time, in: 90% of windows }").first)
    #expect(verdict.share?.estimate == 306.0 / 336)
  }

  /// 99.8 % of March is 89 minutes: the hour is within it.
  @Test func aLesserPromiseIsKept() async throws {
    let verdict = try #require(
      try await verdicts("monthly-availability: { at-least: 99.8%, of: time, in: 95% of months }").first)
    #expect(verdict.share?.estimate == 1)
  }
}
