import Costing
import Foundation
import OutputAnalysis

/// A difference for a terminal: what was changed, what it did to each design, and which lines of the cost moved.
public struct StudyDifferenceTable: Sendable {
  private let difference: StudyDifference
  private let width: Int

  public init(_ difference: StudyDifference, width: Int) {
    self.difference = difference
    self.width = width
  }

  public var lines: [String] {
    let blocks = [settings, effects, costs, remarks].filter { !$0.isEmpty }
    return Array(blocks.joined(separator: [""]))
  }

  private var settings: [String] {
    guard !difference.settings.isEmpty else {
      return [difference.comparesTwoDesigns ? "The designs say the same." : "The plans say the same."]
    }
    var table = TextTable()
    for row in settingRows { table.append(row) }
    return table.lines(width: width)
  }

  /// What was changed, below its heading; none where nothing was.
  var settingRows: [[String]] {
    guard !difference.settings.isEmpty else { return [] }
    return [["CHANGED", "first", "second"]]
      + difference.settings.map { [$0.path, $0.first ?? "-", $0.second ?? "-"] }
  }

  private var effects: [String] {
    var table = TextTable()
    table.append([
      "DESIGN", "\(Wording.money) M/y", "change", "lost min/y", "change", "verdict", "failover P95", "change",
      "between",
    ])
    for design in difference.designs {
      func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
      let failover = design.second.failover?.value
      table.append([
        design.name, Wording.fixed(design.second.cost.estimate / 1e6, 3),
        signedDollars(design.cost.estimate) + reach(design.cost, Wording.dollars),
        Wording.minutes(mean(design.second.lostMinutes)),
        Wording.signed(design.lostMinutes.estimate, Wording.minutes) + reach(design.lostMinutes, Wording.minutes),
        design.first.verdict == design.second.verdict
          ? design.second.verdict : "\(design.first.verdict) -> \(design.second.verdict)",
        Wording.duration(failover),
        design.failover.map { Wording.signed($0.estimate) { Wording.duration($0) } } ?? "-",
        design.failover.map(range) ?? "-",
      ])
    }
    return table.lines(width: width)
  }

  private func reach(_ interval: Interval, _ form: (Double) -> String) -> String {
    interval.isExact ? "" : " +-\(form(interval.halfWidth))"
  }

  /// The ends of an interval of time; an end that too few failovers bound is said in words.
  private func range(_ interval: Interval) -> String {
    func end(_ seconds: Double) -> String { Wording.signed(seconds) { Wording.duration($0) } }
    switch (interval.low.isFinite, interval.high.isFinite) {
    case (true, true): return "\(end(interval.low)) .. \(end(interval.high))"
    case (true, false): return "\(end(interval.low)) or more"
    case (false, true): return "\(end(interval.high)) or less"
    case (false, false): return "not known"
    }
  }

  private var costs: [String] {
    var table = TextTable()
    for row in costRows { table.append(row) }
    return table.lines(width: width)
  }

  /// Lines that moved, design by design, below their heading.
  var costRows: [[String]] {
    var rows = [["COST LINE, \(Wording.money) a year", "first", "second", "change"]]
    for design in difference.designs {
      let moved = design.lines.filter { $0.change != .zero }
      guard !moved.isEmpty else { continue }
      rows.append([design.name])
      for line in moved.sorted(by: { abs($0.change.dollars) > abs($1.change.dollars) }) {
        let words = [line.key.site, line.key.item, line.key.role, line.key.priceClass]
        rows.append(
          [
            "  " + words.filter { !$0.isEmpty }.joined(separator: " "), Wording.dollars(line.first.dollars),
            Wording.dollars(line.second.dollars), signedDollars(line.change.dollars),
          ])
      }
      let (first, second) = (sum(design.lines, \.first), sum(design.lines, \.second))
      rows.append([
        "  all lines", Wording.dollars(first.dollars), Wording.dollars(second.dollars),
        signedDollars((second - first).dollars),
      ])
    }
    return rows
  }

  private func sum(_ lines: [StudyDifference.Line], _ column: KeyPath<StudyDifference.Line, Money>) -> Money {
    lines.reduce(.zero) { $0 + $1[keyPath: column] }
  }

  private var remarks: [String] { sentences.flatMap { Wording.wrapped($0, width: width) } }

  /// How the two were compared.
  var sentences: [String] {
    DifferenceSentences.comparison(
      models: (difference.first.model, difference.second.model),
      pairedWorlds: difference.isPaired ? difference.first.designs[0].lostMinutes.count : nil,
      onlyInFirst: difference.onlyInFirst, onlyInSecond: difference.onlyInSecond)
  }
}
