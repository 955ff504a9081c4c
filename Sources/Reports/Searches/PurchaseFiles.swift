import CapacityPlanning
import Costing
import ServiceModel

/// A row of one pool's purchase.
private struct PoolRow<Row> {
  let question: PurchaseQuestion
  let row: Row
}

/// `purchases.csv`: one row for each order of the best option, pool by pool.
public func purchasesTable(_ plans: [PurchasePlan]) -> CSVTable {
  typealias Column = CSVColumn<PoolRow<PurchaseOrder>>
  return CSVTable(
    plans.flatMap { plan in plan.orders.map { PoolRow(question: plan.question, row: $0) } },
    columns: [
      Column("order_id") { .words($0.row.id) },
      Column("design_id") { .words($0.question.design) },
      Column("site") { .words($0.question.site) },
      Column("pool") { .words($0.question.pool) },
      Column("sku") { .words($0.question.sku) },
      Column("price_class") { .words($0.row.offer.name) },
      Column("action") { .words($0.row.action.rawValue) },
      Column("units") { .whole($0.row.units) },
      Column("order_by") { .words($0.row.orderBy.description) },
      Column("usable_from") { .words($0.row.usableFrom.description) },
      Column("ends") { .words($0.row.ends.description) },
      Column("lead_time_p50_days") { .number($0.row.offer.leadDaysP50, decimals: 1) },
      Column("lead_time_p90_days") { .number($0.row.offer.leadDaysP90, decimals: 1) },
      Column("upfront") { .money($0.row.upfront) },
      Column("monthly") { .money($0.row.monthly) },
      Column("term_cost") { .money($0.row.termCost) },
      Column("holds_capacity") { .truth($0.row.offer.holdsCapacity) },
      Column("reason") { .words($0.row.reason) },
      Column("no_regret") { $0.row.isNoRegret.map(CSVTable.Cell.truth) ?? .empty },
      Column("calendar_factor") { .number($0.row.calendarFactor, decimals: 9) },
    ])
}

/// `position.csv`: month x class of the best option in the middle world, pool by pool; what is rented by the hour is a class
/// too.
public func positionTable(_ plans: [PurchasePlan]) -> CSVTable {
  typealias Column = CSVColumn<PoolRow<PurchasePosition>>
  func need(_ row: PoolRow<PurchasePosition>, _ value: ([Int]) -> Int) -> CSVTable.Cell {
    let (question, month) = (row.question, row.row.month)
    return .whole(value(question.worlds.indices.map { question.peak(month: month, in: $0) }))
  }
  return CSVTable(
    plans.flatMap { plan in plan.positions.map { PoolRow(question: plan.question, row: $0) } },
    columns: [
      Column("month") { .words($0.question.day(ofMonth: $0.row.month).description) },
      Column("site") { .words($0.question.site) },
      Column("price_class") { .words($0.row.className(in: $0.question)) },
      Column("need_p50") { row in need(row) { $0[row.question.worlds.count / 2] } },
      Column("need_p90") { row in need(row) { row.question.quantile(0.9, of: $0) } },
      Column("held") { .whole($0.row.held) },
      Column("used_node_hours") { .quantity($0.row.used) },
      Column("unused_node_hours") { .quantity($0.row.unused) },
      Column("overflow_node_hours") { .quantity($0.row.overflow) },
      Column("short_node_hours") { .quantity($0.row.short) },
      Column("coverage_percent") { .number($0.row.coverage * 100, decimals: 4) },
      Column("utilisation_percent") { .number($0.row.utilisation.map { $0 * 100 }, decimals: 4) },
      Column("amortised") { .money($0.row.amortised) },
      Column("cash") { .money($0.row.cash) },
      Column("calendar_factor") {
        .number($0.question.calendarFactor(ofMonths: $0.row.month..<$0.row.month + 1), decimals: 9)
      },
    ])
}

extension PurchasePosition {
  /// The offer, the name of what is held already, or of what is rented by the hour.
  fileprivate func className(in question: PurchaseQuestion) -> String {
    if let offer { return question.offers[offer].name }
    if let existing { return question.existing[existing].name }
    return (isSpot ? question.onDemand.spot?.name : nil) ?? question.onDemandName
  }
}

/// `options.csv`: one row for each way of buying, with its regret in every world, pool by pool.
///
/// - Parameter search: The search that found the design: its lost minutes and its verdict stand in every row.
public func optionsTable(_ plans: [PurchasePlan], search: SearchResult? = nil) -> CSVTable {
  struct Row {
    let plan: PurchasePlan
    let index: Int
    let option: PurchasePlan.Option
  }
  typealias Column = CSVColumn<Row>
  func regret(_ row: Row, _ world: Int) -> CSVTable.Cell {
    .money(row.option.regrets.indices.contains(world) ? row.option.regrets[world] : nil)
  }
  // Pools are bought for over the same years and worlds.
  let count = plans.first?.question.worlds.count ?? 1
  let years = (plans.first?.question.months ?? 12) / 12
  let minutes = search?.fresh?.lostMinutes
  return CSVTable(
    plans.flatMap { plan in plan.options.enumerated().map { Row(plan: plan, index: $0, option: $1) }
    },
    columns: [
      Column("option") { .words($0.option.policy.name) },
      Column("expected_cost_\(years)y") { .money($0.option.expected) },
      Column("p90_cost_\(years)y") { .money($0.option.p90) },
      Column("npv_\(years)y") { .money($0.option.presentValue) },
      Column("regret_low") { regret($0, 0) },
      Column("regret_mid") { regret($0, count / 2) },
      Column("regret_high") { regret($0, count - 1) },
      Column("minutes") { _ in .number(minutes, decimals: 6) },
      Column("meets_objectives") {
        $0.option.isShort ? .words("no") : search == nil ? .empty : .words(search?.winner == nil ? "no" : "yes")
      },
      Column("regret_largest") { .money($0.option.regrets.max()) },
      Column("is_best") { .truth($0.index == $0.plan.best) },
      Column("is_minimax_regret") { .truth($0.index == $0.plan.minimaxRegret) },
      Column("is_best_npv") { .truth($0.index == $0.plan.bestByPresentValue) },
      Column("excuse") { .words($0.plan.excuse($0.index)) },
      Column("site") { .words($0.plan.question.site) },
    ])
}
