/// What Alertmanager does with what rings before anybody is called: which alerts are muted by others, and which arrive together.
///
/// After its documentation (https://prometheus.io/docs/alerting/latest/configuration/): routes are tried from the top, inhibition
/// looks at what rings at the same instant. Silences, time intervals and waits of groups are not looked at.
public struct NotificationRules: Equatable, Sendable {
  var root: NotificationRoute
  var inhibitions: [InhibitRule] = []

  /// One route for all, and nothing is muted.
  ///
  /// - Parameter groupBy: The labels by which notifications are grouped; `alertname` is one.
  public init(groupBy: [String]) { root = NotificationRoute(groupBy: groupBy) }

  /// Whether anything can be muted.
  public var mutes: Bool { !inhibitions.isEmpty }

  /// The groups that an alert arrives in: one of each route that takes it.
  func groups(of alert: AlertIdentity) -> [[String]] { root.groups(of: alert, number: "0", groupBy: []) ?? [] }
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

/// A route of Alertmanager's tree.
struct NotificationRoute: Equatable, Sendable {
  /// All must hold; of the top there are none.
  var matchers: [LabelMatcher] = []
  /// Nil: as of the route above. `...` stands for all labels.
  var groupBy: [String]?
  /// Whether routes behind it are tried though it took an alert.
  var goesOn = false
  var routes: [NotificationRoute] = []

  /// The groups of an alert here and below; nil where the route does not take it.
  fileprivate func groups(of alert: AlertIdentity, number: String, groupBy above: [String]) -> [[String]]? {
    guard matchers.allSatisfy({ $0.holds(of: alert) }) else { return nil }
    let labels = groupBy ?? above
    var taken: [[String]] = []
    for (index, route) in routes.enumerated() {
      guard let groups = route.groups(of: alert, number: "\(number).\(index)", groupBy: labels) else { continue }
      taken += groups
      if !route.goesOn { break }
    }
    guard taken.isEmpty else { return taken }
    let values =
      labels.contains("...")
      ? [alert.name] + alert.labels.map { "\($0.name)=\($0.value)" } : labels.map { alert[$0] }
    return [[number] + values]
  }
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
    sides = Dictionary(
      Set(alerts).map { alert in
        (
          alert,
          inhibitions.map { rule in
            Sides(
              isSource: rule.source.allSatisfy { $0.holds(of: alert) },
              isTarget: rule.target.allSatisfy { $0.holds(of: alert) })
          }
        )
      }, uniquingKeysWith: { first, _ in first })
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
