import Testing

@testable import ModelFiles

/// Keys of answers, rules and saves that can move nothing: each is said where it stands, and its neighbour that acts is not.
@Suite struct SilentKeyTests {
  private func problems(
    standby: String = "", failures: String = "out: { scope: region, sites: [e], on: 2027-01-05, lasts: 1h }",
    detect: String = "takes: 1min", impact: String = "region: wait", serving: String = ""
  ) -> [String] {
    planProblems(
      """
      service: silent
      begins: 2027-01-01
      traffic: { peak: 100rps, step: 24h }
      replica: { rated: 10rps }
      sites:
        e: { keep: serving, zones: 2, node: { gpus: 1xH100 }\(serving) }
        w: { keep: warm\(standby), node: { gpus: 1xH100 } }
      failures: { \(failures) }
      detect: { \(detect) }
      decide: { impact: { \(impact) } }
      execute: { move-traffic: { by: balancer } }

      """)
  }

  private static let region = "out: { scope: region, sites: [e], on: 2027-01-05, lasts: 1h }"
  private static let rule = "detectors: { h: { takes: 1min }, s: { preset: success-rate } }"

  /// Nobody decides about what takes no site, or leaves it the nodes that it needs.
  @Test(arguments: [
    (
      region + ", x: { scope: edge, on: 2027-01-06, lasts: 1h }", rule, "edge: { do: restart, takes: 1min }",
      "error: what stands in front of all sites is lost to all"
    ),
    (
      region + ", x: { scope: edge, on: 2027-01-06, lasts: 1h, impairs: { success: 60% } }", "takes: 1min",
      "edge: { do: restart, takes: 1min }", "error: a failure of scope 'edge' leaves all nodes up, and nobody looks"
    ),
    (
      region, rule, "edge: { do: restart, takes: 1min }",
      "warning: the plan has no failure of scope 'edge' about which anything could be decided"
    ),
    (region, "takes: 1min", "procedure: wait", "error: a procedure fails at a failover that another loss has begun"),
    (
      region + ", l: { scope: link, between: [e, w], on: 2027-01-06, lasts: 1h }", "takes: 1min", "link: wait",
      "error: a failure of scope 'link' leaves all nodes up, and nobody looks at what users get"
    ),
    (
      region, rule, "link: wait",
      "warning: the plan has no failure of scope 'link' about which anything could be decided"
    ),
    (region, "takes: 1min", "zone: wait", "warning: the plan has no failure of scope 'zone'"),
    (
      region + ", n: { scope: node, on: 2027-01-06, lasts: 1h }", "takes: 1min", "node: failover",
      "warning: one failure of scope 'node' leaves every site the nodes that it needs at least"
    ),
  ])
  func decisionsAboutNothingAreSaid(failures: String, detect: String, impact: String, expected: String) {
    let found = problems(failures: failures, detect: detect, impact: impact)
    #expect(found.contains { $0.hasPrefix("plan.yaml:10:") && $0.contains(expected) }, "\(found)")
  }

  /// Their neighbours: a zone or a node that a site cannot spare, a link behind which answers fail and somebody looks.
  @Test(arguments: [
    (region + ", z: { scope: zone, on: 2027-01-06, lasts: 1h }", "takes: 1min", "zone: wait", ", minimum: 8 nodes"),
    (region + ", n: { scope: node, on: 2027-01-06, lasts: 1h }", "takes: 1min", "node: wait", ", minimum: 10 nodes"),
    (region + ", l: { scope: link, between: [e, w], on: 2027-01-06, lasts: 1h }", rule, "link: wait", ""),
    (
      region + ", x: { scope: edge, on: 2027-01-06, lasts: 1h, impairs: { success: 60% } }", rule,
      "edge: { do: restart, takes: 1min }", ""
    ),
    (region, "takes: 1min", "region: wait", ""),
    // What is asked happens: nothing.
    (region + ", n: { scope: node, on: 2027-01-06, lasts: 1h }", "takes: 1min", "node: wait", ""),
  ])
  func decisionsThatCanFallAreNotSaid(failures: String, detect: String, impact: String, serving: String) {
    let found = problems(failures: failures, detect: detect, impact: impact, serving: serving)
    #expect(!found.contains { $0.contains("about which") }, "\(found)")
  }

  @Test(arguments: [
    ("gpu", "warning: the plan has no failure of scope 'gpu' from which 'w' could take over"),
    ("link", "error: a failure of scope 'link' leaves all nodes up, and nobody looks at what users get"),
  ])
  func standbysForNothingAreSaid(scope: String, expected: String) {
    let found = problems(standby: ", stands-in-for: [region, \(scope)]")
    #expect(found.contains { $0.hasPrefix("plan.yaml:7:44: \(expected)") }, "\(found)")
  }

  /// Rules that nothing can make ring.
  @Test(arguments: [
    ("signal: late, above: 100%", "nothing makes answers late, so that 'r' never rings"),
    ("signal: timing-out, above: 5%", "nothing keeps clients waiting until they give up"),
    ("signal: worse, above: 5%", "nothing makes answers worth less"),
  ])
  func rulesThatNeverRingAreSaid(rule: String, expected: String) {
    let found = problems(detect: "detectors: { h: { takes: 1min }, r: { \(rule) } }")
    #expect(found.contains { $0.hasPrefix("plan.yaml:9:") && $0.contains("warning: \(expected)") }, "\(found)")
  }

