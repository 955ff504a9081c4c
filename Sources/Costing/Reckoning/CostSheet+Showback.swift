extension CostSheet {
  /// What the design costs in a year, shown to those who share it: to each its part in whole cents, and in all the cost.
  ///
  /// What rounding down leaves goes to the largest remainders, of equal ones to the first.
  ///
  /// - Parameter shares: Of each, not negative; only their ratios count.
  /// - Precondition: One of them is above zero.
  public func shown(by shares: [Double]) -> [Money] {
    let total = shares.reduce(0, +)
    precondition(total > 0, "nobody has a share of the cost")
    let cents = amortisedYear.cents
    // Parts of 2^40, so that what follows is whole numbers.
    let parts = shares.map { Int128(($0 / total * 0x1p40).rounded()) }
    let whole = max(1, parts.reduce(0, +))
    var shown = parts.map { cents * $0 / whole }
    let order = parts.indices.sorted { (-(cents * parts[$0] % whole), $0) < (-(cents * parts[$1] % whole), $1) }
    for index in order.prefix(Int(cents - shown.reduce(0, +))) { shown[index] += 1 }
    return shown.map { Money(cents: $0) }
  }
}
