import ExactTwins
import Foundation
import ServiceModel

/// Which figures of a design are known without a simulation, how, and why the others are not.
func twinExplanation(_ service: Service) -> [String] {
  let twin = ExactTwin(service)
  var known: [String] = []
  var refused: [(reason: String, figures: [String])] = []
  for asked in ExactTwin.askedFigures(of: service) {
    switch twin.answer(asked) {
    case .known(let value):
      let neglects = value.neglects.map { $0 == TwinValue.longRun ? "" : "; leaves out: \($0)" } ?? ""
      let text = String(format: "%.6g", value.value) + (asked.unit.isEmpty ? "" : " \(asked.unit)")
      known.append("    \(value.way.rawValue): \(asked.words) \(text), by \(value.method)\(neglects)")
    case .refused(let reason):
      if let index = refused.firstIndex(where: { $0.reason == reason }) {
        refused[index].figures.append(asked.words)
      } else {
        refused.append((reason, [asked.words]))
      }
    }
  }
  return ["  what theory knows of the long run\(twin.kind.map { ", \($0)" } ?? ""):"] + known
    + refused.map { "    simulated: \($0.figures.joined(separator: ", ")); refused because \($0.reason)" }
    + ["    simulated: lost minutes, percentiles of failover time, recovery by scope"]
}
