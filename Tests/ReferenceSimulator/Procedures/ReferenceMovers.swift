import ServiceModel
import Stochastics

/// What a mover with checks of its own makes of the loss of a site.
struct OwnLook: Equatable {
  /// When it has noticed.
  let noticesAt: Int64
  /// Whether it has taken the site out, and nobody had to decide.
  var hasActed = false
}

/// Health-checked DNS answers and proxies with outlier detection: between sites that serve already they take a lost site out
/// by themselves.
extension ReferenceRun {
  /// They look while a site that receives traffic does not answer and nobody has begun to move it.
  mutating func lookByMover(_ site: Int) {
    guard let checks = service.execution.move.checks, maySendByItself(site) else { return }
    let isLost = shares[site] > 0 && !isHealthy(site)
    guard isLost != (procedures[site].look != nil) else { return }
    procedures[site].look = isLost ? OwnLook(noticesAt: later(now, noticing(site, checks))) : nil
  }

  private func maySendByItself(_ site: Int) -> Bool {
    switch procedures[site].phase {
    case .detecting, .deciding, .standing, .restarting, .waiting: true
    case .idle, .executing, .byHand, .gating, .away, .rollingBack: false
    }
  }

  private func noticing(_ site: Int, _ checks: OwnChecks) -> Int64 {
    let incident = procedures[site].incident!
    let symptom = isLost(site, by: failures) ? symptoms[site] : .refused
    switch checks {
    case .probes(let probes):
      return nanoseconds(
        alarmDelay(
          .probes(probes), symptom, phase: draw(.step, incident, 60), run: draw(.step, incident, 61)))
    case .outliers(let outliers):
      // So many failures in a row at each proxy, which has its part of the site's requests.
      let failing = symptom == .slow ? 1 - (service.detection.probes?.slowAnswers ?? 0) : 1
      var trials = 0.0
      for _ in 0..<outliers.errors { trials = (trials + 1) / failing }
      let atEach = demand.rate(at: now) * Double(shares[site]) / 1e6 / Double(outliers.proxies)
      return nanoseconds(trials / atEach + (symptom == .refused ? 0 : outliers.timeoutSeconds))
    }
  }

  /// A loss that has been noticed is acted on where another site serves already, or only waits for its time to rejoin.
  mutating func moveByMover(_ site: Int) -> Bool {
    guard let look = procedures[site].look, look.noticesAt <= now, maySendByItself(site), !isHealthy(site),
      sites.indices.contains(where: { isSurvivor($0, of: site) || isWaitingToRejoin($0, besides: site) })
    else { return false }
    procedures[site].look!.hasActed = true
    procedures[site].deadline = never
    procedures[site].decidedAt = now
    begin(site)
    return true
  }

  /// The earliest instant at which a site that is well from now on has its share again: proxies try it when an ejection ends,
  /// each time a further length of the first one later, five minutes at most.
  func triedAgain(_ site: Int) -> Int64 {
    guard let look = procedures[site].look, look.hasActed, case .outliers(let outliers)? = service.execution.move.checks
    else { return now }
    let first = outliers.ejectedForSeconds
    var (end, length) = (procedures[site].openedAt, 0.0)
    repeat {
      length = min(length + first, max(first, 300))
      end = later(end, nanoseconds(length))
    } while end < now
    return end
  }
}
