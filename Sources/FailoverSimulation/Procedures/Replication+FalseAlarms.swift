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
      guard procedure.phase == .idle, course.procedures.firstBeginning(of: site, from: now) == now,
        flow.isHealthy[site], flow.shares[site] > 0,
        draw(.detection, incident, 2) >= seenThrough
      else { continue }
      let answer = Procedure(falseAlarm: incident, at: now, decisionAt: now + decisionTime(incident))
      course.procedures.begin(answer, of: site)
    }
  }
}
