import CapacityPlanning
import Experiments
internal import Intake
import OutputAnalysis
import ServiceModel

/// The answer in a table: each design's verdict, why, and what it loses and costs.
struct VerdictTable {
  let comparison: Comparison
  let isPriced: Bool

  /// In the order of their importance: a narrow terminal shows those that fit.
  var table: TextTable {
    var table = TextTable()
    let hasBand = comparison.designs.contains { $0.lostMinutesBand != nil }
    let target = comparison.designs[0].service.objectives.availability.first
    var heading: [String] = ["VERDICT", "verdict", "why"]
    if target != nil { heading.append("years") }
    heading.append("lost min/y")
    if isPriced { heading.append("\(Wording.money) M/y") }
    if let target { heading += ["keep \(Wording.availability(target.atLeast))", "+-"] }
    if hasBand { heading.append("inputs") }
    table.append(heading + ["1 in 10", "outage min/y"])
    for design in comparison.designs {
      let figures = design.figures
      let share = figures.availabilityShare
      let spread = Wording.halfWidth(figures.lostMinutes)
      let minutes =
        Wording.minutes(figures.meanLostMinutes) + (spread.first?.isNumber == true ? " +-\(spread)" : " \(spread)")
      var cells: [String] = [design.name, design.verdict.rawValue, why(figures.verdicts)]
      if target != nil { cells.append(share.map { Wording.percent($0.estimate) } ?? "-") }
      cells.append(minutes)
      if isPriced { cells.append(Wording.millions(design.sheet.amortisedYear.dollars)) }
      if target != nil { cells += [share.map { Wording.bar($0.estimate) } ?? "-", share.map(half) ?? "-"] }
      if hasBand { cells.append(design.lostMinutesBand.map(range) ?? "-") }
      cells += [figures.badYear.map(Wording.minutes) ?? "-", Wording.minutes(figures.meanDowntimeMinutes)]
      table.append(cells)
    }
    return table
  }

  private func half(_ share: Interval) -> String { share.isExact ? "exact" : Wording.percent(share.halfWidth) }

  /// The band of the inputs, or why there is none.
  private func range(_ band: InputBand) -> String {
    band.isWithinSimulationError ? "within +-" : "\(Wording.minutes(band.low))-\(Wording.minutes(band.high))"
  }

  /// The objective that stands in the way: of those that are missed, else of those that are open, the one that is
  /// furthest below what is asked; and how many more there are.
  private func why(_ verdicts: [ObjectiveVerdict]) -> String {
    for (verdict, sign) in [(Verdict.misses, "<"), (.undecided, "?")] {
      let all = verdicts.filter { $0.verdict == verdict && $0.share != nil }
      guard let worst = all.max(by: { short($0) < short($1) }), let share = worst.share?.estimate else { continue }
      // Two figures that would read alike need the digit that tells them apart.
      let wanted = Wording.percent(worst.requiredShare)
      let whole = Wording.fixed(share * 100, 0)
      let close = "\(whole) %" == wanted && share != worst.requiredShare ? Wording.fixed(share * 100, 2) : whole
      let more = all.count > 1 ? " +\(all.count - 1)" : ""
      return "\(subject(worst)) \(close) \(sign) \(wanted)\(more)"
    }
    return "-"
  }

  private func short(_ verdict: ObjectiveVerdict) -> Double {
    verdict.requiredShare - (verdict.share?.estimate ?? verdict.requiredShare)
  }

  /// What the share of an objective counts, in a word or two.
  private func subject(_ verdict: ObjectiveVerdict) -> String {
    switch verdict.subject {
    case .availability, .classAvailability: "years"
    case .windows(.month, _): "months"
    case .windows(.rolling, _): "30 days"
    case .recovery(let scope): String(scope.rawValue.prefix(10))
    case .dataLoss(let trafficClass):
      // One class alone needs no name, which would take the room of the cost.
      Set(comparison.designs[0].service.objectives.dataLoss.map(\.trafficClass)).count < 2
        ? "data" : "\((trafficClass.split(separator: "_").first ?? "").prefix(11)) data"
    case .budget: "budget"
    case .firstToken, .share: String(verdict.figure.replacing("_", with: " ").prefix(14))
    }
  }
}

extension Wording {
  /// A share as a bar of so many cells; none is full before the share is.
  static func bar(_ share: Double, cells: Int = 10) -> String {
    let inside = min(max(share.isNaN ? 0 : share, 0), 1)
    let full = inside < 1 ? min(cells - 1, Int(nearestWhole(inside * Double(cells)))) : cells
    return String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
  }
}
