import CapacityPlanning
import Costing

/// A purchase plan for programs: exact amounts as text with two decimals, so that no cent is lost in a number.
func purchaseJSON(_ plan: PurchasePlan) -> JSONValue {
  let question = plan.question
  func money(_ amount: Money?) -> JSONValue { amount.map { .string($0.description) } ?? .null }
  return .object([
    ("site", .string(question.site)),
    ("design", .string(question.design)),
    ("begins", .string(question.begins.description)),
    ("months", .integer(question.months)),
    ("best", plan.best.map { .string(plan.options[$0].policy.name) } ?? .null),
    ("expected_cost_usd", money(plan.best.map { plan.options[$0].expected })),
    ("value_of_waiting_usd", money(plan.valueOfWaiting)),
    ("value_of_perfect_information_usd", money(plan.valueOfPerfectInformation)),
    ("minimax_regret", plan.minimaxRegret.map { .string(plan.options[$0].policy.name) } ?? .null),
    ("discount_rate", question.discount.map { .number($0) } ?? .null),
    ("best_npv", plan.bestByPresentValue.map { .string(plan.options[$0].policy.name) } ?? .null),
    ("owed_after_end_usd", money(plan.owedAfterEnd)),
    ("on_demand_limit_cost_usd", money(plan.costOfOnDemandLimit)),
    ("levels", .array(plan.levels.map(levelJSON))),
    (
      "orders",
      .array(
        plan.orders.map { order in
          .object([
            ("order", .string(order.id)), ("action", .string(order.action.rawValue)), ("nodes", .integer(order.units)),
            ("price_class", .string(order.offer.name)), ("order_by", .string(order.orderBy.description)),
            ("usable_from", .string(order.usableFrom.description)), ("ends", .string(order.ends.description)),
            ("term_cost_usd", money(order.termCost)), ("no_regret", .bool(order.isNoRegret)),
          ])
        })
    ),
    (
      "terms",
      .array(
        plan.termBreakEvens.map {
          .object([
            ("long", .string($0.long)), ("short", .string($0.short)), ("needed_later_above", .number($0.neededLater)),
          ])
        })
    ),
    (
      "no_regret",
      .array(
        zip(question.offers, plan.noRegretUnits).map {
          .object([("offer", .string($0.name)), ("nodes", .integer($1))])
        })
    ),
    (
      "options",
      .array(
        plan.options.indices.map { index in
          let option = plan.options[index]
          return .object([
            ("option", .string(option.policy.name)), ("expected_cost_usd", money(option.expected)),
            ("p90_cost_usd", money(option.p90)), ("npv_usd", money(option.presentValue)),
            ("regrets_usd", .array(option.regrets.map { money($0) })),
            ("short_node_hours", .array(option.short.map { .number($0.units) })),
            ("excuse", plan.excuse(index).map { .string($0) } ?? .null),
          ])
        })
    ),
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
