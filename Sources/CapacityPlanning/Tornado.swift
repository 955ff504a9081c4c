import Experiments
import OutputAnalysis
import ServiceModel

/// Which inputs move a design, and where they turn the answer.
public struct TornadoQuestion: Sendable {
  public let plan: PlanSource
  /// The design that is watched, by its index.
  public let design: Int
  public let size: StudySize
  /// The value of an input at a quantile of its law.
  public let value: @Sendable (_ path: String, _ quantile: Double) -> Double

  public init(
    _ plan: PlanSource, design: Int, size: StudySize, value: @escaping @Sendable (String, Double) -> Double
  ) {
    self.plan = plan
    self.design = design
    self.size = size
    self.value = value
  }

  public var service: Service { plan.services[design] }
}

/// One uncertain input at both ends of its band, nine cases in ten, on the luck of the plan's own value.
public struct TornadoBar: Sendable {
  public let input: UncertainInputName
  public let low: SweepFigures
  public let high: SweepFigures
  /// Where it turns the answer, between its ends.
  public let flips: [FlipValue]

  /// How far apart lost minutes are at the two ends.
  public var swing: Double { abs(high.lostMinutes.interval.estimate - low.lostMinutes.interval.estimate) }
  public var dollarSwing: Double { abs(high.dollars.interval.estimate - low.dollars.interval.estimate) }
}

/// A value of an input beside which the answer is another one.
public struct FlipValue: Equatable, Sendable {
  public enum Answer: String, CaseIterable, Sendable {
    /// Which design loses least.
    case leastLost = "least lost"
    /// The verdict on the design that is watched.
    case verdict
  }
  public let answer: Answer
  /// In the unit of the input; found by bisection to a thirty-second of the band.
  public let value: Double
  public let below: String
  public let above: String
}

/// The same luck without one cause.
public struct CauseOff: Sendable {
  public let name: String
  public let figures: SweepFigures
}

public struct TornadoResult: Sendable {
  public let question: TornadoQuestion
  public let base: SweepFigures
  /// The input that moves lost minutes most first.
  public let bars: [TornadoBar]
  /// The cause that costs most lost minutes first.
  public let causes: [CauseOff]
}

/// Takes each uncertain input to both ends of its band and switches off each cause, all on the same luck.
///
/// - Parameter progress: Called after each study; the total grows where an answer turns and the turn is looked for.
/// - Throws: What the plan throws away from its middle, what compiling throws, and `CancellationError`.
public func tornado(
  _ question: TornadoQuestion, progress: @escaping @Sendable (ComparisonProgress) -> Void = { _ in }
) async throws -> TornadoResult {
  let inputs = question.plan.uncertainInputs
  let causes = question.service.failures.map(\.name)
  var count = Count(total: 1 + 2 * inputs.count + causes.count, progress: progress)
  let plain = try await Study(question.plan.services, size: question.size).run()
  count.step()
  let base = plain[question.design]
  var bars: [TornadoBar] = []
  for input in inputs {
    var ends: [[DesignRecord]] = []
    for quantile in [TornadoQuestion.lowest, 1 - TornadoQuestion.lowest] {
      ends.append(try await question.records(input, at: quantile))
      count.step()
    }
    bars.append(
      TornadoBar(
        input: input, low: SweepFigures(ends[0][question.design], against: base),
        high: SweepFigures(ends[1][question.design], against: base),
        flips: try await question.flips(of: input, between: ends[0], and: ends[1], &count)))
  }
  var without: [CauseOff] = []
  for cause in causes {
    let records = try await Study([question.service], size: question.size, disabled: [cause]).run()
    without.append(CauseOff(name: cause, figures: SweepFigures(records[0], against: base)))
    count.step()
  }
  return TornadoResult(
    question: question, base: SweepFigures(base, against: nil),
    bars: bars.sorted { ($0.swing, $0.dollarSwing, $1.input.path) > ($1.swing, $1.dollarSwing, $0.input.path) },
    causes: without.sorted { (saving($0), $1.name) > (saving($1), $0.name) })
}

private func saving(_ cause: CauseOff) -> Double { -(cause.figures.lostMinutes.difference?.estimate ?? 0) }

/// How much is done.
struct Count {
  private var done = 0
  private(set) var total: Int
  private let progress: @Sendable (ComparisonProgress) -> Void

  init(total: Int, progress: @escaping @Sendable (ComparisonProgress) -> Void) {
    self.total = total
    self.progress = progress
  }

  mutating func add(_ studies: Int) { total += studies }

  mutating func step() {
    done += 1
    progress(ComparisonProgress(done: done, total: total))
  }
}

extension TornadoQuestion {
  /// The ends of a band that holds nine cases in ten.
  static let lowest = 0.05

  /// All designs with one input at a quantile and the others at their middle.
  func records(_ input: UncertainInputName, at quantile: Double) async throws -> [DesignRecord] {
    try await Study(try plan.designs([input.path: quantile]), size: size).run()
  }

  /// Where the answers turn between the ends of an input's band.
  ///
  /// Bisection on the same luck: the answer at the middle of what is left decides which half holds the turn. Where an
  /// answer turns more than once, one turn is found.
  fileprivate func flips(
    of input: UncertainInputName, between low: [DesignRecord], and high: [DesignRecord], _ count: inout Count
  ) async throws -> [FlipValue] {
    var flips: [FlipValue] = []
    for answer in FlipValue.Answer.allCases {
      let (below, above) = (says(answer, low), says(answer, high))
      guard below != above else { continue }
      var (left, right) = (TornadoQuestion.lowest, 1 - TornadoQuestion.lowest)
      var beyond = above
      count.add(TornadoQuestion.bisections)
      for _ in 0..<TornadoQuestion.bisections {
        let middle = (left + right) / 2
        let here = says(answer, try await records(input, at: middle))
        count.step()
        if here == below { left = middle } else { (right, beyond) = (middle, here) }
      }
      flips.append(
        FlipValue(answer: answer, value: value(input.path, (left + right) / 2), below: below, above: beyond))
    }
    return flips
  }

  private static let bisections = 5

  private func says(_ answer: FlipValue.Answer, _ records: [DesignRecord]) -> String {
    switch answer {
    case .verdict: return SweepFigures(records[design], against: nil).verdict.rawValue
    case .leastLost:
      let lost = records.map { Moments(WorldMeans($0).lostMinutes).mean }
      let best = lost.indices.min { (lost[$0], $0) < (lost[$1], $1) }
      return best.map { records[$0].service.design.name } ?? ""
    }
  }
}
