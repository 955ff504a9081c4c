import ServiceModel
import Testing

@testable import ModelFiles

/// Offers of a purchase that are to be had at one site.
@Suite struct SiteOffersTests {
  private static func plan(_ purchase: String) -> String {
    """
    service: two
    traffic: { peak: 100rps, step: 24h }
    replica: { rated: 10rps, gpus: 1 }
    sites:
      east: { keep: serving, node: { gpus: 1xH100, price: $10/h } }
      west: { keep: warm, size: 50% of production, node: { gpus: 1xH100, price: $12/h } }
    detect: { takes: 1min }
    execute: { move-traffic: { by: balancer } }
    plan: { purchase: { \(purchase) } }

    """
  }

  @Test func aSiteHasItsOwnOffersAndThoseOfAll() throws {
    let text = Self.plan(
      "offers: { hourly: {}, year: { price: $6/h, term: 1y }, west-hourly: { price: $11/h, site: west },"
        + " west-year: { price: $7/h, term: 1y, site: west }, s: { price: $3/h, spot: yes, limit: 5 },"
        + " west-s: { price: $4/h, spot: yes, limit: 2, site: west } }")
    let block = try #require(try PlanFile(text: text, name: "plan.yaml").search?.purchase)
    #expect(block.offers(at: "east").map(\.name) == ["hourly", "year", "s"])
    // Terms stand beside those of all sites; by the hour there is one price, and one that is spot.
    #expect(block.offers(at: "west").map(\.name) == ["year", "west-hourly", "west-year", "west-s"])
    #expect(block.offers.map(\.dollarsPerHour) == [nil, 6, 11, 7, 3, 4])
  }

  @Test(arguments: [
    (
      "offers: { a: { price: $9/h, site: east } }",
      "nothing is rented by the hour at 'west'. Leave 'site' out of one offer without 'term', or write one for 'west'"
    ),
    (
      "offers: { a: {}, b: { price: $9/h, site: west }, c: { price: $8/h, site: west } }",
      "exactly one offer must be without a 'term' and not spot at 'west': what is rented by the hour; there are 2"
    ),
    (
      "offers: { a: {}, b: { price: $9/h } }",
      "there are 2. Keep one, or write 'site' where it is that of one site"
    ),
    (
      "offers: { a: {}, b: { price: $9/h, term: 1y, site: wset } }", "the plan has no site 'wset'. Did you mean 'west'?"
    ),
    (
      "site: east, offers: { a: {}, b: { price: $9/h, term: 1y, site: west } }",
      "the purchase is for 'east', and 'b' is to be had at 'west'"
    ),
    (
      "need: [4], offers: { a: {}, b: { price: $9/h, term: 1y, site: west } }",
      "some offers are those of one site. Add 'site: west', or leave the need to the plan"
    ),
    // By the hour a node costs 10 in the east and 12 in the west.
    ("offers: { a: {}, b: { price: $11/h, term: 1y, site: east } }", "'b' costs more for an hour than what is rented"),
    ("offers: { a: {}, b: { price: $13/h, term: 1y } }", "'b' costs more for an hour than what is rented"),
    ("offers: { a: {}, b: { price: $11/h, spot: yes, limit: 2 } }", "more for an hour than on-demand at 'east'"),
    (
      "offers: { a: {}, b: { price: $3/h, spot: yes, limit: 2, site: west }, c: { price: $3/h, spot: yes, limit: 2, site: west } }",
      "one offer can be spot at 'west'"
    ),
    ("offers: { a: {}, b: { term: 1y } }", "'price' is missing in 'plan.purchase.offers.b'"),
  ])
  func mistakesAreSaid(purchase: String, message: String) {
    let found = planProblems(Self.plan(purchase))
    #expect(found.contains { $0.contains(message) }, "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("plan.yaml:9:") }, "\(found)")
  }

  /// Dearer than by the hour at one site and not at the other: it is worth its price somewhere.
  @Test(arguments: [
    "offers: { a: {}, b: { price: $11/h, term: 1y } }", "offers: { a: {}, b: { price: $11/h, term: 1y, site: west } }",
    "offers: { a: {}, b: { price: $10/h, spot: yes, limit: 2 } }",
    "site: west, need: [4], offers: { a: {}, b: { price: $9/h, term: 1y, site: west } }",
  ])
  func neighboursAreRead(purchase: String) {
    #expect(!planProblems(Self.plan(purchase)).contains { $0.contains("error: ") })
  }
}
