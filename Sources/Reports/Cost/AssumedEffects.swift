public import Costing
public import ServiceModel

/// A design as it was used: what its prices move is found by pricing it again, without simulating.
public struct UsedDesign: Sendable {
  let service: Service
  let usage: SimulatedUsage

  public init(_ service: Service, _ usage: SimulatedUsage) {
    self.service = service
    self.usage = usage
  }
}

extension Assumption {
  /// The rows with what ten percent of each price do to a year.
  ///
  /// - Parameter tier: The key of a price that is one of several tiers, which are counted from 1; nil for any other.
  public static func withEffects(
    _ assumptions: [Assumption], of designs: [UsedDesign], tier: (_ key: String) -> String?
  ) -> [Assumption] {
    let effects = designs.map { design in
      (
        name: design.service.design.name,
        byKey: Dictionary(priceEffects(of: design.service, usage: design.usage).map { ($0.key, $0) }) { first, _ in
          first
        }
      )
    }
    return assumptions.map { assumption in
      // A design says of itself what it changes.
      let owner = effects.first { assumption.key.hasPrefix("designs.\($0.name).") }
      let path = owner.map { String(assumption.key.dropFirst("designs.\($0.name).".count)) } ?? assumption.key
      let key = tier(path) ?? path
      let found = effects.filter { owner == nil || $0.name == owner?.name }.compactMap { design in
        design.byKey[key].map { (design.name, $0) }
      }
      guard let most = found.max(by: { magnitude($0.1) < magnitude($1.1) }) else { return assumption }
      var assumption = assumption
      (assumption.effectDesign, assumption.effectOfTenPercentLess) = (most.0, most.1.ofTenPercentLess)
      assumption.effectOfTenPercentMore = most.1.ofTenPercentMore
      return assumption
    }
  }

  private static func magnitude(_ effect: PriceEffect) -> UInt128 {
    effect.ofTenPercentMore.picodollars.magnitude
  }
}
