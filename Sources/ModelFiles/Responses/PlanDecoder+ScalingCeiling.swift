internal import Foundation
import ServiceModel

/// Whether an autoscaler can reach what its policies ask for.
extension PlanDecoder {
  /// A pool that its ceiling keeps below its target at mean demand is full for good, and its policies do nothing.
  func checkCeilings(_ service: Service, _ reader: FieldReader) {
    guard let demand = try? service.ordinaryDemand() else { return }
    let weights = service.servingSites.reduce(0) { $0 + $1.weight }
    for site in service.servingSites where weights > 0 {
      let load = demand.meanRPS * site.weight / weights
      let asked = service.nodesAsked(at: site, forRPS: load)
      guard let most = try? service.scalingCeiling(at: site), asked > most else { continue }
      let carried = service.ratedRPS(ofNodeAt: site) * Double(most)
      let full = load / carried * 100
      context.report(
        .warning, at: placeOfCeiling(of: site, reader),
        "the pool of '\(site.name)' can have \(most) nodes and its policies ask for \(asked) at the mean demand of "
          + String(
            format: "%.4g requests/s: it stays at its ceiling, at %.0f %% of its capacity on average", load, full),
        remedy: "Raise 'maximum' or the site's 'quota', or aim at a higher target")
    }
  }

  private func placeOfCeiling(of site: Site, _ reader: FieldReader) -> SourcePosition {
    let block = reader.node["autoscaling"]
    return block?["sites"]?[site.name]?["maximum"]?.position ?? block?["maximum"]?.position
      ?? place(of: site, "quota", reader)
  }
}
