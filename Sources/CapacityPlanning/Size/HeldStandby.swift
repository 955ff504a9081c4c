import Costing

/// A standby of which some nodes run and the rest is held: one commitment pays for all of them.
///
/// The commitment is used in full, since it pays for the reservation too; what is not used is the held capacity. The two
/// words are apart in a bill: `CommitmentDiscountStatus` and `CapacityReservationStatus`.
public struct HeldStandby: Equatable, Sendable {
  public let runningNodes: Int
  public let reservedNodes: Int
  public let hours: Int
  /// For a node and an hour, running or held.
  public let price: UnitPrice

  /// One row of the bill.
  public struct Row: Equatable, Sendable {
    public let nodeHours: Quantity
    public let cost: Money
    /// Whether the reservation behind the row was used; nil where nothing was reserved.
    public let isReservationUsed: Bool?
  }

  public init(runningNodes: Int, reservedNodes: Int, hours: Int, price: UnitPrice) {
    precondition(runningNodes >= 0 && reservedNodes >= 0 && hours >= 0)
    self.runningNodes = runningNodes
    self.reservedNodes = reservedNodes
    self.hours = hours
    self.price = price
  }

  /// What ran, and what was held.
  public var rows: [Row] {
    func row(_ nodes: Int, _ isUsed: Bool?) -> Row {
      let quantity = Quantity(nodes * hours)
      return Row(nodeHours: quantity, cost: price * quantity, isReservationUsed: isUsed)
    }
    return [row(runningNodes, nil), row(reservedNodes, false)]
  }

  public var cost: Money { rows.reduce(.zero) { $0 + $1.cost } }
}
