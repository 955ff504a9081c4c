import Costing
import OutputAnalysis
import Testing

@testable import Reports

/// What two stored comparisons differ in, from files small enough to work out by hand.
struct StudyDifferenceTests {
  private static func files(
    seed: Int = 42, hours: Int = 8766, minutes: [Double] = [10, 20, 30], nodes: String = "1000.10",
    egress: String? = "20.05", cost: String? = nil, failover: String = "60", design: String = "hot",
    costJSON: String? = nil
  ) throws -> StoredStudy {
    let sum = try #require(Double(nodes)) + (egress.flatMap(Double.init) ?? 0)
    let lines =
      [("main", "compute", "gpu-nodes", "serving", nodes), ("", "outage", "lost-requests", "shared", "777.00")]
      + (egress.map { [("", "network", "user-egress", "shared", $0)] } ?? [])
    let costs =
      "design_id,site,cost_group,cost_item,role,price_class,amortised_cost\n"
      + lines.map { "\(design),\($0.0),\($0.1),\($0.2),\($0.3),on_demand,\($0.4)\n" }.joined()
    let years = minutes.enumerated().map { "\(design),\($0),\($0),\($1)\n" }.joined()
    let mean = minutes.reduce(0, +) / Double(minutes.count) * 8766 / Double(hours)
    return try StoredStudy(
      .init(
        result: """
          {"model": "m", "seed": \(seed), "replications": 3, "horizon_hours": \(hours), "designs": [{
            "design": "\(design)", "topology": "hot-standby", "verdict": "meets",
            "cost_usd_per_year": \(costJSON ?? "{\"mean\": \(cost ?? "\(sum)"), \"exact\": true}"),
            "lost_minutes_per_year": {"mean": \(mean)},
            "failover_seconds": {"region": {"p50": 40, "p95": \(failover), "p99": null, "count": 40,
              "p95_interval": {"low": 50, "high": 80}}}}]}
          """, costs: costs, replications: "design,world,replication,lost_minutes\n" + years))
  }

