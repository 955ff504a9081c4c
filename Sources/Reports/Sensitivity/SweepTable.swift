import CapacityPlanning
import OutputAnalysis

/// A sweep for people: a row for each value, against the plan's own on the same luck.
public func sweepLines(_ sweep: SweepResult, width: Int) -> [String] {
  let question = sweep.question
  let paths = question.points.first.map { $0.settings.map(\.path) } ?? []
  let hasOutageLoss = sweep.base.outageDollars != nil
  var table = TextTable()
  // What is varied is one column, which begins every block of a narrow terminal.
  let name = paths.map { String($0.split(separator: ".").last ?? "") }.joined(separator: ", ").uppercased()
  table.append(
    [
      name, "failover time", "spurious/y", "lost min/y", "against the plan", "verdict", "\(Wording.money) M/y",
      "against the plan",
    ]
      + (hasOutageLoss ? ["outages \(Wording.money) M/y"] : []))
  func row(_ name: String, _ figures: SweepFigures) -> [String] {
    // Cell by cell: as one literal it took the compiler ten seconds.
    let failover: String? = figures.failoverSeconds.map { Wording.duration($0.interval) }
    let minutes: String? = figures.lostMinutes.difference.map { difference in
      let spread: String = difference.isExact ? "" : " +-" + half(difference, Wording.minutes)
      return Wording.signed(difference.estimate, Wording.minutes) + spread
    }
    let money: String? = figures.dollars.difference.map { signedDollars($0.estimate) }
    var cells: [String] = [
      name, failover ?? "-", with(figures.spuriousFailovers.interval, rate),
      with(figures.lostMinutes.interval, Wording.minutes), minutes ?? "-", figures.verdict.rawValue,
      Wording.fixed(figures.dollars.interval.estimate / 1e6, 2), money ?? "-",
    ]
    if hasOutageLoss {
      let loss: String? = figures.outageDollars.map { Wording.millions($0.interval.estimate) }
      cells.append(loss ?? "-")
    }
    return cells
  }
  table.append(row("the plan", sweep.base))
  var refusals: [String] = []
  for point in sweep.points {
    let names = point.settings.map(\.text)
    if let figures = point.figures {
      table.append(row(names.joined(separator: ", "), figures))
    } else {
      table.append([names.joined(separator: ", "), "refused"])
      refusals.append("\(names.joined(separator: ", ")) is refused: \(point.refusal ?? "")")
    }
  }
  let size = question.size
  return ["\(question.base.design.name): \(paths.joined(separator: ", "))"] + table.lines(width: width)
    + (refusals
    + question.untried.map { SensitivitySentences.outside($0.path, written: $0.written, of: "values") })
    .flatMap { Wording.wrapped($0, width: min(width, 110)) } + [""]
    + Wording.wrapped(
      "\(size.worlds) worlds of \(size.replicationsPerWorld) years, seed \(size.seed), the same in every row. +- is half the "
        + "95 % interval; differences are paired, row by row, so that what all rows have in common cancels. A failover "
        + "is spurious where the site was well.",
      width: min(width, 110), indent: "")
}

/// A figure with half its interval.
private func with(_ interval: Interval, _ form: (Double) -> String) -> String {
  interval.isExact ? form(interval.estimate) : "\(form(interval.estimate)) +-\(half(interval, form))"
}

private func half(_ interval: Interval, _ form: (Double) -> String) -> String {
  interval.isExact ? "exact" : interval.halfWidth.isFinite ? form(interval.halfWidth) : "-"
}

/// A number of events a year with three digits.
private func rate(_ value: Double) -> String {
  value == 0
    ? "0" : value >= 100 ? Wording.fixed(value, 0) : value >= 1 ? Wording.fixed(value, 2) : Wording.fixed(value, 4)
}

/// A change of dollars; less than half a dollar is none.
func signedDollars(_ change: Double) -> String {
  abs(change) < 0.5 ? Wording.dollars(0) : Wording.signed(change, Wording.dollars)
}
