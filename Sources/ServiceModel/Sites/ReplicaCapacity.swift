import ServingModel

extension LatencyCurve {
  /// Capacity of a replica: the highest load at which it holds the latency objectives, in requests a second, and never
  /// more than the load up to which a pool rests on its curve. nil where no load holds them.
  ///
  /// - Precondition: The curve's limits are those of the objectives, in their order.
  public func capacity(_ objectives: Objectives) -> Double? {
    func holds(_ point: LatencyPoint) -> Bool {
      if let limit = objectives.perTokenSeconds, point.perToken.mean > limit { return false }
      return zip(objectives.firstToken, point.lateFirstTokens).allSatisfy { $1.share <= 1 - $0.percentile }
    }
    guard holds(points[0]) else { return nil }
    let highest = min(FlowPool.restsUpTo, points.last!.utilization)
    guard let next = points.firstIndex(where: { !holds($0) }) else { return highest * saturation }
    // Between two points the load at which the first objective breaks, by linear interpolation.
    let (a, b) = (points[next - 1], points[next])
    var part = 1.0
    if let limit = objectives.perTokenSeconds, b.perToken.mean > limit {
      part = min(part, (limit - a.perToken.mean) / (b.perToken.mean - a.perToken.mean))
    }
    for (objective, shares) in zip(objectives.firstToken, zip(a.lateFirstTokens, b.lateFirstTokens)) {
      let allowed = 1 - objective.percentile
      if shares.1.share > allowed { part = min(part, (allowed - shares.0.share) / (shares.1.share - shares.0.share)) }
    }
    return min(highest, a.utilization + part * (b.utilization - a.utilization)) * saturation
  }
}