  @Test func linesSumToTheChangeOfTheTotalToTheCent() throws {
    let difference = try StudyDifference(
      Self.files(), settings: [("a", "1"), ("b", "2"), ("d", "4")], Self.files(nodes: "900.33", egress: nil),
      settings: [("a", "1"), ("b", "3"), ("c", "9")])
    #expect(
      difference.settings == [
        .init(path: "b", first: "2", second: "3"), .init(path: "d", first: "4", second: nil),
        .init(path: "c", first: nil, second: "9"),
      ])
    let design = try #require(difference.designs.first)
    #expect(design.lines.map(\.change.description) == ["-99.77", "-20.05"], "losses are no cost")
    #expect(Money(dollars: design.cost.estimate).inCents.description == "-119.82")
    #expect(design.cost.isExact)
    let table = differenceTable(difference)
    #expect(table.rows.count == 2)
    #expect(table.rows[1].suffix(4) == [.number("20.05"), .number("0.00"), .number("-20.05"), .number("-100.00")])
  }

  /// The same worlds are paired: a constant shift is exact, where independent worlds could not tell it from nothing.
  @Test func equalSeedsArePaired() throws {
    let paired = try StudyDifference(Self.files(), settings: [], Self.files(minutes: [11, 21, 31]), settings: [])
    #expect(paired.isPaired)
    #expect(paired.designs[0].lostMinutes.isExact && paired.designs[0].lostMinutes.estimate == 1)
    let apart = try StudyDifference(
      Self.files(), settings: [], Self.files(seed: 43, minutes: [11, 21, 31]), settings: [])
    #expect(!apart.isPaired)
    #expect(apart.designs[0].lostMinutes.contains(0) && apart.designs[0].lostMinutes.halfWidth > 20)
  }

  @Test func failoverIsBoundedByBothIntervals() throws {
    let design = try StudyDifference(Self.files(), settings: [], Self.files(failover: "75"), settings: []).designs[0]
    #expect(design.failover?.estimate == 15)
    #expect(design.failover?.low == -30 && design.failover?.high == 30)
    let never = try StudyDifference(Self.files(), settings: [], Self.files(failover: "null"), settings: []).designs[0]
    #expect(never.failover == nil)
  }

  @Test func anotherHorizonIsNotComparable() throws {
    // Half a year of lines is a year of twice as much.
    let (year, half) = (try Self.files(), try Self.files(hours: 4383, cost: "2040.30"))
    #expect(throws: StoredResultError.self) { try StudyDifference(year, settings: [], half, settings: []) }
    let other = try Self.files(design: "cold")
    let problem = #expect(throws: StoredResultError.self) {
      try StudyDifference(year, settings: [], other, settings: [])
    }
    let two = try? StudyDifference(year, settings: [], other, settings: [], designs: ("hot", "cold"))
    #expect(two?.designs.first?.name == "hot -> cold")
    #expect(problem?.description.contains("no design in common: the first has hot, the second cold") == true)
  }

  @Test func filesThatDoNotBelongTogetherAreRefused() {
    let cost = #expect(throws: StoredResultError.self) { try Self.files(cost: "1020.16") }
    #expect(cost?.description.contains("the lines of 'hot' in costs.csv sum to 1020.15") == true)
    let broken = #expect(throws: StoredResultError.self) { try Self.files(nodes: "1000.101") }
    #expect(broken?.description.hasPrefix("costs.csv: line 2: 'amortised_cost' is '1000.101'") == true)
    let lonely = #expect(throws: StoredResultError.self) { try Self.files(minutes: [5]) }
    #expect(lonely?.description.contains("two at least are needed") == true)
  }

  /// What a design says of its own wins over what the plan says of all.
  @Test func settingsOfTwoDesignsAreThoseThatHoldForThem() throws {
    let plan = [
      ("buffer", "25%"), ("sites.dr.keep", "nothing"), ("designs.warm.sites.dr.keep", "warm"),
      ("designs.hot.sites.dr.keep", "warm"), ("designs.hot.buffer", "40%"), ("designs.other.x", "1"),
    ].map { (path: $0.0, text: $0.1) }
    let study = try StudyDifference(
      Self.files(design: "warm"), settings: plan, Self.files(design: "hot"), settings: plan, designs: ("warm", "hot"))
    #expect(study.settings == [.init(path: "buffer", first: "25%", second: "40%")])
    #expect(study.onlyInFirst.isEmpty && study.isPaired)
    #expect(throws: StoredResultError.self) {
      try StudyDifference(Self.files(), settings: plan, Self.files(), settings: plan, designs: ("hot", "mild"))
    }
  }

  /// Costs of the same worlds are paired: worlds of 900, 1000 and 1100 dollars against such of 10 dollars more differ by ten,
  /// exactly; independent studies could not tell that from nothing.
  @Test func costsOfTheSameWorldsArePaired() throws {
    func study(_ worlds: String, seed: Int = 42, nodes: String) throws -> StoredStudy {
      let mean = try #require(Double(nodes))
      return try Self.files(
        seed: seed, nodes: nodes, egress: nil,
        costJSON: "{\"mean\": \(mean), \"low\": \(mean - 110), \"high\": \(mean + 110), \"worlds\": [\(worlds)]}")
    }
    let before = try study("900, 1000, 1100", nodes: "1000.00")
    let after = try study("910, 1010, 1110", nodes: "1010.00")
    let paired = try StudyDifference(before, settings: [], after, settings: []).designs[0].cost
    #expect(paired.isExact && paired.estimate == 10)
    let same = try StudyDifference(before, settings: [], before, settings: []).designs[0]
    #expect(same.cost == Interval(exactly: 0) && same.lostMinutes == Interval(exactly: 0))
    #expect(same.failover == Interval(exactly: 0))
    let apart = try StudyDifference(
      before, settings: [], study("910, 1010, 1110", seed: 7, nodes: "1010.00"), settings: [])
    #expect(abs(apart.designs[0].cost.halfWidth - 110 * 2.0.squareRoot()) < 1e-9)
  }

  @Test func csvIsReadAsItIsWritten() throws {
    var table = CSVTable(header: ["a", "b"])
    table.append([.text("x, \"y\"\nz"), .number("1.5")])
    table.append([.empty, .text("plain")])
    let reading = try CSVReading(table.text)
    #expect(reading.header == ["a", "b"])
    #expect(reading.rows == [["x, \"y\"\nz", "1.5"], ["", "plain"]])
    #expect(throws: StoredResultError.self) { try CSVReading("a,b\n1\n") }
    #expect(throws: StoredResultError.self) { try CSVReading("a,b\n\"1,2\n") }
  }
}
