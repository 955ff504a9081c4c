import CapacityPlanning
import Costing

/// What may be said of a purchase whose world nobody knows.
enum PurchaseSentences {
  /// What the table says below its orders, in this order.
  static func all(_ plan: PurchasePlan) -> [String] {
    let question = plan.question
    let best = plan.best.map { plan.options[$0] }
    let months = 0..<question.months
    var sentences = [
      choice(best?.policy.name, cost: best?.expected, months: question.months),
      owed(plan.owedAfterEnd, months: question.months), waiting(plan.valueOfWaiting),
      held(question.costOfHeld, names: question.existing.map(\.name)),
    ].compactMap { $0 }
    sentences += uncertainty(plan)
    sentences += [PurchaseReconciliation(plan)?.sentence].compactMap { $0 }
    sentences += plan.outlived.map { outlived($0) }
    sentences += turns(plan.turns)
    sentences.append(calendar(factor: question.calendarFactor(ofMonths: months), months: question.months))
    sentences += plan.termBreakEvens.map { term($0) }
    sentences += [limit(question.onDemand.limit, cost: plan.costOfOnDemandLimit)].compactMap { $0 }
    return sentences
  }

  /// - Parameter option: The one that is taken; nil where none may be.
  static func choice(_ option: String?, cost: Money?, months: Int) -> String {
    guard let option, let cost else {
      return "No way of buying gives all the nodes: each is short in some hour. See the options' node-hours."
    }
    return "\(option): \(Wording.dollars(cost.dollars)) expected over \(months) months."
  }

  /// - Parameter cost: Of terms after the months that are looked at.
  static func owed(_ cost: Money, months: Int) -> String? {
    guard cost > .zero else { return nil }
    return
      "Terms that outlive the \(months) months cost \(Wording.dollars(cost.dollars)) more until they end; the cost above is that of the"
      + " months alone."
  }

  /// - Parameter value: What the best option that waits costs less than the best that does not; nil without either.
  static func waiting(_ value: Money?) -> String? {
    value.map {
      $0 > .zero
        ? "Waiting a quarter to see the growth is worth \(Wording.dollars($0.dollars))."
        : "Waiting a quarter to see the growth costs \(Wording.dollars((-$0).dollars)) more than ordering now."
    }
  }

  /// A probability below zero or above one turns nothing.
  static func term(_ terms: PurchasePlan.TermBreakEven) -> String {
    if terms.neededLater < 0 { return "\(terms.long) costs less than \(terms.short) of the first year alone." }
    if terms.neededLater >= 1 { return "\(terms.long) never costs less than \(terms.short) year by year." }
    return "\(terms.long) instead of \(terms.short) pays where later years need the node with a probability above"
      + " \(Wording.fixed(terms.neededLater, 5))."
  }

  /// - Parameters:
  ///   - nodes: That can be had on demand in any hour; nil without a limit.
  ///   - cost: Of the limit; nil where it is not known.
  static func limit(_ nodes: Int?, cost: Money?) -> String? {
    guard let nodes, let cost, cost > .zero else { return nil }
    return "The limit of \(nodes) nodes on demand costs \(Wording.dollars(cost.dollars))."
  }

  static func uncertainty(_ plan: PurchasePlan) -> [String] {
    func name(_ index: Int?) -> String? { index.map { plan.options[$0].policy.name } }
    return [
      knowing(plan.valueOfPerfectInformation),
      minimax(
        name(plan.minimaxRegret), best: name(plan.best),
        largest: plan.minimaxRegret.flatMap {
          plan.options[$0].regrets.max()
        }),
      presentValue(
        name(plan.bestByPresentValue), best: name(plan.best), rate: plan.question.discount,
        value: plan.bestByPresentValue.flatMap { plan.options[$0].presentValue }),
    ].compactMap { $0 }
  }

  /// What the best purchases of all pools cost together; nil where there is one pool.
  static func allPools(_ plans: [PurchasePlan]) -> String? {
    let costs = plans.map { plan in
      (site: plan.question.site, cost: plan.best.map { plan.options[$0].expected })
    }
    return allPools(costs, months: plans.first?.question.months ?? 0)
  }

