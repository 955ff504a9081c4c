import CapacityPlanning
import OutputAnalysis

/// What may be said of designs by what they cost and what they lose. Each sentence is a function of what was tested: nothing
/// is claimed beyond its interval.
enum TradeSentences {
  /// Which design is cheapest in total, by the value of a lost minute, with how well each change of places is known.
  static func cheapest(_ standings: TradeStandings) -> String? {
    guard let first = standings.trade.envelope.first else { return nil }
    guard !standings.breakEvens.isEmpty else {
      return
        "\(first.option.name) is the cheapest whatever a lost minute costs, by the means\(ties(of: first.option.name, standings))."
    }
    let steps = standings.breakEvens.map { step in
      "\(step.to) above \(Wording.dollars(step.dollarsPerMinute.estimate))\(known(step))"
    }
    return "Cheapest in total by the value of a lost minute: \(([first.option.name] + steps).joined(separator: "; "))."
  }

  /// Designs that nothing beats for certain though none of them is the cheapest, where there are any.
  private static func ties(of name: String, _ standings: TradeStandings) -> String {
    let tied = standings.trade.options.map(\.name).filter { standings.standing(of: $0) == .tied(with: name) }
    return tied.isEmpty ? "" : ", and not told apart from \(tied.joined(separator: ", "))"
  }

  /// The ends of a break-even, and how far the uncertain inputs move it.
  static func known(_ step: TradeStandings.BreakEven) -> String {
    let interval = step.dollarsPerMinute
    var parts: [String] = []
    if !interval.high.isFinite {
      parts.append("95 %: \(Wording.dollars(interval.low)) or more; that it loses less is not certain")
    } else if !interval.isExact {
      parts.append("95 %: \(Wording.dollars(interval.low)) to \(Wording.dollars(interval.high))")
    }
    if let inputs = step.inputs {
      let high = inputs.upperBound.isFinite ? Wording.dollars(inputs.upperBound) : "never"
      parts.append(
        inputs.lowerBound.isFinite ? "inputs: \(Wording.dollars(inputs.lowerBound)) to \(high)" : "inputs: never")
    }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))"
  }

  /// Designs that are dearer and lose more, for certain.
  static func dominated(_ standings: TradeStandings) -> String? {
    let pairs = standings.trade.options.compactMap { option -> String? in
      guard case .dominated(let better) = standings.standing(of: option.name) else { return nil }
      return "\(option.name) by \(better)"
    }
    return pairs.isEmpty
      ? nil : "Dominated (no better in cost or lost minutes, worse in one): \(pairs.joined(separator: "; "))."
  }

  /// Designs that no value of a minute speaks for, and that cannot be told from another one.
  static func tied(_ standings: TradeStandings) -> String? {
    let pairs = standings.trade.options.compactMap { option -> String? in
      guard case .tied(let other) = standings.standing(of: option.name) else { return nil }
      return "\(option.name) from \(other)"
    }
    return pairs.isEmpty
      ? nil : "Not told apart, in cost or in lost minutes, by so many years: \(pairs.joined(separator: "; "))."
  }

  /// Which design is cheapest at the value that the plan gives a lost minute; two where the value lies within what is known
  /// of their break-even.
  ///
  /// - Parameter areJudged: Whether the plan asks for anything that designs must meet.
  static func atItsValue(_ dollarsPerMinute: Double, _ standings: TradeStandings, areJudged: Bool = true) -> String? {
    guard let choice = standings.trade.cheapest(atDollarsPerMinute: dollarsPerMinute) else { return nil }
    let open = standings.breakEvens.filter { step in
      !step.dollarsPerMinute.isExact && step.dollarsPerMinute.contains(dollarsPerMinute)
        && (step.from == choice.name || step.to == choice.name)
    }
    let value = "A lost minute costs \(Wording.dollars(dollarsPerMinute)): at that value"
    guard let step = open.first else {
      return "\(value) \(choice.name) is the cheapest in total"
        + (areJudged ? "; the rest is bought for the contract." : ".")
    }
    return "\(value) \(step.from) and \(step.to) are not told apart in total."
  }

  /// Which design is cheapest with what its outages lose, where a part of that goes by their minutes or by months, and a lost
  /// minute has no value of its own: a minute of an outage may lose a part of the demand. By the means.
  static func withLosses(_ designs: [(name: String, cost: Double, loss: Double)]) -> String? {
    guard let least = designs.map({ $0.cost + $0.loss }).min() else { return nil }
    let best = designs.filter { $0.cost + $0.loss == least }
    let dollars = "\(Wording.dollars(best[0].cost)) a year and \(Wording.dollars(best[0].loss)) that its outages lose"
    return best.count == 1
      ? "With what outages lose by the plan's prices \(best[0].name) is the cheapest by the means: \(dollars)."
      : "With what outages lose by the plan's prices \(best.map(\.name).joined(separator: ", ")) are the cheapest by the means."
  }

  /// The cheapest design that meets every objective, with those that may be as cheap and those that may meet too.
  ///
  /// - Parameters:
  ///   - meeting: Designs that meet, with their cost.
  ///   - undecided: Designs of which the years did not decide it.
  ///   - more: What the second of two that meet costs more than the first, by their places, paired where luck is shared; nil
  ///     where that is not known, and then the two costs count as independent.
  static func cheapestThatMeets(
    _ meeting: [(name: String, cost: Interval)], undecided: [(name: String, cost: Interval)],
    more: (_ from: Int, _ to: Int) -> Interval? = { _, _ in nil }
  ) -> String? {
    guard let place = meeting.indices.min(by: { meeting[$0].cost.estimate < meeting[$1].cost.estimate }) else {
      return nil
    }
    let best = meeting[place]
    let equal = meeting.indices.filter { other in
      let difference = more(place, other) ?? meeting[other].cost.minus(best.cost)
      return other != place && !(difference.low > 0)
    }
    .map { meeting[$0].name }
    let cheaper = undecided.filter { $0.cost.estimate < best.cost.estimate }.map(\.name)
    let dollars = Wording.dollars(best.cost.estimate)
    let answer =
      equal.isEmpty
      ? "The cheapest design that meets every objective is \(best.name), \(dollars) a year."
      : "The cheapest designs that meet every objective are \(([best.name] + equal).joined(separator: ", ")), from \(dollars) a"
        + " year: their costs are equal or not told apart."
    guard !cheaper.isEmpty else { return answer }
    return "\(answer) Cheaper, and undecided at this number of years: \(cheaper.joined(separator: ", "))."
  }

  /// What stands in the table's column `$/min`.
  static func paysFrom(_ standing: TradeStandings.Standing) -> String {
    switch standing {
    case .cheapest(let value): value <= 0 ? "0" : String(Wording.dollars(value).dropFirst())
    case .dominated: "dominated"
    case .tied: "tie"
    case .never: "never"
    }
  }
}
