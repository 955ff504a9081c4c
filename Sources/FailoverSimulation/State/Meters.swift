import EventKernel
import ServiceModel

/// What is recorded of a replication. Written, never read back: whatever decides what happens next is state, and stands in
/// the course, the estate or the ledger.
struct Meters: Sendable {
  var amounts = Amounts()
  /// Loss by class of traffic; empty where it does not matter.
  var lostByClass: ContiguousArray<Int128>
  /// Loss outside outages, by cause: failure modes in the plan's order, then overload.
  var lostOutside: ContiguousArray<Int128>
  /// Nodes that run or are being started, per site, times nanoseconds.
  var nodeTime: ContiguousArray<Int128>
  /// Of these, the nodes up to each level, site by site: see `HeldLevel`. Empty where nothing is held beside what stands.
  var drawnTime: ContiguousArray<Int128>
  /// What each site answered, in the amounts' unit times millionths; empty where nobody asks.
  var answeredAt: ContiguousArray<Int128>
  /// Nodes that were started, per site.
  var coldStarts: ContiguousArray<Int64>
  var outages: ContiguousArray<Outage> = []
  var failovers: ContiguousArray<Failover> = []
  /// Failures larger than a node that struck something in use.
  var incidents: ContiguousArray<Int32>
  var evacuations = EvacuationAccount()
  /// What became of several services; empty where one has the fleet.
  var services = ServiceAccount()
  /// What was booked at the ends of years inside the horizon, as far as they have been passed.
  var yearCuts: ContiguousArray<YearCut> = []
  /// What was billed until each billing cut that has been passed, cut by cut: see `Billed`.
  var billed: ContiguousArray<Int128> = []

  /// Counts a failover, unless it comes after the horizon.
  mutating func record(_ failover: Failover, horizon: SimTime) {
    if failover.openedAt < horizon { failovers.append(failover) }
  }

  /// Books a loss that belongs to no outage to its cause.
  mutating func loseOutside(_ amount: Int128, cause: Int) {
    amounts.lost += amount
    lostOutside[cause] += amount
  }

  /// - Parameters:
  ///   - drawn: Entries of `drawnTime`.
  ///   - answering: Sites whose answers are told apart.
  init(modes: Int, classes: Int, sites: Int, drawn: Int = 0, answering: Int = 0) {
    lostOutside = ContiguousArray(repeating: 0, count: modes + 1)
    lostByClass = ContiguousArray(repeating: 0, count: classes)
    nodeTime = ContiguousArray(repeating: 0, count: sites)
    drawnTime = ContiguousArray(repeating: 0, count: drawn)
    answeredAt = ContiguousArray(repeating: 0, count: answering)
    coldStarts = ContiguousArray(repeating: 0, count: sites)
    incidents = ContiguousArray(repeating: 0, count: modes)
  }

  init(_ plan: Plan) {
    self.init(
      modes: plan.modes.count, classes: plan.classes.count, sites: plan.sites.count,
      drawn: plan.service.metersHeldNodes ? HeldLevel.allCases.count * plan.sites.count : 0,
      answering: plan.asksWhereAnswered ? plan.sites.count : 0)
    evacuations = EvacuationAccount(plan)
    if plan.tellsServices { services = ServiceAccount(services: plan.classes.count, causes: plan.modes.count + 1) }
  }
}
