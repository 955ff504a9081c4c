import CapacityPlanning
import OutputAnalysis
import ServiceModel

/// A buffer curve along one axis: from which fleet on the objective is kept, and where more nodes stop helping.
struct SizePlot {
  let sized: SizedDesign

  func lines(width: Int) -> [String] {
    let asked = sized.service.objectives.availability.first
    let lines = plot(asked).lines(width: width)
    guard !lines.isEmpty else { return [] }
    let post = asked.map { "; \(AxisPlot.postSign) \(Wording.percent($0.share)) is asked for" } ?? ""
    return lines
      + Wording.wrapped(
        "\(AxisPlot.meanSign) \(asked == nil ? "mean" : "share"), ━ its 95 % interval\(post)."
          + (asked == nil ? " The axis is logarithmic." : ""), width: min(width, 120))
  }

  private func plot(_ asked: AvailabilityObjective?) -> AxisPlot {
    let rows = sized.points.compactMap { point -> AxisPlot.Row? in
      let figure = asked == nil ? point.lostMinutes : point.objectiveShare
      guard let figure else { return nil }
      let mark = point.step == sized.conclusion.point.step ? " *" : ""
      let nodes = point.nodes.map(String.init).joined(separator: "+")
      return AxisPlot.Row(
        name: nodes + mark, interval: finiteRange(figure.low, figure.high), mean: figure.estimate)
    }
    return AxisPlot(
      title: asked == nil ? "NODES, lost minutes" : "NODES, years kept", rows: rows, post: asked?.share,
      isLogarithmic: asked == nil,
      label: { asked == nil ? Wording.axisNumber($0) : Wording.percentPoint($0) })
  }
}
