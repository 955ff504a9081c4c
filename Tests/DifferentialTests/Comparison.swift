import EventKernel
import ReferenceSimulator
import ServiceModel

@testable import FailoverSimulation

/// Where two accounts of one replication differ, a sentence each; the first is the one to look at.
struct Comparison {
  private(set) var differences: [String] = []
  /// How far apart instants may be, in seconds.
  private let tolerance: Double
  /// How far apart amounts may be beyond 1e-5 of them, in requests.
  private let slack: Double

  /// Instants agree within a microsecond and amounts within the rounding of shares. Where clients follow by and by, both look
  /// at them only so often, and count them in millionths: instants agree within a 400th of the longest stay.
  init(_ reference: ReferenceResult, _ outcome: Outcome, of service: Service) {
    let move = service.execution.move
    // What is sent back because an outage has begun is as late again as that was.
    var stay = 2 * (service.failures.compactMap { $0.evacuation?.drainSeconds }.max() ?? 0)
    if move.mechanism.hasTimeToLive {
      stay = max(stay, move.ttlSeconds, move.ignoringTTL > 0 ? move.ignoringFor.quantile(0.9) : 0)
    }
    if move.mechanism == .anycast { stay = max(stay, move.converges.quantile(0.9)) }
    let tolerance = max(1e-6, stay / 400)
    self.init(
      reference, outcome, tolerance: tolerance, slack: stay > 0 ? tolerance * service.traffic.peakRPS : 0)
  }

  /// Where a balancer moves traffic at once.
  init(_ reference: ReferenceResult, _ outcome: Outcome) {
    self.init(reference, outcome, tolerance: 1e-6, slack: 0)
  }

  private init(_ reference: ReferenceResult, _ outcome: Outcome, tolerance: Double, slack: Double) {
    self.tolerance = tolerance
    self.slack = 0.01 + slack
    amount("demand", reference.demand, Double(outcome.demand) / 1e15)
    for (index, outage) in reference.outages.enumerated() where index < outcome.outages.count {
      compare(outage, outcome.outages[index], "outage \(index)")
      if !differences.isEmpty { break }
    }
    equal("outages", reference.outages.count, outcome.outages.count)
    for (index, failover) in reference.failovers.enumerated() where index < outcome.failovers.count {
      compare(failover, outcome.failovers[index], "failover \(index)")
    }
    equal("failovers", reference.failovers.count, outcome.failovers.count)
    equal("failures that struck", reference.incidents, outcome.incidents.map(Int.init))
    amount("requests lost", reference.lost, Double(outcome.lost) / 1e15)
    for (cause, lost) in outcome.lostOutside.enumerated() {
      amount("lost outside outages by cause \(cause)", reference.lostOutside[cause], Double(lost) / 1e15)
    }
    for (index, lost) in outcome.lostByClass.enumerated() {
      amount("lost of class \(index)", reference.lostByClass[index], Double(lost) / 1e15)
    }
    for (site, time) in outcome.nodeTime.enumerated() {
      amount("node-seconds of site \(site)", reference.nodeSeconds[site], Double(time) / 1e9)
    }
  }

  private mutating func compare(_ reference: ReferenceOutage, _ outage: Outage, _ what: String) {
    let what = "\(what) (at \(Double(reference.start) / 1e9) s)"
    instant("\(what) starts", reference.start, outage.start)
    instant("\(what) ends", reference.end, outage.end)
    equal("\(what): cause", reference.cause, outage.cause)
    instant("\(what): fault", reference.faultAt, outage.faultAt)
    instant("\(what): alarm", reference.alarmAt, outage.alarmAt)
    instant("\(what): decided", reference.decidedAt, outage.decidedAt)
    instant("\(what): opened", reference.openedAt, outage.openedAt)
    equal("\(what): ended by", reference.endedBy, outage.endedBy.rawValue)
    amount("\(what): lost", reference.lost, Double(outage.lost) / 1e15)
    amount("\(what): failover time", reference.failoverSeconds ?? -1, outage.failoverSeconds ?? -1)
  }

  private mutating func compare(_ reference: ReferenceFailover, _ failover: Failover, _ what: String) {
    instant("\(what): fault", reference.faultAt, failover.faultAt)
    instant("\(what): opened", reference.openedAt, failover.openedAt)
    equal("\(what): site", reference.site, failover.site)
    equal("\(what): target", reference.target, failover.target)
    equal("\(what): by hand", reference.isByHand, failover.byHand)
    equal("\(what): windows", reference.dataLossSeconds.count, failover.dataLossSeconds.count)
    for (index, window) in failover.dataLossSeconds.enumerated() {
      amount("\(what): window of class \(index)", reference.dataLossSeconds[index], window, slack: max(1e-6, tolerance))
    }
  }

  private mutating func equal<T: Equatable>(_ what: String, _ reference: T, _ simulated: T) {
    if reference != simulated { differences.append("\(what): reference \(reference), simulator \(simulated)") }
  }

  private mutating func instant(_ what: String, _ reference: Int64, _ simulated: SimTime) {
    let other = simulated == .never ? Int64.max : simulated.nanoseconds
    let isNever = reference == .max || other == .max
    if isNever ? reference != other : Double(abs(reference - other)) > tolerance * 1e9 {
      differences.append("\(what): reference \(Double(reference) / 1e9) s, simulator \(Double(other) / 1e9) s")
    }
  }

  private mutating func amount(_ what: String, _ reference: Double, _ simulated: Double, slack other: Double? = nil) {
    if reference == simulated || abs(reference - simulated) <= 1e-5 * abs(reference) + (other ?? slack) { return }
    differences.append("\(what): reference \(reference), simulator \(simulated)")
  }
}
