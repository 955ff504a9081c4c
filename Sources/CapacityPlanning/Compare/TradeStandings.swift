public import Costing
public import OutputAnalysis

/// How designs stand against one another in cost and lost minutes, as far as the years can tell: which is cheapest in total
/// from which value of a lost minute, which is beaten, and which cannot be told apart.
public struct TradeStandings: Sendable {
  /// A design with its cost and its lost minutes, both a year.
  public struct Option: Sendable {
    public let name: String
    /// In dollars, 95 %.
    public let cost: Interval
    public let minutes: Double

    public init(name: String, cost: Interval, minutes: Double) {
      self.name = name
      self.cost = cost
      self.minutes = minutes
    }
  }

  /// What may be said of a design.
  public enum Standing: Equatable, Sendable {
    /// Cheapest in total for some values of a lost minute.
    case cheapest(fromDollarsPerMinute: Double)
    /// Dearer for certain, and loses more for certain or exactly as much; or costs exactly as much and loses more.
    case dominated(by: String)
    /// No value of a lost minute speaks for it, and in cost or in lost minutes it cannot be told from this design.
    case tied(with: String)
    /// One of two neighbours is cheaper at any value of a lost minute, by the means.
    case never
  }

  /// The value of a lost minute at which the next design overtakes the one before it.
  public struct BreakEven: Equatable, Sendable {
    public let from: String
    public let to: String
    /// In dollars a minute. Its ends follow from the 95 % intervals of both differences; without an upper end where lost
    /// minutes cannot be told apart.
    public let dollarsPerMinute: Interval
    /// Over the points of the uncertain inputs; nil where none was varied. Infinite where the next design loses no less.
    public var inputs: ClosedRange<Double>?
  }

  public let trade: ValueOfALostMinute
  public internal(set) var breakEvens: [BreakEven]
  private let options: [Option]
  private let differences: [[Interval?]]
  private let costs: [[Interval]]

  /// - Parameters:
  ///   - cost: What the second costs more than the first, paired where luck is shared; nil where that is not known, and then
  ///     the two costs count as independent.
  ///   - difference: Lost minutes of the second less those of the first, likewise; nil where the two were not compared.
  public init(
    _ options: [Option], cost: (_ from: Int, _ to: Int) -> Interval? = { _, _ in nil },
    difference: (_ from: Int, _ to: Int) -> Interval?
  ) {
    self.options = options
    let trade = ValueOfALostMinute(
      options.map { .init(name: $0.name, dollarsPerYear: $0.cost.estimate, minutesPerYear: $0.minutes) })
    self.trade = trade
    let differences = options.indices.map { from in
      options.indices.map { from == $0 ? Interval(exactly: 0) : difference(from, $0) }
    }
    self.differences = differences
    let costs = options.indices.map { from in
      options.indices.map { to in
        from == to ? Interval(exactly: 0) : cost(from, to) ?? options[to].cost.minus(options[from].cost)
      }
    }
    self.costs = costs
    let steps = trade.envelope.map { segment in options.firstIndex { $0.name == segment.option.name }! }
    breakEvens = zip(steps, steps.dropFirst()).enumerated().map { step, pair in
      BreakEven(
        from: options[pair.0].name, to: options[pair.1].name,
        dollarsPerMinute: TradeStandings.breakEven(
          trade.envelope[step + 1].fromDollarsPerMinute,
          cost: costs[pair.0][pair.1], saved: differences[pair.1][pair.0]))
    }
  }

  /// - Parameters:
  ///   - cost: What the dearer design costs more.
  ///   - saved: Minutes that it saves; nil where nobody knows how sure they are.
  static func breakEven(_ estimate: Double, cost: Interval, saved: Interval?) -> Interval {
    guard let saved, saved.high > 0 else { return Interval(estimate: estimate, low: 0, high: .infinity) }
    if saved.isExact, cost.isExact { return Interval(exactly: estimate) }
    return Interval(
      estimate: estimate, low: min(estimate, max(0, cost.low / saved.high)),
      high: saved.low > 0 ? max(estimate, cost.high / saved.low) : .infinity)
  }

