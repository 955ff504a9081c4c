import Costing
import ServiceModel

/// What is held of one class in one month, what of it is used, and what it costs.
public struct PurchasePosition: Equatable, Sendable {
  public let month: Int
  /// The offer; nil for what is rented by the hour.
  public let offer: Int?
  /// Whether it is rented and may be taken back.
  public var isSpot = false
  public let held: Int
  public let used: Quantity
  public let unused: Quantity
  /// Node-hours above all commitments that are rented; zero in rows of commitments.
  public let overflow: Quantity
  public let short: Quantity
  /// Share of all node-hours needed that this row serves.
  public let coverage: Double
  public let amortised: Money
  public let cash: Money

  /// Share of what is held that is used; nil where nothing is held.
  public var utilisation: Double? {
    let held = used + unused
    return held > .zero ? used.units / held.units : nil
  }
}

extension PurchaseQuestion {
  /// The months of a policy in a world: a row for each class that is held, and one for what is rented.
  public func positions(_ policy: PurchasePolicy, in world: Int) -> [PurchasePosition] {
    let bought = commitments(policy, in: world)
    return (0..<months).flatMap { month in positions(bought, month: month, need: need(month: month, in: world)) }
  }

  private func positions(_ bought: [PurchasedTerm], month: Int, need: [Int]) -> [PurchasePosition] {
    let total = max(1, need.reduce(0, +))
    var below = 0
    var rows: [PurchasePosition] = []
    for commitment in bought where commitment.firstMonth <= month && month < commitment.endMonth {
      let (floor, units) = (below, commitment.units)
      let used = need.reduce(0) { $0 + min(max(0, $1 - floor), units) }
      let held = units * need.count
      let price = offers[commitment.offer].price
      let upfront = offers[commitment.offer].upfrontShare
      let amortised = price * quantity(held)
      let term = price * quantity(held, months: commitment.endMonth - commitment.firstMonth)
      // The share that is paid with the order is paid for the whole term.
      let first = month == commitment.firstMonth ? Money(dollars: term.dollars * upfront) : .zero
      let rest = upfront > 0 ? Money(dollars: amortised.dollars * (1 - upfront)) : amortised
      rows.append(
        PurchasePosition(
          month: month, offer: commitment.offer, held: units, used: quantity(used), unused: quantity(held - used),
          overflow: .zero, short: .zero, coverage: Double(used) / Double(total), amortised: amortised,
          cash: first + rest))
      below += units
    }
    let match = onDemand.meeting(HourlyNeed(nodes: need), above: below)
    if let spot = onDemand.spot {
      let cost = spot.price * quantity(match.spot)
      rows.append(
        PurchasePosition(
          month: month, offer: nil, isSpot: true, held: 0, used: quantity(match.spot), unused: .zero,
          overflow: quantity(match.spot), short: .zero, coverage: Double(match.spot) / Double(total), amortised: cost,
          cash: cost))
    }
    let rented = onDemand.price * quantity(match.overflow)
    let missed = shortage.map { $0 * quantity(match.short) } ?? .zero
    rows.append(
      PurchasePosition(
        month: month, offer: nil, held: 0, used: quantity(match.overflow), unused: .zero,
        overflow: quantity(match.overflow), short: quantity(match.short),
        coverage: Double(match.overflow) / Double(total), amortised: rented + missed, cash: rented))
    return rows
  }
}
