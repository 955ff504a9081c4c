import EventKernel
import ServiceModel

/// A wait for locks that a lost site holds.
struct LockWait: Equatable, Sendable, BitwiseCopyable {
  /// When the first of them expires; never where nothing waits for one.
  private(set) var endsAt = SimTime.never

  mutating func wait(until time: SimTime) { endsAt = min(endsAt, time) }
  mutating func finish() { endsAt = .never }
}

/// Locks that a lost site holds: what takes over cannot have them before they expire.
extension Replication {
  /// Whether what a site holds of some dependencies can be had: it lives and gives it back, or the lease is over. Else the
  /// procedure looks again when it is.
  mutating func leasesAreOver(_ dependencies: [Int], heldBy site: Int) -> Bool {
    for index in dependencies {
      guard let lease = plan.dependencies[index].lease, !flow.isHealthy[site],
        !course.procedures[site].isPlanned
      else { continue }
      let procedure = course.procedures[site]
      let ends = procedure.faultAt + Span(seconds: lease.residualSeconds(at: draw(.step, procedure.incident, 59)))
      guard ends > now else { continue }
      course.procedures[site].locks.wait(until: ends)
      return false
    }
    return true
  }

  mutating func expireLeases() {
    for site in plan.sites.indices where course.procedures[site].locks.endsAt <= now {
      course.procedures[site].locks.finish()
    }
  }
}
