/// What one replication comes to.
public struct ReferenceResult {
  /// Requests.
  public let demand: Double
  public let lost: Double
  public let lostOutside: [Double]
  public let lostByClass: [Double]
  /// Seconds of nodes that ran or were being started, by site.
  public let nodeSeconds: [Double]
  public let incidents: [Int]
  public let outages: [ReferenceOutage]
  public let failovers: [ReferenceFailover]

  init(_ ledger: Ledger, demand: Double) {
    self.demand = demand
    lost = ledger.lost
    lostOutside = ledger.lostOutside
    lostByClass = ledger.lostByClass
    nodeSeconds = ledger.nodeSeconds
    incidents = ledger.incidents
    outages = ledger.outages
    failovers = ledger.failovers
  }
}

/// Instants in nanoseconds; `Int64.max` is never.
public struct ReferenceOutage {
  public var start: Int64
  public var end: Int64
  public var faultAt: Int64
  public var cause: Int
  public var lost: Double
  public var endedBy: String
  public var alarmAt: Int64
  public var decidedAt: Int64
  public var openedAt: Int64
  public var failoverSeconds: Double?
}

public struct ReferenceFailover {
  public var faultAt: Int64
  public var openedAt: Int64
  public var site: Int
  public var target: Int
  public var isByHand: Bool
  /// By class of traffic; negative where it has no state.
  public var dataLossSeconds: [Double]
}
