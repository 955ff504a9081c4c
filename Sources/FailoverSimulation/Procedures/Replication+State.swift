import EventKernel
import ServiceModel
import Stochastics

/// Conversations and changes that an incident has cost, in millionths.
public struct StateLoss: Equatable, Sendable, BitwiseCopyable {
  /// Conversations that went on without part of their history.
  public var cut: Int64 = 0
  /// Conversations that could not be resumed.
  public var lost: Int64 = 0
  /// Changes that met another one to the same state, of which one is lost.
  public var conflicting: Int64 = 0

  public init(cut: Int64 = 0, lost: Int64 = 0, conflicting: Int64 = 0) {
    self.cut = cut
    self.lost = lost
    self.conflicting = conflicting
  }

  public static func + (a: StateLoss, b: StateLoss) -> StateLoss {
    StateLoss(cut: a.cut + b.cut, lost: a.lost + b.lost, conflicting: a.conflicting + b.conflicting)
  }

  public var conversationsCut: Double { Double(cut) / 1e6 }
  public var conversationsLost: Double { Double(lost) / 1e6 }
  public var conflictingChanges: Double { Double(conflicting) / 1e6 }
}

/// What state a site that takes over can use, and what that means for conversations.
extension Replication {
  /// Records a failover and what state it could use.
  mutating func recordFailover(_ site: Int, byHand: Bool) {
    let procedure = course.procedures[site]
    let windows = plan.service.traffic.classes.indices.map { dataLoss(ofClass: $0, site, procedure) }
    var loss = StateLoss()
    let fault = world.index(at: procedure.faultAt)
    let rate = Double(world.rates[fault]) / 1e6 * Double(shareThatMoves(from: site, at: fault)) / 1e6
    for (index, window) in windows.enumerated() where window >= 0 {
      let counted = timeCountedAsSplit(of: site, lastingTo: procedure.faultAt, window)
      let left = rate * Double(procedure.shifts) / 1e6
      loss = loss + stateLoss(ofClass: index, window: window, counted: counted, rate: left, from: site)
    }
    // What is done on purpose is no failover; what it costs conversations counts.
    guard !procedure.isPlanned else { return book(loss) }
    meters.record(
      Failover(
        faultAt: procedure.faultAt, openedAt: now, site: site, target: max(-1, Int(procedure.target)), byHand: byHand,
        isSpurious: procedure.isFalse, dataLossSeconds: ContiguousArray(windows), stateLoss: loss),
      horizon: plan.horizon)
    book(loss)
  }

  /// Books conversations to the open outage, or to none.
  private mutating func book(_ loss: StateLoss) {
    guard now < plan.horizon else { return }
    ledger.lose(loss, &meters)
  }

  /// The data-loss window of a class in seconds; negative where it has no state.
  private func dataLoss(ofClass index: Int, _ site: Int, _ procedure: Procedure) -> Double {
    let u = draw(.state, procedure.incident, UInt32(index))
    let store = plan.service.traffic.classes[index].state
    // The sites that serve already hold what was copied to them, as a standby does.
    let keepsBackups = procedure.target >= 0 && plan.sites[Int(procedure.target)].keep == .backups
    switch store {
    case .stateless: return -1
    case .memory: return u * conversationSeconds
    // A site that answers, badly, is asked to finish its copies before it is left.
    case _ where flow.isHealthy[site]: return 0
    case _ where keepsBackups: return restore(for: procedure.incident)?.ageSeconds ?? backupAge(at: u)
    case .synchronous: return 0
    case .replication(let lag, let atPeak, let bytes):
      let (target, fault) = (Int(procedure.target), procedure.faultAt)
      let unsent = bytes > 0 ? unsent(site, to: target, at: fault) : nil
      return (unsent ?? cutOff(site, from: target, at: fault)) + lag.sample(at: u) * growth(atPeak, at: fault)
    case .checkpoint(let interval, let delay, _):
      // A failure falls into long intervals more often than into short ones: the age of a renewal process.
      let upload = delay.sample(at: draw(.upload, procedure.incident, UInt32(index)))
      return cutOff(site, from: Int(procedure.target), at: procedure.faultAt) + upload
        + interval.equilibriumResidual(at: u)
    case .cache(let lag, let dependency):
      return lag.sample(at: u) + sinceCacheFailed(dependency, at: site, procedure.faultAt)
    }
  }

  /// What a window means for the conversations of a class that were going on at a site.
  ///
  /// - Parameter counted: Of the window, the seconds whose changes have been counted as those of sites cut off from one another.
  private func stateLoss(
    ofClass index: Int, window: Double, counted: Double, rate: Double, from site: Int
  ) -> StateLoss {
    let trafficClass = plan.service.traffic.classes[index]
    let perSecond = rate * trafficClass.share
    let turns = max(1, plan.service.traffic.sessions?.turns.mean ?? 1)
    // Little's law: conversations begin at a turn's rate over their number of turns, and last this long.
    let present = perSecond / turns * conversationSeconds
    var lostShare = 0.0
    switch trafficClass.state {
    case .memory: lostShare = 1
    case .checkpoint(_, _, let restore?) where !flow.isHealthy[site]: lostShare = restore.lost
    case .stateless, .replication, .checkpoint, .cache, .synchronous: break
    }
    // Within a think time each change belongs to another conversation. Whether one can be restored has nothing to do with
    // when it last changed.
    let cut = min(present, perSecond * window) * (1 - lostShare)
    let lost = present * lostShare
    let conflicting =
      trafficClass.state.writesOn ? perSecond * max(0, window - counted) * trafficClass.conflicts : 0
    // A law with a long tail may give a window without an end, and nobody who has no rate loses anything in it.
    func millionths(_ value: Double) -> Int64 { value > 0 ? Int64(min(value * 1e6, 9e18).rounded()) : 0 }
    return StateLoss(cut: millionths(cut), lost: millionths(lost), conflicting: millionths(conflicting))
  }

