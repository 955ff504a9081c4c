import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// An objective in the same years without what one cause took from users: the ledger's answer to "what would its removal
/// give?". What would then have been lost to others at the same time is not in the ledger; `--without` simulates it.
public struct CauseRemoval: Sendable {
  /// The failure mode's name, or `overload`.
  public let cause: String
  /// The verdict's figure.
  public let objective: String
  public let share: Interval
}

extension WorldRecord {
  /// By cause, `overload` last: how many years would keep the first objective on availability by requests without it; empty
  /// where there is none, or where a replication is no year.
  static func causesToRemove(_ service: Service) -> Int {
    service.horizon.isOneYear && service.firstRequestObjective != nil ? service.failures.count + 1 : 0
  }

  mutating func addRemovals(_ outcome: Outcome, of service: Service) {
    guard !keptWithout.isEmpty, let objective = service.firstRequestObjective else { return }
    let budget = (1 - objective.atLeast) * Double(outcome.demand)
    var lost = outcome.lostOutside
    for outage in outcome.outages { lost[outage.cause] += outage.lost }
    for cause in lost.indices where Double(outcome.lost - lost[cause]) <= budget { keptWithout[cause] += 1 }
  }
}

extension Service {
  fileprivate var firstRequestObjective: AvailabilityObjective? {
    objectives.availability.first { $0.figure == .requests }
  }
}

extension CauseRemoval {
  /// In the order of the causes; only causes that took something. Empty where branches stand for years.
  public static func all(_ record: DesignRecord) -> [CauseRemoval] {
    let service = record.service
    guard record.branches == nil else { return [] }
    return (0..<WorldRecord.causesToRemove(service)).compactMap { cause in
      guard record.worlds.contains(where: { $0.lostOutside[cause] + $0.lostInOutages[cause] > 0 }) else { return nil }
      let worlds = record.worlds.map { (met: $0.keptWithout[cause], years: $0.replications.count) }
      return CauseRemoval(
        cause: service.cause(at: cause).name,
        objective: "availability_requests", share: shareOfYearsInterval(worlds))
    }
  }
}
