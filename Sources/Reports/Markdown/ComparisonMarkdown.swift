import CapacityPlanning
import Costing
import Experiments
import OutputAnalysis

/// A comparison as a comment on a pull request: the verdicts and the answer, the rest to be opened.
///
/// - Parameter gate: The design that the pull request stands or falls with.
public func comparisonMarkdown(
  _ comparison: Comparison, provenance: Provenance? = nil, gate: String? = nil, trail: Trail?
) -> String {
  let conclusions = Conclusions(comparison, provenance: provenance)
  let isPriced = conclusions.isPriced
  let recovery = RecoveryTable(comparison: comparison).table.markdown
  let money = isPriced ? MoneyTable(comparison: comparison).table.markdown : []
  let objectives = objectiveWords(comparison.designs[0].service)
  let short = comparison.designs.flatMap(missedObjectives)
  return MarkdownText.page([
    ["### \(heading(of: comparison, gate: gate))"],
    MarkdownText.table(
      [["", "lost min/y"] + (isPriced ? ["\(Wording.money) M/y"] : [])] + comparison.designs.map { row($0, isPriced) }),
    conclusions.decisive.map(MarkdownText.words).flatMap { [$0, ""] }.dropLast(),
    MarkdownText.details("Objectives that are missed or open (\(short.count))", MarkdownText.bullets(short)),
    MarkdownText.details("What is asked", MarkdownText.bullets(objectives)),
    MarkdownText.details("Recovery from the loss of a region", recovery),
    MarkdownText.details("Money", money),
    MarkdownText.details("What else the figures support", MarkdownText.bullets(conclusions.others)),
    [extent(of: comparison)] + MarkdownText.trail(trail),
  ])
}

private func heading(of comparison: Comparison, gate: String?) -> String {
  let name = MarkdownText.words(comparison.designs[0].service.name)
  if let gate, let design = comparison.designs.first(where: { $0.name == gate }) {
    return "\(name): \(MarkdownText.words(gate)) \(MarkdownText.verdict(design.verdict.rawValue))"
  }
  if comparison.designs.allSatisfy({ $0.verdict == .notJudged }) {
    return "\(name): \(comparison.designs.count) designs, none judged: the plan asks for nothing"
  }
  let meeting = comparison.designs.filter { $0.verdict == .meets }.count
  return "\(name): \(meeting) of \(comparison.designs.count) designs meet"
}

private func row(_ design: ComparedDesign, _ isPriced: Bool) -> [String] {
  let spread = Wording.halfWidth(design.figures.lostMinutes)
  let minutes = Wording.minutes(design.figures.meanLostMinutes)
  return [
    "\(MarkdownText.verdict(design.verdict.rawValue)): \(design.name)",
    minutes + (spread.first?.isNumber == true ? " ± \(spread)" : " \(spread)"),
  ] + (isPriced ? [Wording.millions(design.sheet.amortisedYear.dollars)] : [])
}

private func missedObjectives(_ design: ComparedDesign) -> [String] {
  design.figures.verdicts.filter { $0.verdict == .misses || $0.verdict == .undecided }.map { verdict in
    let share = verdict.share.map { ": \(Wording.share($0)) of \(Wording.percent(verdict.requiredShare)) asked" } ?? ""
    return "\(design.name) \(verdict.verdict.rawValue): \(verdict.text)\(share)"
  }
}

private func extent(of comparison: Comparison) -> String {
  let size = comparison.size
  return
    "<sub>\(Wording.count(size.replications)) simulated years of each design, the same failures and traffic in all; ±:"
    + " half the 95 % interval of the simulation</sub>"
}
