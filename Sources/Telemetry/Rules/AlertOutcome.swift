import Experiments
import ServiceModel

/// What rang in one outage.
public struct OutageOutcome: Equatable, Sendable {
  /// Index of the failure mode; the number of modes stands for overload.
  public let cause: Int
  public let sign: OutageSign
  /// From the fault to when users noticed, and to when they were served again, in seconds.
  public let noticedSeconds: Double
  public let endSeconds: Double
  /// From the fault until each alert first rang, in seconds; those that did not ring are left out.
  public let rangAfter: [String: Double]
  /// What rang when somebody was paged first: names of alerts, sorted; empty where nobody was. What is muted pages nobody.
  public let pagedWith: [String]
  /// The most alerts that rang at once, each with labels of its own, the most that others did not mute, and the groups of these.
  public let mostRinging: Int
  public let mostLeft: Int
  public let mostGroups: Int
  /// Alerts that rang and were muted as long as they did, sorted.
  public let inhibited: [String]
  /// Who was called, in no order of time.
  public var calls: [Call] = []

  /// Minutes of the outage that had passed when an alert rang; all of them where it did not.
  public func unseenMinutes(by alert: String) -> Double {
    let seen = min(rangAfter[alert] ?? .infinity, endSeconds)
    return max(0, seen - noticedSeconds) / 60
  }
}

/// What rang for nothing in one week.
public struct WeekOutcome: Equatable, Sendable {
  /// Days of the week in which nothing was in an outage.
  public let quietDays: Double
  /// How often each alert began to ring in those days, without what was muted as long as it rang; an alert that rings for several
  /// sites at once rings once.
  public let falseAlarms: [String: Int]
}

extension AlertWindow {
  /// What became of an outage.
  ///
  /// - Parameters:
  ///   - rules: What mutes what, what arrives together and where.
  ///   - onCall: The plan's levels of people on call; none where it has none.
  ///   - every: Seconds between two evaluations.
  public func outageOutcome(
    _ rings: [RingingAlerts.Ring], sign: OutageSign, rules: NotificationRules, onCall: [EscalationLevel] = [],
    every: Double = 15
  ) -> OutageOutcome? {
    guard case .outage(let row) = kind else { return nil }
    let fault = row.faultSeconds - drill.fromSeconds
    let instants = RingingInstant.all(of: rings, by: rules)
    let routing = Routing(rules, of: rings.map(\.identity))
    func firstRing(_ alerts: KeyPath<RingingInstant, [AlertIdentity]>) -> [String: Double] {
      var first: [String: Double] = [:]
      for instant in instants where instant.seconds >= fault {
        for alert in instant[keyPath: alerts] where first[alert.name] == nil {
          first[alert.name] = instant.seconds - fault
        }
      }
      // What rings after its end has not seen it.
      return first.filter { $0.value <= row.endSeconds - row.faultSeconds }
    }
    let rangAfter = firstRing(\.ringing)
    let pagedAfter = firstRing(\.left)
    let first = pagedAfter.values.min()
    let people = PeopleCalled(onCall: onCall, every: every)
    return OutageOutcome(
      cause: row.cause, sign: sign, noticedSeconds: row.startSeconds - row.faultSeconds,
      endSeconds: row.endSeconds - row.faultSeconds, rangAfter: rangAfter,
      pagedWith: pagedAfter.filter { $0.value == first }.map(\.key).sorted(),
      mostRinging: instants.map(\.ringing.count).max() ?? 0, mostLeft: instants.map(\.left.count).max() ?? 0,
      mostGroups: instants.map { Set($0.left.flatMap(routing.notifications).map(\.group)).count }.max() ?? 0,
      inhibited: rangAfter.keys.filter { pagedAfter[$0] == nil }.sorted(),
      calls: people.calls(
        instants.filter { $0.seconds >= fault }.map { ($0.seconds - fault, $0.left) }, routing,
        hour: (row.faultSeconds / 3600).truncatingRemainder(dividingBy: 24), lasting: row.endSeconds - row.faultSeconds)
    )
  }

  /// What became of a week.
  ///
  /// - Parameters:
  ///   - every: Seconds between two evaluations.
  ///   - rules: What mutes what.
  public func weekOutcome(
    _ rings: [RingingAlerts.Ring], every: Double, rules: NotificationRules
  ) -> WeekOutcome? {
    guard case .week(let broken) = kind else { return nil }
    var falseAlarms: [String: Int] = [:]
    /// Where each alert last rang, and whether what rings there was counted, or began while something was broken.
    var episodes: [String: (last: Double, isSettled: Bool)] = [:]
    for instant in RingingInstant.all(of: rings, by: rules) {
      let isBroken = broken.contains { $0.contains(drill.fromSeconds + instant.seconds) }
      for name in Set(instant.ringing.map(\.name)) {
        let before = episodes[name].flatMap { instant.seconds - $0.last > every * 1.5 ? nil : $0 }
        var isSettled = before?.isSettled ?? isBroken
        if !isSettled, instant.left.contains(where: { $0.name == name }) {
          falseAlarms[name, default: 0] += 1
          isSettled = true
        }
        episodes[name] = (instant.seconds, isSettled)
      }
    }
    return WeekOutcome(quietDays: (toSeconds - fromSeconds - length(of: broken)) / 86_400, falseAlarms: falseAlarms)
  }

  /// Stretches may overlap.
  private func length(of stretches: [Range<Double>]) -> Double {
    var (sum, reached) = (0.0, -Double.infinity)
    for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      sum += max(0, stretch.upperBound - max(stretch.lowerBound, reached))
      reached = max(reached, stretch.upperBound)
    }
    return sum
  }
}

/// What rings at one instant, and what of it nothing mutes.
private struct RingingInstant {
  let seconds: Double
  let ringing: [AlertIdentity]
  let left: [AlertIdentity]

  /// In the order of time.
  static func all(of rings: [RingingAlerts.Ring], by rules: NotificationRules) -> [RingingInstant] {
    let inhibition = Inhibition(rules, of: rings.map(\.identity))
    return Dictionary(grouping: rings, by: \.seconds).sorted { $0.key < $1.key }.map { seconds, rings in
      let ringing = rings.map(\.identity)
      return RingingInstant(seconds: seconds, ringing: ringing, left: inhibition.left(of: ringing))
    }
  }
}

extension RingingAlerts.Ring {
  fileprivate var identity: AlertIdentity { AlertIdentity(name: alert, labels: labels) }
}
