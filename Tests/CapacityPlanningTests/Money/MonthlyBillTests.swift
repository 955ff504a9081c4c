import Costing
import Experiments
import Foundation
import ModelFiles
import ServiceModel
import Testing

@testable import CapacityPlanning

/// Bills by month, each worked out by hand from the plan's demand: a season, growth, a campaign, failures of known days.
@Suite struct MonthlyBillTests {
  private func design(
    _ traffic: String, horizon: String = "1y", price: String = "above: $0.05/GB"
  ) async throws -> ComparedDesign {
    let text = """
      service: months
      begins: 2027-01-01
      horizon: \(horizon)
      traffic: \(traffic)
      replica: { rated: 10rps }
      sites: { east: { keep: serving, node: { gpus: 1, price: $1/h, basis: list } } }
      detect: { probe: 10s, failures: 3 }
      execute: { move-traffic: { by: balancer } }
      autoscaling:
        evaluate-every: 5min
        maximum: 200
        start-lag: 0s
        policies: [ { kind: target, utilization: 100% } ]
      prices: { user-egress: { per-request: 100kB, tiers: { \(price) } } }
      """
    return try await self.design(text: text)
  }

  private func design(text: String) async throws -> ComparedDesign {
    let plan = try PlanFile(text: text, name: "plan.yaml")
    let size = StudySize(seed: 3, worlds: 2, replicationsPerWorld: 2, threads: 1)
    let record = try await Study(plan.services, size: size).run()[0]
    return ComparedDesign(record, studyID: "months", isBaseline: true)
  }

  private func egress(_ sheet: CostSheet) -> [Double] {
    sheet.periods.map { period in
      sheet.lines.filter { $0.item == "user-egress" && $0.period == period }.reduce(0) { $0 + $1.quantity.units }
    }
  }

