import Control
import EventKernel

/// What the course had planned for this instant, by kind and subject.
extension Replication {
  mutating func meetDeadlines() {
    completeBatches()
    if !course.parcels.isEmpty { expireParcels() }
    completeDrains()
    completeSteps()
    // The law of stays is looked up where a ramp is due: asking for it copies what a move says.
    if course.procedures.nextRampChange <= now { course.procedures.advanceRamps(at: now, stay: plan.move.stay) }
    for site in plan.sites.indices where course.procedures[site].deadline <= now { meetProcedureDeadline(site) }
    for site in plan.sites.indices where course.procedures[site].checkAt <= now { check(site) }
    completeEjections()
    noticeByMover()
    expireLeases()
    if plan.watchesLoads { meetLoadDeadlines() }
    if ledger.watch.deadline <= now { record(ledger.expire(at: now)) }
  }

  mutating func completeEjections() {
    guard course.ejections.contains(where: { $0.until <= now }) else { return }
    course.ejections.removeAll { $0.until <= now }
    ledger.noteEjection(at: now)
  }

  mutating func completeDrains() {
    course.fleets.completeDrains(at: now)
  }

  /// Changes how many slots of a site are in rotation.
  mutating func rotate(_ site: Int, to size: Int32) {
    let old = course.fleets[site].size
    course.fleets.rotate(site, to: size)
    for slot in min(old, size)..<max(old, size) {
      let units = estate.units(slot: slot, site: site, plan: plan)
      estate.add(size > old ? units : -units, at: site)
    }
  }

  private mutating func completeSteps() {
    course.procedures.completeSteps(at: now)
    for site in plan.sites.indices where course.procedures[site].changeAt <= now { makeChange(site) }
  }
}
