import Testing

/// A standby that takes over only from some losses is not named without that.
@Suite struct StandbyConditionTests {
  private static let plan = """
    service: shop
    traffic: { peak: 100rps }
    replica: { gpus: 8, rated: 10rps }
    sites:
      e: { provider: aws, zones: 2, keep: serving, node: { gpus: 8xH100 } }
      w: { provider: gcp, keep: warm, stands-in-for: [provider], node: { gpus: 8xH100 } }
      n: { provider: aws, keep: warm, node: { gpus: 8xH100 } }
    failures:
      r: { scope: region, sites: [e], on: 2027-01-05 00:00, lasts: 1h }
      p: { scope: provider, sites: [e], on: 2027-02-05 00:00, lasts: 1h }
    detect: { probe: 10s, failures: 3 }
    execute: { move-traffic: { by: balancer } }
    designs: { kept: {} }

    """

  @Test(arguments: [
    (
      "runbook", ["--design", "kept", "--replications", "4", "--quiet"],
      "| w (warm; losses of provider), then n (warm) |"
    ),
    ("explain", ["--format", "table"], ", takes over from losses of provider"),
  ])
  func itsConditionStandsBesideIt(command: String, arguments: [String], expected: String) throws {
    let outcome = try Nines.run(command, plan: Self.plan, arguments)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let words = outcome.stdout.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains(expected), "\(outcome.stdout)")
  }
}