  /// - Parameter costs: Of the best purchase at each site; nil where none may be taken.
  static func allPools(_ costs: [(site: String, cost: Money?)], months: Int) -> String? {
    guard costs.count > 1 else { return nil }
    let without = costs.filter { $0.cost == nil }.map(\.site)
    guard without.isEmpty else {
      return
        "Not all that is needed can be bought: there are nodes missing at \(without.joined(separator: ", "))."
    }
    let total = costs.reduce(Money.zero) { $0 + ($1.cost ?? .zero) }
    return
      "At \(costs.map(\.site).joined(separator: ", ")) together: \(Wording.dollars(total.dollars)) expected over \(months) months."
  }

  /// - Parameter factor: Hours of the calendar months over those of months of 730.5 h.
  static func calendar(factor: Double, months: Int) -> String {
    "Amounts are for months of 730.5 h; the bill (costs.csv) is by calendar months, and these \(months) have"
      + " \(Wording.fixed(factor, 6)) times as many hours."
  }

  static func outlived(_ outlived: OutlivedNeed) -> String {
    let end = outlived.ends.map { "end on \($0)" } ?? "are held beyond these months"
    let needed =
      outlived.needed == 0
      ? "none of them is needed" : "at most \(outlived.needed) of them are needed"
    return
      "The need falls below what is held: from \(outlived.from) \(needed), and the \(outlived.nodes) nodes of"
      + " \(outlived.name) \(end)."
  }

  /// Each turn, and that nothing turns where nothing does.
  static func turns(_ turns: [PurchaseTurn]) -> [String] {
    turns.isEmpty
      ? [
        "The purchase is the same at prices half as high and half as high again, and at lead times up to twice as long."
      ]
      : turns.map(turn)
  }

  static func turn(_ turn: PurchaseTurn) -> String {
    let other = turn.otherAdvice ?? "no way of buying that gives all the nodes"
    let side = turn.isAbove ? "or more" : "or less"
    switch turn.input {
    case .growth:
      let own = turn.advice ?? "no way of buying"
      return "Were the growth known, \(own) would be best at \(Wording.fixed(turn.value * 100, 1)) % a year, and at"
        + " \(Wording.fixed(turn.turnsAt * 100, 1)) % \(side) \(other)."
    case .price(let name):
      return "It turns with the price of \(name), \(Wording.sign)\(Wording.fixed(turn.value, 3)) an hour: at"
        + " \(Wording.sign)\(Wording.fixed(turn.turnsAt, 3)) \(side) the best is \(other)."
    case .lead(let name):
      return "It turns with the lead time of \(name), \(Wording.fixed(turn.value, 0)) days for nine orders in ten: at"
        + " \(Wording.fixed(turn.turnsAt, 0)) \(side) the best is \(other)."
    }
  }

  /// - Parameters:
  ///   - cost: Of what is held already, over the months that are looked at.
  ///   - names: Of what is held already; none where nothing is.
  static func held(_ cost: Money, names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    let what = names.joined(separator: ", ")
    return cost > .zero
      ? "What is held already (\(what)) costs \(Wording.dollars(cost.dollars)) of it, whatever is bought."
      : "What is held already (\(what)) costs nothing more."
  }

  /// - Parameter value: Of knowing the world before the first order; nil where there is one world.
  static func knowing(_ value: Money?) -> String? {
    guard let value else { return nil }
    return value > .zero
      ? "Knowing the growth before the first order would be worth \(Wording.dollars(value.dollars))."
      : "Knowing the growth would change nothing: the same purchase is best in every world."
  }

  /// - Parameter largest: The largest regret of the option that keeps it smallest.
  static func minimax(_ option: String?, best: String?, largest: Money?) -> String? {
    guard let option, let largest else { return nil }
    return option == best
      ? "It has the smallest largest regret too, \(Wording.dollars(largest.dollars)), whatever the probabilities of the worlds."
      : "Whatever the probabilities of the worlds, \(option) has the smallest largest regret, \(Wording.dollars(largest.dollars))."
  }

  static func presentValue(_ option: String?, best: String?, rate: Double?, value: Money?) -> String? {
    guard let option, let rate, let value else { return nil }
    let percent = Wording.percent(rate)
    return option == best
      ? "At \(percent) a year it has the least present value too, \(Wording.dollars(value.dollars))."
      : "At \(percent) a year \(option) has the least present value, \(Wording.dollars(value.dollars))."
  }
}
