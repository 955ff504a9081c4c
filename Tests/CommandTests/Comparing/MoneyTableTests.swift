import Foundation
import TestSupport
import Testing

/// The files about money that a reviewer's own program found wrong, run as commands: the right values were worked out by hand.
@Suite struct MoneyTableTests {
  private static let plans = Checkout.tests("CommandTests/Cases/plans")

  private static func cents(_ rows: [[String: String]], _ column: String) -> Int {
    rows.reduce(0) { $0 + Int(((Double($1[column] ?? "") ?? 0) * 100).rounded()) }
  }

  private static func quantity(_ rows: [[String: String]]) -> Double {
    rows.reduce(0) { $0 + (Double($1["quantity"] ?? "") ?? 0) }
  }

  private func run(_ command: String, _ plan: String, in folder: Folder, _ more: [String] = []) throws -> String {
    let outcome = try Nines.run(
      [command, Self.plans.appending(path: plan).path, "--quiet", "--out", folder.path("out")] + more)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    return outcome.stdout
  }

  private let few = ["--replications", "3", "--no-inputs"]

  /// 7,897.17: the volumes of the thirteen months, each through the tiers.
  @Test func aSeasonsTrafficIsBilledByItsMonths() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try run("compare", "season.yaml", in: folder, few)
    let egress = WrittenTable(try folder.text("out/costs.csv")).rows.filter { $0["cost_item"] == "user-egress" }
    #expect(Self.cents(egress, "amortised_cost") == 789_717)
    let january = egress.filter { $0["month_start"] == "2027-01-01" }
    #expect(Self.quantity(january) == 2678.4)
  }

  /// The first of two years in which traffic doubles costs what it costs where the plan is a year long: thirteen lines, each rounded
  /// once (MonthlyBillTests works them out; days that are each rounded would come to two cents less).
  @Test func theFirstYearOfGrowthIsItsOwn() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try run("compare", "g2y.yaml", in: folder, few)
    let summary = WrittenTable(try folder.text("out/design_summary.csv")).rows
    #expect(summary.map { $0["cash_year_1"] } == ["153494.42"])
  }

  /// 13,392 GB in January for each of two providers, each with its own tiers: 2 x (900.00 + 169.60).
  @Test func eachProviderBillsWhatItsSitesSent() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try run("compare", "prov.yaml", in: folder, few)
    let january = WrittenTable(try folder.text("out/costs.csv")).rows
      .filter { $0["cost_item"] == "user-egress" && $0["month_start"] == "2027-01-01" && $0["is_baseline"] == "false" }
    for provider in ["aws", "azure"] {
      let own = january.filter { $0["provider"] == provider }
      #expect(Self.cents(own, "amortised_cost") == 106_960, "\(provider)")
      #expect(Self.quantity(own) == 13_392, "\(provider)")
    }
    #expect(Self.cents(january, "amortised_cost") == 213_920)
  }

  /// Ten nodes of one's own that come 182 days after the order, on 2027-07-02 at the soonest: used from August, paid with the order in
  /// January.
  @Test func cashIsThatOfTheMonthOfTheOrder() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try run("plan", "min-cash.yaml", in: folder)
    let orders = WrittenTable(try folder.text("out/purchases.csv")).rows.filter { $0["price_class"] == "owned" }
    #expect(orders.map { $0["order_by"] } == ["2027-01-31"] && orders.map { $0["usable_from"] } == ["2027-08-01"])
    // 10 nodes, four years of 8766 h, 15.17 dollars an hour.
    #expect(orders.map { $0["upfront"] } == ["5319208.80"])
    let owned = WrittenTable(try folder.text("out/position.csv")).rows.filter { $0["price_class"] == "owned" }
    #expect(owned.filter { $0["month"] == "2027-01-01" }.map { $0["cash"] } == orders.map { $0["upfront"] })
    #expect(Self.cents(owned.filter { $0["month"] != "2027-01-01" }, "cash") == 0)
  }

  /// What a design's rows cost more than the baseline's, those that are gone counted below zero, is its premium.
  @Test func differencesSumToThePremium() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try run("compare", "fin.yaml", in: folder, few)
    let finance = WrittenTable(try folder.text("out/finance_summary.csv")).rows
    let designs = WrittenTable(try folder.text("out/design_summary.csv")).rows
    #expect(designs.count > 5)
    for design in designs where design["dr_premium_year"]?.isEmpty == false {
      let own = finance.filter { $0["design_id"] == design["design_id"] }
      #expect(Self.cents(own, "delta_year") == Self.cents([design], "dr_premium_year"), "\(design["design_id"] ?? "")")
    }
    // A year of 8784 h, prepaid: 80 nodes at 35.776 dollars in place of 67 at 55.04; the premium is below zero.
    let premiums = Dictionary(
      designs.map { ($0["design_id"] ?? "", Self.cents([$0], "dr_premium_year")) }, uniquingKeysWith: { $1 })
    #expect((premiums["over-committed"] ?? 0) < 0 && (premiums["owned"] ?? 0) < 0 && (premiums["spot"] ?? 0) < 0)
  }
}
