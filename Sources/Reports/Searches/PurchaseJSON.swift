import CapacityPlanning
import Costing

/// A purchase plan for programs: exact amounts as text with two decimals, so that no cent is lost in a number.
func purchaseJSON(_ plan: PurchasePlan) -> JSONValue {
  let question = plan.question
  return .object([
    ("site", .string(question.site)),
    ("design", .string(question.design)),
    ("begins", .string(question.begins.description)),
    ("months", .integer(question.months)),
    ("best", words(plan.best.map { plan.options[$0].policy.name })),
    ("expected_cost_usd", money(plan.best.map { plan.options[$0].expected })),
    ("value_of_waiting_usd", money(plan.valueOfWaiting)),
    ("value_of_perfect_information_usd", money(plan.valueOfPerfectInformation)),
    ("minimax_regret", words(plan.minimaxRegret.map { plan.options[$0].policy.name })),
    ("discount_rate", question.discount.map { JSONValue.number($0) } ?? .null),
    ("best_npv", words(plan.bestByPresentValue.map { plan.options[$0].policy.name })),
    ("owed_after_end_usd", money(plan.owedAfterEnd)),
    ("calendar_factor", .number(question.calendarFactor(ofMonths: 0..<question.months))),
    ("existing", .array(question.existing.map { existingJSON($0, of: question) })),
    ("existing_cost_usd", money(question.costOfHeld)),
    ("on_demand_limit_cost_usd", money(plan.costOfOnDemandLimit)),
    ("reconciliation", words(PurchaseReconciliation(plan)?.sentence)),
    ("outlived", .array(plan.outlived.map(outlivedJSON))),
    ("turns", .array(plan.turns.map(turnJSON))),
    ("levels", .array(plan.levels.map(levelJSON))),
    ("orders", ordersJSON(plan)),
    ("terms", termsJSON(plan)),
    ("no_regret", noRegretJSON(plan)),
    ("options", optionsJSON(plan)),
  ])
}

private func ordersJSON(_ plan: PurchasePlan) -> JSONValue {
  let question = plan.question
  return .array(
    plan.orders.map { order in
      .object([
        ("order", .string(order.id)), ("site", .string(question.site)),
        ("action", .string(order.action.rawValue)), ("nodes", .integer(order.units)),
        ("price_class", .string(order.offer.name)),
        ("order_by", .string(order.orderBy.description)),
        ("usable_from", .string(order.usableFrom.description)),
        ("ends", .string(order.ends.description)),
        ("term_cost_usd", money(order.termCost)), ("no_regret", order.isNoRegret.map { .bool($0) } ?? .null),
      ])
    })
}

private func termsJSON(_ plan: PurchasePlan) -> JSONValue {
  .array(
    plan.termBreakEvens.map {
      .object([
        ("long", .string($0.long)), ("short", .string($0.short)), ("needed_later_above", .number($0.neededLater)),
      ])
    })
}

private func noRegretJSON(_ plan: PurchasePlan) -> JSONValue {
  guard let units = plan.noRegretUnits else { return .null }
  return .array(
    zip(plan.question.offers, units).map {
      .object([("offer", .string($0.name)), ("nodes", .integer($1))])
    })
}

private func optionsJSON(_ plan: PurchasePlan) -> JSONValue {
  .array(
    plan.options.indices.map { index in
      let option = plan.options[index]
      return .object([
        ("option", .string(option.policy.name)), ("expected_cost_usd", money(option.expected)),
        ("p90_cost_usd", money(option.p90)), ("npv_usd", money(option.presentValue)),
        ("regrets_usd", .array(option.regrets.map { money($0) })),
        ("short_node_hours", .array(option.short.map { .number($0.units) })),
        ("excuse", words(plan.excuse(index))),
      ])
    })
}

private func words(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

private func money(_ amount: Money?) -> JSONValue { words(amount?.description) }

private func turnJSON(_ turn: PurchaseTurn) -> JSONValue {
  let (input, unit, offer): (String, String, String?) =
    switch turn.input {
    case .growth: ("growth", "share a year", nil)
    case .price(let offer): ("price", "\(Wording.sign)/h", offer)
    case .lead(let offer): ("lead", "days", offer)
    }
  return .object([
    ("input", .string(input)), ("offer", words(offer)), ("unit", .string(unit)),
    ("value", .number(turn.value)), ("option", words(turn.advice)),
    ("turns_at", .number(turn.turnsAt)), ("other_option", words(turn.otherAdvice)),
    ("sentence", .string(PurchaseSentences.turn(turn))),
  ])
}

private func outlivedJSON(_ outlived: OutlivedNeed) -> JSONValue {
  .object([
    ("name", .string(outlived.name)), ("nodes", .integer(outlived.nodes)),
    ("from", .string(outlived.from.description)), ("needed", .integer(outlived.needed)),
    ("ends", words(outlived.ends?.description)),
  ])
}

private func existingJSON(_ held: PurchaseQuestion.Held, of question: PurchaseQuestion) -> JSONValue {
  .object([
    ("name", .string(held.name)), ("nodes", .integer(held.nodes)),
    ("price_class", .string(held.priceClass.rawValue)),
    ("ends", words(held.endMonth.map { question.day(ofMonth: $0).description })),
    ("cost_usd", .string(question.cost(of: held).description)),
  ])
}

private func levelJSON(_ level: PurchasePlan.Level) -> JSONValue {
  .object([
    ("offer", .string(level.name)),
    ("nodes", .array(level.outcome.units.map { .integer($0) })),
    ("cost_usd_first_year", .string(level.outcome.cost.description)),
    ("enumerated_cost_usd_first_year", level.enumerated.map { .string($0.cost.description) } ?? .null),
    ("pays_from_utilisation_percent", level.paysFromPercent.map { .number($0) } ?? .null),
    ("excuse", level.excuse.map { .string($0) } ?? .null),
  ])
}

/// An order ahead of an uncertain need, for programs.
func aheadJSON(_ order: LeadTimeOrder) -> JSONValue {
  .object([
    ("nodes", .integer(order.quantity)),
    ("enumerated_nodes", .integer(order.enumerated())),
    ("critical_ratio", .number(order.criticalRatio)),
    ("expected_usd_per_hour", .string(order.expectedCost(ordering: order.quantity).description)),
    ("if_known_usd_per_hour", .string(order.costIfKnown.description)),
    ("knowing_is_worth_usd_per_hour", .string(order.valueOfKnowing.description)),
    ("largest_need_above_usd_per_hour", .string(order.shortagePriceForTheLargest.description)),
    (
      "outlooks",
      .array(
        order.outlooks.map {
          .object([
            ("nodes", .integer($0.nodes)), ("weight", .number(Double($0.weight) / 1000)),
            ("expected_usd_per_hour", .string(order.expectedCost(ordering: $0.nodes).description)),
          ])
        })
    ),
  ])
}

/// The same for a terminal.
func aheadLines(_ order: LeadTimeOrder, width: Int) -> [String] {
  let cost = order.expectedCost(ordering: order.quantity)
  return Wording.wrapped(
    "ORDER AHEAD \(order.quantity) nodes: the smallest number that suffices with probability"
      + " \(Wording.fixed(order.criticalRatio, 5)); \(Wording.sign)\(cost) an hour expected, \(Wording.sign)\(order.costIfKnown) if the need were"
      + " known, so that knowing it is worth \(Wording.sign)\(order.valueOfKnowing) an hour. Where a missing node costs more than"
      + " \(Wording.sign)\(order.shortagePriceForTheLargest) an hour, order for the largest need.", width: width)
}
