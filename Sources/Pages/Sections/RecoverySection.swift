import Charts

/// How long users wait after the loss of a site, against the target.
extension CurveSections {
  var recovery: [String: Any]? {
    let objective = findings.first.objectives.first { $0.recoveryScope != nil }
    let scope = objective?.recoveryScope ?? "region"
    let curves = ranking.places.compactMap { place in
      place.design.curves.recoverySecondsReached[scope].map { curve(place, $0) }
    }
    let values = curves.flatMap { $0.points.map(\.value) }.filter { $0.isFinite }
    guard !curves.isEmpty, let most = values.max(), most > 0 else { return nil }
    let post = objective.map {
      CurvesChart.Post(value: $0.threshold, share: $0.requiredShare, words: "pass over this post")
    }
    let title = recoveryTitle(objective, scope)
    let chart = CurvesChart(
      title: title, curves: curves, post: post, direction: .cumulative, unit: .seconds,
      xTitle: "time since the fault (log)", yTitle: "share of \(scope) outages that are over",
      xRange: recoveryRange(curves, target: objective?.threshold))
    var section: [String: Any] = [
      "title": title, "chart": chart.drawing.values,
      "data": data(curves, ["Time since the fault", "Share of outages that are over"]) { .time($0) },
      "how": "From the fault to 95 % of demand answered, whatever ended the outage.",
      "legendTitle": objective.map { "\(Asked($0).heading.lowercased()) (\(Asked($0).needs))" } ?? "median",
      "legend": legend(objective) { design in
        guard let objective else { return design.recoverySeconds[scope]?.p50.map(Figures.time) }
        let own = design.objectives.first { $0.objective == objective.objective }
        return own?.share?.mean.map { Figures.percent($0, near: objective.requiredShare) } ?? "none to judge"
      },
    ]
    if let near = nearTarget(objective, scope) { section["near"] = near }
    if let others { section["others"] = others }
    return section
  }

  /// From a minute to ten hours, the same in every report, so that two of them lie side by side; wider where the target or half of
  /// a design's outages lie outside.
  private func recoveryRange(_ curves: [Curve], target: Double?) -> ClosedRange<Double> {
    let medians = curves.compactMap { curve in curve.points.first { $0.share >= 0.5 }?.value }.filter { $0 > 0 }
    // What lies at the edge or beyond gets room before it.
    let starts: [Double] = [target, medians.min()].compactMap { $0 }
    let least: Double = starts.filter { $0 <= 60 }.map { $0 / 3 }.min() ?? 60
    let never = curves.contains { ($0.points.last?.share ?? 0) < 0.5 }
    let longest = curves.flatMap { $0.points.map(\.value) }.filter(\.isFinite).max() ?? 0
    let ends: [Double?] = [target.map { $0 * 3 }, medians.max(), never ? min(longest, 864_000) : nil]
    let most: Double = ends.reduce(36_000) { max($0, $1 ?? 0) }
    // A target of no time has no place on a logarithmic axis.
    return max(least, 0.001)...max(most, least * 10)
  }

  private func recoveryTitle(_ objective: StoredComparison.Objective?, _ scope: String) -> String {
    guard let objective else { return "Recovery from the loss of a \(scope)" }
    let passing = ranking.places.filter { place in
      place.design.objectives.contains {
        $0.objective == objective.objective && $0.verdict == "meets" && $0.share != nil
      }
    }.map(\.design.design)
    let limit =
      "back within \(Figures.time(objective.threshold)) in \(Figures.percent(objective.requiredShare)) of \(scope) outages"
    switch passing.count {
    case 0: return "Recovery: no design is shown to be \(limit)"
    case 1: return "Recovery: only \(passing[0]) is \(isOpen(objective) ? "shown to be " : "")\(limit)"
    default: return "Recovery: \(findings.count(passing.count)) designs are \(limit)"
    }
  }

  /// A time that many outages share, or a median, so near to the target that seconds decide.
  func nearTarget(_ objective: StoredComparison.Objective?, _ scope: String) -> String? {
    guard let objective else { return nil }
    let target = objective.threshold
    func isNear(_ seconds: Double) -> Bool { seconds > 0 && abs(seconds - target) <= (0.05 + 1e-12) * target }
    let near = ranking.places.compactMap { place -> String? in
      let design = findings.sentence(place.design.design)
      if let step = place.design.curves.recoverySecondsReached[scope].flatMap({ largestStep($0, where: isNear) }) {
        let side =
          step == target
          ? "the very target" : "\(Figures.time(abs(step - target))) \(step < target ? "under" : "over") the target"
        return "\(design) has a fixed time of \(Figures.time(step)), \(side) of \(Figures.time(target)): "
          + (step <= target ? "a little more on any step, and the target is missed." : "a little less, and it is kept.")
      }
      guard let p50 = place.design.failoverSeconds[scope]?.p50, isNear(p50) else { return nil }
      return "\(design)'s failover takes \(Figures.time(p50)) at the median, the target is "
        + "\(Figures.time(target)): seconds decide."
    }
    return near.isEmpty ? nil : near.joined(separator: " ")
  }

  /// The value at which a curve jumps most, of those asked for; nil where none takes a twentieth of all cases at once.
  private func largestStep(_ curve: StoredComparison.Curve, where isAsked: (Double) -> Bool) -> Double? {
    let points = zip(curve.value, curve.share)
    let steps = zip(points, points.dropFirst()).compactMap { from, to in
      from.0 == to.0 && to.1 - from.1 >= 0.05 && isAsked(from.0) ? (value: from.0, rise: to.1 - from.1) : nil
    }
    return steps.max { ($0.rise, $1.value) < ($1.rise, $0.value) }?.value
  }

  /// The curves that are not drawn, a row for each point.
  private var others: [String: Any]? {
    let rows = ranking.places.flatMap { place -> [[TableCell]] in
      let curves = place.design.curves
      let named =
        (curves.failoverSecondsReached ?? [:]).sorted { $0.key < $1.key }.map { ("failover, \($0.key)", $0.value) }
        + (curves.dataLossSecondsReached ?? [:]).sorted { $0.key < $1.key }.map { ("data loss, \($0.key)", $0.value) }
      return named.flatMap { name, curve in
        zip(curve.value, curve.share).map { [.words(place.design.design), .words(name), .time($0), .share($1)] }
      }
    }
    guard !rows.isEmpty else { return nil }
    return PageTable(
      summary: "Failovers and data loss as a table", heads: ["Design", "Curve", "At most", "Share"], rows: rows,
      wordColumns: [1], isLong: true
    ).values
  }
}
