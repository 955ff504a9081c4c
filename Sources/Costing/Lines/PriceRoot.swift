public import ServiceModel

/// The price of a plan from which a line's unit price follows: `factor` times it, rounded to a millionth of a dollar.
///
/// The factor is 1 where the plan writes the unit price itself, 1/8766 of what a person costs a year, the tier's share of
/// what customers pay a month, and so on.
public struct PriceRoot: Equatable, Sendable {
  /// As `PriceEffect.key`.
  public var key: String
  public var dollars: Double
  public var unit: String
  public var origin: PriceOrigin
  public var factor: Double
}

extension CostLine {
  /// What the quantity is multiplied by: of a purchase the price that was agreed, of all else what is effectively paid.
  public var chargedUnitPrice: UnitPrice { chargeKind == .purchase ? contractedUnitPrice : effectiveUnitPrice }

  /// Whether the line belongs to its month and is paid, if at all, by a purchase of another line.
  public var isPaidElsewhere: Bool {
    chargeKind != .purchase && (commitmentID != nil || group == .ownedCapital)
  }
}

extension CostSheet {
  /// For each line, in their order, the plan's price that it follows from; nil where it follows from none or from several.
  ///
  /// Found by asking: each price is replaced by a very large one, and the lines that move are its own. So nothing here can
  /// drift from how lines are priced.
  ///
  /// - Parameter usage: What the sheet was made of.
  public func priceRoots(of service: Service, usage: SimulatedUsage) -> [PriceRoot?] {
    let calendar = BillingCalendar(of: service)
    func unitPrices(_ service: Service) -> [UnitPrice] {
      var reckoning = CostReckoning(service: service, usage: usage, calendar: calendar)
      reckoning.chargeEverything()
      return reckoning.lines(studyID: studyID, isBaseline: isBaseline).map(\.chargedUnitPrice)
    }
    // Large enough that the factor has all the digits of a double, and small enough for a price.
    let large = 1e11
    var roots = [PriceRoot?](repeating: nil, count: lines.count)
    var touched = [Int](repeating: 0, count: lines.count)
    for input in priceInputs(of: service) {
      var changed = service
      changed[keyPath: input.path] = large
      let moved = unitPrices(changed)
      guard moved.count == lines.count else { continue }
      let dollars = service[keyPath: input.path]
      for index in lines.indices where moved[index] != lines[index].chargedUnitPrice {
        touched[index] += 1
        let factor = Double(moved[index].microdollars) / (large * 1e6)
        guard UnitPrice(dollars: dollars * factor) == lines[index].chargedUnitPrice else {
          touched[index] += 1
          continue
        }
        roots[index] = PriceRoot(
          key: input.key, dollars: dollars, unit: input.unit, origin: input.origin, factor: factor)
      }
    }
    return roots.indices.map { touched[$0] == 1 ? roots[$0] : nil }
  }
}
