import ExactTwins
import Foundation
import ServiceModel

/// Stocks of spare parts of a design: what is on order in the long run, and how long repairs wait.
func spareExplanation(_ service: Service) -> [String] {
  service.spares.compactMap { spares in
    guard let stock = SpareTwin(spares, in: service)?.stock else { return nil }
    return "  spares \(spares.name): \(spares.parts) on the shelf"
      + String(
        format: ", %.3g on order in the mean, %.3g %% of repairs wait for one, %.3g h in the mean of all",
        stock.meanOnOrder, stock.probabilityOfWaiting * 100, stock.meanWait / 3600)
      + " (Poisson, long run)"
  }
}