  public func standing(of name: String) -> Standing {
    if let segment = trade.segment(of: name) { return .cheapest(fromDollarsPerMinute: segment.fromDollarsPerMinute) }
    guard let own = options.firstIndex(where: { $0.name == name }) else { return .never }
    // The cheapest first: of several that beat a design the reader would take that one.
    let others = options.indices.filter { $0 != own && options[$0].cost.estimate <= options[own].cost.estimate }
      .sorted { (options[$0].cost.estimate, $0) < (options[$1].cost.estimate, $1) }
    if let better = others.first(where: { dominates($0, own) }) { return .dominated(by: options[better].name) }
    if let equal = others.first(where: { isTied($0, own) }) { return .tied(with: options[equal].name) }
    return .never
  }

  private func dominates(_ better: Int, _ worse: Int) -> Bool {
    guard let minutes = differences[worse][better] else { return false }
    let cost = costs[worse][better]
    let losesLess = minutes.high < 0
    return cost.high < 0 ? losesLess || minutes.isNothing : cost.isNothing && losesLess
  }

  /// Whether one of the two differences is not known to be one, and neither speaks for the second design.
  private func isTied(_ one: Int, _ other: Int) -> Bool {
    guard let minutes = differences[other][one], minutes.low <= 0 else { return false }
    let cost = costs[other][one]
    return !(cost.high < 0) || !(minutes.high < 0 || minutes.isNothing)
  }
}

extension Interval {
  fileprivate var isNothing: Bool { low == 0 && high == 0 }

  /// The difference of two figures as if they were independent: too wide where they share their luck.
  public func minus(_ other: Interval) -> Interval {
    if isExact, other.isExact { return Interval(exactly: estimate - other.estimate) }
    let reach = (halfWidth * halfWidth + other.halfWidth * other.halfWidth).squareRoot()
    let difference = estimate - other.estimate
    return Interval(estimate: difference, low: difference - reach, high: difference + reach)
  }
}

extension Comparison {
  /// The designs' costs and lost minutes as a trade, with what the years can tell.
  public var standings: TradeStandings {
    var standings = TradeStandings(
      designs.map { .init(name: $0.name, cost: $0.sheet.yearlyCost, minutes: $0.figures.meanLostMinutes) },
      cost: { designs[$0].sheet.premium(of: designs[$1].sheet) },
      difference: {
        PairedDifference(from: records[$0].lostMinutesByWorld, to: records[$1].lostMinutesByWorld).difference
      })
    for index in standings.breakEvens.indices {
      let step = standings.breakEvens[index]
      guard let from = designs.firstIndex(where: { $0.name == step.from }),
        let to = designs.firstIndex(where: { $0.name == step.to }), !points.isEmpty
      else { continue }
      let values = points.map { point -> Double in
        let (cost, saved) = (
          point[to].dollars - point[from].dollars, point[from].lostMinutes - point[to].lostMinutes
        )
        return cost <= 0 ? 0 : saved <= 0 ? .infinity : cost / saved
      }
      standings.breakEvens[index].inputs = values.min()!...values.max()!
    }
    return standings
  }
}

extension CostSheet {
  /// What the design costs in a year with its 95 % interval, in dollars.
  public var yearlyCost: Interval {
    let mean = amortisedYear.dollars
    let reach = 1.959964 * amortisedYearSE.dollars
    return isExact ? Interval(exactly: mean) : Interval(estimate: mean, low: mean - reach, high: mean + reach)
  }

  /// What another design costs more a year: paired by worlds, and where these are not known as if both costs were independent.
  public func premium(of other: CostSheet) -> Interval {
    costDifference(to: other) ?? other.yearlyCost.minus(yearlyCost)
  }

  /// What another design costs more a year on the same worlds; nil where its worlds are not known.
  func costDifference(to other: CostSheet) -> Interval? {
    guard yearlyByWorld.count == other.yearlyByWorld.count, yearlyByWorld.count >= 2 else { return nil }
    let difference = PairedDifference(from: yearlyByWorld, to: other.yearlyByWorld).difference
    // The cents of the lines are rounded, those of the worlds are not: the interval goes around what is printed.
    let printed = (other.amortisedYear - amortisedYear).dollars
    if difference.halfWidth == 0 { return Interval(exactly: printed) }
    let moved = printed - difference.estimate
    return Interval(
      estimate: printed, low: min(printed, difference.low + moved), high: max(printed, difference.high + moved))
  }
}
