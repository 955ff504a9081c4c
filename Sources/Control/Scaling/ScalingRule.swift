import EventKernel
import ServiceModel

/// A policy in the kernel's integers. The larger ones are boxed: a year hands the small ones on a hundred thousand times.
enum ScalingRule: Equatable, Sendable {
  case target(TargetRule)
  case threshold(ThresholdRule)
  indirect case horizontalPod(HorizontalPodRule)
  indirect case knative(KnativeRule)
  case streak(StreakRule)
  indirect case schedule(ScheduleRule)
  case forecast(ForecastRule)

  /// What a rule remembers between evaluations.
  enum Memory: Equatable, Sendable {
    case none
    case target(TargetRule.Memory)
    case threshold(ThresholdRule.Memory)
    case horizontalPod(HorizontalPodRule.Memory)
    case knative(KnativeRule.Memory)
    case streak(StreakRule.Memory)
  }

  var emptyMemory: Memory {
    switch self {
    case .target: .target(.init())
    case .threshold: .threshold(.init())
    case .horizontalPod: .horizontalPod(.init())
    case .knative: .knative(.init())
    case .streak: .streak(.init())
    case .schedule, .forecast: .none
    }
  }

  func propose(
    _ pool: PoolView, at now: SimTime, _ memory: inout Memory, _ readings: Readings
  ) -> Proposal {
    switch (self, memory) {
    case (.target(let rule), .target(var own)):
      defer { memory = .target(own) }
      return rule.propose(readings.value(rule.metric), pool, at: now, &own)
    case (.threshold(let rule), .threshold(var own)):
      defer { memory = .threshold(own) }
      return rule.propose(readings.value(rule.metric), pool, at: now, &own)
    case (.horizontalPod(let rule), .horizontalPod(var own)):
      defer { memory = .horizontalPod(own) }
      return rule.propose(readings.value(rule.metric), pool, at: now, &own)
    case (.knative(let rule), .knative(var own)):
      defer { memory = .knative(own) }
      return rule.propose(readings.value(rule.stable), inPanic: readings.value(rule.panic), pool, at: now, &own)
    case (.streak(let rule), .streak(var own)):
      defer { memory = .streak(own) }
      return rule.propose(readings.value(rule.metric), pool, at: now, &own)
    case (.schedule(let rule), _): return rule.propose(pool, at: now)
    case (.forecast(let rule), _): return rule.propose(readings.value(rule.metric), pool)
    case (.target, _), (.threshold, _), (.horizontalPod, _), (.knative, _), (.streak, _):
      preconditionFailure("the memory of another rule")
    }
  }

  /// The pool was changed at `now`, by `change` nodes to `nodes`.
  func note(_ change: Int32, to nodes: Int32, at now: SimTime, _ memory: inout Memory) {
    switch (self, memory) {
    case (.target(let rule), .target(var own)):
      rule.note(change, to: nodes, at: now, &own)
      memory = .target(own)
    case (.threshold(let rule), .threshold(var own)):
      rule.note(isGrowth: change > 0, at: now, &own)
      memory = .threshold(own)
    case (.horizontalPod(let rule), .horizontalPod(var own)):
      rule.note(change, at: now, &own)
      memory = .horizontalPod(own)
    case (.streak(let rule), .streak(var own)):
      rule.note(isGrowth: change > 0, &own)
      memory = .streak(own)
    // These remember no change.
    case (.knative, _), (.schedule, _), (.forecast, _): break
    case (.target, _), (.threshold, _), (.horizontalPod, _), (.streak, _):
      preconditionFailure("the memory of another rule")
    }
  }

  func quiet(_ pool: PoolView, at now: SimTime, _ memory: Memory, _ readings: Readings) -> Quiet {
    switch (self, memory) {
    case (.target(let rule), _): rule.quiet(pool)
    case (.threshold(let rule), .threshold(let own)): rule.quiet(pool, own)
    case (.horizontalPod(let rule), .horizontalPod(let own)): rule.quiet(pool, own)
    case (.knative(let rule), .knative(let own)): rule.quiet(pool, own)
    case (.streak(let rule), .streak(let own)): rule.quiet(pool, own)
    case (.schedule(let rule), _): .standing(rule.propose(pool, at: now), pool)
    case (.forecast(let rule), _): .standing(rule.propose(readings.value(rule.metric), pool), pool)
    case (.threshold, _), (.horizontalPod, _), (.knative, _), (.streak, _):
      preconditionFailure("the memory of another rule")
    }
  }

  /// The memory as of `now` with what no later evaluation can see left out.
  func canonical(_ memory: Memory, at now: SimTime) -> Memory {
    switch (self, memory) {
    case (.target(let rule), .target(let own)): return .target(rule.canonical(own, at: now))
    case (.threshold(let rule), .threshold(var own)):
      if own.again <= now { own.again = .zero }
      if rule.hold == .zero { own.since = .never }
      return .threshold(own)
    case (.horizontalPod(let rule), .horizontalPod(var own)):
      rule.forget(at: now, &own)
      if own.recommendations.count == 1 { own.recommendations[0].start = .zero }
      return .horizontalPod(own)
    case (_, .knative(var own)):
      if own.isOver { own.panickedAt = now }
      return .knative(own)
    case (.target, _), (.threshold, _), (.horizontalPod, _), (.knative, _), (.streak, _), (.schedule, _),
      (.forecast, _):
      return memory
    }
  }

  /// The metric that it follows; for what it reads besides, see `metrics`.
  var metric: Metric {
    switch self {
    case .target(let rule): rule.metric
    case .threshold(let rule): rule.metric
    case .horizontalPod(let rule): rule.metric
    case .knative(let rule): rule.stable
    case .streak(let rule): rule.metric
    case .schedule: .load(MetricWindow())
    case .forecast(let rule): rule.metric
    }
  }

  var metrics: [Metric] {
    if case .knative(let rule) = self { return [rule.stable, rule.panic] }
    return [metric]
  }
}
