import ServiceModel
import Stochastics

/// The steps of a failover: each begins when those before it are done and what it needs can be had.
extension ReferenceRun {
  mutating func startSteps(_ site: Int) {
    guard let target = procedures[site].target else { return }
    let incident = procedures[site].incident!
    let restore = service.execution.steps.count
    if !procedures[site].done.contains(restore) && procedures[site].running[restore] == nil && backupsAreReachable {
      start(restore, of: site, takes: restoreSeconds(for: incident))
    }
    var again = true
    while again {
      again = false
      for (index, step) in service.execution.steps.enumerated() {
        let procedure = procedures[site]
        guard !procedure.done.contains(index), procedure.running[index] == nil,
          procedure.done.isSuperset(of: step.after + [restore]),
          !step.needs.contains(where: { isBlocked($0, at: target) }),
          answer(step.dependencies, at: target, insteadOf: site), leasesEnd(step.dependencies, heldBy: site) <= now
        else { continue }
        let takes = step.takes.sample(at: draw(.step, incident, UInt32(index)))
        if let limit = step.limitSeconds, nanoseconds(takes) > nanoseconds(limit) {
          return handOver(site, after: nanoseconds(limit))
        }
        start(index, of: site, takes: takes)
        again = again || nanoseconds(takes) == 0
      }
    }
  }

  private mutating func start(_ step: Int, of site: Int, takes: Double) {
    if nanoseconds(takes) == 0 {
      procedures[site].done.insert(step)
    } else {
      procedures[site].running[step] = later(now, nanoseconds(takes))
    }
  }
}
