import CapacityPlanning
import Experiments
import Foundation

/// What to bear in mind where latency curves say less than they seem to, in sentences.
extension Conclusions {
  func cautions(_ designs: [ComparedDesign]) -> [String] {
    var pools: [String] = []
    var near: [String] = []
    var fast: [String] = []
    for design in designs {
      for caution in CurveCaution.all(for: design.figures) {
        switch caution {
        case .smallPool(let site, let replicas):
          pools.append("\(design.name) at \(site) (\(replicas))")
        case .nearSaturation(let share):
          near.append("\(design.name) \(Wording.percent(share))")
        case .fastChange(let event, let seconds, let response):
          let text = "\(event) rises in \(Wording.duration(seconds)), a request takes \(Wording.duration(response))"
          if !fast.contains(text) { fast.append(text) }
        }
      }
    }
    return [
      sentence(pools, "Pools under 4 replicas, where it matters which of them a request meets: "),
      sentence(near, "Answers given while loaded near saturation, where the flow level is up to 12 % off: "),
      sentence(fast, "Faster than the latency curve follows: "),
    ].compactMap { $0 }
  }

  private func sentence(_ items: [String], _ about: String) -> String? {
    items.isEmpty ? nil : about + items.joined(separator: ", ") + ". Check with nines trace."
  }
}
