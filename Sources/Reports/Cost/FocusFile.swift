public import Costing
import ServiceModel

/// `focus.csv`: the lines that a provider would bill, in the columns of FOCUS 1.2, the FinOps Foundation's billing
/// specification; mandatory, recommended and conditional columns all stand there, empty where they do not apply.
///
/// A forecast is no bill, and the specification has no word for one: the billing account says so, each description
/// begins with FORECAST, and there is no invoice. A commitment is *unused* where nothing running draws it; a node that
/// runs and waits draws its commitment and is *used*, so that a buffer is found by its tag and not by a status.
public func focusTable(_ sheets: [CostSheet]) -> CSVTable {
  focusTable(sheets.flatMap(\.lines))
}

/// The same of lines.
public func focusTable(_ lines: [CostLine]) -> CSVTable {
  CSVTable(lines.filter(\.inFocus).map(FocusRow.init), columns: focusColumns + ownColumns)
}

private typealias Column = CSVColumn<FocusRow>

private func nothing(_ name: String) -> Column { Column(name) { _ in .empty } }

/// The 57 columns of FOCUS 1.2, in the order of the alphabet.
private var focusColumns: [CSVColumn<FocusRow>] {
  [
    nothing("AvailabilityZone"),
    Column("BilledCost") { .money($0.line.cashCost) },
    Column("BillingAccountId") { .words("nines-forecast-\($0.line.studyID)") },
    Column("BillingAccountName") { .words("Forecast of \($0.line.studyID)") },
    Column("BillingAccountType") { _ in .words("Forecast") },
    Column("BillingCurrency") { .words($0.line.currency) },
    Column("BillingPeriodEnd") { .words($0.instant($0.line.period.end)) },
    Column("BillingPeriodStart") { .words($0.instant($0.line.period.start)) },
    Column("CapacityReservationId") { .words($0.line.reservationID) },
    Column("CapacityReservationStatus") { .words($0.status($0.line.reservationStatus)) },
    Column("ChargeCategory") { .words($0.chargeCategory) },
    nothing("ChargeClass"),
    Column("ChargeDescription") { .words($0.description) },
    Column("ChargeFrequency") { .words($0.chargeFrequency) },
    Column("ChargePeriodEnd") { .words($0.line.period.covered.end) },
    Column("ChargePeriodStart") { .words($0.line.period.covered.start) },
    Column("CommitmentDiscountCategory") { .words($0.committed("Usage")) },
    Column("CommitmentDiscountId") { .words($0.commitmentID) },
    Column("CommitmentDiscountName") { .words($0.commitmentID) },
    Column("CommitmentDiscountQuantity") { $0.commitmentID == nil ? .empty : .quantity($0.line.quantity) },
    Column("CommitmentDiscountStatus") { .words($0.status($0.commitmentStatus)) },
    Column("CommitmentDiscountType") { .words($0.committed("Reserved Capacity Price")) },
    Column("CommitmentDiscountUnit") { .words($0.committed($0.unit)) },
    Column("ConsumedQuantity") { $0.isConsumed ? .quantity($0.line.quantity) : .empty },
    Column("ConsumedUnit") { .words($0.isConsumed ? $0.unit : nil) },
    Column("ContractedCost") { .money($0.line.contractedCost) },
    Column("ContractedUnitPrice") { .price($0.line.contractedUnitPrice) },
    Column("EffectiveCost") { .money($0.line.amortisedCost) },
    nothing("InvoiceId"),
    Column("InvoiceIssuerName") { .words($0.line.provider) },
    Column("ListCost") { .money($0.line.listCost) },
    Column("ListUnitPrice") { .price($0.line.listUnitPrice) },
    Column("PricingCategory") { .words($0.pricingCategory) },
    Column("PricingCurrency") { .words($0.line.currency) },
    Column("PricingCurrencyContractedUnitPrice") { .price($0.line.contractedUnitPrice) },
    Column("PricingCurrencyEffectiveCost") { .money($0.line.amortisedCost) },
    Column("PricingCurrencyListUnitPrice") { .price($0.line.listUnitPrice) },
    Column("PricingQuantity") { .quantity($0.line.quantity) },
    Column("PricingUnit") { .words($0.unit) },
    Column("ProviderName") { .words($0.line.provider) },
    Column("PublisherName") { .words($0.line.provider) },
    Column("RegionId") { .words($0.line.region) },
    Column("RegionName") { .words($0.line.region) },
    Column("ResourceId") { .words($0.line.pool) },
    Column("ResourceName") { .words($0.line.pool) },
    Column("ResourceType") { .words($0.line.pool.isEmpty ? nil : "GPU nodes") },
    Column("ServiceCategory") { .words($0.service.category) },
    Column("ServiceName") { .words($0.line.item) },
    Column("ServiceSubcategory") { .words($0.service.subcategory) },
    Column("SkuId") { .words($0.sku) },
    Column("SkuMeter") { .words($0.line.item) },
    Column("SkuPriceDetails") { .words($0.skuPriceDetails) },
    Column("SkuPriceId") { .words($0.skuPriceID) },
    Column("SubAccountId") { .words($0.line.design.name) },
    Column("SubAccountName") { .words($0.line.design.topology.rawValue) },
    Column("SubAccountType") { _ in .words("Scenario") },
    Column("Tags") { .words($0.tags) },
  ]
}

/// What the specification has no column for; the prefix is its own.
private var ownColumns: [CSVColumn<FocusRow>] {
  [
    Column("x_NinesCertainty") { .choice($0.line.certainty) },
    Column("x_NinesForecast") { _ in .words("true") },
    Column("x_NinesLineId") { .words($0.line.lineID) },
    Column("x_NinesPriceAsOf") { .words($0.line.origin.asOf) },
    Column("x_NinesPriceBasis") { .choice($0.line.origin.basis) },
    Column("x_NinesPriceSource") { .words($0.line.origin.source) },
    Column("x_NinesStandardError") { .money($0.line.amortisedCostSE) },
    Column("x_NinesUnitsMean") { .quantity($0.line.unitsMean) },
  ]
}
