import Costing
import OutputAnalysis

/// A difference as a comment on a pull request: what it does to verdicts, minutes and money, the rest to be opened.
public func differenceMarkdown(_ difference: StudyDifference) -> String {
  let table = StudyDifferenceTable(difference, width: 80)
  let turned = difference.designs.filter { $0.first.verdict != $0.second.verdict }
  let settings = table.settingRows
  return MarkdownText.page([
    ["### \(MarkdownText.words(difference.second.model)): \(heading(turned.count, of: difference.designs.count))"],
    MarkdownText.table([["", "lost min/y", "\(Wording.money) M/y"]] + difference.designs.map(row)),
    MarkdownText.bullets(difference.designs.map(sentence)),
    MarkdownText.details("Changed in the plan (\(max(0, settings.count - 1)))", MarkdownText.table(settings)),
    MarkdownText.details("Cost lines that moved", table.costRows.count > 1 ? MarkdownText.table(table.costRows) : []),
    MarkdownText.details("How it was compared", MarkdownText.bullets(table.sentences)),
  ])
}

private func heading(_ turned: Int, of count: Int) -> String {
  switch turned {
  case 0: "no verdict changes"
  case 1: "a verdict changes"
  default: "\(turned) of \(count) verdicts change"
  }
}

private func row(_ design: StudyDifference.Design) -> [String] {
  let verdict =
    design.first.verdict == design.second.verdict
    ? MarkdownText.verdict(design.second.verdict)
    : "\(MarkdownText.verdict(design.first.verdict)) → \(MarkdownText.verdict(design.second.verdict))"
  return [
    "\(verdict): \(design.name)",
    change(design.lostMinutes, Wording.minutes),
    change(design.cost) { Wording.fixed($0 / 1e6, 3) },
  ]
}

private func change(_ interval: Interval, _ form: (Double) -> String) -> String {
  if interval.isExact, interval.estimate == 0 { return "the same" }
  let change = Wording.signed(interval.estimate, form)
  return interval.isExact ? change : "\(change) ± \(form(interval.halfWidth))"
}

private func sentence(_ design: StudyDifference.Design) -> String {
  DifferenceSentences.change(design.name, lostMinutes: design.lostMinutes, cost: design.cost)
}
