import Foundation
import Testing

/// Standbys that drift away from production, against the renewal of what looks.
@Suite struct DriftTests {
  private func plan(_ drift: String) -> SmallCase {
    SmallCase(
      """
      sites:
        a: { keep: serving, node: { gpus: 1 } }
        b: { keep: warm, size: 100% of production, node: { gpus: 1 } }
      failures: { region: { scope: region, sites: [a], per-year: 4, lasts: 2h } }
      detect: { takes: 1min }
      execute: { otherwise: 1h, move-traffic: { by: balancer } }
      failback: { after: 0s }
      \(drift)
      """)
  }

  private func lostMinutes(_ plan: SmallCase) throws -> (mean: Double, error: Double) {
    let years = try (0..<400 as Range<UInt32>).map { try plan.outcome(number: $0).lostMinutes }
    let mean = years.reduce(0, +) / 400
    return (mean, (years.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399 / 400).squareRoot())
  }

  /// 100 changes a year leave the firewall behind twice and the image once. A failover, at f = 4 a year, and a check every
  /// T = 30 days look; at an age A since the last look a kind that drifts at r has drifted with chance 1 - e^(-rA), by itself,
  /// and E e^(-sA) = f / (s + f) + s / (s + f) (1 - e^-x) / x with x = (s + f) T. A failover works with the product of
  /// 1 - p (1 - e^(-rA)); it costs a minute, and an hour where it fails.
  @Test func kindsDriftByThemselvesAndAreFoundTogether() throws {
    let plan = plan(
      """
      drift:
        changes: 100
        check: { every: 30d }
        kinds:
          firewall: { per-change: 2%, fails: 80% }
          image: { per-change: 1%, fails: 50% }
      """)
    let (f, t) = (4.0, 30 * 24 / 8766.0)
    func g(_ s: Double) -> Double {
      let x = (s + f) * t
      return f / (s + f) + s / (s + f) * (1 - exp(-x)) / x
    }
    let works = 0.2 * 0.5 + 0.8 * 0.5 * g(2) + 0.2 * 0.5 * g(1) + 0.8 * 0.5 * g(3)
    let expected = 8766 / (8766 / 4.0 + 2) * (1 + 60 * (1 - works))
    let (mean, error) = try lostMinutes(plan)
    #expect(abs(mean - expected) < 4 * error, "\(mean) +- \(error), not \(expected)")
  }

  /// What nobody checks stays until a failover shows it: r / (r + f) = 1/3 of the failovers, 60 minutes each where it fails.
  @Test func whatNobodyChecksStays() throws {
    let drifting = "drift: { changes: 100, kinds: { quota: { per-change: 2%, fails: 100% } } }"
    let expected = 8766 / (8766 / 4.0 + 2) * (1 + 60 * 2.0 / 6)
    let (mean, error) = try lostMinutes(plan(drifting))
    #expect(abs(mean - expected) < 4 * error, "\(mean) +- \(error), not \(expected)")
  }

  /// A check that finds nothing is none, to the bit; more kinds fail more, fewer changes less.
  @Test func moreDriftLosesMore() throws {
    func lost(_ drift: String) throws -> Double { try lostMinutes(plan(drift)).mean }
    let one = try lost("drift: { changes: 100, kinds: { quota: { per-change: 2%, fails: 50% } } }")
    let blind = try lost(
      "drift: { changes: 100, check: { every: 7d, finds: 0% }, kinds: { quota: { per-change: 2%, fails: 50% } } }")
    let seen = try lost(
      "drift: { changes: 100, check: { every: 7d }, kinds: { quota: { per-change: 2%, fails: 50% } } }")
    let slow = try lost(
      "drift: { changes: 100, check: { every: 7d }, lasts: 20d, kinds: { quota: { per-change: 2%, fails: 50% } } }")
    let two = try lost(
      "drift: { changes: 100, kinds: { quota: { per-change: 2%, fails: 50% }, certificate: { per-change: 2%, fails: 50% } } }"
    )
    #expect(one == blind && seen < one && seen < slow && one < two)
  }
}
