import ModelFiles
import ServiceModel
import Testing

/// Standby nodes that are lent: what is read, and what cannot be.
@Suite struct LentPlanTests {
  private static func plan(_ lent: String, keep: String = "warm", site: String = "") throws -> PlanFile {
    try PlanFile(
      text: """
        service: small
        traffic: { peak: 100rps }
        replica: { name: r, rated: 10rps, gpus: 8 }
        sites:
          main: { provider: a, keep: serving, node: { gpus: 8xH100, price: $50/h } }
          dr: { provider: b, keep: \(keep), \(site)node: { gpus: 8xH100, price: $60/h }, \(lent) }
        detect: { takes: 1min }
        execute: { move-traffic: { by: balancer } }

        """, name: "plan.yaml")
  }

  @Test func whatIsLentIsReadInItsUnits() throws {
    let read = try #require(
      try Self.plan(
        "lent: { to: test, nodes: 4, needs: 3, hours-per-week: 40h, displaces: spot, price: $16.9508/h, evict: 5min, breaks: 2% }"
      ).services.last?.sites[1].lent)
    #expect(read.borrower == "test" && read.nodes == 4 && read.usedNodes == 3 && read.hoursPerWeek == 40)
    #expect(read.displaces == DisplacedCapacity(priceClass: .spot, dollarsPerHour: 16.9508))
    #expect(read.evictSeconds == 300 && read.breaks == 0.02)
  }

  /// Without a price of its own the site's stands: it is what the borrower would pay there.
  @Test func theSitesPriceStandsForWhatIsDisplaced() throws {
    let read = try Self.plan("lent: { to: batch, nodes: 4, hours-per-week: 1w, displaces: on-demand, evict: 1min }")
    #expect(read.services.last?.sites[1].lent?.displaces?.dollarsPerHour == 60)
    #expect(read.services.last?.sites[1].lent?.shareOfHours == 1)
    // The design without disaster recovery keeps nothing there, and lends nothing.
    let single = try #require(read.services.first)
    #expect(single.lentNodes(at: single.sites[1]) == 0)
  }

  @Test(arguments: [
    (
      "lent: { to: test, nodes: 11, hours-per-week: 40h, evict: 5min }", "warm", "", "lends 11 nodes and 10 stand there"
    ),
    ("lent: { to: test, nodes: 1, hours-per-week: 40h, evict: 5min }", "data", "", "lends 1 nodes and 0 stand there"),
    ("lent: { to: test, nodes: 1, hours-per-week: 40h, evict: 5min }", "serving", "", "its nodes cannot be lent"),
    ("lent: { to: test, nodes: 1, hours-per-week: 169h, evict: 5min }", "warm", "", "a week has 168 hours"),
    ("lent: { to: test, nodes: 1, hours-per-week: 40h }", "warm", "", "'evict' is missing in 'sites.dr.lent'"),
    ("lent: { to: test, nodes: 1, evict: 5min }", "warm", "", "'hours-per-week' is missing in 'sites.dr.lent'"),
    ("lent: { nodes: 1, hours-per-week: 40h, evict: 5min }", "warm", "", "'to' is missing in 'sites.dr.lent'"),
    (
      "lent: { to: production, nodes: 1, hours-per-week: 40h, evict: 5min }", "warm", "",
      "lent to somebody else than production"
    ),
    (
      "lent: { to: test, nodes: 1, hours-per-week: 40h, evict: 5min, displaces: spot }", "warm", "",
      "'price' is missing in 'sites.dr.lent'"
    ),
    (
      "lent: { to: test, nodes: 1, hours-per-week: 40h, evict: 5min, price: $1/h }", "warm", "",
      "'displaces' is missing in 'sites.dr.lent'"
    ),
    (
      "lent: { to: test, nodes: 1, hours-per-week: 40h, evict: 5min }", "warm", "spot: 50%, ",
      "may take back a share"
    ),
  ])
  func mistakesHaveAPlace(lent: String, keep: String, site: String, message: String) throws {
    expectMistake(message, at: "plan.yaml:6:") { try Self.plan(lent, keep: keep, site: site) }
  }
}
