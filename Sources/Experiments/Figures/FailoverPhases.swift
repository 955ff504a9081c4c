import EventKernel
import FailoverSimulation
import ServiceModel

/// What failovers that ended an outage spent on each of their phases, added up.
///
/// Sums of whole nanoseconds, so that it does not matter in which parts of a study they were added. Of medians nothing like it
/// could be said: they do not add up to the median of the recovery time.
public struct FailoverPhases: Equatable, Sendable {
  /// A stretch of an outage, from one of its stamps to the next.
  public enum Phase: String, CaseIterable, Sendable {
    /// From the fault to the alarm.
    case detect
    /// From the alarm to the decision.
    case decide
    /// From the decision until traffic may move.
    case execute
    /// From then until users are served: clients move, nodes grow.
    case restore
  }

  /// Outages that a failover ended after it had gone through every phase since the fault.
  public private(set) var failovers = 0
  /// By phase, in nanoseconds.
  private var sums = Phase.allCases.map { _ in Int128(0) }

  init() {}

  /// Adds an outage; one that no failover ended, or whose answer had begun before the fault, is none of these.
  mutating func add(_ outage: Outage) {
    let stamps = [outage.faultAt, outage.alarmAt, outage.decidedAt, outage.openedAt, outage.end]
    guard outage.endedBy == .failover, !stamps.contains(.never), stamps == stamps.sorted() else { return }
    failovers += 1
    for (phase, (from, to)) in zip(stamps, stamps.dropFirst()).enumerated() {
      sums[phase] += Int128((to - from).nanoseconds)
    }
  }

  mutating func add(_ others: FailoverPhases) {
    failovers += others.failovers
    for phase in sums.indices { sums[phase] += others.sums[phase] }
  }

  /// Mean seconds of a phase; nil where there was no failover.
  public func meanSeconds(_ phase: Phase) -> Double? {
    mean(zip(Phase.allCases, sums).reduce(0) { $1.0 == phase ? $0 + $1.1 : $0 })
  }

  /// Mean seconds from the fault until users are served: what the phases add up to.
  public var meanRecoverySeconds: Double? { mean(sums.reduce(0, +)) }

  private func mean(_ nanoseconds: Int128) -> Double? {
    failovers > 0 ? Double(nanoseconds) / 1e9 / Double(failovers) : nil
  }

  /// How many, and the sums: how they travel between runs.
  var numbers: [Int128] { [Int128(failovers)] + sums }

  /// As they were added up elsewhere; nil where the numbers are none.
  init?(numbers: some Collection<Int128>) {
    guard numbers.count == 1 + Phase.allCases.count, let count = numbers.first.flatMap({ Int(exactly: $0) }), count >= 0
    else { return nil }
    failovers = count
    sums = Array(numbers.dropFirst())
  }
}

extension WorldRecord {
  /// Adds the outages of a replication to the phases of their scopes.
  mutating func addPhases(_ outages: some Collection<Outage>, of service: Service) {
    guard !outages.isEmpty else { return }
    let scopes = service.scopesInUse
    for outage in outages {
      guard let scope = service.scope(ofCause: outage.cause), let index = scopes.firstIndex(of: scope) else { continue }
      phases[index].add(outage)
    }
  }
}

extension DesignRecord {
  /// The phases of the failovers that answered failures of a scope, over all years.
  public func phases(of scope: FailureScope) -> FailoverPhases {
    var all = FailoverPhases()
    guard let index = service.scopesInUse.firstIndex(of: scope) else { return all }
    for world in worlds { all.add(world.phases[index]) }
    return all
  }
}
