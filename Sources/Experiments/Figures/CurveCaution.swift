import ServiceModel

/// Where a latency curve and a fluid between its points say less than they seem to.
///
/// How far off they are there is measured in docs/background/serving.md.
public enum CurveCaution: Equatable, Sendable {
  /// A pool so small that it matters which of its replicas a request meets.
  case smallPool(site: String, replicas: Int)
  /// More than one answer in a hundred is given while the load of a pool moves near its saturation.
  case nearSaturation(share: Double)
  /// Traffic rises within less than the time that a request takes: the load is not on its curve meanwhile.
  case fastChange(event: String, seconds: Double, responseSeconds: Double)

  static let leastReplicas = 4
  static let mostNearSaturation = 0.01

  /// What to bear in mind with a design's figures; nothing where the plan has no latency curve.
  public static func all(for figures: DesignFigures) -> [CurveCaution] {
    let service = figures.service
    guard let levels = figures.serviceLevels else { return [] }
    var cautions: [CurveCaution] = []
    for site in service.sites where site.keep == .serving {
      let replicas = service.standingNodes(at: site) * service.replicasPerNode(at: site)
      if replicas < leastReplicas { cautions.append(.smallPool(site: site.name, replicas: replicas)) }
    }
    if levels.meanNearSaturationShare > mostNearSaturation {
      cautions.append(.nearSaturation(share: levels.meanNearSaturationShare))
    }
    guard let response = service.sites.compactMap({ $0.pool?.curve.point(at: 0.8).endToEnd.mean }).max() else {
      return cautions
    }
    let ramps =
      service.traffic.campaigns.map { ($0.name, $0.shape.rampUp) } + service.traffic.crowds.map { ($0.name, $0.rampUp) }
    for (event, ramp) in ramps where ramp < response {
      cautions.append(.fastChange(event: event, seconds: ramp, responseSeconds: response))
    }
    return cautions
  }
}
