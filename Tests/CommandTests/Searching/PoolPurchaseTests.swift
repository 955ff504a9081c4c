import Foundation
import Testing

/// A purchase without a site: every pool of the design, with what is held at each.
@Suite struct PoolPurchaseTests {
  /// Ten nodes in the east, five stand by in the west. In the east four are held until July.
  private static let plan = """
    service: two
    traffic: { peak: 100rps, step: 24h }
    replica: { rated: 10rps, gpus: 1 }
    sites:
      east: { keep: serving, node: { gpus: 1xH100, price: $10/h } }
      west: { keep: warm, size: 50% of production, node: { gpus: 1xH100, price: $10/h } }
    detect: { takes: 1min }
    execute: { move-traffic: { by: balancer } }
    plan:
      purchase:
        years: 1
        existing:
          old: { nodes: 4, price: $3/h, ends: 2027-07-01 }
          racks: { site: west, nodes: 2, price: $1/h, holds-capacity: yes }
        offers: { hourly: { price: $10/h }, year: { price: $6/h, term: 1y } }

    """

  /// A commitment of two years is one: its use is priced by it in a bill.
  @Test func aTwoYearCommitmentIsACommitmentInABill() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let text = Self.plan.replacingOccurrences(of: "years: 1", with: "years: 2")
      .replacingOccurrences(of: "year: { price: $6/h, term: 1y }", with: "two-years: { price: $4/h, term: 2y }")
    let path = try folder.write(text, as: "two.yaml")
    let outcome = try Nines.run(["plan", path, "--out", folder.path("out"), "--focus"])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let drawn = WrittenTable(try folder.text("out/focus.csv")).rows.filter {
      $0["CommitmentDiscountId"]?.contains("two-years") == true && $0["ChargeCategory"] == "Usage"
    }
    #expect(!drawn.isEmpty && drawn.allSatisfy { $0["PricingCategory"] == "Committed" })
  }

  /// East: 6 x 12 + 4 x 6 = 96 node-months at $6 and 24 at $3, of 730.5 h: 473,364. West: 3 x 8766 x $6 + 2 x 8766 x $1 =
  /// 175,320. Together 648,684.
  @Test func eachPoolIsBoughtFor() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let path = try folder.write(Self.plan, as: "two.yaml")
    let outcome = try Nines.run(["plan", path, "--out", folder.path("out")])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    #expect(outcome.stdout.contains("At east, west together: $649 k expected over 12 months."))
    let result = try #require(
      try JSONSerialization.jsonObject(with: Data(try folder.text("out/result.json").utf8)) as? [String: Any])
    let pools = try #require(result["purchases"] as? [[String: Any]])
    #expect(pools.map { $0["site"] as? String } == ["east", "west"])
    #expect(pools.map { $0["expected_cost_usd"] as? String } == ["473364.00", "175320.00"])
    #expect(pools.map { $0["existing_cost_usd"] as? String } == ["52596.00", "17532.00"])
    #expect((result["purchase"] as? [String: Any])?["site"] as? String == "east")
    let orders = WrittenTable(try folder.text("out/purchases.csv")).cells
    #expect(orders.map { $0[0] } == ["east-order-1", "east-order-2", "west-order-1"])
    #expect(orders.map { $0[7] } == ["6", "4", "3"])
    let options = try folder.text("out/options.csv")
    #expect(options.split(separator: "\n")[0].contains(",site"))
  }

  /// The east has ten nodes at $10, the west five at $11. Each has a term of its own: $6 in the east, $9 in the west.
  ///
  /// East: 10 x 8766 x 6 = 525,960 in place of 876,600 by the hour. West: 5 x 8766 x 9 = 394,470 in place of 482,130.
  @Test func eachPoolIsBoughtForFromItsOwnOffers() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let start = try #require(Self.plan.range(of: "    existing:"))
    let text =
      String(Self.plan[..<start.lowerBound]).replacing(
        "50% of production, node: { gpus: 1xH100, price: $10/h }",
        with: "50% of production, node: { gpus: 1xH100, price: $11/h }")
        + """
            offers:
              hourly: {}
              year: { price: $6/h, term: 1y, site: east }
              west-year: { price: $9/h, term: 1y, site: west }

        """
    let outcome = try Nines.run(["plan", try folder.write(text, as: "two.yaml"), "--out", folder.path("out")])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    #expect(outcome.stdout.contains("At east, west together: $920 k expected over 12 months."))
    let options = WrittenTable(try folder.text("out/options.csv")).cells
    #expect(
      options.map { "\($0[0]) \($0[1])" } == [
        "hourly only 876600.00", "year 525960.00", "hourly only 482130.00", "west-year 394470.00",
      ])
    // What the bill is made of is each pool's own too: 365 days.
    let costs = try folder.text("out/costs.csv")
    for price in ["6.000000", "9.000000"] { #expect(costs.contains(",\(price),"), "\(price)") }
  }

  /// A price that only the node of one site has is asked for by name and place.
  @Test func whatHasNoPriceIsNamed() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let text = Self.plan.replacing(
      "production, node: { gpus: 1xH100, price: $10/h }", with: "production, node: { gpus: 1xH100 }"
    )
    .replacing("hourly: { price: $10/h }", with: "hourly: {}")
    let outcome = try Nines.run(["plan", try folder.write(text, as: "two.yaml")])
    #expect(outcome.exitCode == 2 && outcome.stdout.isEmpty)
    #expect(outcome.stderr.contains("two.yaml:15:"), "\(outcome.stderr)")
    #expect(outcome.stderr.contains("the nodes of 'west' have no price, and 'hourly' gives none"), "\(outcome.stderr)")
  }
}
