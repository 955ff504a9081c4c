import Experiments
import OutputAnalysis
import ServiceModel

extension SizeSearch {
  /// The smallest fleet that meets the objective, or beyond which nothing is saved.
  ///
  /// - Parameters:
  ///   - fleets: What is judged beside the answer; no larger one of them may contradict it.
  ///   - range: Which fleets the curve shows.
  mutating func conclude(showing fleets: [RoundedFleet], _ range: CurveRange) async throws -> SizedDesign.Conclusion {
    try await askAhead([
      { [self] in
        var scout = self
        try await scout.simulate(scoutedSteps(fleets), worlds: fewWorlds)
      },
      { [self] in
        var scout = self
        try await scout.simulate([ladder.last], worlds: size.worlds)
      },
    ])
    try await simulate([0], worlds: fewWorlds)
    try await simulate([ladder.last], worlds: size.worlds)
    let best = try await verdict(at: ladder.last, .all)
    let judgedAnyway = alwaysJudged(fleets)
    if best == .meets,
      let step = try await smallestThatMeets(shownBeside: { [last = ladder.last] answer in
        Array(answer...(range == .whole ? last : min(last, answer + 3))) + judgedAnyway
      })
    {
      return .answer(point(step)!)
    }
    let step = try await smallestThatSavesEnough(tolerance: SizedDesign.tolerance(ladder.service))
    let enough = point(step)!
    return best == .misses ? .notReachable(enough: enough) : .undecided(enough: enough)
  }

  /// What the first round of a divided study looks at beside the largest fleet: what is judged anyway, and so many of the others
  /// that the search seldom waits for one.
  private func scoutedSteps(_ fleets: [RoundedFleet]) -> [Int] {
    [0] + alwaysJudged(fleets) + Swift.stride(from: 0, to: ladder.last, by: ladder.last / 16 + 1)
  }

  /// Fleets that are judged whatever the answer: 20, 25 and 30 %, one that carries a lost site, the plan's floor.
  private func alwaysJudged(_ fleets: [RoundedFleet]) -> [Int] {
    fleets.map { ladder.step(covering: $0.nodes) }
      + (ladder.requirement.count > 1 ? [ladder.step(covering: ladder.survivor)] : [])
      + (ladder.service.autoscaling == nil ? [] : [ladder.plannedFloorStep])
  }

  /// The rows of the curve: every purchasable step up to three beyond the answers, or as far as the ladder goes, at most about
  /// forty of them; and the fleets that are judged anyway: 20, 25 and 30 %, one that carries a lost site, the plan's floor.
  func shownSteps(
    _ fleets: [RoundedFleet], _ conclusion: SizedDesign.Conclusion, _ others: [Int], range: CurveRange
  ) -> [Int] {
    let answers = [conclusion.point.step] + others
    let judged = alwaysJudged(fleets)
    let top = range == .whole ? ladder.last : min(ladder.last, (answers.max() ?? 0) + 3)
    let steps =
      Array(Swift.stride(from: 0, through: top, by: range == .whole ? 1 : top / 40 + 1)) + judged
      + answers.flatMap { [$0 - 1, $0, $0 + 1] }
    return Set(steps.filter { (0...ladder.last).contains($0) }).sorted()
  }
}

/// Which fleets a curve shows.
public enum CurveRange: Sendable {
  /// Up to a few steps beyond the answer, and those that are judged anyway.
  case untilDecided
  /// Every purchasable step.
  case whole
}
