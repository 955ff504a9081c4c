import ServiceModel

/// What clients do when they get no answer, and what protects the service from them.
extension PlanDecoder {
  func protection(_ root: FieldReader) -> Protection {
    guard let reader = root.child("protection") else { return Protection() }
    defer { reader.finish() }
    return Protection(
      retries: reader.child("retries").map { retries($0) },
      queue: reader.child("queue").map { queue($0) } ?? QueueRule(),
      degradedMode: reader.child("degrade").map { degradedMode($0) },
      breaker: reader.child("breaker").map { breaker($0) })
  }

  private func retries(_ reader: FieldReader) -> ClientRetries {
    defer { reader.finish() }
    let attempts = reader.requiredWhole("attempts", noun: "attempts")
    if !context.diagnostics.hasErrors && !(2...10).contains(attempts) {
      reader.error(
        "attempts", "\(attempts) attempts in all are not between 2 and 10",
        remedy: "Write '3' for a request and two retries; leave 'retries' out where nobody comes back")
    }
    let multiplier = reader.optional("multiplier", .factor) ?? 2
    if multiplier < 1 {
      reader.error("multiplier", "each wait is as long as the one before it at least", remedy: "Write '2'")
    }
    let budget = reader.optional("budget", .shareOf("requests"))
    return ClientRetries(
      attempts: min(10, max(2, attempts)), backoffSeconds: positive(reader, "backoff", .duration),
      multiplier: multiplier,
      longestSeconds: reader.has("longest") ? positive(reader, "longest", .duration) : 60,
      jitter: reader.choice("jitter", ClientRetries.Jitter.self) ?? .full, share: reader.optional("share", .share) ?? 1,
      budget: budget)
  }

  private func queue(_ reader: FieldReader) -> QueueRule {
    defer { reader.finish() }
    enum Abandoned: String, CaseIterable { case dropped, answered }
    let rule = QueueRule(
      limit: reader.has("limit") ? atLeastOne(reader, "limit", .count("requests")) : nil,
      answersAbandoned: reader.choice("abandoned", Abandoned.self) == .answered)
    if rule.answersAbandoned && rule.limit == nil {
      reader.error(
        nil, "a queue whose abandoned requests are answered needs a 'limit': without one it grows for ever",
        remedy: "Write '{ limit: 200, abandoned: answered }'")
    }
    return rule
  }

  private func degradedMode(_ reader: FieldReader) -> DegradedMode {
    defer { reader.finish() }
    let mode = DegradedMode(
      above: reader.required("above", .shareOf("capacity", atMost: 10)),
      afterSeconds: reader.optional("after", .duration) ?? 0,
      below: reader.required("below", .shareOf("capacity")), holdSeconds: reader.optional("hold", .duration) ?? 300,
      capacity: reader.optional("capacity", .shareOf("capacity", atMost: 10)) ?? 1,
      quality: reader.required("quality", .share))
    if !context.diagnostics.hasErrors {
      if mode.below >= mode.above {
        reader.error(
          "below", "the mode would end where it begins", remedy: "Let 'below' be less than 'above', such as 80%")
      }
      if mode.capacity < 1 {
        reader.error(
          "capacity", "a degraded mode answers more than the ordinary one, not less",
          remedy: "Write '150% of capacity'")
      }
    }
    return mode
  }

  func breaker(_ reader: FieldReader) -> CircuitBreaker {
    defer { reader.finish() }
    return CircuitBreaker(
      failures: atLeastOne(reader, "failures", .count("failures in a row")),
      openSeconds: positive(reader, "open", .duration))
  }

  /// What a plan without latency curves cannot say.
  func checkProtection(_ service: Service, _ reader: FieldReader) {
    guard service.protection.queue != QueueRule(), service.replica.serving == nil else { return }
    context.report(
      at: reader.node["protection"]?["queue"]?.position ?? reader.node.position,
      "replicas that have no more than a rated capacity have no queue",
      remedy: "Describe the replica with 'replica.iteration', or leave 'queue' out")
  }
}
