import EventKernel
import Foundation
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// What has rotted stays rotten until somebody looks. A region is lost four times a year, and a minute passes until the
/// standby takes over; a rotten procedure fails four times in five and costs an hour.
@Suite struct RotTests {
  private func lostMinutes(_ change: (inout FailureMode) -> Void = { _ in }) throws -> (mean: Double, error: Double) {
    var rot = FailureMode(
      name: "stale", scope: .procedure, lifetime: .exponential(mean: 8766.0 * 3600 / 4), lasts: .constant(7200),
      effect: .rots(0.8))
    change(&rot)
    let region = FailureMode(
      name: "region", scope: .region, sites: ["a"], lifetime: .exponential(mean: 8766.0 * 3600 / 4),
      lasts: .constant(7200), effect: refused)
    let service = twoSites([rot, region], hours: 8766) {
      $0.execution.otherwise = .constant(3600)
      $0.failback = Failback(afterSeconds: 0)
    }
    let years = try (0..<400 as Range<UInt32>).map { try run(service, number: $0).lostMinutes }
    let mean = years.reduce(0, +) / 400
    return (mean, (years.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399 / 400).squareRoot())
  }

  /// Rot at a rate r is mended by failovers at a rate f: in equilibrium a share r / (r + f) = 1/2 of failovers meets it,
  /// from new 1/2 - (1 - e^-8) / 16 over the first year. Four failures of 1 + 48 x share minutes: 100 and 88.
  @Test func whatNobodyLooksForStays() throws {
    let perYear = 8766 / (8766 / 4.0 + 2)
    for (starts, share) in [(true, 0.5), (false, 0.5 - (1 - exp(-8)) / 16)] {
      let (mean, error) = try lostMinutes { $0.startsInEquilibrium = starts }
      let expected = perYear * (1 + 48 * share)
      #expect(abs(mean - expected) < 4 * error, "\(mean) +- \(error), not \(expected)")
    }
  }

  /// A drill that finds nothing is no drill, to the bit.
  @Test func aDrillThatFindsNothingIsNone() throws {
    let monthly = FailureDates(seconds: [14 * 86_400], repeatsEverySeconds: 8766 * 300, chance: 0)
    let never = try lostMinutes()
    let useless = try lostMinutes { $0.found = [monthly] }
    #expect(never == useless)
  }

  /// Monthly drills that find everything: at an age a of a month a share 1/2 (1 - e^-(r + f) a) is rotten, for failovers find
  /// it too; over the month that is 1/2 (1 - (1 - e^-x) / x) with x = (r + f) T = 2/3.
  @Test func aDrillFindsWhatHasRotted() throws {
    let monthly = FailureDates(seconds: [14 * 86_400], repeatsEverySeconds: 8766 * 300, chance: 1)
    let (mean, error) = try lostMinutes { $0.found = [monthly] }
    let share = (1 - (1 - exp(-2.0 / 3)) * 1.5) / 2
    let expected = 8766 / (8766 / 4.0 + 2) * (1 + 48 * share)
    #expect(abs(mean - expected) < 4 * error, "\(mean) +- \(error), not \(expected)")
  }
}
