import Costing
import Currencies
import Experiments
import Foundation
import ModelFiles
import TestSupport
import Testing

@testable import CapacityPlanning
@testable import Reports

/// A study in yuan at seven to the dollar is the study in dollars times seven: what changes is what amounts are called.
@Suite struct StudyCurrencyTests {
  private static let rates = "\ncurrency: CNY\nrates: { USD: { is: 7, on: 2026-11-02 } }\n"

  private static func compared(_ text: String) async throws -> Comparison {
    let plan = try PlanFile(text: text, name: "plan.yaml")
    let source = PlanSource(services: plan.services, uncertainInputs: []) { _ in plan.services }
    return try await compare(
      source, size: StudySize(seed: 5, worlds: 4, replicationsPerWorld: 5, threads: 2), variesInputs: false)
  }

  private static func both() async throws -> (dollars: Comparison, yuan: Comparison) {
    let text = try String(contentsOf: Checkout.models.appending(path: "cost-check.yaml"), encoding: .utf8)
    return (try await compared(text), try await compared(text + rates))
  }

  /// A line is rounded to a cent in either currency, 0.005 * (7 + 1), and what is no price of the plan but follows from one
  /// to a millionth of a unit, 0.5e-6 * (7 + 1) a unit.
  @Test func everyLineIsSevenTimesAsMuch() async throws {
    let (dollars, yuan) = try await Self.both()
    #expect(dollars.designs.count == yuan.designs.count && dollars.designs.count == 10)
    for (a, b) in zip(dollars.designs, yuan.designs) {
      #expect(a.sheet.lines.count == b.sheet.lines.count)
      for (first, second) in zip(a.sheet.lines, b.sheet.lines) {
        #expect(first.currency == "USD" && second.currency == "CNY")
        #expect(first.quantity == second.quantity && first.item == second.item && first.role == second.role)
        for amount in [\CostLine.amortisedCost, \.cashCost, \.listCost, \.contractedCost] {
          let miss = abs(second[keyPath: amount].dollars - 7 * first[keyPath: amount].dollars)
          #expect(miss <= 0.04 + 4e-6 * abs(first.quantity.units), "\(a.name) \(first.item): \(miss)")
        }
        #expect(abs(second.listUnitPrice.microdollars - 7 * first.listUnitPrice.microdollars) <= 4)
      }
    }
  }

  @Test func whatIsNoMoneyIsTheSame() async throws {
    let (dollars, yuan) = try await Self.both()
    #expect(dollars.designs.map(\.verdict) == yuan.designs.map(\.verdict))
    #expect(dollars.ranking.map { $0.design } == yuan.ranking.map { $0.design })
    #expect(dollars.designs.map(\.figures.meanLostMinutes) == yuan.designs.map(\.figures.meanLostMinutes))
    let (first, second) = (dollars.standings.breakEvens, yuan.standings.breakEvens)
    #expect(!first.isEmpty && first.map(\.to) == second.map(\.to))
    for (a, b) in zip(first, second) {
      let ratio = b.dollarsPerMinute.estimate / a.dollarsPerMinute.estimate
      #expect(abs(ratio - 7) < 1e-5, "\(a.to): \(ratio)")
    }
  }

  /// Everything that is written of both: no line of the study in yuan says dollars, and its names carry the code.
  @Test func whatIsWrittenNamesTheCurrency() async throws {
    let (dollars, yuan) = try await Self.both()
    let study = yuan.designs[0].service.prices.currency
    let plain = (json: comparisonJSON(dollars).text, summary: summaryTable(dollars).text)
    let (json, summary, table) = WrittenCurrency.writing(study) {
      (
        comparisonJSON(yuan).text, summaryTable(yuan).text,
        ComparisonTable(yuan, width: 200).lines.joined(separator: "\n")
      )
    }
    for text in [json, summary, table] {
      #expect(!text.contains("$") && !text.contains("_usd") && !text.contains("usd_") && !text.contains("dollar"))
    }
    #expect(json.contains("\"currency\": \"CNY\"") && json.contains("\"cost_cny_per_year\""))
    #expect(json.contains("\"on\": \"2026-11-02\"") && json.contains("\"source\": \"assumed\""))
    #expect(summary.contains("cost_cny_per_year,") && table.contains("CNY M/y") && table.contains("¥"))
    #expect(!plain.json.contains("\"currency\"") && plain.summary.contains("cost_usd_per_year,"))
    let stored = try StoredResult(json: json)
    #expect(stored.currency == study)
    #expect(stored.designs.map(\.dollarsPerYear) == yuan.designs.map(\.sheet.amortisedYear.dollars))
    #expect(try StoredResult(json: plain.json).currency == .dollars)
  }
}
