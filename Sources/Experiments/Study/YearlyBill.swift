import ServiceModel

/// What each whole year of a replication costs: asked where a plan has a budget, answered by whoever knows its prices.
///
/// A study counts the years that keep to the budget while it simulates, for what single replications used is not kept.
public struct YearlyBill: Sendable {
  /// In whole cents per year of 8766 h, by whole year of the horizon.
  let cents: @Sendable (_ service: Service, _ used: BilledParts) -> [Double]

  /// - Parameter cents: What one replication of a service that has a budget used, to the cents of each of its whole years.
  public init(_ cents: @escaping @Sendable (_ service: Service, _ used: BilledParts) -> [Double]) {
    self.cents = cents
  }
}
