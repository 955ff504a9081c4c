import ServiceModel

extension CostLine {
  /// The line in whole cents: quantity times unit price, rounded once, halves to even.
  ///
  /// Totals are sums of rounded lines, so that a workbook which rounds each line has the same ones. What a commitment is
  /// drawn for and what was paid for it agree to half a cent a line.
  func settled(_ accounting: Charge.Accounting) -> CostLine {
    var line = self
    let isPurchase = accounting == .purchase
    let cents = ((isPurchase ? contractedUnitPrice : effectiveUnitPrice) * quantity).inCents
    // A commitment lowers what is effectively paid, not the price list.
    let isListed = accounting == .paidByPurchase && commitmentID != nil
    let listed = isListed ? (listUnitPrice * quantity).inCents : cents
    line.listCost = listed
    line.contractedCost = listed
    line.cashCost = accounting == .paidByPurchase || accounting == .imputed ? .zero : cents
    line.amortisedCost = isPurchase ? .zero : cents
    return line
  }
}
