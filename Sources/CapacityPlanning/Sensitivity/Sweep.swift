import Experiments
import OutputAnalysis
import ServiceModel

/// What a sweep looks at: one design with other values of a few inputs, all on the same luck.
public struct SweepQuestion: Sendable {
  /// The design as the plan writes it.
  @Shared public internal(set) var base: Service
  /// The values, in the order in which they are shown; one that contradicts the plan is refused and shown as that.
  public let points: [SearchCandidate]
  public let size: StudySize
  /// Of the plan's own values those that are none of the points'.
  public let untried: [UntriedValue]

  public init(
    base: Service, points: [SearchCandidate], size: StudySize, untried: [UntriedValue] = []
  ) {
    self.untried = untried
    self.base = base
    self.points = points
    self.size = size
  }
}

/// One row of a sweep.
public struct SweepPoint: Sendable {
  public let settings: [SearchCandidate.Setting]
  /// nil where the values contradict the plan.
  public let figures: SweepFigures?
  /// Why they do.
  public let refusal: String?
}

public struct SweepResult: Sendable {
  public let question: SweepQuestion
  /// The plan's own value.
  public let base: SweepFigures
  public let points: [SweepPoint]
}

/// Runs a sweep.
///
/// - Parameter progress: Called after each world with what is done.
/// - Throws: What compiling a plan throws, and `CancellationError`.
public func sweep(
  _ question: SweepQuestion, progress: @escaping @Sendable (ComparisonProgress) -> Void = { _ in }
) async throws -> SweepResult {
  let total = question.size.worlds
  let services = question.points.compactMap(\.service)
  let records = try await Study([question.base] + services, size: question.size, bill: .byPrices).run { worlds in
    progress(ComparisonProgress(done: worlds, total: total))
  }
  var next = 1
  let points = question.points.map { point -> SweepPoint in
    if case .refused(let reason) = point.form {
      return SweepPoint(settings: point.settings, figures: nil, refusal: reason)
    }
    defer { next += 1 }
    return SweepPoint(
      settings: point.settings, figures: SweepFigures(records[next], against: records[0]), refusal: nil)
  }
  return SweepResult(question: question, base: SweepFigures(records[0], against: nil), points: points)
}
