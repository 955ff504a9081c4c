import Reports
import Stochastics

extension FittedRates {
  /// Measured rates beside the fitted ones, over the hours of a day and over the days of the series.
  var measured: MeasuredPoints {
    func row(_ over: String, _ stretch: RateComparison.Stretch) -> [JSONValue] {
      let figures = [stretch.measured, stretch.fitted, stretch.lowRatio, stretch.highRatio]
      return [.string(over), .number(stretch.at), .integer(stretch.points)] + figures.map { JSONValue.number($0) }
    }
    return MeasuredPoints(
      columns: ["over", "at", "points", "measured_rps", "fitted_rps", "low_ratio", "high_ratio"],
      rows: fit.comparison.day.map { row("day", $0) } + fit.comparison.course.map { row("series", $0) })
  }
}
