import QueueingTheory
import ServiceModel

/// What theory says of a stock of spare parts in the long run: parts on order as a Poisson number.
public struct SpareTwin: Equatable, Sendable {
  public let stock: BaseStock

  /// - Returns: nil where nobody takes a part from it at random times.
  ///
  /// Every node that a site may have counts as one that runs; that it takes no part while it waits for one is left out.
  public init?(_ spares: SpareStock, in service: Service) {
    let perSecond = service.failures.reduce(0.0) { sum, mode in
      let share = mode.repairs.reduce(0) { $0 + ($1.spare == spares.name ? $1.share : 0) }
      guard share > 0, mode.dates == nil else { return sum }
      return sum + share * service.machines(struckBy: mode) / (mode.lifetime.mean + mode.lasts.mean)
    }
    guard perSecond > 0, perSecond.isFinite else { return nil }
    stock = BaseStock(rate: perSecond, leadTime: spares.leadTime.mean, parts: spares.parts)
  }
}

extension Service {
  /// GPUs or nodes with a clock of a mode.
  fileprivate func machines(struckBy mode: FailureMode) -> Double {
    used.filter { mode.sites?.contains($0.name) ?? true }.reduce(0) { sum, site in
      let nodes = max(standingNodes(at: site), failoverNodes(at: site))
      return sum + Double(nodes * (mode.scope == .gpu ? site.node.gpus : 1))
    }
  }
}
