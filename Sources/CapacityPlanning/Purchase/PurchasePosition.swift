import Costing
import ServiceModel

/// What is held of one class in one month, what of it is used, and what it costs.
public struct PurchasePosition: Equatable, Sendable {
  /// Months from the first of the horizon.
  public let month: Int
  /// The offer; nil for what is rented by the hour or held already.
  public internal(set) var offer: Int?
  /// Which of what is held already; nil for anything else.
  public internal(set) var existing: Int?
  /// Whether it is rented and may be taken back.
  public var isSpot = false
  /// Nodes that are held in this month.
  public let held: Int
  /// Node-hours of them that the need takes, and those that it leaves.
  public let used: Quantity
  public let unused: Quantity
  /// Node-hours above all commitments that are rented; zero in rows of commitments.
  public let overflow: Quantity
  /// Node-hours that are needed and are not to be had.
  public let short: Quantity
  /// Share of all node-hours needed that this row serves.
  public let coverage: Double
  /// What the month costs: amortised, where a payment belongs to the months for which it is made, and in cash.
  public internal(set) var amortised: Money
  public internal(set) var cash: Money

  /// Share of what is held that is used; nil where nothing is held.
  public var utilisation: Double? {
    let held = used + unused
    return held > .zero ? used.units / held.units : nil
  }
}

extension PurchaseQuestion {
  /// The months of a policy in a world: a row for each class that is held already, bought or paid for, and one for what is rented.
  public func positions(_ policy: PurchasePolicy, in world: Int) -> [PurchasePosition] {
    let bought = commitments(policy, in: world)
    return (0..<months).flatMap { month in
      payments(for: bought, month: month) + positions(bought, month: month, need: need(month: month, in: world))
    }
  }

  /// What is paid with orders in a month in which what they buy is not held yet.
  private func payments(for bought: [PurchasedTerm], month: Int) -> [PurchasePosition] {
    bought.filter { orderMonth(of: $0) == month && month < $0.firstMonth && offers[$0.offer].upfrontShare > 0 }.map {
      PurchasePosition(
        month: month, offer: $0.offer, held: 0, used: .zero, unused: .zero, overflow: .zero, short: .zero, coverage: 0,
        amortised: .zero, cash: upfront(of: $0))
    }
  }

  /// The share of a term's price that is paid with the order.
  private func upfront(of bought: PurchasedTerm) -> Money {
    let offer = offers[bought.offer]
    let term = offer.price * quantity(bought.units * course.count, months: bought.endMonth - bought.firstMonth)
    return Money(dollars: term.dollars * offer.upfrontShare)
  }

  private func positions(_ bought: [PurchasedTerm], month: Int, need: [Int]) -> [PurchasePosition] {
    let total = max(1, need.reduce(0, +))
    let (paid, match) = supplies(of: need, month: month, bought)
    var rows = paid.map { supply in
      let held = supply.nodes * need.count
      var row = PurchasePosition(
        month: month, offer: nil, held: supply.nodes, used: quantity(supply.used),
        unused: quantity(held - supply.used), overflow: .zero, short: .zero,
        coverage: Double(supply.used) / Double(total), amortised: .zero, cash: .zero)
      switch supply.source {
      case .existing(let index):
        row.existing = index
        row.amortised = existing[index].price * quantity(held)
        row.cash = row.amortised
      case .bought(let number):
        let (term, offer) = (bought[number], offers[bought[number].offer])
        row.offer = term.offer
        row.amortised = offer.price * quantity(held)
        // What is paid with the order stands in the month of the order.
        let first = month == orderMonth(of: term) ? upfront(of: term) : .zero
        row.cash =
          first
          + (offer.upfrontShare > 0
            ? Money(dollars: row.amortised.dollars * (1 - offer.upfrontShare)) : row.amortised)
      }
      return row
    }
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
