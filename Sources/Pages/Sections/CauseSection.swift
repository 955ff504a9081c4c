import Charts

/// What each design loses to what.
struct CauseSection {
  private let findings: Findings

  init(_ findings: Findings) { self.findings = findings }

  var values: [String: Any]? {
    let designs = findings.ranking.places.map(\.design)
    guard designs.contains(where: { $0.causes.contains { $0.lostMinutesPerYear > 0 } }) else { return nil }
    let every = names("every_site")
    let one = names("one_site")
    // Three shades a side: the two largest by name, the rest together.
    func parts(_ design: StoredComparison.Design, _ order: [String], _ tint: (Int) -> Tint) -> [SplitBarsChart.Part] {
      let minutes = Dictionary(design.causes.map { ($0.cause, $0.lostMinutesPerYear) }, uniquingKeysWith: +)
      let named = order.prefix(2).enumerated().map {
        SplitBarsChart.Part(name: $1, tint: tint($0), minutes: minutes[$1] ?? 0)
      }
      let rest = order.dropFirst(2).reduce(0) { $0 + (minutes[$1] ?? 0) }
      return named + [SplitBarsChart.Part(name: rest > 0 ? "others" : "none", tint: tint(2), minutes: rest)]
    }
    let chart = SplitBarsChart(
      title: title,
      rows: designs.map { design in
        .init(
          name: design.design, everySite: parts(design, every) { .everySite($0) },
          oneSite: parts(design, one) { .oneSite($0) })
      })
    var values: [String: Any] = [
      "title": title, "chart": chart.drawing.values, "data": data(designs).values,
      "legend": legend(every, Tint.everySite) + legend(one, Tint.oneSite),
    ]
    if let removals { values["removals"] = removals }
    return values
  }

  /// Designs and causes that have room side by side; the table behind has all.
  private static let removedRows = 8
  private static let removedColumns = 5

  /// Which share of the same years would keep the objective without a cause: a row for each design.
  var removals: [String: Any]? {
    guard let objective = findings.removable else { return nil }
    let causes = Array(findings.removedCauses(objective).prefix(CauseSection.removedColumns))
    let designs = findings.ranking.places.map(\.design)
    guard !causes.isEmpty else { return nil }
    let heads = ["Design", "As it is"] + causes.map { "Without \($0)" }
    let rows = designs.prefix(CauseSection.removedRows).map { design -> [String: Any] in
      let cells = causes.map { cell(design, without: $0, objective) }
      return ["name": design.design, "cells": [cell(design, without: nil, objective)] + cells]
    }
    return [
      "title": "Without one cause: \(Asked(objective).cases) that keep what is asked",
      "heads": heads.map { ["text": $0] }, "rows": rows, "data": data(designs, objective).values,
    ]
  }

  /// Every removal of every design with its interval.
  private func data(_ designs: [StoredComparison.Design], _ asked: StoredComparison.Objective) -> PageTable {
    let rows = designs.flatMap { design -> [[TableCell]] in
      let own = (design.removals ?? []).filter { $0.objective == asked.objective }
      return own.map { removal -> [TableCell] in
        let shares = [removal.share.mean, removal.share.low, removal.share.high].map { share in
          TableCell.share(share, near: asked.requiredShare)
        }
        let verdict = TableCell.words(findings.verdict(removal.share, of: asked))
        return [.words(design.design), .words(removal.cause)] + shares + [verdict]
      }
    }
    return PageTable(
      summary: "Every design without each cause",
      heads: ["Design", "Without", "Share", "95 % from", "95 % to", "Verdict"], rows: rows, wordColumns: [1, 5])
  }

  /// A share with its verdict; without a cause that takes nothing from a design it is what it was.
  private func cell(
    _ design: StoredComparison.Design, without cause: String?, _ asked: StoredComparison.Objective
  ) -> [String: String] {
    let own = design.objectives.first { $0.objective == asked.objective }?.share
    let removed = design.removals?.first { $0.cause == cause && $0.objective == asked.objective }?.share
    guard let share = cause == nil ? own : removed ?? own, let mean = share.mean else { return ["text": "-"] }
    let verdict = findings.verdict(share, of: asked)
    let sign = ["meets": "✓", "misses": "✗"][verdict] ?? "?"
    return [
      "text": "\(sign) \(Figures.percent(mean, near: asked.requiredShare))",
      "verdict": verdict == "undecided" ? "open" : verdict,
    ]
  }

  /// Every cause of every design, also those that the drawing joins.
  private func data(_ designs: [StoredComparison.Design]) -> PageTable {
    PageTable(
      summary: "Every cause as a table", heads: ["Design", "Cause", "Strikes", "Lost minutes a year"],
      rows: designs.flatMap { design in
        design.causes.filter { $0.lostMinutesPerYear > 0 }.map {
          [
            .words(design.design), .words($0.cause), .words($0.strikes.replacing("_", with: " ")),
            .minutes($0.lostMinutesPerYear),
          ]
        }
      }, wordColumns: [1, 2])
  }

  /// Causes of one kind, the largest over all designs first.
  private func names(_ strikes: String) -> [String] {
    var sums: [(name: String, minutes: Double)] = []
    for cause in findings.comparison.designs.flatMap(\.causes)
    where cause.strikes == strikes && cause.lostMinutesPerYear > 0 {
      if let index = sums.firstIndex(where: { $0.name == cause.cause }) {
        sums[index].minutes += cause.lostMinutesPerYear
      } else {
        sums.append((cause.cause, cause.lostMinutesPerYear))
      }
    }
    return sums.sorted { ($1.minutes, $0.name) < ($0.minutes, $1.name) }.map(\.name)
  }

  private func legend(_ names: [String], _ tint: (Int) -> Tint) -> [[String: Any]] {
    let shown =
      names.prefix(2).map { $0 }
      + (names.count > 2
        ? [names.dropFirst(2).prefix(4).joined(separator: ", ") + (names.count > 6 ? ", ..." : "")] : [])
    return shown.enumerated().map { ["name": $1, "swatch": tint($0).swatch] }
  }

  var title: String {
    let design = findings.first
    let every = design.causes.filter { $0.strikes == "every_site" }.reduce(0) { $0 + $1.lostMinutesPerYear }
    let one = design.causes.filter { $0.strikes == "one_site" }.reduce(0) { $0 + $1.lostMinutesPerYear }
    let loses = "What is lost to what: \(design.design) loses"
    guard every > 0, one > 0 else {
      return every + one > 0
        ? "\(loses) \(Figures.minutes(every + one)) minutes, all to what strikes \(every > 0 ? "every site at once" : "one site")"
        : "\(loses) nothing"
    }
    return
      "\(loses) \(Figures.minutes(every)) minutes to what strikes every site at once and \(Figures.minutes(one)) to what "
      + "strikes one"
  }
}
