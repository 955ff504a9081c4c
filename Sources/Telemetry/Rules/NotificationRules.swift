/// What Alertmanager does with what rings before anybody is called: which alerts are muted by others, which arrive together, where.
///
/// After its documentation (https://prometheus.io/docs/alerting/latest/configuration/): routes are tried from the top, inhibition
/// looks at what rings at the same instant, and a new group waits before it is sent. Silences and time intervals are not looked at.
public struct NotificationRules: Equatable, Sendable {
  var root: NotificationRoute
  var inhibitions: [InhibitRule] = []

  /// One route for all, without a receiver of a name, and nothing is muted or waits.
  ///
  /// - Parameter groupBy: The labels by which notifications are grouped; `alertname` is one.
  public init(groupBy: [String]) { root = NotificationRoute(groupBy: groupBy) }

  /// Whether anything can be muted.
  public var mutes: Bool { !inhibitions.isEmpty }
}

/// An alert with its labels.
struct AlertIdentity: Hashable {
  let name: String
  let labels: [Label]

  /// The text of a label; empty where it is not there.
  subscript(label: String) -> String {
    label == "alertname" ? name : labels.first { $0.name == label }?.value ?? ""
  }
}

/// A group that an alert arrives in, where it is sent, and how long a new one waits for more.
struct Notification: Hashable {
  /// The route's number and the values of its labels.
  let group: [String]
  /// Nil where routes name nobody.
  let receiver: String?
  let waitSeconds: Double
}

/// A route of Alertmanager's tree.
struct NotificationRoute: Equatable, Sendable {
  /// All must hold; of the top there are none.
  var matchers: [LabelMatcher] = []
  /// Nil: as of the route above. `...` stands for all labels.
  var groupBy: [String]?
  /// Nil: as of the route above.
  var receiver: String?
  var waitSeconds: Double?
  /// Whether routes behind it are tried though it took an alert.
  var goesOn = false
  var routes: [NotificationRoute] = []

  /// What a route has from those above it.
  fileprivate struct Above {
    var groupBy: [String] = []
    var receiver: String?
    var waitSeconds = 0.0
  }

  /// What becomes of an alert here and below; nil where the route does not take it.
  fileprivate func notifications(
    of alert: AlertIdentity, number: String, _ above: Above, _ patterns: inout LabelPatterns
  ) -> [Notification]? {
    guard matchers.hold(of: alert, &patterns) else { return nil }
    let own = Above(
      groupBy: groupBy ?? above.groupBy, receiver: receiver ?? above.receiver,
      waitSeconds: waitSeconds ?? above.waitSeconds)
    var taken: [Notification] = []
    for (index, route) in routes.enumerated() {
      guard let sent = route.notifications(of: alert, number: "\(number).\(index)", own, &patterns) else { continue }
      taken += sent
      if !route.goesOn { break }
    }
    guard taken.isEmpty else { return taken }
    let values =
      own.groupBy.contains("...")
      ? [alert.name] + alert.labels.map { "\($0.name)=\($0.value)" } : own.groupBy.map { alert[$0] }
    return [Notification(group: [number] + values, receiver: own.receiver, waitSeconds: own.waitSeconds)]
  }
}

/// In which groups the alerts of a window arrive and where, found out once for all its instants.
struct Routing {
  private let known: [AlertIdentity: [Notification]]

  init(_ rules: NotificationRules, of alerts: some Sequence<AlertIdentity>) {
    var patterns = LabelPatterns()
    var known: [AlertIdentity: [Notification]] = [:]
    for alert in alerts where known[alert] == nil {
      known[alert] = rules.root.notifications(of: alert, number: "0", NotificationRoute.Above(), &patterns) ?? []
    }
    self.known = known
  }

  func notifications(of alert: AlertIdentity) -> [Notification] { known[alert] ?? [] }
}

/// While a source rings, targets with the same values of some labels are muted.
struct InhibitRule: Equatable, Sendable {
  var source: [LabelMatcher]
  var target: [LabelMatcher]
  var equal: [String]
}

/// Which of the alerts of a window mute which, found out once for all its instants.
struct Inhibition {
  private struct Sides {
    let isSource: Bool
    let isTarget: Bool
  }
  private let rules: [InhibitRule]
  /// Of each alert, for each rule.
  private let sides: [AlertIdentity: [Sides]]

  init(_ rules: NotificationRules, of alerts: some Sequence<AlertIdentity>) {
    let inhibitions = rules.inhibitions
    self.rules = inhibitions
    var patterns = LabelPatterns()
    var sides: [AlertIdentity: [Sides]] = [:]
    for alert in alerts where sides[alert] == nil {
      sides[alert] = inhibitions.map { rule in
        Sides(
          isSource: rule.source.hold(of: alert, &patterns), isTarget: rule.target.hold(of: alert, &patterns))
      }
    }
    self.sides = sides
  }

  /// Which of the alerts that ring at one instant are not muted by another of them.
  func left(of alerts: [AlertIdentity]) -> [AlertIdentity] {
    guard !rules.isEmpty else { return alerts }
    return alerts.filter { target in !alerts.contains { source in mutes(source, target) } }
  }

  /// What is source and target of a rule is not muted by what is both, itself included.
  private func mutes(_ source: AlertIdentity, _ target: AlertIdentity) -> Bool {
    guard let from = sides[source], let to = sides[target] else { return false }
    return rules.indices.contains { rule in
      from[rule].isSource && to[rule].isTarget && !(from[rule].isTarget && to[rule].isSource)
        && rules[rule].equal.allSatisfy { source[$0] == target[$0] }
    }
  }
}
