import ServiceModel
import Stochastics

/// What a policy is called in `policies`.
enum PolicyKind: String, CaseIterable {
  case target
  case threshold
  case horizontalPod = "hpa"
  case knative
  case ongoing
  case schedule
  case forecast
}

private enum ThresholdMetric: String, CaseIterable { case rate, utilization, requests }
private enum ForecastSource: String, CaseIterable {
  case lastWeek = "last-week"
  case trend
}

/// The rows of `policies`, one reader for each kind; what is left out stands at the published default.
extension PlanDecoder {
  func scalingPolicy(_ reader: FieldReader, _ scaling: Autoscaling) -> ScalingPolicy? {
    guard let kind = reader.requiredChoice("kind", PolicyKind.self) else {
      // Of what kind it is decides what its keys mean.
      pass(reader)
      return nil
    }
    switch kind {
    case .target:
      return .target(
        TargetTracking(
          utilization: positive(reader, "utilization", .share),
          scaleOutCooldownSeconds: reader.optional("out-cooldown", .duration) ?? 0,
          scaleInCooldownSeconds: reader.optional("in-cooldown", .duration) ?? 0))
    case .threshold: return thresholdPolicy(reader)
    case .horizontalPod: return horizontalPod(reader)
    case .knative: return knative(reader)
    case .ongoing:
      let standard = OngoingRequests()
      return .ongoing(
        OngoingRequests(
          perReplica: reader.has("requests") ? positive(reader, "requests", .number) : standard.perReplica,
          lookBackSeconds: reader.optional("look-back", .duration) ?? standard.lookBackSeconds,
          upDelaySeconds: reader.optional("up-delay", .duration) ?? standard.upDelaySeconds,
          downDelaySeconds: reader.optional("down-delay", .duration) ?? standard.downDelaySeconds))
    case .schedule: return schedule(reader)
    case .forecast: return forecast(reader, scaling)
    }
  }

  /// Takes all keys for known, where it is not known what they mean.
  private func pass(_ reader: FieldReader) { for key in reader.keys { _ = reader.node(key) } }

  private func thresholdPolicy(_ reader: FieldReader) -> ScalingPolicy? {
    guard let metric = reader.requiredChoice("metric", ThresholdMetric.self) else {
      pass(reader)
      return nil
    }
    let isOut = reader.has("above")
    if isOut == reader.has("below") {
      pass(reader)
      reader.error(nil, "a threshold has either 'above' or 'below'", remedy: "Write 'above: 75%' or 'below: 30%'")
      return nil
    }
    let key = isOut ? "above" : "below"
    let level: ThresholdPolicy.Metric =
      switch metric {
      case .rate: .requestRate(positive(reader, key, .rate))
      case .utilization: .utilization(positive(reader, key, .share))
      case .requests: .requestsPerReplica(positive(reader, key, .number))
      }
    return .threshold(
      ThresholdPolicy(
        name: "\(metric.rawValue) \(key) \(reader.text(key) ?? "")", metric: level, direction: isOut ? .out : .in,
        step: isOut ? atLeastOne(reader, "add", .count("nodes")) : atLeastOne(reader, "remove", .count("nodes")),
        holdSeconds: reader.optional("for", .duration) ?? 0,
        cooldownSeconds: reader.optional("cooldown", .duration) ?? 0))
  }

  /// What is kept at a target: exactly one of three keys.
  private func target(_ reader: FieldReader, otherwise standard: ScalingTarget?) -> ScalingTarget {
    let keys = ["utilization", "rate", "requests"].filter { reader.has($0) }
    guard keys.count == 1 else {
      if keys.count > 1 || standard == nil {
        reader.error(
          keys.last, "a target is one of 'utilization', 'rate' and 'requests', a replica",
          remedy: "Write 'utilization: 70%', 'rate: 7rps' or 'requests: 40'")
      }
      return standard ?? .utilization(1)
    }
    return switch keys[0] {
    case "utilization": .utilization(positive(reader, "utilization", .share))
    case "rate": .requestRate(positive(reader, "rate", .rate))
    default: .requestsPerReplica(positive(reader, "requests", .number))
    }
  }

  private func horizontalPod(_ reader: FieldReader) -> ScalingPolicy {
    .horizontalPod(
      HorizontalPodScaling(
        target: target(reader, otherwise: nil), tolerance: reader.optional("tolerance", .share) ?? 0.1,
        up: behaviour(reader, "up", .up), down: behaviour(reader, "down", .down)))
  }

