import CapacityPlanning
import Experiments

/// What to bear in mind where latency curves say less than they seem to, in sentences.
extension Conclusions {
  func cautions(_ designs: [ComparedDesign]) -> [String] {
    var pools: [String] = []
    var near: [(name: String, share: Double)] = []
    var fast: [(name: String, seconds: Double, response: Double)] = []
    for design in designs {
      for caution in CurveCaution.all(for: design.figures) {
        switch caution {
        case .smallPool(let site, let replicas): pools.append("\(design.name) at \(site) (\(replicas))")
        case .nearSaturation(let share): near.append((design.name, share))
        case .fastChange(let event, let seconds, let response): fast.append((event, seconds, response))
        }
      }
    }
    return [
      CautionSentences.smallPools(pools), CautionSentences.nearSaturation(near), CautionSentences.fastChanges(fast),
    ].compactMap { $0 }
  }
}
