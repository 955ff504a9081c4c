import ModelFiles
import Reports

extension FittedLoad {
  /// Windows with answers, in the order of the test: the load of a replica, and whether the limits were kept.
  var measured: MeasuredPoints {
    let answered = windows.filter { $0.rps > 0 }
    return MeasuredPoints(
      columns: ["rps", "response_seconds", "failed_share", "keeps"],
      rows: MeasuredPoints.evenly(answered.count).map { place in
        let window = answered[place]
        let keeps = window.failedShare <= failedShare && (window.responseSeconds ?? .infinity) <= withinSeconds
        return [
          .number(window.rps / Double(replicas)), window.responseSeconds.map { .number($0) } ?? .null,
          .number(window.failedShare), .bool(keeps),
        ]
      })
  }
}
