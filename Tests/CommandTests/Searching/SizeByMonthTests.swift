import Foundation
import Testing

/// The fleet of each month to come, against fleets that were computed by hand.
@Suite struct SizeByMonthTests {
  /// Ten nodes carry 100 rps, and nothing that matters fails: the requirement is the answer.
  private func plan(growth: String = "", more: String = "") -> String {
    """
    service: grows
    begins: 2027-01-01
    objectives: { availability: { of: requests, at-least: 99.9%, in: 90% of years } }
    traffic: { peak: 100rps\(growth) }
    replica: { rated: 10rps }
    sites:
      here: { keep: serving, node: { gpus: 1, price: $10/h } }
      there: { keep: nothing, node: { gpus: 1, price: $10/h } }
    failures: { node: { scope: node, per-year: 0.0001, lasts: 1min } }
    detect: { probe: 10s, failures: 3 }
    execute: { move-traffic: { by: balancer } }
    designs: { single-site: {}, warm: { sites: { there: { keep: warm, size: 30% of production } } } }
    \(more)
    """
  }

  /// By hand: 10 x 1.2^(m/12), rounded up. More than 11 from m = 12 ln 1.1 / ln 1.2 = 6.27 on, 12 at m = 12 exactly, more
  /// than 13 from 17.27, 14 from 22.15, 15 from 26.69, 16 from 30.93, 17 from 34.93.
  private let byHand =
    [10] + Array(repeating: 11, count: 6) + Array(repeating: 12, count: 6) + Array(repeating: 13, count: 5)
    + Array(repeating: 14, count: 5) + Array(repeating: 15, count: 4) + Array(repeating: 16, count: 4)
    + Array(repeating: 17, count: 4) + [18]

  private func number(_ row: [String: String], _ name: String) -> Double? { row[name].flatMap { Double($0) } }

  private func sized(_ plan: String, _ arguments: [String], design: String = "single-site") throws -> Nines.Outcome {
    try Nines.run(
      "size", plan: plan, ["--design", design, "--by-month", "--replications", "40", "--quiet"] + arguments)
  }

  /// 20 % a year, in the traffic or as an option, and as the same growth of a month.
  @Test(arguments: [
    (", growth: { per-year: 20% }", []), ("", ["--growth", "1.5309470499731193%/month"]),
    // The plan's own growth gives way to the option's.
    (", growth: { per-month: 5% }", ["--growth", "20%/year"]),
  ])
  func fleetsAreThoseByHand(growth: String, option: [String]) throws {
    let outcome = try sized(plan(growth: growth), option + ["--format", "csv", "--lead", "26w"])
    #expect(outcome.exitCode == 0 && outcome.stderr == "", "\(outcome.stderr)")
    let rows = WrittenTable(outcome.stdout).rows
    #expect(rows.map { $0["serving_nodes"] } == byHand.map { "\($0)" })
    #expect(rows.map { $0["standby_nodes"] } == byHand.map { _ in "0" })
    // 26 weeks are 182 days. The 1st of August is the 213th day of 2027, so that the order is due on the 31st.
    #expect(rows[7]["needed_from"] == "2027-08-01" && rows[7]["order_by"] == "2027-01-31")
    #expect(rows[7]["added_nodes"] == "1" && rows[8]["added_nodes"] == "0" && rows[8]["order_by"] == "")
    // What February needs had to be ordered on the 3rd of August before: day 32 - 182 is day 215 of 2026.
    #expect(rows[1]["order_by"] == "2026-08-03")
    #expect(number(rows[12], "peak_rps") == 120 && number(rows[0], "growth_percent_per_year") == 20)
  }

  /// The standby is 30 % of the production of its month: 3 of 10, 4 of 11 to 13, 5 of 14 to 16, 6 of 17 and 18.
  @Test func standbyFollowsThePlansRule() throws {
    let outcome = try sized(plan(), ["--growth", "20%", "--format", "csv"], design: "warm")
    let standby = WrittenTable(outcome.stdout).rows.compactMap { $0["standby_nodes"].flatMap { Int($0) } }
    #expect(standby == byHand.map { ($0 * 3 + 9) / 10 })
  }

  @Test func uncertainGrowthHasThreeCourses() throws {
    let outcome = try sized(
      plan(growth: ", growth: { per-year: [10%, 20%, 40%] }"), ["--years", "1", "--format", "csv"])
    let rows = WrittenTable(outcome.stdout).rows
    #expect(rows.count == 36 && number(rows[12], "growth_percent_per_year") == 20)
    #expect(rows[12..<24].map { $0["serving_nodes"] } == byHand[..<12].map { "\($0)" })
    // 10 x 1.1^(11/12) = 10.91 and 10 x 1.4^(11/12) = 13.61.
    #expect(rows[11]["serving_nodes"] == "11" && rows[35]["serving_nodes"] == "14")
  }

  /// The offers' own lead times date the orders, and an order that was due before the plan begins is marked.
  @Test func offersDateTheOrders() throws {
    let more = """
      plan:
        purchase:
          years: 2
          growth: [20%, 20%, 20%]
          offers: { hourly: { price: $10/h }, own: { price: $4/h, term: 3y, lead: 30d, holds-capacity: yes } }
      """
    let outcome = try sized(plan(more: more), [])
    let table = outcome.stdout
    #expect(table.contains("order own by"))
    #expect(table.contains(#/1 +2027-02-01 +102 +11 +1 +2027-01-02/#))
    #expect(table.contains(#/7 +2027-08-01 +111 +12 +1 +2027-07-02/#))
    #expect(table.split(separator: "\n").filter { $0.contains(#/^\d+ +20\d\d-\d\d-01/#) }.count == 24)
  }

  @Test func theFolderHoldsTheMonths() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(plan(), as: "plan.yaml")
    let outcome = try Nines.run(
      [
        "size", "plan.yaml", "--design", "single-site", "--by-month", "--growth", "20%", "--replications", "40",
        "--quiet",
        "--out", "months",
      ], in: folder.url)
    #expect(outcome.exitCode == 0)
    #expect(try folder.contents(of: "months").contains("months.csv"))
    #expect(try folder.text("months/result.json").contains("\"by_month\""))
  }

  @Test(arguments: [
    (["--by-month"], "--by-month needs a growth"), (["--years", "2"], "Write --by-month too"),
    (["--by-month", "--growth", "fast"], "which is no growth"),
    (["--by-month", "--growth", "20%", "--years", "11"], "1 to 10"),
    (["--by-month", "--growth", "20%", "--lead", "soon"], "write 26w or 90d"),
  ])
  func badOptionsAreRefused(options: [String], words: String) throws {
    let outcome = try Nines.run("size", plan: plan(), ["--design", "single-site", "--quiet"] + options)
    #expect(outcome.exitCode == 64 && outcome.stdout == "" && outcome.stderr.contains(words), "\(outcome.stderr)")
  }
}
