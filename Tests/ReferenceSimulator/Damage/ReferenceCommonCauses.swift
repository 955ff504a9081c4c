import ServiceModel
import Stochastics

/// Failures that strike several components at once.
extension ReferenceRun {
  /// A common cause: every member that is up and that it reaches fails as if its own clock had fired.
  mutating func strikeTogether(_ clock: Int, _ other: String) {
    for member in members(of: clock, other) {
      strike(member, staysDown: clock == unrepaired)
    }
  }

  /// Each that is up and lies in the cause's place, by a coin of its own.
  func members(of clock: Int, _ other: String) -> [Int] {
    let cause = Failure(incident: Incident(clock: clock, ordinal: clocks[clock].ordinal), since: now)
    let share = service.failures[clocks[clock].mode].target.share
    return clocks.indices.filter { member in
      let struck = clocks[member]
      let scope = service.failures[struck.mode].scope
      guard service.failures[struck.mode].name == other, !struck.isDown else { return false }
      let site = scope == .provider ? struck.part : struck.site
      guard reaches(cause, site), isPlace(of: clocks[clock], around: slot(of: struck), at: site) else { return false }
      let number = [.gpu, .process, .node, .rack, .zone].contains(scope) ? struck.part : 0
      return share >= 1
        || clocks[clock].key.uniform(
          draw: clocks[clock].ordinal &* 65_536 &+ UInt32(number), branch: UInt32(site) << 16,
          replication: replication, purpose: .victim) < share
    }
  }

  private func slot(of clock: Clock) -> Int {
    switch service.failures[clock.mode].scope {
    case .gpu: return clock.part / sites[clock.site].site.node.gpus
    case .process: return clock.part / sites[clock.site].units
    case .node, .zone: return clock.part
    case .rack:
      // The i-th rack of a zone holds its slots from i times the rack's size on.
      let zones = sites[clock.site].zones
      return clock.part % zones + zones * (clock.part / zones) * (sites[clock.site].site.nodesPerRack ?? 1)
    default: return 0
    }
  }

  /// Whether a slot lies in the rack or zone that a cause stands for; in what is larger it lies anyway.
  private func isPlace(of cause: Clock, around slot: Int, at site: Int) -> Bool {
    let zones = sites[site].zones
    switch service.failures[cause.mode].scope {
    case .rack: return slot % zones + zones * (slot / zones / (sites[site].site.nodesPerRack ?? 1)) == cause.part
    case .zone: return slot % zones == cause.part
    default: return true
    }
  }
}
