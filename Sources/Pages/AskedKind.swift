/// What an objective is about. A stored result says it by the name of a figure; this is the one place that reads such a name.
enum AskedKind: Equatable {
  case availability(ofTime: Bool)
  case recovery(scope: String)
  case dataLoss(traffic: String)
  case budget(withLosses: Bool)
  case months
  case rollingDays
  case other

  init(_ name: String) {
    /// The scope or the class whose time is limited, be it one limit of several: `recovery_region_seconds_limit_2`.
    func limited(_ prefix: String) -> String {
      let parts = name.dropFirst(prefix.count).split(separator: "_", omittingEmptySubsequences: false)
      return parts.prefix(parts.lastIndex(of: "seconds") ?? parts.count).joined(separator: "_")
    }
    if name.hasPrefix("availability_requests") {
      self = .availability(ofTime: false)
    } else if name.hasPrefix("availability_time") {
      self = .availability(ofTime: true)
    } else if name.hasPrefix("recovery_") {
      self = .recovery(scope: limited("recovery_"))
    } else if name.hasPrefix("data_loss_") {
      self = .dataLoss(traffic: limited("data_loss_"))
    } else if name.hasPrefix("budget_") {
      self = .budget(withLosses: name.hasPrefix("budget_total"))
    } else {
      self = name.hasPrefix("monthly") ? .months : name.hasPrefix("rolling") ? .rollingDays : .other
    }
  }
}

extension StoredComparison.Objective {
  var kind: AskedKind { AskedKind(objective) }

  var isDataLoss: Bool { if case .dataLoss = kind { true } else { false } }

  /// The scope whose outages it is about; nil for another kind.
  var recoveryScope: String? { if case .recovery(let scope) = kind { scope } else { nil } }
}
