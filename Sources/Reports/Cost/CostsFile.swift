public import Costing
import ServiceModel

/// `costs.csv`: one row per cost line, expected values, every column of the contract in its order.
public func costsTable(_ lines: [CostLine]) -> CSVTable { CSVTable(lines, columns: costColumns) }

/// Tags as one line of JSON, in their order.
func tagsText(_ tags: [Tag]) -> String { JSONValue.object(tags.map { ($0.key, .string($0.value)) }).line }

private typealias Column = CSVColumn<CostLine>

/// Computed, because columns hold functions and are made once a file.
private var costColumns: [CSVColumn<CostLine>] {
  [
    Column("line_id") { .text($0.lineID) },
    Column("study_id") { .words($0.studyID) },
    Column("design_id") { .words($0.design.name) },
    Column("topology") { .choice($0.design.topology) },
    Column("is_baseline") { .truth($0.isBaseline) },
    Column("month_start") { .text($0.period.start.description) },
    Column("month_end") { .text($0.period.end.description) },
    Column("site") { .words($0.site) },
    Column("provider") { .words($0.provider) },
    Column("region") { .words($0.region) },
    Column("pool") { .words($0.pool) },
    Column("cost_group") { .choice($0.group) },
    Column("cost_item") { .words($0.item) },
    Column("role") { .choice($0.role) },
    Column("beneficiary") { .words($0.beneficiary) },
    Column("charge_kind") { .choice($0.chargeKind) },
    Column("charge_frequency") { .choice($0.chargeFrequency) },
    Column("price_class") { .choice($0.priceClass) },
    Column("commitment_id") { .words($0.commitmentID) },
    Column("commitment_status") { .choice($0.commitmentStatus) },
    Column("reservation_id") { .words($0.reservationID) },
    Column("reservation_status") { .choice($0.reservationStatus) },
    Column("sku") { .words($0.sku) },
    Column("gpu_model") { .words($0.gpuModel) },
    Column("gpus_per_unit") { .whole($0.gpusPerUnit) },
    Column("units_mean") { .quantity($0.unitsMean) },
    Column("quantity") { .quantity($0.quantity) },
    Column("quantity_unit") { .choice($0.unit) },
    Column("list_unit_price") { .price($0.listUnitPrice) },
    Column("contracted_unit_price") { .price($0.contractedUnitPrice) },
    Column("effective_unit_price") { .price($0.effectiveUnitPrice) },
    Column("list_cost") { .money($0.listCost) },
    Column("contracted_cost") { .money($0.contractedCost) },
    Column("cash_cost") { .money($0.cashCost) },
    Column("amortised_cost") { .money($0.amortisedCost) },
    Column("currency") { .words($0.currency) },
    Column("certainty") { .choice($0.certainty) },
    Column("amortised_cost_se") { .money($0.amortisedCostSE) },
    Column("in_focus") { .truth($0.inFocus) },
    Column("price_source") { .words($0.origin.source) },
    Column("price_as_of") { .words($0.origin.asOf) },
    Column("price_basis") { .choice($0.origin.basis) },
    Column("tags") { $0.tags.isEmpty ? .empty : .text(tagsText($0.tags)) },
  ]
}
