/// The most that a year may cost, and the share of years that must keep to it.
///
/// A mean below the limit is not a promise kept: a year with a long failover rents nodes that others do not.
public struct BudgetObjective: Equatable, Sendable {
  /// What counts as cost.
  public enum Figure: String, CaseIterable, Sendable {
    /// What the design costs, amortised: what is paid ahead belongs to the years for which it is paid.
    case cost
    /// The same with what outages lose, credits among it.
    case total
  }
  public var figure: Figure
  /// In dollars per year of 8766 h, above 0.
  public var atMostDollars: Double
  /// Share of years.
  public var share: Double

  public init(figure: Figure, atMostDollars: Double, share: Double) {
    self.figure = figure
    self.atMostDollars = atMostDollars
    self.share = share
  }
}
