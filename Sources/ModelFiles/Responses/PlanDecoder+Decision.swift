internal import Intake
import ServiceModel
import Stochastics

/// Who decides on a failover, how long that takes, and what is done about which failure.
extension PlanDecoder {
  func decision(_ root: FieldReader) -> Decision {
    guard let reader = root.child("decide") else { return Decision(preCheck: .constant(0)) }
    defer { reader.finish() }
    enum Decider: String, CaseIterable { case automatic, person }
    let by = reader.choice("by", Decider.self) ?? .automatic
    let person = reader.distribution("person")
    let onCall = onCall(reader)
    if by == .person && person == nil && onCall == nil && !reader.has("person") {
      reader.missing("person", example: "lognormal median 11min sigma 0.7")
    }
    if by == .person && onCall != nil && reader.has("person") {
      reader.warning("person", "people on call decide: 'person' has no effect beside 'on-call'")
    }
    return Decision(
      preCheck: reader.distribution("pre-check") ?? .constant(0),
      person: by == .person && onCall == nil ? person : nil,
      waitForProviderSeconds: reader.optional("wait-for-provider", .duration) ?? 0,
      onCall: by == .person ? onCall : nil, responses: responses(reader))
  }

  // MARK: People

  private func onCall(_ decide: FieldReader) -> OnCall? {
    guard let reader = decide.child("on-call") else { return nil }
    defer { reader.finish() }
    let children = reader.children("levels")
    if children.isEmpty {
      reader.error("levels", "nobody is on call", remedy: "Write 'levels: { P2: { acknowledges: 5min } }'")
    }
    if children.count > 16 { reader.error("levels", "more than 16 levels are not supported") }
    let levels = children.map { name, part in
      let level = EscalationLevel(
        name: name, afterSeconds: part.optional("after", .duration) ?? 0, acknowledges: hourlyLaws(part))
      part.finish()
      return level
    }
    if let first = levels.first, first.afterSeconds > 0 {
      children[0].reader.warning("after", "nobody is called for the first \(nearestWhole(first.afterSeconds)) s")
    }
    for (index, level) in levels.enumerated().dropFirst() where level.afterSeconds <= levels[index - 1].afterSeconds {
      children[index].reader.error(
        "after", "'\(level.name)' is called no later than '\(levels[index - 1].name)'",
        remedy: "Write the levels in the order in which they are called")
    }
    return OnCall(
      levels: levels, secondsPerAlarm: reader.optional("each-alarm", .duration) ?? 0,
      merged: reader.optional("merged", .share) ?? 0)
  }

  /// One law for all day, or laws under the hours from which they hold.
  private func hourlyLaws(_ part: FieldReader) -> [HourlyLaw] {
    let key = "acknowledges"
    guard let entries = part.node(key)?.entries, let reader = part.child(key) else {
      return [HourlyLaw(fromHour: 0, law: part.requiredDistribution(key))]
    }
    _ = reader.names("HOUR")
    let laws = entries.compactMap { entry -> HourlyLaw? in
      let law = reader.distribution(entry.key) ?? .constant(0)
      guard let hour = try? QuantityKind.hourOfDay.value(of: entry.key) else {
        context.report(
          at: entry.keyPosition, "expected an hour of the day, found '\(entry.key)'", remedy: "Write '08:00' or '8h'")
        return nil
      }
      return HourlyLaw(fromHour: hour, law: law)
    }
    if zip(laws, laws.dropFirst()).contains(where: { $0.fromHour >= $1.fromHour }) {
      part.error(key, "the hours of '\(reader.path)' are not in order")
    }
    reader.finish()
    return laws
  }

  // MARK: What is done

  private enum Action: String, CaseIterable {
    case failover, wait, restart, shift, degrade

    /// How it is written where its name is not enough.
    var whole: String? {
      switch self {
      case .failover, .wait: nil
      case .restart: "{ do: restart, takes: 2min, works: 80% }"
      case .shift: "{ do: shift, share: 50% }"
      case .degrade: "{ do: degrade, capacity: 150% of capacity, quality: 80% }"
      }
    }
  }

  private func responses(_ decide: FieldReader) -> [ScopedResponse] {
    guard let reader = decide.child("impact") else { return [] }
    defer { reader.finish() }
    let scopes = FailureScope.allCases.map(\.rawValue)
    return reader.names("SCOPE").compactMap { name in
      guard let scope = FailureScope(rawValue: name) else {
        reader.unknown(name, "there is no failure scope '\(name)'", among: scopes)
        _ = reader.node(name)
        return nil
      }
      guard reader.node(name)?.entries != nil, let part = reader.child(name) else {
        let action = reader.choice(name, Action.self) ?? .failover
        if let whole = action.whole {
          reader.error(name, "'\(action.rawValue)' needs more than its name", remedy: "Write '\(whole)'")
        }
        return ScopedResponse(scope, action == .wait ? .wait(atMostSeconds: nil) : .failover)
      }
      let response = response(part)
      part.finish()
      return ScopedResponse(scope, response)
    }
  }

  private func response(_ part: FieldReader) -> Response {
    guard let action = part.requiredChoice("do", Action.self) else {
      // Which other keys belong there depends on the word that is wrong.
      for key in part.keys { _ = part.node(key) }
      return .failover
    }
    return switch action {
    case .failover: .failover
    case .wait: .wait(atMostSeconds: part.optional("at-most", .duration))
    case .restart:
      .restart(RestartInPlace(takes: part.requiredDistribution("takes"), works: part.optional("works", .share) ?? 1))
    case .shift: .shift(share: part.has("share") ? positive(part, "share", .share) : part.required("share", .share))
    case .degrade: .degrade(degradedAnswer(part))
    }
  }

  private func degradedAnswer(_ part: FieldReader) -> DegradedAnswer {
    let answer = DegradedAnswer(
      capacity: part.required("capacity", .shareOf("capacity", atMost: 10)), quality: part.required("quality", .share),
      atMostSeconds: part.optional("at-most", .duration))
    if answer.capacity <= 1 && !context.diagnostics.hasErrors {
      part.error("capacity", "a degraded mode answers more than the ordinary one", remedy: "Write '150% of capacity'")
    }
    return answer
  }

  /// Degraded modes of sites that answer, where nobody notices that these are in trouble.
  func findDeadDegradedAnswers(_ service: Service, _ root: FieldReader) {
    var isSeen = false
    if case .layers(let layers) = service.detection {
      isSeen = layers.detectors.contains { detector in
        switch detector.sees {
        case .health, .loss: false
        case .userRequests, .rate, .tried: true
        }
      }
    }
    for response in service.decision.responses {
      guard case .degrade = response.response else { continue }
      note(
        root.node["decide"]?["impact"]?[response.scope.rawValue]?["do"], isDead: !isSeen,
        "nobody notices a site that answers, and from one that does not another site takes over",
        "Detect what users see: 'detect: { detectors: { success: { preset: success-rate } } }'")
    }
  }
}
