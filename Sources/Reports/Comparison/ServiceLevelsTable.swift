import CapacityPlanning
import Experiments
import Foundation
import ServiceModel

/// Latency, broken streams and use of GPUs of each design, where the plan has a replica model.
struct ServiceLevelsTable {
  private let comparison: Comparison

  init(_ comparison: Comparison) { self.comparison = comparison }

  func lines(width: Int) -> [String] {
    let objectives = comparison.designs[0].service.objectives.firstToken
    guard comparison.designs.contains(where: { $0.figures.serviceLevels != nil }) else { return [] }
    var table = TextTable()
    table.append(
      ["LATENCY"]
        + objectives.flatMap { objective in
          let limit = "\(ServiceLevelsTable.place(objective)) > \(Wording.duration(objective.withinSeconds))"
          return [limit, "P\(ServiceLevelsTable.points(objective.percentile)) missed"]
        } + ["streams broken", "gateway success", "GPU use"])
    for design in comparison.designs {
      guard let levels = design.figures.serviceLevels else { continue }
      var cells = [design.name]
      for figures in levels.firstTokens {
        let hours = figures.meanMissedTime * Horizon.yearHours
        cells += [share(figures.meanLateShare), hours < 0.005 ? "-" : String(format: "%.2f h/y", hours)]
      }
      cells += [
        share(levels.meanStreamsBroken), success(levels.meanGatewaySuccess),
        levels.gpuUtilization.map(Wording.percent) ?? "-",
      ]
      table.append(cells)
    }
    return table.lines(width: width)
  }

  private func share(_ value: Double) -> String {
    value == 0 ? "0" : value < 1e-6 ? "<0.0001 %" : String(format: "%.2g %%", value * 100)
  }

  private func success(_ value: Double) -> String { String(format: "%.4f %%", value * 100) }

  private static func place(_ objective: FirstTokenObjective) -> String {
    objective.place == .user ? "user's first token" : "first token"
  }

  private static func points(_ percentile: Double) -> String { String(format: "%g", percentile * 100) }

  static func wording(_ objective: FirstTokenObjective) -> String {
    "\(place(objective)) within \(Wording.duration(objective.withinSeconds)) for "
      + (objective.basis == .requests
        ? "\(points(objective.atLeast)) % of requests"
        : "P\(points(objective.percentile)) in \(points(objective.atLeast)) % of time")
      + " in \(Wording.percent(objective.share)) of years"
  }

  static func wording(_ objective: ShareObjective) -> String {
    "\(objective.figure.rawValue.replacing("-", with: " ")) \(points(objective.atLeast)) % in \(Wording.percent(objective.share)) of years"
  }
}
