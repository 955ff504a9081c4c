import CapacityPlanning
import Experiments
import ModelFiles
import OutputAnalysis

/// A remedy with what it does to a design, on the same failures and traffic.
struct TriedRemedy: Sendable {
  let remedy: Remedy
  let design: String
  /// Lost minutes a year with it less those without.
  let difference: Interval
  /// The share of years that keeps the first objective, with it and without; nil where none is judged.
  let share: Interval?
  let before: Interval?

  /// Years in each of the forty worlds: enough to judge.
  static let yearsPerWorld = 10
}

extension AnswerCourse {
  /// Tries what the plan offers on the design that loses least, those that save most first.
  ///
  /// - Parameters:
  ///   - state: The steps away from the plan.
  ///   - plan: That the page began with.
  /// - Throws: What simulating throws, and `CancellationError`.
  func remedies(after answer: GrowingAnswer, state: StudioState, plan: StudioPlan) async throws -> [TriedRemedy] {
    guard
      let nearest = answer.now.designs.min(by: { $0.figures.meanLostMinutes < $1.figures.meanLostMinutes }),
      let values = try? PlanText(now.text, name: plan.path).values
    else { return [] }
    let causes = nearest.figures.causes.filter { $0.lostMinutes > 0 && !without.contains($0.name) }
      .sorted { ($1.lostMinutes, $0.name) < ($0.lostMinutes, $1.name) }.map(\.name)
    guard let before = try await tried(now, nearest.name) else { return [] }
    var tried: [TriedRemedy] = []
    for remedy in Remedy.offered(by: values, causes: causes) {
      try Task.checkCancellation()
      var changed = state
      changed.changes.removeAll { if case .value(let path, _) = $0 { path == remedy.path } else { false } }
      changed.changes.append(.value(path: remedy.path, text: remedy.to))
      // What the plan does not take is no remedy.
      guard let file = plan.reading(of: changed).file, let after = try await self.tried(file, nearest.name) else {
        continue
      }
      tried.append(
        TriedRemedy(
          remedy: remedy, design: nearest.name,
          difference: PairedDifference(
            from: before.record.lostMinutesByWorld, to: after.record.lostMinutesByWorld
          ).difference, share: after.share, before: before.share))
    }
    // Only what is shown to save is offered.
    return tried.filter { $0.difference.high < 0 }.sorted { $0.difference.estimate < $1.difference.estimate }
  }

  private func tried(_ file: PlanFile, _ design: String) async throws -> (record: DesignRecord, share: Interval?)? {
    guard let service = file.services.first(where: { $0.design.name == design }) else { return nil }
    let record = try await session.record(
      of: service, yearsPerWorld: TriedRemedy.yearsPerWorld, without: without)
    let alone = PlanSource(services: [service], uncertainInputs: []) { _ in [service] }
    let comparison = try await compare(
      alone, records: [record], size: session.size(yearsPerWorld: TriedRemedy.yearsPerWorld), without: without,
      variesInputs: false)
    return (record, comparison.designs.first?.figures.verdicts.first?.share)
  }
}
