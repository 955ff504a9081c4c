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
    ("owed_after_end_usd", money(plan.owedAfterEnd)),
    ("on_demand_limit_cost_usd", money(plan.costOfOnDemandLimit)),
    ("levels", .array(plan.levels.map(levelJSON))),
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
            ("p90_cost_usd", money(option.p90)), ("regrets_usd", .array(option.regrets.map { money($0) })),
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
