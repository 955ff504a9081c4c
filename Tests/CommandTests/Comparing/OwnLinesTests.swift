import Foundation
import Testing

/// Cost lines of a plan's own and tags, against sums by hand: ten nodes all year, a hundred requests a second.
@Suite struct OwnLinesTests {
  private static let plan = """
    service: own
    begins: 2027-01-01
    horizon: 365d
    tags: { owner: search, cost-centre: "4711" }
    objectives: { availability: { at-least: 99%, in: 50% of years } }
    traffic: { peak: 100rps }
    replica: { rated: 10rps }
    sites:
      a: { keep: serving, tags: { owner: operations }, node: { gpus: 1, sku: x, price: $1/h } }
      b: { keep: data, node: { gpus: 1, sku: x, price: $1/h } }
    failures: { never: { scope: region, on: 2027-06-01, chance: 0%, lasts: 1h } }
    detect: { takes: 1min }
    execute: { move-traffic: { by: balancer } }
    prices:
      lines:
        licence: { per-node-hour: $0.40 }
        support: { per-month: $12000 }
        moderation: { per-thousand-requests: $0.02, group: software }
        migration: { once: $250000, on: 2027-03-15, group: labour }
    """

  private func rows(_ plan: String, _ file: String) throws -> [[String: String]] {
    let folder = try Folder()
    defer { folder.remove() }
    let path = try folder.write(plan, as: "plan.yaml")
    let outcome = try Nines.run(
      ["compare", path, "--replications", "4", "--no-inputs", "--quiet", "--focus", "--out", "out"], in: folder.url)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    return try table(try folder.text("out/\(file)"))
  }

  private func table(_ text: String) throws -> [[String: String]] {
    var rows: [[String]] = []
    for line in text.split(separator: "\n") {
      // Only tags and descriptions stand in quotes here.
      var (cells, cell, isQuoted) = ([String](), "", false)
      for character in line {
        switch (character, isQuoted) {
        case ("\"", _):
          isQuoted.toggle()
          cell.append(character)
        case (",", false):
          cells.append(cell)
          cell = ""
        default: cell.append(character)
        }
      }
      rows.append(cells + [cell])
    }
    let header = try #require(rows.first)
    return rows.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first }) }
  }

  @Test func linesAreSummedByHand() throws {
    let rows = try rows(Self.plan, "costs.csv").filter { $0["design_id"] == "single-site" }
    func sum(_ item: String) -> Double {
      rows.filter { $0["cost_item"] == item }.reduce(0) { $0 + (Double($1["amortised_cost"] ?? "") ?? .nan) }
    }
    // 10 x 8760 h x $0.40; 12 x $12,000; 100/s x 31,536,000 s / 1000 x $0.02; once.
    #expect(abs(sum("licence") - 35_040) < 0.005)
    #expect(abs(sum("support") - 144_000) < 0.005)
    #expect(abs(sum("moderation") - 63_072) < 0.07)
    let migration = rows.filter { $0["cost_item"] == "migration" && $0["amortised_cost"] != "0.00" }
    #expect(migration.map { $0["month_start"] } == ["2027-03-01"])
    #expect(migration.first?["amortised_cost"] == "250000.00" && migration.first?["in_focus"] == "false")
    // A month has its own hours: January 10 x 744 x 0.40.
    let january = rows.first { $0["cost_item"] == "licence" && $0["month_start"] == "2027-01-01" }
    #expect(january?["amortised_cost"] == "2976.00" && january?["site"] == "a")
  }

  @Test func tagsHangOnEveryLine() throws {
    let costs = try rows(Self.plan, "costs.csv")
    let bySite = Dictionary(grouping: costs) { $0["site"] ?? "" }.mapValues { Set($0.map { $0["tags"] ?? "" }) }
    #expect(bySite["a"]?.count == 1 && bySite["a"]?.first?.contains("operations") == true)
    #expect(bySite[""]?.count == 1 && bySite[""]?.first?.contains("search") == true)
    #expect(costs.allSatisfy { $0["tags"]?.contains("4711") == true })
    let units = Dictionary(costs.map { ($0["cost_item"] ?? "", $0["quantity_unit"] ?? "") }) { first, _ in first }
    #expect(
      units["support"] == "months" && units["moderation"] == "thousand-requests" && units["migration"] == "payments")
    let focus = try rows(Self.plan, "focus.csv")
    #expect(focus.contains { $0["ServiceName"] == "support" && $0["PricingUnit"] == "Months" })
    #expect(!focus.isEmpty && focus.allSatisfy { $0["Tags"]?.contains("cost-centre") == true })
  }

  /// A tenth of each line in a year of 8766 h: 10 nodes x 8766 h x $0.04; the same of twelve months, of 100 requests a second,
  /// and of what is paid once within 8760 h.
  @Test func tenPercentOfALineIsAnEffect() throws {
    let rows = try rows(Self.plan, "assumptions.csv")
    func effect(_ key: String) -> Double {
      Double(rows.first { $0["key"] == "prices.lines.\(key)" }?["effect_usd_year_plus_10_percent"] ?? "") ?? .nan
    }
    #expect(abs(effect("licence.per-node-hour") - 3506.40) < 0.005)
    #expect(abs(effect("support.per-month") - 14_400 * 8766 / 8760) < 0.005)
    #expect(abs(effect("moderation.per-thousand-requests") - 6311.52) < 0.07)
    #expect(abs(effect("migration.once") - 25_000.0 * 8766 / 8760) < 0.005)
  }

  @Test(arguments: [
    ("{ per-month: $1, per-node-hour: $1 }", "a line has one price"), ("{ group: software }", "'per-month' is missing"),
    ("{ once: $5 }", "'on' is missing"), ("{ once: $5, on: 2029-01-01 }", "outside the plan's horizon"),
    ("{ per-month: $5, on: 2027-02-01 }", "only what is paid once has a day"),
    ("{ per-month: $5, sites: [a] }", "only nodes stand at sites"),
    ("{ per-node-hour: $5, sites: [c] }", "there is no site 'c'"), ("{ per-moth: $5 }", "per-month"),
  ])
  func aLineThatIsNoneIsRefused(line: String, says: String) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let plan = Self.plan.replacing("{ per-month: $12000 }", with: line)
    let outcome = try Nines.run(["validate", try folder.write(plan, as: "plan.yaml")])
    #expect(outcome.exitCode == 2 && outcome.stderr.contains(says), "\(outcome.stderr)")
    #expect(outcome.stderr.contains("plan.yaml:17:"), "\(outcome.stderr)")
  }
}
