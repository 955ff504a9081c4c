import CapacityPlanning
import Costing

/// What to buy, for a terminal: levels, options, orders and the position at the end of each year.
struct PurchaseTable {
  private let plan: PurchasePlan
  private let width: Int

  init(_ plan: PurchasePlan, width: Int) {
    self.plan = plan
    self.width = width
  }

  var sections: [[String]] { [heading, held, levels, options, orders, conclusion].filter { !$0.isEmpty } }

  private var question: PurchaseQuestion { plan.question }

  private var heading: [String] {
    let isByYear = question.worlds.contains { !$0.levels.isEmpty }
    let growth = question.worlds.map { world in
      let levels = world.levels.map { Wording.percent($0) }.joined(separator: " then ")
      return "\(world.name) \(isByYear ? levels : Wording.percent(world.growth))"
    }.joined(separator: ", ")
    return Wording.wrapped(
      "PURCHASE for \(question.design) at \(question.site), \(question.months) months from \(question.begins); "
        + (isByYear ? "need after each year, of that of the first month: " : "growth a year: ")
        + "\(growth); need in the first month: \(question.peak(month: 0, in: question.worlds.count / 2)) nodes at"
        + " its highest hour", width: width)
  }

  private var held: [String] {
    guard !question.existing.isEmpty else { return [] }
    var table = TextTable()
    table.append(["HELD ALREADY", "nodes", "\(Wording.sign) an hour", "until", "\(Wording.sign) in these months"])
    for held in question.existing {
      table.append([
        held.name, "\(held.nodes)", "\(held.price)", held.endMonth.map { question.day(ofMonth: $0).description } ?? "-",
        Wording.dollars(question.cost(of: held).dollars),
      ])
    }
    return table.lines(width: width)
  }

  private var levels: [String] {
    var table = TextTable()
    table.append([
      "COMMIT IN MONTH ONE", "nodes", "used", "unused", "overflow", "spot", "short", "\(Wording.money) a year",
      "by enumeration",
      "pays from",
    ])
    for level in plan.levels {
      let match = level.outcome.match
      table.append([
        level.name, level.outcome.units.map(String.init).joined(separator: " + "), "\(match.used)", "\(match.unused)",
        "\(match.overflow)", "\(match.spot)", "\(match.short)", Wording.dollars(level.outcome.cost.dollars),
        level.enumerated.map { Wording.dollars($0.cost.dollars) } ?? "-",
        level.paysFromPercent.map { "\($0) % of hours" } ?? "-",
      ])
    }
    guard !plan.levels.isEmpty else { return [] }
    return table.lines(width: width)
      + Wording.wrapped(
        "used, unused, overflow, spot, short: node-hours of one course of \(question.course.count) hours, hour by hour; what"
          + " is unused in one hour pays for nothing in another", width: width)
      + plan.levels.compactMap(\.excuse).flatMap { Wording.wrapped($0, width: width) }
  }

  private var options: [String] {
    var table = TextTable()
    let worlds = question.worlds.map { "regret \($0.name)" }
    let isDiscounted = question.discount != nil
    table.append(
      ["OPTION", "expected \(Wording.money)", "P90 \(Wording.money)"] + (isDiscounted ? ["NPV \(Wording.money)"] : [])
        + worlds + ["short node-hours"])
    for (index, option) in plan.options.enumerated() {
      table.append(
        [
          option.policy.name + (index == plan.best ? " *" : ""), Wording.dollars(option.expected.dollars),
          Wording.dollars(option.p90.dollars),
        ]
          + (isDiscounted ? [option.presentValue.map { Wording.dollars($0.dollars) } ?? "-"] : [])
          + (option.regrets.isEmpty
            ? question.worlds.map { _ in "-" } : option.regrets.map { Wording.dollars($0.dollars) })
          + [Wording.fixed((option.short.max() ?? .zero).units, 0)])
    }
    return table.lines(width: width)
  }

  private var orders: [String] {
    let orders = plan.orders
    guard !orders.isEmpty else { return [] }
    var table = TextTable()
    table.append([
      "ORDER", "action", "nodes", "class", "order by", "usable from", "ends", "\(Wording.money) a term", "no regret",
    ])
    for order in orders {
      table.append([
        order.id, order.action.rawValue, "\(order.units)", order.offer.name, order.orderBy.description,
        order.usableFrom.description, order.ends.description, Wording.dollars(order.termCost.dollars),
        order.isNoRegret.map { $0 ? "yes" : "no" } ?? "-",
      ])
    }
    return table.lines(width: width)
  }

  private var conclusion: [String] { PurchaseSentences.all(plan).flatMap { Wording.wrapped($0, width: width) } }
}
