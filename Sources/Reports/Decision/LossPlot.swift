import CapacityPlanning
import Experiments
internal import Intake
import OutputAnalysis
import ServiceModel

/// What each design loses, along one axis: which of them are apart, and on which side of the objective their bad years lie.
struct LossPlot {
  let comparison: Comparison

  func lines(width: Int) -> [String] {
    let plot = plot
    let lines = plot.lines(width: width)
    return lines.isEmpty ? [] : lines + Wording.wrapped(legend(plot), width: min(width, 120))
  }

  private var objective: AvailabilityObjective? {
    comparison.designs[0].service.objectives.availability.first { $0.figure == .requests }
  }

  private var plot: AxisPlot {
    AxisPlot(
      title: "LOST MINUTES a year",
      rows: comparison.designs.map { design in
        let figures = design.figures
        let known = figures.lostMinutes.interval.map { (low: $0.low, high: $0.high) }
        return AxisPlot.Row(
          name: design.name, band: design.lostMinutesBand.flatMap { finiteRange($0.low, $0.high) },
          interval: known.flatMap { finiteRange($0.low, $0.high) }, mean: figures.meanLostMinutes, mark: figures.badYear
        )
      }, post: objective.map { (1 - $0.atLeast) * Horizon.yearMinutes }, isLogarithmic: true,
      label: Wording.axisNumber)
  }

  private func legend(_ plot: AxisPlot) -> String {
    let mark = AxisPlot.markSign
    let parts = [
      "\(AxisPlot.meanSign) mean", plot.rows.contains { $0.interval != nil } ? "━ its 95 % interval" : nil,
      plot.rows.contains { $0.band != nil } ? "· what the inputs allow" : nil,
      plot.rows.contains { $0.mark != nil } ? "\(mark) one year in ten is worse" : nil,
      objective.map(words),
    ]
    return parts.compactMap { $0 }.joined(separator: "; ") + ". The axis is logarithmic."
  }
}

extension LossPlot {
  /// The post is of a single year: the bad year belongs to its left, the mean says nothing about it.
  private func words(_ objective: AvailabilityObjective) -> String {
    let minutes = Wording.minutes((1 - objective.atLeast) * Horizon.yearMinutes)
    let asks = abs(objective.share - 0.9) < 1e-9 ? ", left of which \(AxisPlot.markSign) must stand" : ""
    return "\(AxisPlot.postSign) \(minutes) min = \(Wording.availability(objective.atLeast))\(asks)"
  }
}

/// Two ends that are numbers, in their order.
func finiteRange(_ low: Double, _ high: Double) -> ClosedRange<Double>? {
  low.isFinite && high.isFinite && low <= high ? low...high : nil
}

extension Wording {
  /// A round number at an axis.
  static func axisNumber(_ value: Double) -> String {
    value >= 1000 ? count(Int(nearestWhole(value))) : significant(value)
  }
}