  private static let daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  private func expect(
    _ found: [Double], _ known: [Double], within error: Double = 1e-4, _ place: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == known.count, sourceLocation: place)
    for (month, (a, b)) in zip(found, known).enumerated() {
      #expect(abs(a - b) <= error, "month \(month + 1)", sourceLocation: place)
    }
  }

  /// A tenth of the peak until the end of June and the peak from 2 July to 30 December. A day at the peak is 100 requests a
  /// second times 86,400 s times 100 kB, 864 GB, at a tenth 86.4 GB. Between its knots a season is a cubic that is flat at
  /// both: three days from a tenth to the whole pass through 1/10 + 9/10 x 7/27 and x 20/27, and 31 December, halfway back,
  /// through 0.55. Six hours of 2028 are a quarter of a day at a tenth.
  @Test func aSeasonIsBilledInItsMonths() async throws {
    let design = try await design(
      "{ peak: 100rps, day: { sine-trough: 100% }, year: { 01-01: 10%, 06-29: 10%, 07-02: 100%, 12-30: 100% } }",
      price: "15TB: $0.01/GB, above: $0.10/GB")
    let low = 86.4
    let high = 864.0
    let (rising, risen) = (0.1 + 0.9 * 7 / 27, 0.1 + 0.9 * 20 / 27)
    var volumes: [Double] = [31 * low, 28 * low, 31 * low, 30 * low, 31 * low]
    volumes += [29 * low + high * rising, high * risen + 30 * high]
    volumes += [31 * high, 30 * high, 31 * high, 30 * high, 30 * high + high * 0.55, low / 4]
    // The same numbers from a reviewer's table.
    expect(
      volumes,
      [
        2678.4, 2419.2, 2678.4, 2592, 2678.4, 2793.6, 26_582.4, 26_784, 25_920, 26_784, 25_920, 26_395.2, 21.6,
      ], within: 1e-9)
    let sheet = design.sheet
    // 2028 is longer by a day, so that its first noon lies before the knot: a ten-thousandth of a request a second more.
    expect(egress(sheet), volumes, within: 5e-4)
    // Through the tiers, month by month, each line rounded once: 150 dollars below 15 TB, a tenth of a dollar beyond.
    let cents = volumes.map { volume -> Double in
      let (below, above) = (min(volume, 15_000), max(0, volume - 15_000))
      return below.rounded() + (10 * above).rounded()
    }
    let total = sheet.sum(\.amortisedCost) { $0.item == "user-egress" }
    #expect(total == Money(cents: Int128(cents.reduce(0, +))))
    #expect(total.description == "7897.17")
    // One node carries ten requests a second, ten carry a hundred.
    let nodes = sheet.lines.filter { $0.item == "gpu-nodes" }
    #expect(nodes.count == 13)
    for (month, days) in [(0, 31), (1, 28), (2, 31), (3, 30), (4, 31)] {
      #expect(nodes[month].quantity == Quantity(24 * days) && nodes[month].unitsMean == Quantity(1))
    }
    for (month, days) in [(7, 31), (8, 30), (9, 31), (10, 30)] {
      #expect(nodes[month].quantity == Quantity(240 * days) && nodes[month].unitsMean == Quantity(10))
    }
    // A little more than ten requests a second take a second node.
    #expect(nodes[12].quantity == Quantity(12))
  }

  /// Demand grows day by day to its double in 365.25 days: day d brings 864 x 2^(d / 365.25) GB, and the days of a month are
  /// a geometric series.
  @Test func growthIsBilledInItsMonths() async throws {
    let growing = "{ peak: 100rps, day: { sine-trough: 100% }, growth: { per-year: 100% } }"
    let q = exp2(1 / 365.25)
    func series(_ a: Int, _ b: Double) -> Double {
      let (first, end) = (pow(q, Double(a)), pow(q, b))
      return 864 * (end - first) / (q - 1)
    }
    var first = 0
    let months = Self.daysOfMonths.map { days in
      defer { first += days }
      return series(first, Double(first + days))
    }
    // A quarter of the day 365.
    let one = try await design(growing).sheet
    expect(egress(one), months + [864 * pow(q, 365) / 4])

    // Two years: the second's Januaries and Februaries are dearer, 2028 has a leap day, and the last month lacks 12 hours.
    let two = try await design(growing, horizon: "2y").sheet
    var leap = Self.daysOfMonths
    leap[1] = 29
    let second = leap.enumerated().map { month, days -> Double in
      defer { first += days }
      let last = Double(first + days - 1)
      // The last day counts half.
      return month == 11 ? series(first, last) + 432 * pow(q, last) : series(first, last + 1)
    }
    expect(egress(two), months + second)
    // The first year of two is the year by itself, to the cent, in cash and in what belongs to it.
    #expect(two.cashYear == one.cashYear && one.cashYear == one.amortisedYear)
    // 130,752 node-hours, and 454,848.37 GB at five cents: 22,742.4187 dollars of egress. Thirteen lines, each rounded once, come
    // to 22,742.42. A sum of days that are each rounded to a cent comes to 22,742.40; a bill has no such lines.
    let days = (0..<365).reduce(0.0) { $0 + (864 * pow(q, Double($1)) * 5).rounded() / 100 }
    let lastHours = 864 * pow(q, 365) / 4 * 0.05
    #expect(abs(series(0, 365) * 0.05 + lastHours - 22_742.418_7) < 1e-4)
    #expect(abs(days + (lastHours * 100).rounded() / 100 - 22_742.40) < 1e-6)
    #expect(two.cashYear.description == "153494.42")
    #expect(two.firstYear.map(\.amortisedCost) == one.lines.map(\.amortisedCost))
    // What a year costs is the mean of both: of half as many hours, each line rounded once more.
    let exact = two.lines.reduce(0) { $0 + $1.exactCost.dollars } / 2
    #expect(abs(two.amortisedYear.dollars - exact) < 0.01 * Double(two.lines.count))
    #expect(two.amortisedYear > one.amortisedYear)
  }

  /// A flat ten requests a second, 86.4 GB a day; three times as much from noon of 30 November for a day: 86.4 GB more in each
  /// month, and two nodes more for twelve hours of each.
  @Test func aCampaignIsBilledInItsMonths() async throws {
    let campaign = """
      { peak: 10rps, day: { sine-trough: 100% }, campaigns: { sale: { at: 2027-11-30 12:00, lasts: 1d, factor: 3 } } }
      """
    let sheet = try await design(campaign).sheet
    var volumes = Self.daysOfMonths.map { 86.4 * Double($0) } + [21.6]
    volumes[10] += 86.4
    volumes[11] += 86.4
    expect(egress(sheet), volumes)
    let hours = sheet.lines.filter { $0.item == "gpu-nodes" }.map(\.quantity.units)
    let before = Self.daysOfMonths.map { 24 * Double($0) } + [6]
    expect(Array(hours[0..<10]), Array(before[0..<10]))
    #expect(abs(hours[10] - before[10] - 24) < 1 && hours[10] > before[10] + 23)
    // Scaling in waits for its window, a quarter of an hour at most.
    #expect(hours[11] >= before[11] + 24 && hours[11] < before[11] + 25)
  }

  /// An hour of 10 March and the hour around the end of June: what was lost, how long, and the month that breaks its promise.
  @Test func lossesAndCreditsStandInTheirMonths() async throws {
    let sheet = try await design(
      text: """
        service: months
        begins: 2027-01-01
        objectives:
          monthly-availability: { at-least: 99.9%, of: requests, in: 90% of months }
          outage: { below: 95% of demand, hold: 0s }
        traffic: { peak: 1rps, step: 1d }
        replica: { rated: 1rps }
        sites: { only: { keep: serving, nodes: 1, node: { gpus: 1 } } }
        failures:
          march: { scope: region, on: 2027-03-10 12:00, lasts: 1h }
          june: { scope: region, on: 2027-06-30 23:30, lasts: 1h }
        detect: { takes: 0s }
        execute: { move-traffic: { by: balancer } }
        prices:
          outage: { per-lost-request: $1, per-minute: $10/min, grows: { 45min: $100/min } }
          credits: { of: $1000/month, tiers: { 99.9%: 10%, 99%: 25% } }
        """
    ).sheet
    func months(_ item: String) -> [Int: String] {
      Dictionary(
        uniqueKeysWithValues: sheet.lines.filter { $0.item == item }.map {
          ($0.period.start.month, $0.quantity.description)
        })
    }
    #expect(months("lost-requests") == [3: "3600.0", 6: "1800.0", 7: "1800.0"])
    // Of the hour at the end of June thirty minutes lie in June and fifteen more below three quarters of an hour in July.
    #expect(months("outage-minutes") == [3: "45.0", 6: "30.0", 7: "15.0"])
    #expect(months("outage-minutes from 45 min") == [3: "15.0", 7: "15.0"])
    // An hour is 0.13 % of March; half an hour is 0.07 % of June and of July, and within 99.9 %.
    #expect(months("sla-credit below 99.9 %") == [3: "1.0"])
    #expect(months("sla-credit below 99 %") == [:])
  }

  /// What two worlds and four replications did by month sums to what they did, to the last unit of the meters.
  @Test func monthsSumToTheHorizon() async throws {
    let service = SmallService(edgeOutagesPerYear: 40).service
    let record = try await Study([service], size: .small()).run()[0]
    let usage = SimulatedUsage(record)
    // Of the worlds by themselves the months are kept of what is priced by tiers.
    let amounts =
      [usage.requestsAnswered, usage.requestsLost, usage.outageMinutes] + usage.worlds.map(\.requestsAnswered)
    for amount in amounts {
      #expect(amount.parts.count == service.parts.count && amount.mean > 0)
      #expect(abs(amount.parts.reduce(0, +) - amount.mean) <= 1e-9 * amount.mean)
    }
    let sheet = CostSheet(of: service, usage: usage, studyID: "months")
    let minutes = sheet.lines.filter { $0.item == "outage-minutes" }.reduce(Quantity.zero) { $0 + $1.quantity }
    if service.prices.outage != nil { #expect(minutes == Quantity(usage.outageMinutes.parts.reduce(0, +))) }
  }
}
