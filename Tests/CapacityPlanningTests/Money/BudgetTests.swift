import Costing
import Experiments
import ModelFiles
import OutputAnalysis
import ServiceModel
import Testing

@testable import CapacityPlanning

/// Budgets of a year, each year's cost worked out by hand: ten nodes at $10 an hour are 876,600 dollars in 8766 h.
@Suite struct BudgetTests {
  private func plan(
    _ budget: String, horizon: String = "8766h", growth: String = "", hasWest: Bool = false, failures: String = "",
    prices: String = ""
  ) throws -> PlanFile {
    try PlanFile(
      text: """
        service: budget
        begins: 2027-01-01
        horizon: \(horizon)
        objectives: { budget: { \(budget) } }
        traffic: { peak: 100rps\(growth) }
        replica: { rated: 10rps }
        sites:
          east: { keep: serving, node: { gpus: 1, price: $10/h } }
        \(hasWest ? "  west: { keep: data, node: { gpus: 1, price: $10/h } }\nfailback: { after: 1h }" : "")
        \(failures.isEmpty ? "" : "failures: { \(failures) }")
        \(prices.isEmpty ? "" : "prices: { \(prices) }")
        detect: { takes: 10min }
        execute: { move-traffic: { by: balancer } }
        """, name: "plan.yaml")
  }

  private let size = StudySize(seed: 11, worlds: 4, replicationsPerWorld: 50, threads: 2)

  private func record(_ plan: PlanFile) async throws -> DesignRecord {
    try #require(try await Study(plan.services, size: size, bill: .byPrices).run().last)
  }

  private func verdicts(_ plan: PlanFile) async throws -> [ObjectiveVerdict] {
    DesignFigures(try await record(plan)).verdicts
  }

  /// What nodes do changes nothing of what a fixed fleet costs: every year costs the same to the cent.
  @Test(arguments: [("$876600/y", 1.0, Verdict.meets), ("$876599.99/y", 0, .misses), ("$0.8766M/y", 1, .meets)])
  func aFixedFleetCostsTheSameEveryYear(most: String, share: Double, verdict: Verdict) async throws {
    let found = try await verdicts(
      plan(
        "at-most: \(most), in: 90% of years", failures: "node: { scope: node, every: exponential mean 60d, lasts: 12h }"
      ))
    #expect(found.map(\.figure) == ["budget_cost"] && found.map(\.text) == ["budget"])
    #expect(found[0].share?.estimate == share && found[0].verdict == verdict)
    #expect(found[0].worlds.allSatisfy { $0.years == 50 })
  }

  private static let lostRegion = "out: { scope: region, sites: [east], per-year: 0.5, lasts: 10h }"

  /// A year without a failure costs what stands. Each failure rents ten nodes elsewhere, from the alarm after ten minutes
  /// until an hour after the region is back: 10 h 50 min of ten nodes at $10 are 1,083 dollars, so that $878,000 has room for one
  /// and not for two.
  @Test(arguments: [(most: "$876600/y", failures: 0), (most: "$878k/y", failures: 1)])
  func yearsWithAFailureRentNodes(most: String, failures: Int) async throws {
    let record = try await record(
      plan(
        "at-most: \(most), in: 50% of years", hasWest: true,
        failures: Self.lostRegion))
    let verdict = try #require(DesignFigures(record).verdicts.first)
    let kept = record.worlds.map { world in world.years.count { $0.outages <= failures } }
    #expect(verdict.worlds.map(\.met) == kept)
    // With a failure every other year, e^(-1/2) of years have none; with one at most there are half as many more.
    let theory = 0.60653 * (failures == 0 ? 1 : 1.5)
    // Four standard errors of 200 years.
    #expect(verdict.share.map { abs($0.estimate - theory) < 0.14 } == true, "\(kept)")
  }

