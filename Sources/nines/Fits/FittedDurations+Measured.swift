import Foundation
import Reports
import Stochastics

extension FittedDurations {
  /// The sample's steps beside the best law: where the law puts the same share, and which share it puts there.
  var measured: MeasuredPoints {
    let columns = ["share", "observed_seconds", "fitted_seconds", "share_ended", "fitted_share_ended"]
    guard sample.constant == nil, let best else { return MeasuredPoints(columns: columns, rows: []) }
    let steps = KaplanMeier(sample).steps
    let pairs = best.quantilePairs(sample)
    return MeasuredPoints(
      columns: columns,
      rows: MeasuredPoints.evenly(steps.count).map { place in
        let (step, pair) = (steps[place], pairs[place])
        return [pair.probability, pair.observed, pair.expected, 1 - step.survival, best.law.cdf(step.time)]
          .map { JSONValue.number($0) }
      })
  }

  /// The best law's quantiles, for its curve: from the 200th part to the last one but it.
  var curve: JSONValue {
    guard sample.constant == nil, let best else { return .null }
    let shares = (1...199).map { Double($0) / 200 }
    return .object([
      ("share", .array(shares.map { .number($0) })), ("seconds", .array(shares.map { .number(best.law.quantile($0)) })),
    ])
  }
}
