import Costing
public import ServiceModel

/// A design that could use more of something than a bill can count: refused wherever a plan is read for its figures, because
/// amounts beyond that stay where counting ends.
public struct UncountableBill: Sendable {
  public let design: String
  public let item: String

  /// The first among designs; nil where the bill of each can be counted.
  public init?(in services: [Service]) {
    for service in services {
      guard let item = CostSheet.uncountable(in: service) else { continue }
      (design, self.item) = (service.design.name, item)
      return
    }
    return nil
  }

  public var cause: String { "'\(design)' could use more of '\(item)' than a bill can count, 9.2e12 of its unit" }
  public var remedy: String { "Check the sizes that its price is for, and their units" }
}
