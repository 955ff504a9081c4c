import ServiceModel

/// A plan as the planner sees it: its designs, and the inputs that nobody is sure of.
///
/// Where the plan comes from is the caller's business; it only has to be able to give the designs again with other
/// values of the uncertain inputs.
public struct PlanSource: Sendable {
  public let services: [Service]
  public let uncertainInputs: [UncertainInputName]
  /// The designs with each uncertain input at a quantile of its law; inputs that are not named stay at the middle.
  public let designs: @Sendable ([String: Double]) throws -> [Service]

  public init(
    services: [Service], uncertainInputs: [UncertainInputName],
    at point: @escaping @Sendable ([String: Double]) throws -> [Service]
  ) {
    self.services = services
    self.uncertainInputs = uncertainInputs
    self.designs = point
  }
}

/// An input given as low, mid and high.
public struct UncertainInputName: Equatable, Sendable {
  /// Where it stands in the plan, for example `failures.region.per-year`.
  public let path: String
  public let low: Double
  public let mid: Double
  public let high: Double

  public init(path: String, low: Double, mid: Double, high: Double) {
    self.path = path
    self.low = low
    self.mid = mid
    self.high = high
  }
}
