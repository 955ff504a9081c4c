import ServiceModel
import Stochastics

/// What state a site that takes over can use: the data-loss window of each class.
extension ReferenceRun {
  /// In seconds; -1 where the class has no state.
  func dataLossWindows(_ site: Int) -> [Double] {
    let procedure = procedures[site]
    let traffic = service.traffic
    return traffic.classes.enumerated().map { index, trafficClass in
      let u = draw(.state, procedure.incident!, UInt32(index))
      let keepsBackups = procedure.target.map { sites[$0].keep == .backups } ?? false
      switch trafficClass.state {
      case .stateless: return -1
      case .memory:
        // A uniform share of a conversation's length: think times between its turns.
        return u * (traffic.sessions.map { max(0, $0.turns.mean - 1) * $0.thinkTime.mean } ?? 0)
      // A site that answers is asked to finish its copies first.
      case _ where isHealthy(site): return 0
      case _ where keepsBackups:
        return restore(for: procedure.incident!)?.age ?? u * service.execution.backupEverySeconds
      case .synchronous: return 0
      case .replication(let lag, let atPeak, _):
        let load = traffic.peakRPS > 0 ? demand.rate(at: procedure.faultAt) / traffic.peakRPS : 0
        return lag.sample(at: u) * (1 + (atPeak - 1) * load)
      case .checkpoint(let interval, let upload, _):
        // An upload under way, and the age of the interval into which the failure falls.
        return upload.sample(at: draw(.upload, procedure.incident!, UInt32(index)))
          + interval.equilibriumResidual(at: u)
      case .cache(let lag, _): return lag.sample(at: u)
      }
    }
  }

  /// How long data are restored, in seconds.
  func restoreSeconds(for incident: Incident) -> Double {
    let restore = UInt32(service.execution.steps.count)
    return service.execution.restoreData.sample(at: draw(.step, incident, restore))
      + (self.restore(for: incident)?.takes ?? 0)
  }

  /// The place where backups are kept can be reached.
  var backupsAreReachable: Bool {
    guard let place = service.execution.backups?.storedAt else { return true }
    return sites.indices.allSatisfy { sites[$0].site.name != place || !isLost($0, by: failures) }
  }

  /// The newest backup that can be used at a uniform moment of the cycle of full ones, and how long it takes to read it with
  /// the full one that it rests on.
  private func restore(for incident: Incident) -> (age: Double, takes: Double)? {
    guard let backups = service.execution.backups else { return nil }
    let cycle = backups.fullEverySeconds
    let step = backups.incrementalEverySeconds ?? cycle
    // Backups of a cycle, by their age in it: the full one first.
    let inCycle = (0..<max(1, Int((cycle / step - 1e-9).rounded(.up)))).map { Double($0) * step }
    let moment = draw(.state, incident, 40) * cycle
    // How many of the newest are of no use: each is with chance 1 - usable.
    var useless = 0
    var chance = 1 - backups.usable
    while chance > 0, chance >= 1 - draw(.state, incident, 41) {
      useless += 1
      chance *= 1 - backups.usable
    }
    var cyclesBack = 0
    var number = inCycle.lastIndex { $0 <= moment }!
    for _ in 0..<useless {
      number -= 1
      if number < 0 { (number, cyclesBack) = (inCycle.count - 1, cyclesBack + 1) }
    }
    return (
      moment - inCycle[number] + Double(cyclesBack) * cycle,
      (backups.fullBytes + Double(number) * backups.incrementalBytes) / backups.bytesPerSecond
    )
  }
}
