import CapacityPlanning
import Costing
import ServiceModel

/// `purchases.csv`: one row for each order of the best option.
public func purchasesTable(_ plan: PurchasePlan) -> CSVTable {
  typealias Column = CSVColumn<PurchaseOrder>
  let question = plan.question
  return CSVTable(
    plan.orders,
    columns: [
      Column("order_id") { .words($0.id) },
      Column("design_id") { _ in .words(question.design) },
      Column("site") { _ in .words(question.site) },
      Column("pool") { _ in .words(question.pool) },
      Column("sku") { _ in .words(question.sku) },
      Column("price_class") { .words($0.offer.name) },
      Column("action") { .words($0.action.rawValue) },
      Column("units") { .whole($0.units) },
      Column("order_by") { .words($0.orderBy.description) },
      Column("usable_from") { .words($0.usableFrom.description) },
      Column("ends") { .words($0.ends.description) },
      Column("lead_time_p50_days") { .number($0.offer.leadDaysP50, decimals: 1) },
      Column("lead_time_p90_days") { .number($0.offer.leadDaysP90, decimals: 1) },
      Column("upfront") { .money($0.upfront) },
      Column("monthly") { .money($0.monthly) },
      Column("term_cost") { .money($0.termCost) },
      Column("holds_capacity") { .truth($0.offer.holdsCapacity) },
      Column("reason") { .words($0.reason) },
      Column("no_regret") { .truth($0.isNoRegret) },
    ])
}

/// `position.csv`: month x class of the best option in the middle world; what is rented by the hour is a class too.
public func positionTable(_ plan: PurchasePlan) -> CSVTable {
  typealias Column = CSVColumn<PurchasePosition>
  let question = plan.question
  let needs = (0..<question.months).map { month in question.worlds.indices.map { question.peak(month: month, in: $0) } }
  /// Before the plan begins nothing is needed.
  func need(_ row: PurchasePosition, _ value: ([Int]) -> Int) -> CSVTable.Cell {
    .whole(row.month < 0 ? 0 : value(needs[row.month]))
  }
  return CSVTable(
    plan.positions,
    columns: [
      Column("month") { .words(question.day(ofMonth: $0.month).description) },
      Column("site") { _ in .words(question.site) },
      Column("price_class") {
        .words(
          ($0.offer.map { question.offers[$0].name } ?? $0.existing.map { question.existing[$0].name })
            ?? ($0.isSpot ? question.onDemand.spot?.name : nil) ?? question.onDemandName)
      },
      Column("need_p50") { need($0) { $0[question.worlds.count / 2] } },
      Column("need_p90") { need($0) { question.quantile(0.9, of: $0) } },
      Column("held") { .whole($0.held) },
      Column("used_node_hours") { .quantity($0.used) },
      Column("unused_node_hours") { .quantity($0.unused) },
      Column("overflow_node_hours") { .quantity($0.overflow) },
      Column("short_node_hours") { .quantity($0.short) },
      Column("coverage_percent") { .number($0.coverage * 100, decimals: 4) },
      Column("utilisation_percent") { .number($0.utilisation.map { $0 * 100 }, decimals: 4) },
      Column("amortised") { .money($0.amortised) },
      Column("cash") { .money($0.cash) },
    ])
}

/// `options.csv`: one row for each way of buying, with its regret in every world.
///
/// - Parameter search: The search that found the design: its lost minutes and its verdict stand in every row.
public func optionsTable(_ plan: PurchasePlan, search: SearchResult? = nil) -> CSVTable {
  struct Row {
    let index: Int
    let option: PurchasePlan.Option
  }
  typealias Column = CSVColumn<Row>
  func regret(_ row: Row, _ world: Int) -> CSVTable.Cell {
    .money(row.option.regrets.indices.contains(world) ? row.option.regrets[world] : nil)
  }
  let count = plan.question.worlds.count
  let years = plan.question.months / 12
  let minutes = search?.fresh?.lostMinutes
  return CSVTable(
    plan.options.enumerated().map { Row(index: $0, option: $1) },
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
      Column("is_best") { .truth($0.index == plan.best) },
      Column("is_minimax_regret") { .truth($0.index == plan.minimaxRegret) },
      Column("is_best_npv") { .truth($0.index == plan.bestByPresentValue) },
      Column("excuse") { .words(plan.excuse($0.index)) },
    ])
}
