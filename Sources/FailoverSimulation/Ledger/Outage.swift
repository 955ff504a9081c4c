import EventKernel

/// What ended an outage.
public enum OutageEnd: String, CaseIterable, Sendable {
  /// Another site took over.
  case failover
  /// What had failed was repaired.
  case repair
  /// A balancer noticed nodes that had died, and sends them nothing more.
  case ejection
  /// Demand fell to what was left.
  case demand
  /// The simulation's data ended first.
  case unfinished
}

/// A row of the ledger.
public struct Outage: Equatable, Sendable {
  public var start: SimTime
  public var end: SimTime
  /// When the failure had begun that is its cause.
  public var faultAt: SimTime
  /// Index of the failure mode; the number of modes stands for overload.
  public var cause: Int
  public var contributing: Int
  /// Requests lost, in the meters' unit.
  public var lost: Int128
  public var endedBy: OutageEnd
  /// Stamps of the failover that answered it; never where there was none, or where it was cut short before that phase
  /// had ended.
  public var alarmAt: SimTime
  public var decidedAt: SimTime
  public var openedAt: SimTime
  /// The same incident with the provider's own recovery switched off, in seconds; nil where no failover is possible
  /// or none was tried, infinite where it never recovered.
  public var failoverSeconds: Double?
  /// Nodes that the failover which answered it asked for and that were refused or out of stock, of the request that lacked most.
  public var nodesShort = 0
  /// What the failovers during the outage have cost conversations.
  public var stateLoss = StateLoss()
  /// Of the requests lost, those of each service; empty where one service has the fleet.
  public var lostByService: ContiguousArray<Int128> = []
  /// The horizon: nothing of an outage counts beyond it but its end, for the recovery time.
  public var countsUntil = SimTime.never

  /// Seconds from the fault to the end, also beyond the horizon.
  public var recoverySeconds: Double { (end - faultAt).seconds }
  public var requestsLost: Double { Double(lost) / 1e15 }
  /// The end, or the horizon if that is earlier.
  public var countedEnd: SimTime { min(end, countsUntil) }
  /// Length within the horizon.
  public var downtime: Span { max(.zero, countedEnd - start) }
}

/// A failover that opened its target.
public struct Failover: Equatable, Sendable {
  public var faultAt: SimTime
  public var openedAt: SimTime
  public var site: Int
  /// The site that took over; -1 where those that serve already absorbed it.
  public var target: Int
  /// Whether the procedure failed and was finished by hand.
  public var byHand: Bool
  /// Whether the site was well: it answered a false alarm.
  public var isSpurious: Bool
  /// Data-loss window by class of traffic, in seconds; negative where the class has no state.
  public var dataLossSeconds: ContiguousArray<Double>
  public var stateLoss = StateLoss()
}
