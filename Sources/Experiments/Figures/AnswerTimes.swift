import EventKernel
import FailoverSimulation
import ServiceModel

/// How long each part of the answers to outages took: over the outages of larger scopes that a failover answered.
public struct AnswerTimes: Sendable {
  /// One part, in seconds.
  public struct Part: Sendable {
    public let name: String
    public let seconds: QuantileSet
  }

  /// Outages that count.
  public let count: Int
  /// Notice, decision, opening of the target, and all of it from the fault to users served.
  public let parts: [Part]

  /// - Parameter record: Of a study that kept its ledger.
  public init(_ record: DesignRecord) {
    let service = record.service
    let worlds = record.worlds.map { world in
      world.ledger.map(\.outage).filter { outage in
        guard let scope = service.cause(at: outage.cause).scope, !scope.strikesNodes else { return false }
        return outage.openedAt != .never && outage.decidedAt != .never && outage.alarmAt >= outage.faultAt
      }
    }
    count = worlds.reduce(0) { $0 + $1.count }
    func part(_ name: String, _ seconds: (Outage) -> Double) -> Part {
      Part(name: name, seconds: QuantileSet(worlds.map { $0.map(seconds) }))
    }
    parts = [
      part("notice") { ($0.alarmAt - $0.faultAt).seconds }, part("decide") { ($0.decidedAt - $0.alarmAt).seconds },
      part("open") { ($0.openedAt - $0.decidedAt).seconds }, part("back") { $0.recoverySeconds },
    ]
  }
}
