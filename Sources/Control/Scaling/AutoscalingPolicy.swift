import EventKernel
import ServiceModel
import Stochastics

/// A pool's autoscaling rules in the kernel's integers, compiled once. Immutable; a class, so that handing it on copies one
/// reference.
public final class AutoscalingPolicy: Sendable {
  public let every: Span
  /// From a decision to ready nodes, in seconds.
  public let startLag: Distribution
  /// Share of scale-outs that are refused.
  public let refused: Double
  public let drain: Span
  public let minimum: Int32
  public let maximum: Int32
  /// How far back the metrics look: what demand did before has no influence.
  public let reach: Span
  /// Mean time of a request at a replica: requests in the system are load times this (Little's law).
  public let response: Span
  let rules: ContiguousArray<ScalingRule>
  /// Whether an evaluation right after a change may change more; target tracking alone has what it wants.
  public let looksAgain: Bool
  /// Whether a rule reads the number of requests in the pool.
  public let readsRequests: Bool
  /// What the rules read of demand that is not there yet or no longer.
  public let forecasts: ContiguousArray<Metric>
  /// All that they read beside the present load and the present number of requests.
  public let otherMetrics: ContiguousArray<Metric>

  /// - Parameters:
  ///   - nodeRate: What a node carries, in millionths of a request a second.
  ///   - replicasPerNode: Policies speak of replicas; nodes come whole.
  ///   - maximum: The most nodes that the site can have.
  ///   - weekOffset: From Monday's first instant to the start of the run.
  ///   - clock: By which a schedule is read.
  public init(
    _ scaling: Autoscaling, nodeRate: Int64, replicasPerNode: Int = 1, maximum: Int32, weekOffset: Span = .zero,
    clock: WallClock = .even
  ) {
    every = Span(seconds: scaling.evaluationSeconds)
    startLag = scaling.startLag
    refused = scaling.refused
    drain = Span(seconds: scaling.drainSeconds)
    self.maximum = scaling.maximumNodes.map { min(Int32($0), maximum) } ?? maximum
    minimum = min(Int32(scaling.minimumNodes), self.maximum)
    // Where the plan does not say, a replica at its rated load holds one request.
    response = Span(
      seconds: scaling.responseSeconds ?? Double(replicasPerNode) * 1e6 / Double(max(1, nodeRate)))
    let pool = RuleCompiler(
      every: every, nodeRate: nodeRate, replicasPerNode: replicasPerNode,
      window: MetricWindow(
        delay: Span(seconds: scaling.metricDelaySeconds), width: Span(seconds: scaling.averagingSeconds)),
      weekOffset: weekOffset, clock: clock)
    rules = ContiguousArray(scaling.policies.map(pool.rule))
    looksAgain = rules.contains { if case .target = $0 { false } else { true } }
    readsRequests = rules.contains { rule in
      rule.metrics.contains { if case .inSystem = $0 { true } else { false } }
    }
    var (forecasts, others, reach) = (ContiguousArray<Metric>(), ContiguousArray<Metric>(), Span.zero)
    for metric in rules.flatMap(\.metrics) where !others.contains(metric) {
      switch metric {
      case .load(let window), .inSystem(let window):
        reach = max(reach, window.reach)
        if !window.isPresent { others.append(metric) }
      case .lastWeek, .trend:
        forecasts.append(metric)
        others.append(metric)
      }
    }
    (self.forecasts, otherMetrics, self.reach) = (forecasts, others, reach)
  }
}

/// Puts policies into the integers of one pool.
private struct RuleCompiler {
  var every: Span
  var nodeRate: Int64
  var replicasPerNode: Int
  var window: MetricWindow
  var weekOffset: Span
  var clock: WallClock

  func rule(_ policy: ScalingPolicy) -> ScalingRule {
    switch policy {
    case .target(let target):
      .target(
        TargetRule(
          metric: .load(window), perNode: carried(at: target.utilization),
          outCooldown: Span(seconds: target.scaleOutCooldownSeconds),
          inCooldown: Span(seconds: target.scaleInCooldownSeconds)))
    case .threshold(let threshold): .threshold(rule(threshold))
    case .horizontalPod(let scaling): .horizontalPod(rule(scaling))
    case .knative(let scaling): .knative(rule(scaling))
    case .ongoing(let ongoing):
      .streak(
        StreakRule(
          metric: .inSystem(looking(over: ongoing.lookBackSeconds)), perNode: ofNode(ongoing.perReplica),
          upDelay: Span(seconds: ongoing.upDelaySeconds), downDelay: Span(seconds: ongoing.downDelaySeconds)))
    case .schedule(let schedule):
      .schedule(
        ScheduleRule(
          entries: entries(schedule), offset: weekOffset.nanoseconds,
          changes: ContiguousArray(
            clock.changes.map {
              ClockChange(at: Span(seconds: $0.at).nanoseconds, ahead: Span(seconds: $0.ahead).nanoseconds)
            })))
    case .forecast(let forecast):
      .forecast(ForecastRule(metric: metric(forecast), perNode: carried(at: forecast.utilization)))
    }
  }