  /// Ten hours of a month are more than a thousandth of it: a tenth of $500,000 is given back. A budget of what the design
  /// costs does not see it, one with losses does. The horizon ends with a month, for the six hours of another have no credit.
  @Test func creditsCountWhereLossesDo() async throws {
    func verdict(_ figure: String) async throws -> (ObjectiveVerdict, DesignRecord) {
      let record = try await record(
        plan(
          "of: \(figure), at-most: $876600/y, in: 50% of years", horizon: "365d", failures: Self.lostRegion,
          prices: "credits: { of: $500000/month, tiers: { 99.9%: 10% } }"))
      return (try #require(DesignFigures(record).verdicts.first), record)
    }
    let (cost, _) = try await verdict("cost")
    #expect(cost.worlds.allSatisfy { $0.met == 50 })
    let (total, years) = try await verdict("total")
    #expect(total.figure == "budget_total" && total.text == "budget with losses")
    #expect(total.worlds.map(\.met) == years.worlds.map { world in world.years.count { $0.outages == 0 } })
  }

  /// 864 GB a day. Each of twelve months has 15 TB at a cent and the rest at ten: 315,360 GB in all, $1,800 + $13,536. Of the
  /// 216 GB of the last six hours 15,000 x 6 / 744 = 120.968 are at a cent: $1.2097 + $9.5032. With the nodes $891,946.71.
  @Test(arguments: [("$891946.71/y", 1.0), ("$891946.70/y", 0)])
  func monthsClimbTheirOwnTiers(most: String, share: Double) async throws {
    let found = try await verdicts(
      plan(
        "at-most: \(most), in: 90% of years",
        prices: "user-egress: { per-request: 100kB, tiers: { 15TB: $0.01/GB, above: $0.10/GB } }"))
    #expect(found[0].share == Interval(exactly: share))
  }

  /// A payment of $100,000 belongs to the year in which it is made: the second of two.
  @Test func yearsOfALongHorizonCostTheirOwn() async throws {
    let once = "lines: { move: { once: $100000, on: 2028-06-01 } }"
    let alike = try await verdicts(plan("at-most: $900k/y, in: 90% of years", horizon: "17532h", prices: once))
    #expect(alike.map(\.share) == [Interval(exactly: 0.5)] && alike[0].worlds.allSatisfy { $0.years == 100 })
    let apart = try await verdicts(
      plan("at-most: $900k/y, in: 90% of years", horizon: "17532h", growth: ", growth: { per-year: 1% }", prices: once))
    #expect(apart.map(\.figure) == ["budget_cost_year_1", "budget_cost_year_2"])
    #expect(apart.map(\.verdict) == [.meets, .misses])
  }

  /// On 1 January 2028 the first year of 8766 h goes on until six in the morning: what is paid then is paid in it, what is
  /// paid on the next day in the second, and neither twice.
  @Test(arguments: [("2028-01-01", [976_600.0, 876_600]), ("2028-01-02", [876_600, 976_600])])
  func aYearThatEndsInAMonthCutsItsPayments(day: String, costs: [Double]) async throws {
    let plan = try plan(
      "at-most: $1M/y, in: 90% of years", horizon: "17532h", prices: "lines: { move: { once: $100000, on: \(day) } }")
    let service = plan.services[0]
    let parts = Array(repeating: 0.0, count: service.parts.count)
    let usage = SimulatedUsage(requestsAnswered: Costing.Estimate(0, parts: parts))
    #expect(costsOfYears(of: service, usage: usage, .cost).map(\.dollars) == costs)
  }

  /// The count stands in the records that parts of a study leave behind.
  @Test func partsOfAStudyCountWhatTheWholeDoes() async throws {
    let plan = try plan(
      "at-most: $876600/y, in: 50% of years", hasWest: true,
      failures: Self.lostRegion)
    let study = Study(plan.services, size: size, bill: .byPrices)
    let whole = try await study.run(study.whole)
    var worlds: [[WorldRecord]] = []
    for part in [0..<1, 1..<4] {
      for world in try await study.run(StudyPart(worlds: part, replications: 0..<50)) {
        worlds.append(
          try zip(world, plan.services).map { try #require(WorldRecord(line: $0.line, of: $1)) })
      }
    }
    #expect(worlds.map { $0.map(\.line) } == whole.map { $0.map(\.line) })
    for (own, all) in zip(study.records(worlds), study.records(whole)) {
      #expect(DesignFigures(own).verdicts.map(\.share) == DesignFigures(all).verdicts.map(\.share))
    }
  }

  /// A fleet that follows demand, with outages that it does not follow: its two years cost together what the horizon does, and
  /// that they are told apart changes nothing of what happens.
  @Test func yearsOfAFollowingFleetSumToTheHorizon() async throws {
    func plan(_ objectives: String) throws -> PlanFile {
      try PlanFile(
        text: """
          service: following
          begins: 2027-01-01
          horizon: 17532h
          objectives: { \(objectives) }
          traffic: { peak: 100rps, day: { sine-trough: 40% }, growth: { per-year: 20% } }
          replica: { rated: 10rps }
          sites: { east: { keep: serving, node: { gpus: 1, price: $1/h } } }
          failures: { out: { scope: region, per-year: 2, lasts: 3h } }
          detect: { takes: 1min }
          execute: { move-traffic: { by: balancer } }
          autoscaling:
            evaluate-every: 5min
            maximum: 200
            start-lag: 10min
            policies: [ { kind: target, utilization: 80% } ]
          """, name: "plan.yaml")
    }
    let size = StudySize(seed: 3, worlds: 2, replicationsPerWorld: 1, threads: 1)
    let budget = try plan("budget: { at-most: $1M/y, in: 90% of years }")
    let record = try await Study(budget.services, size: size, bill: .byPrices).run()[0]
    let sheet = CostSheet(of: record.service, usage: SimulatedUsage(record), studyID: "")
    for (world, mean) in zip(record.worlds, sheet.yearlyByWorld) {
      let years = costsOfYears(of: record.service, usage: SimulatedUsage(world, of: record.service), .cost)
      #expect(years.count == 2 && years[1].dollars > 1.05 * years[0].dollars)
      #expect(abs(years[0].dollars + years[1].dollars - 2 * mean) < 0.05, "\(years) against twice \(mean)")
    }
    let plain = try plan("availability: { at-least: 1%, in: 50% of years }")
    let other = try await Study(plain.services, size: size).run()[0]
    #expect(zip(record.worlds, other.worlds).allSatisfy { $0.rates.nodeHours == $1.rates.nodeHours })
    #expect(record.lostMinutesByWorld == other.lostMinutesByWorld)
  }
}
