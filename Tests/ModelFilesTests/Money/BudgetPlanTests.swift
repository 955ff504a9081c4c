import ModelFiles
import ServiceModel
import Testing

/// What a plan says of a year's budget.
@Suite struct BudgetPlanTests {
  private static let place = "  data-loss: { chat: 1s, in: 95% of failovers }\n"

  private func plan(_ budget: String) -> String {
    wholePlan.replacing(Self.place, with: Self.place + "  budget: \(budget)\n")
  }

  @Test(arguments: [
    ("{ at-most: $40M/y, in: 90% of years }", BudgetObjective(figure: .cost, atMostDollars: 40e6, share: 0.9)),
    ("{ at-most: $250k/y, in: 50% of years }", .init(figure: .cost, atMostDollars: 250e3, share: 0.5)),
    ("{ of: cost, at-most: $100/h, in: 50% of years }", .init(figure: .cost, atMostDollars: 876_600, share: 0.5)),
  ])
  func aBudgetIsRead(written: String, budget: BudgetObjective) throws {
    let services = try PlanFile(text: plan(written), name: "plan.yaml").services
    #expect(services.allSatisfy { $0.objectives.budget == budget })
  }

  @Test func lossesCountWhereTheyHaveAPrice() throws {
    let text = plan("{ of: total, at-most: $40M/y, in: 90% of years }").replacing(
      "prices:\n  user", with: "prices:\n  outage: { per-minute: $100/min }\n  user")
    #expect(try PlanFile(text: text, name: "plan.yaml").services.last?.objectives.budget?.figure == .total)
  }

  @Test(arguments: [
    (
      "{ at-most: $40M/y }", "does not say in which share of years it must hold. Add 'in: 90% of years'"
    ),
    ("{ in: 90% of years }", "'at-most' is missing in 'objectives.budget'. Add 'at-most: $40M/y'"),
    ("$40M/y", "Write 'budget: { at-most: $40M/y, in: 90% of years }'"),
    ("{ at-most: 40M/y, in: 90% of years }", "Write '$40000000/y'"),
    ("{ at-most: $40M, in: 90% of years }", "Write '$40000000/y'"),
    ("{ at-most: $0/y, in: 90% of years }", "'objectives.budget.at-most' must be above zero. Write '$40M/y'"),
    ("{ atmost: $40M/y, in: 90% of years }", "unknown key 'atmost'"),
    ("{ of: all, at-most: $40M/y, in: 90% of years }", "'all'"),
    (
      "{ of: total, at-most: $40M/y, in: 90% of years }",
      "'of: total' is no other than 'of: cost': the plan prices no outage"
    ),
  ])
  func whatCannotBeIsNamed(written: String, expected: String) {
    let problems = planProblems(plan(written))
    #expect(problems.contains { $0.contains(expected) }, "\(problems)")
  }

  /// Nodes without a price would keep to every budget.
  @Test func aPlanWithoutPricesHasNoBudget() {
    let text = plan("{ at-most: $40M/y, in: 90% of years }").replacing(", price: $98/h", with: "")
    let problems = planProblems(text)
    #expect(
      problems.contains { $0.contains("the budget cannot be judged: the nodes of 'west' have no price") }, "\(problems)"
    )
    #expect(planProblems(text, designs: ["single-site"]).contains { $0.contains("cannot be judged") })
  }
}