  private func carried(at utilization: Double) -> Int64 {
    max(1, Int64((Double(nodeRate) * utilization).rounded(.down)))
  }

  private func ofNode(_ perReplica: Double) -> Int64 {
    max(1, Int64((perReplica * Double(replicasPerNode) * 1e6).rounded()))
  }

  private func looking(over seconds: Double) -> MetricWindow {
    MetricWindow(delay: window.delay, width: Span(seconds: seconds))
  }

  private func metric(_ target: ScalingTarget, _ window: MetricWindow) -> (metric: Metric, perNode: Int64) {
    switch target {
    case .utilization(let u): (.load(window), carried(at: u))
    case .requestRate(let rps): (.load(window), ofNode(rps))
    case .requestsPerReplica(let count): (.inSystem(window), ofNode(count))
    }
  }

  private func rule(_ threshold: ThresholdPolicy) -> ThresholdRule {
    let (metric, level, isPerNode): (Metric, Int64, Bool) =
      switch threshold.metric {
      case .requestRate(let rps): (.load(window), Int64((rps * 1e6).rounded()), false)
      case .utilization(let u): (.load(window), Int64((Double(nodeRate) * u).rounded()), true)
      case .requestsPerReplica(let count): (.inSystem(window), ofNode(count), true)
      }
    return ThresholdRule(
      metric: metric, level: level, isPerNode: isPerNode,
      step: Int32(threshold.direction == .out ? threshold.step : -threshold.step),
      hold: Span(seconds: threshold.holdSeconds), cooldown: Span(seconds: threshold.cooldownSeconds))
  }

  private func rule(_ scaling: HorizontalPodScaling) -> HorizontalPodRule {
    let (metric, perNode) = metric(scaling.target, window)
    let hasBehaviour = scaling.up != nil || scaling.down != nil
    return HorizontalPodRule(
      metric: metric, perNode: perNode, tolerance: Int64((Double(perNode) * scaling.tolerance).rounded()),
      every: every,
      pace: hasBehaviour
        ? .behaviour(up: side(scaling.up ?? .up), down: side(scaling.down ?? .down))
        : .plain(
          window: Span(seconds: HorizontalPodScaling.Behaviour.down.stabilisationSeconds),
          firstNodes: nodes(ofPods: HorizontalPodRule.firstPods)))
  }

  private func nodes(ofPods count: Int) -> Int32 { Int32((count + replicasPerNode - 1) / replicasPerNode) }

  private func side(_ behaviour: HorizontalPodScaling.Behaviour) -> HorizontalPodRule.Side {
    HorizontalPodRule.Side(
      window: Span(seconds: behaviour.stabilisationSeconds),
      limits: ContiguousArray(
        behaviour.limits.map { limit in
          let period = Span(seconds: limit.periodSeconds)
          return switch limit.amount {
          case .pods(let count):
            HorizontalPodRule.Limit(nodes: nodes(ofPods: count), share: 0, period: period)
          case .percent(let percent): HorizontalPodRule.Limit(nodes: 0, share: percent / 100, period: period)
          }
        }), takesLargest: behaviour.selection == .max, isDisabled: behaviour.selection == .disabled)
  }

  private func rule(_ scaling: KnativeScaling) -> KnativeRule {
    let (stable, perNode) = metric(scaling.target, looking(over: scaling.stableSeconds))
    return KnativeRule(
      stable: stable, panic: metric(scaling.target, looking(over: scaling.panicSeconds)).metric, perNode: perNode,
      stableWindow: Span(seconds: scaling.stableSeconds), every: every, panicThreshold: scaling.panicThreshold,
      upRate: scaling.upRate, downRate: scaling.downRate)
  }

  private func entries(_ schedule: ScalingSchedule) -> ContiguousArray<ScheduleRule.Entry> {
    let hour = 3600e9
    return ContiguousArray(
      schedule.entries.flatMap { entry in
        entry.weekdays.map { day in
          let midnight = Double(day) * 24 * hour
          let length = entry.to > entry.from ? entry.to - entry.from : entry.to + 24 - entry.from
          let from = Int64((midnight + entry.from * hour).rounded())
          return ScheduleRule.Entry(
            from: from, to: from + Int64((length * hour).rounded()), nodes: Int32(entry.nodes))
        }
      })
  }

  private func metric(_ forecast: ForecastScaling) -> Metric {
    let lead = Span(seconds: forecast.leadSeconds)
    return switch forecast.method {
    case .lastWeek: .lastWeek(lead: lead)
    case .trend(let over): .trend(lead: lead, over: Span(seconds: over))
    }
  }
}
