import Control
import EventKernel

/// What the ledger is told: whether enough is answered, and why less is.
extension Replication {
  /// Tells the ledger whether the threshold is met at the present rates.
  ///
  /// - Returns: Whether an outage has begun or ended by it.
  mutating func observeOutage() -> Bool {
    let before = ledger.watch.state
    let isMet = meetsThreshold
    record(ledger.observe(isMet: isMet, at: now, hold: plan.hold, &meters))
    guard ledger.watch.state != before else { return false }
    if ledger.isOpen { ledger.noteEnding(scene) }
    return true
  }

  /// Whether enough of demand is answered at the present rates.
  var meetsThreshold: Bool {
    let demand = world.rates[step]
    let failing = flow.lostRate + flow.waiting.expired
    return failing == 0 || isEnough(demand - failing, of: demand, threshold: plan.outageThreshold)
  }

  /// Whether a share of demand, in millionths, is answered; of less than all of it, to three millionths of demand: what goes to
  /// each site is a whole millionth, and so is what failures leave of a site. Half the requests to each of two sites, a
  /// tenth of one half lost, are 95 % answered.
  ///
  /// - Parameter isRounded: Whether that is allowed for; else it is asked to the last request.
  func isEnough(_ answered: Int64, of demand: Int64, threshold: Int64, isRounded: Bool = true) -> Bool {
    let rounded =
      isRounded && threshold < 1_000_000 ? Int128(demand) * 3 + Int128(plan.sites.count) * 1_000_000 : 0
    // Without a division, and without overflow up to 9e12 requests a second.
    return Int128(answered) * 1_000_000 + rounded >= Int128(demand) * Int128(threshold)
  }

  /// What is looked at to say what ends an outage.
  private var scene: Scene { Scene(now: now, procedures: course.procedures.states, components: estate.components) }

  /// Does what the watch says.
  mutating func record(_ change: OutageWatch.Change) {
    switch change {
    case .none: break
    case .opened:
      let (cause, contributing) = causesOfOutage()
      ledger.begin(at: now, cause: cause, contributing: contributing)
    case .closed(let end):
      let scene = scene
      ledger.close(at: end, scene, horizon: plan.horizon, &meters)
    }
  }

  /// Books lost requests to the open outage, or to their cause outside outages.
  ///
  /// - Returns: That cause; nil where they belong to the open outage.
  @discardableResult
  mutating func bookLoss(_ amount: Int128, by known: Cause? = nil) -> Int? {
    if ledger.isOpen {
      ledger.lose(amount, &meters)
      return nil
    }
    let cause = (known ?? cause()).mode
    meters.loseOutside(amount, cause: cause)
    return cause
  }

  /// The world's demand ends while users are still in an outage: it is recorded as far as it is known.
  mutating func closeUnfinished() {
    guard ledger.isOpen else { return }
    let scene = scene
    // The data end here, whenever something last happened.
    ledger.close(
      at: max(world.end, plan.horizon), isCutShort: true, scene, horizon: plan.horizon, &meters)
  }

  /// Ends a procedure.
  mutating func retire(_ site: Int) {
    if course.procedures[site].isStopped { startSite(site) }
    ledger.noteEnd(of: course.procedures.retire(site))
  }
}
