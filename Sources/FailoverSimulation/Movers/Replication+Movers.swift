import Control
import EventKernel
import ServiceModel

/// What a mover with health checks of its own knows of a lost site.
struct MoverWatch: Equatable, Sendable, BitwiseCopyable {
  /// Whether it watches the loss.
  private(set) var isWatching = false
  /// When it notices; never where it has.
  private(set) var noticesAt = SimTime.never
  private(set) var hasNoticed = false
  /// Whether it has taken the site out: nobody had to decide.
  private(set) var hasActed = false

  init() {}

  init(noticesAt time: SimTime) {
    isWatching = true
    noticesAt = time
  }

  mutating func notice() {
    noticesAt = .never
    hasNoticed = true
  }

  mutating func act() { hasActed = true }
}

/// Movers that take a lost site out by themselves, between sites that serve already: health-checked DNS answers, and
/// proxies with outlier detection. The plan's own detection and decision go on beside it, and win if they are quicker.
extension Replication {
  /// Begins to look at a site that receives traffic and does not answer, and forgets one that answers.
  mutating func watchByMover(_ site: Int) {
    guard let checks = plan.move.checks, course.procedures[site].canBeOvertaken else { return }
    let isLost = flow.shares[site] > 0 && !flow.isHealthy[site]
    guard isLost != course.procedures[site].mover.isWatching else { return }
    course.procedures[site].mover = isLost ? MoverWatch(noticesAt: now + noticing(site, checks)) : MoverWatch()
  }

  /// From the loss of a site until the mover has noticed.
  private func noticing(_ site: Int, _ checks: OwnChecks) -> Span {
    let incident = course.procedures[site].incident
    let symptom = estate.lost[site] > 0 ? estate.symptoms[site] : .refused
    let seconds: Double
    switch checks {
    case .probes(let probes):
      seconds = DetectionLaw(.probes(probes)).delay(
        symptom: symptom, phase: draw(.step, incident, 60), run: draw(.step, incident, 61))
    case .outliers(let outliers):
      let failing = symptom == .slow ? 1 - Double(plan.slowAnswers) / 1e6 : 1
      let rate = Double(world.rates[step]) / 1e6 * Double(flow.shares[site]) / 1e6
      seconds =
        outliers.secondsToEject(failing: failing, rate: rate) + (symptom == .refused ? 0 : outliers.timeoutSeconds)
    }
    return Span(seconds: min(seconds, 1e9))
  }

  mutating func noticeByMover() {
    guard plan.move.checks != nil else { return }
    for site in plan.sites.indices where course.procedures[site].mover.noticesAt <= now {
      course.procedures[site].mover.notice()
    }
  }

  /// Takes out a site whose loss the mover has noticed, if another one serves already, or is well and only waits for its time
  /// to rejoin: nobody is sent to a dead site while another one answers.
  ///
  /// - Returns: Whether it has.
  mutating func moveByMover(_ site: Int) -> Bool {
    guard course.procedures[site].mover.hasNoticed, course.procedures[site].canBeOvertaken, !flow.isHealthy[site],
      firstSurvivor(of: site, as: -1) != nil || siteWaitingToRejoin(insteadOf: site, as: -1) != nil
    else { return false }
    course.procedures[site].mover.act()
    course.procedures[site].meetDeadline()
    course.procedures[site].decide(at: now)
    begin(site)
    return true
  }

  /// When proxies try a site again that is well from now on; nil where they did not take it out.
  func triedAgain(_ site: Int) -> SimTime? {
    let procedure = course.procedures[site]
    guard procedure.mover.hasActed, case .outliers(let outliers) = plan.move.checks else { return nil }
    let ejected = procedure.reachedAt
    return ejected + Span(seconds: outliers.triedAgain(notBefore: (now - ejected).seconds))
  }
}
