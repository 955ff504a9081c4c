import CapacityPlanning
import OutputAnalysis

/// A buffer curve as a comment on a pull request: the answer and the fleets round it, the rest to be opened.
public func sizeMarkdown(_ sized: SizedDesign, growths: [Double] = [], trail: Trail?) -> String {
  let conclusions = SizeConclusions(sized, growths: growths)
  let name = "\(sized.service.name), \(sized.service.design.name)"
  let rows =
    [["nodes", "verdict", "lost min/y", "more \(Wording.money) M/y"]]
    + sized.points.map { point in
      let isAnswer = point.step == sized.conclusion.point.step
      return [
        point.nodes.map(String.init).joined(separator: "+") + (isAnswer ? " ◀" : ""),
        MarkdownText.verdict(point.verdict.rawValue),
        Wording.minutes(point.lostMinutes.estimate), Wording.millions(sized.addedDollars(point)),
      ]
    }
  return MarkdownText.page([
    ["### \(MarkdownText.words(name)): \(heading(sized))"],
    conclusions.decisive.map(MarkdownText.words).flatMap { [$0, ""] }.dropLast(),
    MarkdownText.details("Fleets (\(sized.points.count))", MarkdownText.table(rows)),
    MarkdownText.details("What else the figures support", MarkdownText.bullets(conclusions.others)),
    Array(MarkdownText.trail(trail).dropFirst()),
  ])
}

private func heading(_ sized: SizedDesign) -> String {
  switch sized.conclusion {
  case .answer(let point): "\(point.nodes.reduce(0, +)) nodes are enough"
  case .notReachable: "no buffer is enough"
  case .undecided: "undecided"
  }
}
