import ServiceModel

/// What a design must keep.
extension PlanDecoder {
  func objectives(_ root: FieldReader) -> Objectives {
    guard let reader = root.child("objectives") else { return Objectives() }
    var objectives = Objectives()
    if let availability = reader.child(
      "availability", shorthand: "of: requests, at-least: VALUE, in: 90% of years", .share)
    {
      let figure = availability.choice("of", AvailabilityObjective.Figure.self) ?? .requests
      objectives.availability = [
        AvailabilityObjective(
          figure: figure, atLeast: availability.required("at-least", .share), share: share(availability, "years"))
      ]
      availability.finish()
    }
    objectives.windows = [
      window(reader.child("monthly-availability"), .month, "months"),
      window(reader.child("rolling-availability"), .rolling, "windows"),
    ].compactMap { $0 }
    if let recovery = reader.child("recovery") {
      let share = sharedShare(recovery, "outages")
      objectives.recovery = recovery.names("SCOPE", besides: ["in"]).flatMap { key -> [RecoveryObjective] in
        guard let scope = FailureScope(rawValue: key) else {
          recovery.unknown(key, "unknown scope '\(key)'", among: FailureScope.allCases.map(\.rawValue))
          return []
        }
        return limits(recovery, key, "outages", share).map {
          RecoveryObjective(scope: scope, withinSeconds: $0.within, share: $0.share)
        }
      }
    }
    if let loss = reader.child("data-loss") {
      let share = sharedShare(loss, "failovers")
      let classes = root.node["traffic"]?["classes"]?.entries?.map(\.key) ?? []
      objectives.dataLoss = loss.names("CLASS", besides: ["in"]).flatMap { key -> [DataLossObjective] in
        guard classes.contains(key) else {
          loss.unknown(key, "the traffic has no class '\(key)'", among: classes)
          return []
        }
        return limits(loss, key, "failovers", share).map {
          DataLossObjective(trafficClass: key, withinSeconds: $0.within, share: $0.share)
        }
      }
    }
    serviceLevels(reader, into: &objectives)
    objectives.budget = budget(reader)
    if let outage = reader.child("outage") {
      objectives.outageTolerance = 1 - (outage.optional("below", .shareOf("demand")) ?? 0.95)
      objectives.holdSeconds = outage.optional("hold", .duration) ?? 60
      outage.finish()
    }
    reader.finish()
    return objectives
  }

  private func window(_ reader: FieldReader?, _ window: WindowObjective.Window, _ noun: String) -> WindowObjective? {
    guard let reader else { return nil }
    let figure = reader.choice("of", AvailabilityObjective.Figure.self) ?? .requests
    let objective = WindowObjective(
      window: window, figure: figure, atLeast: reader.required("at-least", .share), share: share(reader, noun))
    reader.finish()
    return objective
  }

  /// The share in which an objective must hold; without it an objective cannot be judged.
  func share(_ reader: FieldReader, _ noun: String) -> Double {
    guard reader.has("in") else {
      reader.missing(
        "in", "'\(reader.path)' does not say in which share of \(noun) it must hold",
        remedy: "Add 'in: 90% of \(noun)': a mean above the target is not a promise kept")
      return 0.9
    }
    return reader.required("in", .shareOf(noun))
  }
}