  /// Answers are worth 60 % and, of a second failure at the same time, 50 %: together 30 %, 70 % less. A threshold above that is
  /// never reached, one at that is; and all requests of a site fail only where it is lost.
  @Test(arguments: [
    ("signal: worse, above: 71%", true), ("signal: worse, above: 70%", false), ("signal: late, above: 20%", false),
    ("signal: failing, above: 100%", true), ("signal: failing, above: 99%", false),
  ])
  func theHighestShareIsTold(rule: String, isSaid: Bool) {
    let found = problems(
      failures: "a: { scope: region, on: 2027-01-05, lasts: 1h, impairs: { quality: 60%, late: 20% } }, "
        + "b: { scope: region, on: 2027-01-06, lasts: 1h, impairs: { quality: 50%, success: 10% } }",
      detect: "detectors: { h: { takes: 1min }, r: { \(rule) } }")
    #expect(found.contains { $0.contains("'r' never rings") } == isSaid, "\(found)")
  }

  /// A hundred requests a second are 6,000 in a minute, of which 0.1 % fail ordinarily: 2,500 deviations are beyond all of them,
  /// 0.001 + 2,500 x sqrt(0.001 x 0.999 / 6,000) = 1.02; 2,400 are 0.98.
  @Test(arguments: [(2500, true), (2400, false)])
  func moreDeviationsThanRequestsAreSaid(deviations: Int, isSaid: Bool) {
    let found = problems(
      detect: "detectors: { h: { takes: 1min }, "
        + "r: { signal: failing, above: 1%, ordinary: 0.1%, against: last-week, deviations: \(deviations) } }")
    #expect(found.contains { $0.contains("not even in the busiest hour") } == isSaid, "\(found)")
  }

  /// What is restored after clients have given up helps nobody, where no prefix cache is saved either.
  @Test(arguments: [
    ("restore: 30s", "timeout: 20s", "", true), ("restore: 10s", "timeout: 20s", "", false),
    ("restore: 30s", "timeout: 40s", "", false),
    ("restore: 30s", "timeout: 20s", ", prefix-cache: { hits: 40%, refill: 2000000 tokens }", false),
  ])
  func savesThatComeTooLateAreSaid(restore: String, timeout: String, cache: String, isSaid: Bool) {
    let found = planProblems(
      """
      service: saving
      traffic: { peak: 100rps, tokens: { prompt: 500, output: 250 }, \(timeout) }
      replica: { gpus: 8, rated: 10rps, iteration: { fixed: 40ms }, batch: 400, kv: 10000000\(cache), gpu-state: { every: 3s, \(restore) } }
      sites: { e: { keep: serving, node: { gpus: 8xH100 } } }
      failures: { z: { scope: node, on: 2027-01-05, lasts: 1h } }
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }

      """)
    let words = "error: it takes longer than clients wait, and no prefix cache is saved"
    #expect(found.contains { $0.hasPrefix("plan.yaml:3:") && $0.contains(words) } == isSaid, "\(found)")
  }

  /// What is to be had only where no design keeps anything is never bought, unless a search tries one that does.
  @Test(arguments: [
    ("keep: nothing", "", true), ("keep: warm", "", false),
    ("keep: nothing", "indifference: $1\n  vary: { sites.west.keep: [nothing, warm] }", false),
  ])
  func offersWhereNothingIsKeptAreSaid(keep: String, vary: String, isSaid: Bool) {
    let found = planProblems(
      """
      service: two
      traffic: { peak: 100rps, step: 24h }
      replica: { rated: 10rps, gpus: 1 }
      sites:
        east: { keep: serving, node: { gpus: 1xH100, price: $10/h } }
        west: { \(keep), node: { gpus: 1xH100, price: $12/h } }
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }
      plan:
        purchase: { offers: { hourly: {}, year: { price: $6/h, term: 1y, site: west } } }
        \(vary)

      """)
    let words = "error: no design keeps anything at 'west', so that 'year' is never bought"
    #expect(found.contains { $0.hasPrefix("plan.yaml:10:") && $0.contains(words) } == isSaid, "\(found)")
  }

  /// Beside several services nobody is told to write what is refused there.
  @Test func noRemedyIsRefusedBesideServices() throws {
    func remedies(_ more: String) -> [String] {
      do throws(Diagnostics) {
        let text = """
          service: platform
          begins: 2027-01-01
          services:
            a: { traffic: { peak: 40rps }, replica: { gpus: 1, rated: 10rps } }
            b: { traffic: { peak: 40rps }, replica: { gpus: 1, rated: 10rps } }
          sites: { e: { keep: serving, node: { gpus: 1xH100 } }, w: { keep: warm, follows: demand, node: { gpus: 1xH100 } } }
          links: { lane: { between: [e, w], bandwidth: 10Gbps, round-trip: 60ms, price: $0.02/GB } }
          failures: { f: { scope: region, on: 2027-01-05, lasts: 1h, impairs: { late: 20%, success: 90% } } }
          \(more)
          execute: { move-traffic: { by: balancer } }

          """
        return try PlanFile(text: text, name: "plan.yaml").warnings.compactMap(\.remedy)
      } catch {
        return error.all.compactMap(\.remedy)
      }
    }
    let refused = ["autoscaling", "iteration", "replication", "synchronous", "prices.state"]
    for more in [
      "detect: { takes: 1min }", "detect: { detectors: { h: { takes: 1min }, g: { signal: gpu, above: 5% } } }",
    ] {
      let found = remedies(more)
      #expect(!found.isEmpty && !found.contains { remedy in refused.contains { remedy.contains($0) } }, "\(found)")
    }
  }
}
