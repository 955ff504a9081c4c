import Experiments
import Foundation
import OutputAnalysis
import ServiceModel

/// Designs one after the other, each with what it costs and risks while it stands.
public struct Roadmap: Sendable {
  public struct Stage: Sendable {
    public let from: CalendarDay
    /// Months until the next stage; the last one is looked at for a year.
    public let months: Int
    public let design: SearchedDesign

    /// Expected cost while the stage stands, in dollars.
    public var dollars: Double { design.dollars * Double(months) / 12 }
    /// Expected lost minutes while the stage stands.
    public var lostMinutes: Double { design.lostMinutes * Double(months) / 12 }
  }

  public let stages: [Stage]
  public let size: StudySize

  public var dollars: Double { stages.reduce(0) { $0 + $1.dollars } }
  public var lostMinutes: Double { stages.reduce(0) { $0 + $1.lostMinutes } }

  /// What the whole time would cost and lose if one of the stages stood from the first day to the last.
  public func standing(_ stage: Stage) -> (dollars: Double, lostMinutes: Double) {
    let years = Double(stages.reduce(0) { $0 + $1.months }) / 12
    return (stage.design.dollars * years, stage.design.lostMinutes * years)
  }

  /// Lost minutes of the way less those of the last stage from the first day on. Its error is that of stages which share no
  /// luck: they do share it, so that the difference is known at least as well.
  public var lostMinutesMore: Interval {
    guard let last = stages.last else { return Interval(exactly: 0) }
    let before = stages.dropLast().map { (years: Double($0.months) / 12, design: $0.design) }
    let years = before.reduce(0) { $0 + $1.years }
    let variance = before.reduce(pow(years * last.design.lostMinutesError, 2)) {
      $0 + pow($1.years * $1.design.lostMinutesError, 2)
    }
    let (difference, half) = (lostMinutes - standing(last).lostMinutes, 1.959964 * variance.squareRoot())
    return half > 0
      ? Interval(estimate: difference, low: difference - half, high: difference + half) : Interval(exactly: difference)
  }

  /// Simulates every stage on the same worlds.
  ///
  /// - Parameters:
  ///   - stages: In the order of their first days, each with settings that make a plan.
  ///   - confidence: With which an objective is told to be met or missed.
  /// - Throws: What compiling a plan throws, and `CancellationError`.
  public init(
    _ stages: [(from: CalendarDay, candidate: SearchCandidate)], size: StudySize, confidence: Double,
    progress: @escaping @Sendable (ComparisonProgress) -> Void = { _ in }
  ) async throws {
    let services = stages.compactMap(\.candidate.service)
    precondition(services.count == stages.count && !stages.isEmpty, "a stage without a plan")
    let records = try await Study(services, size: size, bill: .byPrices).run { worlds in
      progress(ComparisonProgress(done: worlds, total: size.worlds))
    }
    let templates = ObjectiveVerdict.lines(of: services[0])
    let test = FeasibilityTest(risk: (1 - confidence) / 2, questions: templates.count * stages.count)
    self.size = size
    self.stages = stages.indices.map { index in
      let blocks = records[index].worlds.enumerated().map { world, record in
        SimulatedBlock(record, of: services[index], candidate: index, world: world)
      }
      let verdicts = templates.indices.map { k in
        test.verdict(blocks.map { (met: $0.kept[k], years: $0.judged[k]) }, required: templates[k].required)
      }
      let next = index + 1 < stages.count ? stages[index + 1].from : nil
      let from = stages[index].from
      return Stage(
        from: from, months: next.map { 12 * ($0.year - from.year) + $0.month - from.month } ?? 12,
        design: SearchedDesign(
          index: index, candidate: stages[index].candidate, fate: verdicts.contains(.misses) ? .misses : .undecided,
          blocks: blocks, templates: templates, verdicts: verdicts))
    }
  }
}
