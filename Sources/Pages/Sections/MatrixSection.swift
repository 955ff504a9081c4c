import Charts

/// The table of the first screen: a row for each design, best first, a cell for each objective.
struct MatrixSection {
  private let findings: Findings
  private var ranking: Ranking { findings.ranking }
  private var comparison: StoredComparison { findings.comparison }

  init(_ findings: Findings) { self.findings = findings }

  /// Objectives that have a column: more would not fit, and stand in the table below.
  private static let columns = 3

  private var asked: [(index: Int, asked: Asked)] {
    let objectives = findings.first.objectives
    // Data loss has one column, of the class that is worst off.
    let losses = objectives.indices.filter { objectives[$0].isDataLoss }
    let others = objectives.indices.filter { !losses.contains($0) }
    let chosen = Array(others.prefix(MatrixSection.columns - (losses.isEmpty ? 0 : 1))) + losses.prefix(1)
    return chosen.map { ($0, Asked(objectives[$0])) }
  }

  var values: [String: Any] {
    let headings = asked.map { ["heading": $0.asked.heading, "needs": $0.asked.needs] }
    let kept = ranking.kept.map(row)
    let dominated = ranking.dominated.map(row)
    return [
      "headings": headings, "rows": kept, "dominated": dominated, "hasDominated": !dominated.isEmpty,
      "columns": headings.count + (ranking.isPriced ? 5 : 3), "isPriced": ranking.isPriced,
      "money": Figures.moneyHeading,
      "all": allObjectives.values,
    ]
  }

  private func row(_ place: Ranking.Place) -> [String: Any] {
    let design = place.design
    let baseline = comparison.designs.first { $0.topology == "single-site" }
    let premium = zip(optional: design.costUsdPerYear.mean, baseline?.costUsdPerYear.mean).map { $0 - $1 }
    return [
      "name": design.design, "edge": place.tint.edge, "detail": detail(place),
      "cells": asked.map { cell(design, $0.index, place.tint) },
      "minutes": Figures.minutes(design.lostMinutesPerYear.mean ?? 0) + half(design.lostMinutesPerYear),
      "bad": design.badYearLostMinutes.map(Figures.minutes) ?? "-",
      "cost": ranking.isPriced ? Figures.millions(design.costUsdPerYear.mean ?? 0) : "",
      "costWords": ranking.isPriced
        ? Figures.dollars(design.costUsdPerYear.mean ?? 0)
        : "\(Figures.minutes(design.lostMinutesPerYear.mean ?? 0)) min",
      "minutesWords": "\(Figures.minutes(design.lostMinutesPerYear.mean ?? 0)) min lost",
      "premium": design.design == baseline?.design
        ? "-" : premium.map { ($0 < 0 ? "−" : "+") + Figures.millions(abs($0)) } ?? "",
    ]
  }

  /// Half the width of an interval, as ` ±1.1`; empty where there is none.
  private func half(_ mean: StoredComparison.Mean) -> String {
    mean.interval.map { " ±" + Figures.digits(($0.upperBound - $0.lowerBound) / 2) } ?? ""
  }

  private func detail(_ place: Ranking.Place) -> String {
    if let better = place.dominator.flatMap({ ranking.place(of: $0) })?.design {
      return "\(better.design) is \(advantage(of: better, over: place.design))"
    }
    guard let region = place.design.recoverySeconds["region"], let p50 = region.p50 else {
      return place.design.topology
    }
    let share = place.design.scopes["region"]?.endedByFailoverShare ?? 0
    return "region back in \(Figures.time(p50)), \(Figures.percent(share)) by failover"
  }

  /// In what one design stands before another: lost minutes that are not told apart, and costs that are equal, are no lead.
  private func advantage(of better: StoredComparison.Design, over own: StoredComparison.Design) -> String {
    let isBetter =
      Ranking.difference(from: better.design, to: own.design, comparison.pairs).map { $0.low > 0 }
      ?? ((better.lostMinutesPerYear.mean ?? 0) < (own.lostMinutesPerYear.mean ?? 0))
    let isCheaper = (better.costUsdPerYear.mean ?? 0) < (own.costUsdPerYear.mean ?? 0)
    return "\(isBetter ? "better" : "no worse") and \(isCheaper ? "cheaper" : "no dearer")"
  }

  /// A sign, a figure and a bar with the threshold; nothing to judge is said.
  private func cell(_ design: StoredComparison.Design, _ index: Int, _ tint: Tint) -> [String: Any] {
    guard design.objectives.indices.contains(index) else { return ["none": true] }
    let objective = worst(design, like: index)
    guard let share = objective.share?.mean else { return ["none": true] }
    let figure = Figures.percent(share, near: objective.requiredShare)
    let sign = ["meets": "✓", "misses": "✗"][objective.verdict] ?? "?"
    let words = "\(Asked(objective).heading): \(figure), \(Asked(objective).needs), \(objective.verdict)"
    return [
      "none": false, "sign": sign, "figure": figure,
      "verdict": objective.verdict == "undecided" ? "open" : objective.verdict,
      "bar": ShareBar(share: share, threshold: objective.requiredShare, tint: tint, words: words).svg,
      "short": Asked(objective).heading,
    ]
  }

  /// Of several lines on data loss the one that is furthest below what is asked.
  private func worst(_ design: StoredComparison.Design, like index: Int) -> StoredComparison.Objective {
    let objective = design.objectives[index]
    guard objective.isDataLoss else { return objective }
    let losses = design.objectives.filter { $0.isDataLoss && $0.share?.mean != nil }
    return losses.min { distance($0) < distance($1) } ?? objective
  }

  private func distance(_ objective: StoredComparison.Objective) -> Double {
    (objective.share?.mean ?? 1) - objective.requiredShare
  }

  /// Every objective of every design, with intervals.
  private var allObjectives: PageTable {
    let hasInputs = comparison.designs.contains { $0.objectives.contains { $0.share?.band != nil } }
    return PageTable(
      summary: "Every objective with its interval",
      heads: ["Design", "Objective", "Verdict", "Share", "95 % from", "95 % to", "Needed"]
        + (hasInputs ? ["Inputs from", "Inputs to"] : []),
      rows: ranking.places.flatMap { place in
        place.design.objectives.map { objective -> [TableCell] in
          func share(_ value: Double?) -> TableCell { .share(value, near: objective.requiredShare) }
          let known = objective.share
          let verdict = known?.mean == nil ? "not judged" : marked(objective.verdict)
          return [.words(place.design.design), .words(Asked(objective).words), .words(verdict)]
            + [known?.mean, known?.low, known?.high, objective.requiredShare].map(share)
            + (hasInputs ? [known?.inputsLow, known?.inputsHigh].map(share) : [])
        }
      }, wordColumns: [1, 2])
  }
}

/// Two values where both are there.
func zip<A, B>(optional a: A?, _ b: B?) -> (A, B)? {
  guard let a, let b else { return nil }
  return (a, b)
}