  private func behaviour(_ reader: FieldReader, _ key: String, _ standard: HorizontalPodScaling.Behaviour)
    -> HorizontalPodScaling.Behaviour?
  {
    guard let side = reader.child(key) else { return nil }
    var behaviour = standard
    behaviour.stabilisationSeconds = side.optional("stabilise", .duration) ?? standard.stabilisationSeconds
    behaviour.selection = side.choice("select", HorizontalPodScaling.Behaviour.Selection.self) ?? standard.selection
    if let limits = side.list("limits") {
      behaviour.limits = limits.enumerated().map { index, item in
        let limit = FieldReader(item, path: "\(side.path(of: "limits"))[\(index)]", context: context)
        defer { limit.finish() }
        let period = positive(limit, "per", .duration)
        if limit.has("pods") {
          return .init(.pods(atLeastOne(limit, "pods", .count("pods"))), periodSeconds: period)
        }
        return .init(.percent(positive(limit, "percent", .number)), periodSeconds: period)
      }
    }
    side.finish()
    return behaviour
  }

  private func knative(_ reader: FieldReader) -> ScalingPolicy {
    let standard = KnativeScaling(target: .requestsPerReplica(70))
    func amount(_ key: String, _ otherwise: Double, over least: Double) -> Double {
      guard let value = reader.optional(key, .number) else { return otherwise }
      if value <= least {
        reader.error(key, "'\(reader.path(of: key))' must be above \(Int(least))", remedy: "Write '\(Int(otherwise))'")
      }
      return value
    }
    let stable = reader.has("stable") ? positive(reader, "stable", .duration) : standard.stableSeconds
    let panic = reader.has("panic") ? positive(reader, "panic", .duration) : stable / 10
    if panic > stable {
      reader.error("panic", "the panic window is longer than the stable one", remedy: "Knative's is a tenth of it")
    }
    return .knative(
      KnativeScaling(
        target: target(reader, otherwise: standard.target), stableSeconds: stable, panicSeconds: panic,
        panicThreshold: amount("panic-threshold", standard.panicThreshold, over: 1),
        upRate: amount("up-rate", standard.upRate, over: 1), downRate: amount("down-rate", standard.downRate, over: 1)))
  }

  private func schedule(_ reader: FieldReader) -> ScalingPolicy {
    if !reader.has("floor") { reader.missing("floor", example: "[{ days: mon-fri, from: 8h, to: 20h, nodes: 40 }]") }
    let entries = (reader.list("floor") ?? []).enumerated().map { index, item -> ScalingSchedule.Entry in
      let entry = FieldReader(item, path: "\(reader.path(of: "floor"))[\(index)]", context: context)
      defer { entry.finish() }
      return ScalingSchedule.Entry(
        weekdays: entry.text("days").map { weekdays($0, entry) } ?? Array(0..<7),
        from: entry.optional("from", .hourOfDay) ?? 0, to: entry.optional("to", .hourOfDay) ?? 24,
        nodes: Int(entry.required("nodes", .count("nodes"))))
    }
    return .schedule(ScalingSchedule(entries: entries))
  }

  /// `mon`, `mon-fri` or `sat-mon`.
  private func weekdays(_ text: String, _ reader: FieldReader) -> [Int] {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { names.firstIndex(of: String($0)) }
    guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1] else {
      reader.error("days", "expected weekdays, found '\(text)'", remedy: "Write 'mon-fri' or 'sat'")
      return []
    }
    return (0...((last - first + 7) % 7)).map { (first + $0) % 7 }
  }

  private func forecast(_ reader: FieldReader, _ scaling: Autoscaling) -> ScalingPolicy? {
    let source = reader.requiredChoice("from", ForecastSource.self)
    // Nodes that are ordered on an old metric at the next evaluation.
    let lag = scaling.startLag.mean + scaling.evaluationSeconds
    let lead = reader.optional("lead", .duration) ?? lag
    let utilization = positive(reader, "utilization", .share)
    if lead > 7 * 86_400 {
      reader.error("lead", "a forecast looks ahead by a week at most", remedy: "Leave 'lead' out: the start lag counts")
    }
    switch source {
    case .lastWeek:
      return .forecast(ForecastScaling(method: .lastWeek, utilization: utilization, leadSeconds: lead))
    case .trend:
      let over = reader.has("over") ? positive(reader, "over", .duration) : 1800
      return .forecast(
        ForecastScaling(method: .trend(overSeconds: over), utilization: utilization, leadSeconds: lead))
    case nil:
      _ = reader.node("over")
      return nil
    }
  }
}
