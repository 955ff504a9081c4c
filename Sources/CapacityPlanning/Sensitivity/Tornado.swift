import Experiments
import OutputAnalysis
import ServiceModel

/// Which inputs move a design, and where they turn the answer.
public struct TornadoQuestion: Sendable {
  public let plan: PlanSource
  /// The design that is watched, by its index.
  public let design: Int
  /// How much is simulated at each value.
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
  /// The input, and the figures at its 5 % and its 95 % quantile.
  public let input: UncertainInputName
  public let low: SweepFigures
  public let high: SweepFigures
  /// Where it turns the answer, between its ends.
  public let flips: [FlipValue]

  /// How far apart lost minutes are at the two ends.
  public var swing: Double { abs(high.lostMinutes.interval.estimate - low.lostMinutes.interval.estimate) }
  /// How far apart a year's cost is at the two ends.
  public var dollarSwing: Double { abs(high.dollars.interval.estimate - low.dollars.interval.estimate) }
}

/// The value of an input at which the answer turns: where the estimate reaches its target, however many years were simulated.
public struct FlipValue: Equatable, Sendable {
  public enum Answer: String, CaseIterable, Sendable {
    /// Which design loses least.
    case leastLost = "least lost"
    /// Whether the design that is watched keeps its objectives.
    case verdict
  }
  /// Which answer turns.
  public let answer: Answer
  /// In the unit of the input; found by bisection and a straight line.
  public let value: Double
  /// Where the ends of the 95 % interval reach the target; nil where that lies beyond the band.
  public let low: Double?
  public let high: Double?
  /// What the estimate says on either side: a design, or `meets` and `misses`.
  public let below: String
  public let above: String
}

/// The same luck without one cause.
public struct CauseOff: Sendable {
  public let name: String
  public let figures: SweepFigures
}

/// What each input and each cause moves, and where an answer turns.
public struct TornadoResult: Sendable {
  public let question: TornadoQuestion
  /// At the plan's own values.
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
  try await question.askAhead(inputs, causes)
  let plain = try await Study(question.plan.services, size: question.size, bill: .byPrices).run()
  count.step()
  let base = plain[question.design]
  var bars: [TornadoBar] = []
  try await Experiments.askAhead(
    inputs.map { input in
      {
        var aside = Count(total: 0) { _ in }
        let ends = [
          try await question.records(input, at: TornadoQuestion.lowest),
          try await question.records(input, at: 1 - TornadoQuestion.lowest),
        ]
        _ = try await question.flips(of: input, between: ends[0], and: ends[1], &aside)
      }
    })
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
    let records = try await question.records(without: cause)
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
    try await Study(try plan.designs([input.path: quantile]), size: size, bill: .byPrices).run()
  }

  /// The design that is watched, with one cause switched off.
  fileprivate func records(without cause: String) async throws -> [DesignRecord] {
    try await Study([service], size: size, disabled: [cause], bill: .byPrices).run()
  }

  /// What every tornado simulates, whatever comes of it.
  fileprivate func askAhead(_ inputs: [UncertainInputName], _ causes: [String]) async throws {
    var pieces: [() async throws -> Void] = [
      { _ = try await Study(plan.services, size: size, bill: .byPrices).run() }
    ]
    for input in inputs {
      pieces.append { _ = try await records(input, at: TornadoQuestion.lowest) }
      pieces.append { _ = try await records(input, at: 1 - TornadoQuestion.lowest) }
    }
    for cause in causes { pieces.append { _ = try await records(without: cause) } }
    try await Experiments.askAhead(pieces)
  }

  /// Where the answers turn between the ends of an input's band.
  ///
  /// Bisection on the same luck: the margin at the middle of what is left decides which half holds the turn. Where an answer
  /// turns more than once, one turn is found.
  fileprivate func flips(
    of input: UncertainInputName, between low: [DesignRecord], and high: [DesignRecord], _ count: inout Count
  ) async throws -> [FlipValue] {
    let answers = FlipValue.Answer.allCases
    let rules = answers.map { margin(of: $0, fromWhere: low) }
    var known: [Double: [FlipMargin]] = [
      TornadoQuestion.lowest: rules.map { $0(low) }, 1 - TornadoQuestion.lowest: rules.map { $0(high) },
    ]
    var flips: [FlipValue] = []
    for (index, answer) in answers.enumerated() {
      let ends: [(quantile: Double, margin: FlipMargin)] = [
        (TornadoQuestion.lowest, rules[index](low)), (1 - TornadoQuestion.lowest, rules[index](high)),
      ]
      var search = FlipSearch(ends)
      guard ends[0].margin.answer != ends[1].margin.answer else { continue }
      let endsOfInterval: [KeyPath<FlipMargin, Double>] = [\.estimate, \.low, \.high]
      for end in endsOfInterval {
        for _ in 0..<FlipSearch.bisections {
          guard let sides = search.sides(of: { $0[keyPath: end] }),
            sides.right - sides.left > (1 - 2 * TornadoQuestion.lowest) / TornadoQuestion.pieces
          else { break }
          let middle = (sides.left + sides.right) / 2
          let here: [FlipMargin]
          if let seen = known[middle] {
            here = seen
          } else {
            count.add(1)
            let records = try await records(input, at: middle)
            here = rules.map { $0(records) }
            known[middle] = here
            count.step()
          }
          search.add(here[index], at: middle)
        }
      }
      guard let quantile = search.crossing(of: \.estimate), let beyond = search.beyond else { continue }
      let reached = [search.crossing(of: \.low), search.crossing(of: \.high)].map {
        $0.map { value(input.path, $0) }
      }
      flips.append(
        FlipValue(
          answer: answer, value: value(input.path, quantile), low: reached[0], high: reached[1],
          below: ends[0].margin.answer, above: beyond))
    }
    return flips
  }

  /// Two to the power of the bisections, and a little: a rounding must not ask for one more.
  private static let pieces = 63.0

  /// The margin of an answer, positive where the band begins.
  private func margin(
    of answer: FlipValue.Answer, fromWhere low: [DesignRecord]
  ) -> ([DesignRecord]) -> FlipMargin {
    switch answer {
    case .verdict:
      let design = design
      func keeping(_ records: [DesignRecord]) -> FlipMargin {
        FlipMargin(keeping: ObjectiveVerdict.all(records[design]))
      }
      let isKept = keeping(low).estimate >= 0
      return { isKept ? keeping($0) : keeping($0).turned }
    case .leastLost:
      let means = low.map { Moments(WorldMeans($0).lostMinutes).mean }
      let first = means.indices.min { (means[$0], $0) < (means[$1], $1) } ?? 0
      return { FlipMargin(records: $0, first: first) }
    }
  }
}
