import CapacityPlanning
import Costing
import Experiments
import Foundation
import OutputAnalysis
import ServiceModel

/// A comparison for a terminal: verdict, recovery, money, and three sentences; then, where they are asked for, details.
///
/// Designs stand in the order of the plan. Columns stand in the order of their importance: the answer fits 80 columns, a
/// wider terminal shows more of it, and details show all, below one another where they must.
public struct ComparisonTable: Sendable {
  private let comparison: Comparison
  private let provenance: Provenance?
  private let width: Int
  private let showsDetails: Bool

  public init(_ comparison: Comparison, provenance: Provenance? = nil, width: Int, showsDetails: Bool = false) {
    self.showsDetails = showsDetails
    self.comparison = comparison
    self.provenance = provenance
    self.width = width
  }

  public var lines: [String] {
    // Without a single price a table of money would compare nothing with nothing.
    let isPriced = Conclusions(comparison).isPriced
    let tables =
      [VerdictTable(comparison: comparison, isPriced: isPriced).table, RecoveryTable(comparison: comparison).table]
      + (isPriced ? [MoneyTable(comparison: comparison).table] : [])
      + [ServicesTextTable(comparison: comparison).table].compactMap { $0 }
    let plot = showsDetails ? LossPlot(comparison: comparison).lines(width: width) : []
    let shown =
      tables.flatMap { (showsDetails ? $0.lines(width: width) : $0.fitting(width: width)) + [""] }
      + (plot.isEmpty ? [] : plot + [""])
    let decisive = Conclusions(comparison, provenance: provenance)
    return heading + [""] + shown + wrapped(PrecisionWording(comparison)?.sentences ?? [])
      + wrapped(decisive.decisive) + (showsDetails ? [""] + details(decisive) : wrapped([decisive.rest]))
  }

  /// All that a reviewer asks for after the answer.
  private func details(_ conclusions: Conclusions) -> [String] {
    let tables = levels + ExactTable(comparison).lines(width: width)
    return wrapped([conclusions.legend, conclusions.priceBasis]) + tables + [""] + differences + [""]
      + wrapped(conclusions.others)
  }

  private func wrapped(_ sentences: [String]) -> [String] {
    sentences.flatMap { Wording.wrapped($0, width: min(width, 120)) }
  }

  private var first: Service { comparison.designs[0].service }

  private var heading: [String] {
    let size = comparison.size
    let years = Wording.count(size.replications)
    let objectives = objectiveWords(first)
    return Wording.wrapped(
      "\(first.name): \(comparison.designs.count) designs x \(years) \(first.horizon.isOneYear ? "years" : "replications") of \(Wording.count(Int(first.horizonHours))) h, "
        + "the same failures and traffic in each; \(size.worlds) worlds; seed \(size.seed)", width: width)
      + (objectives.isEmpty
        ? []
        : Wording.wrapped(
          "objectives: " + objectives.joined(separator: "; "), width: width, indent: "            "))
  }

  private var levels: [String] {
    let lines = ServiceLevelsTable(comparison).lines(width: width)
    return lines.isEmpty ? [] : [""] + lines
  }

  private var differences: [String] {
    comparison.differences.flatMap { difference in
      let interval = difference.lostMinutes.difference
      let correlation = difference.lostMinutes.correlation.map { String(format: "%.2f", $0) } ?? "-"
      return Wording.wrapped(
        "paired: \(difference.from) -> \(difference.to) \(Wording.signed(interval.estimate, Wording.minutes)) "
          + "+-\(Wording.minutes(interval.halfWidth)) lost minutes, "
          + "\(Wording.signed(difference.dollarsPerYear, Wording.dollars)) a year (correlation \(correlation))",
        width: width)
    }
  }
}

/// How much of a plan somebody assumed.
public struct Provenance: Equatable, Sendable {
  public let assumed: Int
  public let values: Int

  public init(assumed: Int, values: Int) {
    self.assumed = assumed
    self.values = values
  }
}
