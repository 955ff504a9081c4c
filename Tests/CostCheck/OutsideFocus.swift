import Costing

extension CostSheet {
  /// What FOCUS leaves out, by group and in the groups' order; losses included.
  public var outsideFocus: [(group: CostGroup, cost: Money)] {
    CostGroup.allCases.compactMap { group in
      let cost = sum(\.amortisedCost) { !$0.inFocus && $0.group == group }
      return cost == .zero ? nil : (group, cost)
    }
  }
}
