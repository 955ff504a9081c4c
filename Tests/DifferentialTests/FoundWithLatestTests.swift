import EventKernel
import ReferenceSimulator
import ServiceModel
import Testing

@testable import FailoverSimulation

/// What the two accounts disagreed about when plans turned on leases, movers, transactions and detectors that know failures by
/// name, each as a plan with its value by hand.
@Suite struct FoundWithLatestTests {
  private func run(
    _ rest: String, ofSingleSite: Bool = false
  ) throws -> (service: Service, simulated: Outcome, reference: ReferenceResult) {
    try twoAccounts(
      "traffic: { peak: 100rps, step: 1h }\nreplica: { rated: 10rps }\n" + rest, ofSingleSite: ofSingleSite)
  }

  /// The first standby's procedure fails, and the second answers badly, as an alert by name would say: it is not tried. The loss is
  /// noticed after a minute, people finish by hand at the first standby in ten. The reference went back and forth for ever.
  @Test func aStandbyThatAnswersBadlyIsNotTriedNext() throws {
    let (_, simulated, reference) = try run(
      """
      sites:
        a: { keep: serving, node: { gpus: 1 } }
        b: { keep: warm, node: { gpus: 1 } }
        c: { keep: warm, node: { gpus: 1 } }
      failures:
        region: { scope: region, sites: [a], on: 2027-01-03, lasts: 5h }
        grey: { scope: region, sites: [c], on: 2027-01-02, lasts: 3d, impairs: { success: 60% } }
      detect: { detectors: { alert: { by-failure: { grey: { takes: 1min } } }, loss: { takes: 1min } } }
      execute: { move-traffic: { by: balancer }, works: 0%, otherwise: 10min }
      failback: { after: 1h }
      """)
    #expect(simulated.outages.map(\.recoverySeconds) == [660])
    #expect(reference.failovers.map(\.target) == [1] && simulated.failovers.map(\.target) == [1])
    #expect(abs(simulated.requestsLost - 66_000) < 0.01 && abs(reference.lost - 66_000) < 0.01)
  }

  /// What the service calls is hosted at a site that the single site does not use. Half the requests fail while the
  /// instance is down for two hours, and while its site is lost for one.
  @Test func aHostThatIsNotUsedOtherwiseFailsToo() throws {
    let (_, simulated, reference) = try run(
      """
      sites:
        a: { keep: serving, node: { gpus: 1 } }
        b: { keep: warm, node: { gpus: 1 } }
      dependencies: { store: { hosted-at: [b], without: { success: 50% } } }
      failures:
        region: { scope: region, sites: [b], on: 2027-01-05, lasts: 1h }
        store: { scope: dependency, of: store, on: 2027-01-03, lasts: 2h }
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 1h }
      """, ofSingleSite: true)
    #expect(simulated.outages.map(\.recoverySeconds) == [7200, 3600])
    #expect(abs(simulated.requestsLost - 540_000) < 0.01 && abs(reference.lost - 540_000) < 0.01)
  }

  /// The provider of the first site is lost, and at the same instant its region: that struck last, so that the answer is the
  /// one to regions, an hour's wait. It is so where nothing is ever mended too: the failover time is the minute until it is
  /// noticed and that hour. The region of the second standby is no reason to wait.
  @Test(arguments: [("a", 3660.0), ("c", 60)])
  func whatStrikesAtTheSameInstantDecidesTheFailoverTimeToo(site: String, expected: Double) throws {
    let (_, simulated, reference) = try run(
      """
      sites:
        a: { keep: serving, node: { gpus: 1 } }
        b: { keep: warm, node: { gpus: 1 } }
        c: { keep: warm, node: { gpus: 1 } }
      failures:
        provider: { scope: provider, sites: [a], on: 2027-01-03, lasts: 5h }
        region: { scope: region, sites: [\(site)], on: 2027-01-03, lasts: 2h }
      detect: { takes: 1min }
      decide: { by: automatic, impact: { region: { do: wait, at-most: 1h } } }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 1h }
      """)
    #expect(simulated.outages.map(\.recoverySeconds) == [expected])
    #expect(simulated.outages.map(\.failoverSeconds) == [expected])
    #expect(reference.outages.map(\.failoverSeconds) == [expected])
  }

  /// A bad release is found in its first wave, the last running site; at the same instant that loses a node too, and the
  /// procedure is about that, for it struck last. The standby is kept for releases, and one has taken the site: it takes over
  /// after the minute until somebody has noticed. It stood by for five hours.
  @Test func aStandbyForReleasesStandsInWhereOneHasTakenTheSite() throws {
    let (_, simulated, reference) = try run(
      """
      sites:
        b: { keep: warm, stands-in-for: [everywhere], node: { gpus: 1 } }
        a: { keep: serving, node: { gpus: 1 } }
      failures:
        release: { scope: everywhere, on: 2027-01-03, lasts: 5h, contained-by: { staged-roll-out: 100%, without-traffic: 100% } }
        node: { scope: region, sites: [a], nodes: 1, on: 2027-01-03, lasts: 10min }
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 1h }
      """)
    #expect(simulated.outages.map(\.recoverySeconds) == [60])
    #expect(abs(simulated.requestsLost - 6000) < 0.01 && abs(reference.lost - 6000) < 0.01)
  }

  /// The lone site is taken by a bad release for two hours, and loses a node at the same instant, which strikes last. The release
  /// is what a restart mends: a minute and five of the restart. Nobody thought of it.
  @Test func aLoneSiteIsStartedAnewAfterAReleaseToo() throws {
    let (_, simulated, reference) = try run(
      """
      sites:
        a: { keep: serving, node: { gpus: 1 } }
      failures:
        release: { scope: everywhere, on: 2027-01-03, lasts: 2h }
        node: { scope: region, nodes: 1, on: 2027-01-03, lasts: 3min }
      detect: { takes: 1min }
      decide: { by: automatic, impact: { everywhere: { do: restart, takes: 5min, works: 100% } } }
      execute: { move-traffic: { by: balancer } }
      """)
    #expect(simulated.outages.map(\.recoverySeconds) == [360])
    #expect(abs(simulated.requestsLost - 36_000) < 0.01 && abs(reference.lost - 36_000) < 0.01)
  }
}
