import EventKernel
import Stochastics

/// Alarms of sites that are well: nobody can tell, and the failover takes its course.
extension Replication {
  /// Probes of a site were lost on their way. The procedure begins with its decision, as after a true alarm; once decided
  /// it is carried through, for what has been moved half is worse.
  mutating func raiseFalseAlarm(_ clock: Int, _ mode: ModePlan, seenThrough: Double) {
    let incident = Incident(clock: Int32(clock), ordinal: estate.components[clock].ordinal)
    for site in plan.sites.indices where reaches(clock, site: site, mode) {
      let procedure = course.procedures[site]
      guard procedure.phase == .idle, course.heldUntil[site] <= now, flow.isHealthy[site], flow.shares[site] > 0,
        draw(.detection, incident, 2) >= seenThrough
      else { continue }
      var answer = Procedure()
      answer.phase = .deciding
      answer.isFalse = true
      answer.incident = incident
      answer.faultAt = now
      answer.alarmAt = now
      answer.deadline = now + decisionTime(incident)
      course.procedures[site] = answer
    }
  }
}

extension Procedure {
  /// Whether traffic leaves a site that is well, until it has gone: also while people finish by hand.
  var ignoresHealth: Bool { (isFalse || isPlanned) && isUnderWay }
}