  /// How long a conversation lasts on average: the think times between its turns. Zero where the plan knows none.
  private var conversationSeconds: Double {
    guard let sessions = plan.service.traffic.sessions else { return 0 }
    return max(0, sessions.turns.mean - 1) * sessions.thinkTime.mean
  }

  /// How many times as long a lag is at an instant's demand.
  private func growth(_ atPeak: Double, at time: SimTime) -> Double {
    let peak = plan.service.traffic.peakRPS * 1e6
    return peak > 0 ? 1 + (atPeak - 1) * Double(world.rates[world.index(at: time)]) / peak : 1
  }

  /// How long a cache had not answered at a site when the site was lost: what had changed since was in its memory only.
  private func sinceCacheFailed(_ name: String?, at site: Int, _ fault: SimTime) -> Double {
    guard let name, let index = plan.service.dependencies.firstIndex(where: { $0.name == name }),
      !answers(dependency: index, at: site)
    else { return 0 }
    let since = estate.active.first { failure in
      let struck = plan.clocks[Int(failure.clock)]
      return plan.modes[Int(struck.mode)].scope == .dependency && Int(struck.part) == index
    }
    return since.map { max(0, (fault - $0.since).seconds) } ?? 0
  }

  // MARK: Backups

  /// What a restore for an incident finds; nil where the plan describes no backups.
  private func restore(for incident: Incident) -> Backups.Restore? {
    plan.service.execution.backups.map {
      $0.restore(phase: draw(.state, incident, 40), luck: draw(.state, incident, 41))
    }
  }

  private func backupAge(at u: Double) -> Double { plan.service.execution.backupEverySeconds * u }

  /// How long it takes to restore data for an incident: to read the backups, and what the plan adds.
  func restoreTime(for incident: Incident, otherwise: Double) -> Span {
    Span(seconds: otherwise + (restore(for: incident)?.takesSeconds ?? 0))
  }

  /// Whether the place where backups are kept can be reached.
  var backupsAreReachable: Bool { plan.backupsAt < 0 || estate.lost[plan.backupsAt] == 0 }

  // MARK: Corrupted data

  /// Spoilt data have been found. Copies are as spoilt: the service is down until the newest backup from before has been
  /// restored, and everything since is lost.
  mutating func restoreCleanCopy(_ clock: Int, struckAt: SimTime, _ mode: ModePlan) {
    let incident = Incident(clock: Int32(clock), ordinal: estate.components[clock].ordinal)
    guard let other = plan.modes.firstIndex(where: { $0.name == FailureMode.restoreName(of: mode.name) }),
      let member = plan.clocksOfMode[other].first, !estate.components[member].isDown
    else { return }
    strike(member)
    let extra = plan.service.execution.restoreData.sample(at: draw(.state, incident, 42))
    if member != Int(unrepaired) { clocks.set(member, to: now + restoreTime(for: incident, otherwise: extra)) }
    let age = restore(for: incident)?.ageSeconds ?? backupAge(at: draw(.state, incident, 43))
    let window = (now - struckAt).seconds + age
    meters.record(
      Failover(
        faultAt: struckAt, openedAt: now, site: -1, target: -1, byHand: false, isSpurious: false,
        dataLossSeconds: ContiguousArray(
          plan.service.traffic.classes.map { $0.state == .stateless ? -1 : window })), horizon: plan.horizon)
  }

  // MARK: Sites that are cut off from one another

  /// Of a window, the seconds in which a site was cut off from another one and both went on: such changes are counted as they come.
  private func timeCountedAsSplit(of site: Int, lastingTo end: SimTime, _ window: Double) -> Double {
    guard !course.splits.isEmpty else { return 0 }
    let split = course.splits[site]
    let start = max(end - Span(seconds: min(window, 1e9)), split.lowerBound)
    return max(0, (min(end, split.upperBound) - start).seconds)
  }

  /// Books the demand of sites that go on writing without hearing of one another.
  mutating func bookSplit(until end: SimTime) {
    var share: Int128 = 0
    for site in plan.sites.indices where flow.shares[site] > 0 && estate.lost[site] == 0 {
      let isAlone = plan.sites.indices.contains {
        $0 != site && flow.shares[$0] > 0 && estate.lost[$0] == 0 && estate.cut[site * plan.sites.count + $0] > 0
      }
      guard isAlone else { continue }
      share += Int128(flow.shares[site])
      course.splits[site] = (course.splits[site].upperBound == now ? course.splits[site].lowerBound : now)..<end
    }
    if share > 0 { meters.amounts.split += world.amount(from: now, to: end) * share }
  }
}

extension StateStore {
  /// Whether a site that comes back has changes that nobody else has seen.
  fileprivate var writesOn: Bool {
    switch self {
    case .replication, .cache, .checkpoint: true
    case .stateless, .memory, .synchronous: false
    }
  }
}
