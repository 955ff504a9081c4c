import EventKernel

/// One replication's result. Its amounts are asked for as if they were its own: `outcome.lost`.
@dynamicMemberLookup
public struct Outcome: Equatable, Sendable {
  public var amounts: Amounts
  /// Loss outside outages, by cause: failure modes in the plan's order, then overload.
  public var lostOutside: ContiguousArray<Int128>
  /// Empty where no class is served before another, may wait or has an objective of its own.
  public var lostByClass: ContiguousArray<Int128>
  public var nodeTime: ContiguousArray<Int128>
  /// Of these, the nodes up to each level, site by site: see `HeldLevel`. Empty where nothing is held beside what stands.
  public var drawnTime: ContiguousArray<Int128>
  public var outages: ContiguousArray<Outage>
  public var failovers: ContiguousArray<Failover>
  public var incidents: ContiguousArray<Int32>
  /// How many first-token objectives the plan has.
  public var firstTokens: Int
  public var horizon: SimTime
  /// What each site answered, in the amounts' unit times millionths; empty where one site has it all. Shares of it are right
  /// to the rounding of a rate.
  public var answeredAt: ContiguousArray<Int128> = []
  /// What was booked at the ends of the years inside the horizon; empty where it holds no more than one.
  public var yearCuts: ContiguousArray<YearCut> = []
  /// What was billed by part of the horizon; empty where the outcome is no whole replication's.
  public var billed = Billed()
  /// What was moved on purpose, and what that took.
  public var evacuations = EvacuationAccount()
  /// What became of several services; empty where one has the fleet.
  public var services = ServiceAccount()

  public subscript<Value>(dynamicMember path: KeyPath<Amounts, Value>) -> Value { amounts[keyPath: path] }

  /// Requests lost over demand.
  public var lostShare: Double { amounts.demand == 0 ? 0 : Double(amounts.lost) / Double(amounts.demand) }
  /// (1 - availability by requests) x window.
  public var lostMinutes: Double { lostShare * horizon.seconds / 60 }
  /// Summed length of outages within the horizon.
  public var downtime: Span { outages.reduce(.zero) { $0 + $1.downtime } }
  public var requestsLost: Double { amounts.counted(.lost) }
  /// By first-token objective: share of the answers whose first token came late.
  public var lateShare: [Double] { [amounts.late1, amounts.late2].prefix(firstTokens).map(shareOfAnswers) }
  /// By first-token objective: share of the horizon in which its percentile was missed.
  public var lateTimeShare: [Double] {
    [amounts.missed1, amounts.missed2].prefix(firstTokens).map { Double($0) / Double(horizon.nanoseconds) }
  }
  /// Share of the answers that were given while a pool's load moved near its saturation.
  public var nearSaturationShare: Double { shareOfAnswers(amounts.nearSaturation) }

  private func shareOfAnswers(_ part: Int128) -> Double {
    let answered = amounts.demand - amounts.lost
    return answered == 0 ? 0 : Double(part) / Double(answered)
  }

  /// Node-hours that ran or were being started at a site.
  public func nodeHours(site: Int) -> Double { Double(nodeTime[site]) / 3.6e12 }
}
