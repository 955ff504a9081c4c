import ModelFiles
import Reports
import ServingModel

extension FittedReplicas {
  /// Measured times per token beside what the four parts add up to.
  var measured: MeasuredPoints {
    MeasuredPoints(
      columns: ["replica", "prompt", "output", "batch", "per_token_seconds", "fitted_per_token_seconds"],
      rows: entries.flatMap { entry in
        let used = entry.points.filter(\.isUsable)
        return MeasuredPoints.evenly(used.count).map { place in
          let point = used[place]
          let figures = [point.prompt, point.output, point.batch, point.perToken, entry.fit.perToken(of: point)]
          return [JSONValue.string(entry.subject.name)] + figures.map { JSONValue.number($0) }
        }
      })
  }
}
