import ServiceModel
import Stochastics

/// Somebody who was called in an outage.
public struct Call: Equatable, Sendable {
  /// A receiver of Alertmanager's routes, or a level of the plan's on-call.
  public let who: String
  /// From the fault, in seconds.
  public let afterSeconds: Double
  /// What rang then and was not muted: names of alerts, sorted.
  public let ringing: [String]
}

/// Whom the groups of an outage call, and when.
///
/// A group is sent when it has waited, as the route says, and something of it still rings. A receiver whose name is a level of the
/// plan's on-call calls those people. The first of all pages is the alarm of the plan's escalation: each level is called so long after it
/// as the plan says, unless somebody who was called before has acknowledged, which takes each level the median of its law.
struct PeopleCalled {
  private let onCall: [EscalationLevel]
  /// Seconds between two evaluations.
  private let every: Double

  init(onCall: [EscalationLevel], every: Double) {
    self.onCall = onCall
    self.every = every
  }

  /// - Parameters:
  ///   - ringing: Instants in order, in seconds from the fault on, with what rings and is not muted.
  ///   - hour: Of the plan's day, at the fault.
  ///   - lasting: How long the outage lasts; who would be called later is not.
  func calls(
    _ ringing: [(seconds: Double, alerts: [AlertIdentity])], _ routing: Routing, hour: Double, lasting: Double
  ) -> [Call] {
    var sent = firstSent(ringing, routing)
    if let alarm = sent.map({ $0.seconds }).min(), !onCall.isEmpty { escalate(&sent, alarm: alarm, hour: hour) }
    return sent.filter { $0.seconds <= lasting }.map { call in
      let then = ringing.last { $0.seconds <= call.seconds + 1e-9 }?.alerts ?? []
      return Call(who: call.who, afterSeconds: call.seconds, ringing: Set(then.map(\.name)).sorted())
    }
  }

  private typealias Sent = [(who: String, seconds: Double)]

  /// When each receiver gets the first group; receivers that have no name are one.
  private func firstSent(_ ringing: [(seconds: Double, alerts: [AlertIdentity])], _ routing: Routing) -> Sent {
    var episodes: [Notification: (began: Double, last: Double)] = [:]
    var sent: Sent = []
    for instant in ringing {
      for notification in Set(instant.alerts.flatMap(routing.notifications)).sorted(by: {
        $0.group.lexicographicallyPrecedes($1.group)
      }) {
        let before = episodes[notification].flatMap { instant.seconds - $0.last > every * 1.5 ? nil : $0 }
        let began = before?.began ?? instant.seconds
        episodes[notification] = (began, instant.seconds)
        let due = began + notification.waitSeconds
        guard instant.seconds >= due - 1e-9 else { continue }
        let who = notification.receiver ?? ""
        if let known = sent.firstIndex(where: { $0.who == who }) {
          sent[known].seconds = min(sent[known].seconds, due)
        } else {
          sent.append((who, due))
        }
      }
    }
    return sent
  }

  /// The levels of the plan in place of the receivers that they are, in the order in which they are called.
  private func escalate(_ sent: inout Sent, alarm: Double, hour: Double) {
    var levels = onCall.enumerated().map { index, level in
      let own = sent.first { $0.who == level.name }?.seconds ?? .infinity
      return (level: level, index: index, called: min(own, alarm + level.afterSeconds))
    }
    levels.sort { ($0.called, $0.index) < ($1.called, $1.index) }
    sent.removeAll { call in call.who.isEmpty || onCall.contains { $0.name == call.who } }
    var answered = Double.infinity
    for (level, _, called) in levels where called < answered {
      sent.append((level.name, called))
      let then = (hour + called / 3600).truncatingRemainder(dividingBy: 24)
      answered = min(answered, called + level.law(atHour: then).quantile(0.5))
    }
  }
}
