import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import Control

/// One trace of each policy, computed by hand.
@Suite struct PolicyTraceTests {
  private typealias Step = ScalingTrace.Step

  private func scaling(_ policies: ScalingPolicy..., every: Double = 60, response: Double? = nil, minimum: Int = 1)
    -> Autoscaling
  {
    Autoscaling(
      evaluationSeconds: every, responseSeconds: response, policies: policies, minimumNodes: minimum,
      startLag: .constant(0))
  }

  private let target = ScalingPolicy.target(
    TargetTracking(utilization: 0.7, scaleOutCooldownSeconds: 180, scaleInCooldownSeconds: 300))

  /// 7 rps a node: 100 rps ask for 15 at 120 s; 140 at 240 s for 20, more than the scale-out that cools down asked for;
  /// 70 for 10 at once, for only a scale-in starts that cooldown; 63 for 9 at 300 s after 600; 77 for 11 meanwhile.
  @Test func targetTrackingWaitsForItsCooldowns() {
    var trace = ScalingTrace(scaling(target), nodes: 10)
    trace.run(until: 900) { $0 < 100 ? 70 : $0 < 200 ? 100 : $0 < 320 ? 140 : $0 < 400 ? 70 : 63 }
    #expect(
      trace.steps == [
        Step(at: 120, nodes: 15), Step(at: 240, nodes: 20), Step(at: 360, nodes: 10), Step(at: 660, nodes: 9),
      ])
  }

  /// A scale-out stops the cooldown of a scale-in: ten nodes at 60 s, eleven at 120 s, ten again at 180 s. What is no
  /// more than the scale-out at 120 s asked for waits for it: eleven not at 240 s but at 300 s, twelve at once.
  @Test func aScaleOutInterruptsAScaleIn() {
    var trace = ScalingTrace(scaling(target), nodes: 12)
    trace.run(until: 400) { $0 < 60 ? 84 : $0 < 120 ? 70 : $0 < 180 ? 77 : $0 < 240 ? 70 : $0 < 360 ? 77 : 84 }
    #expect(
      trace.steps == [
        Step(at: 60, nodes: 10), Step(at: 120, nodes: 11), Step(at: 180, nodes: 10), Step(at: 300, nodes: 11),
        Step(at: 360, nodes: 12),
      ])
  }

  /// 80 rps on ten nodes are above 75 % from 60 s on: two nodes after 120 s of it. 30 rps are below 30 % of twelve and of
  /// eleven nodes, 300 s apart, and not of ten.
  @Test func thresholdsStepBothWays() {
    let out = ThresholdPolicy(
      name: "busy", metric: .utilization(0.75), step: 2, holdSeconds: 120, cooldownSeconds: 600)
    let back = ThresholdPolicy(name: "idle", metric: .utilization(0.3), direction: .in, cooldownSeconds: 300)
    var trace = ScalingTrace(scaling(.threshold(out), .threshold(back)), nodes: 10)
    trace.run(until: 3000) { $0 < 30 ? 50 : $0 < 601 ? 80 : 30 }
    #expect(trace.steps == [Step(at: 180, nodes: 12), Step(at: 660, nodes: 11), Step(at: 960, nodes: 10)])
  }

  /// While 600 s of the cooldown run the load may be as high as it likes.
  @Test func aThresholdActsOncePerCooldown() {
    let out = ThresholdPolicy(name: "rate", metric: .requestRate(100), cooldownSeconds: 600)
    var trace = ScalingTrace(scaling(.threshold(out)), nodes: 3)
    trace.run(until: 1500) { _ in 101 }
    #expect(trace.steps == [Step(at: 0, nodes: 4), Step(at: 600, nodes: 5), Step(at: 1200, nodes: 6)])
  }

  /// 1000 rps ask for 143 nodes. Doubled at each evaluation: 20, 40, 80, then what is wanted.
  @Test func horizontalPodDoublesEachPeriod() {
    var trace = ScalingTrace(
      scaling(.horizontalPod(HorizontalPodScaling(target: .utilization(0.7))), every: 15), nodes: 10)
    trace.run(until: 120) { $0 < 1 ? 70 : 1000 }
    #expect(
      trace.steps == [
        Step(at: 15, nodes: 20), Step(at: 30, nodes: 40), Step(at: 45, nodes: 80), Step(at: 60, nodes: 143),
      ])
  }

  /// Three pods a minute on nodes of two: two nodes at 60 s, for the low recommendation of 0 s counts until then; two
  /// more when those are a minute old. Ratios within 10 % change nothing.
  @Test func horizontalPodLimitsAndStabilisesUpwards() {
    let up = HorizontalPodScaling.Behaviour(
      stabilisationSeconds: 60,
      limits: [.init(.pods(3), periodSeconds: 60), .init(.percent(100), periodSeconds: 60)], selection: .min)
    let policy = ScalingPolicy.horizontalPod(HorizontalPodScaling(target: .requestRate(5), up: up))
    var trace = ScalingTrace(scaling(policy, every: 15), replicasPerNode: 2, nodes: 4)
    trace.run(until: 200) { $0 < 1 ? 44 : 100 }
    #expect(trace.steps == [Step(at: 60, nodes: 6), Step(at: 120, nodes: 8), Step(at: 180, nodes: 10)])
  }

  /// Ten requests a node. Over six seconds the step to 200 asks for 10, 15 and 20 nodes, the first of them twice what is
  /// ready; panic holds 20 until a minute after 102 s. Then the stable window asks for 7, 6, 6, 5, halved at most.
  @Test func knativePanicsAndCalmsDown() {
    let policy = ScalingPolicy.knative(KnativeScaling(target: .requestsPerReplica(10)))
    var trace = ScalingTrace(scaling(policy, every: 2, response: 1), nodes: 5)
    trace.run(until: 300) { $0 < 100 ? 50 : $0 < 110 ? 200 : 50 }
    #expect(
      trace.steps == [
        Step(at: 102, nodes: 10), Step(at: 104, nodes: 15), Step(at: 106, nodes: 20), Step(at: 164, nodes: 10),
        Step(at: 166, nodes: 6), Step(at: 170, nodes: 5),
      ])
  }

  /// Two requests a node at 10 rps. From 110 s on more is wanted, at 140 s fifteen; from 210 s on less, at 810 s ten.
  @Test func ongoingRequestsWaitForADelayWithoutABreak() {
    var trace = ScalingTrace(scaling(.ongoing(OngoingRequests()), every: 10, response: 0.2), nodes: 10)
    trace.run(until: 1000) { $0 < 100 ? 100 : $0 < 200 ? 150 : 100 }
    #expect(trace.steps == [Step(at: 140, nodes: 15), Step(at: 810, nodes: 10)])
  }

  /// A run that begins on a Friday: up at eight, down at eight in the evening, and again on Monday.
  @Test func aScheduleKnowsItsWeekdays() {
    let office = ScalingSchedule(entries: [.init(weekdays: [0, 1, 2, 3, 4], from: 8, to: 20, nodes: 12)])
    var trace = ScalingTrace(scaling(.schedule(office), minimum: 4), nodes: 4, weekOffset: .days(4))
    trace.run(until: 4 * 86_400) { _ in 0 }
    #expect(
      trace.steps == [
        Step(at: 8 * 3600, nodes: 12), Step(at: 20 * 3600, nodes: 4), Step(at: 3 * 86_400 + 8 * 3600, nodes: 12),
        Step(at: 3 * 86_400 + 20 * 3600, nodes: 4),
      ])
  }

  /// An entry past midnight belongs to the day on which it begins: Sunday's night ends on Monday.
  @Test func aScheduleGoesPastMidnight() {
    let night = ScalingSchedule(entries: [.init(weekdays: [6], from: 22, to: 6, nodes: 9)])
    var trace = ScalingTrace(scaling(.schedule(night), minimum: 2), nodes: 2, weekOffset: .days(6))
    trace.run(until: 2 * 86_400) { _ in 0 }
    #expect(trace.steps == [Step(at: 22 * 3600, nodes: 9), Step(at: 30 * 3600, nodes: 2)])
  }

  /// 0.1 rps a second, five minutes ahead: 130 rps now, 136, 142, 148, 154.
  @Test func aTrendLooksAheadByItsLead() {
    let ahead = ForecastScaling(method: .trend(overSeconds: 300), utilization: 1, leadSeconds: 300)
    var trace = ScalingTrace(scaling(.forecast(ahead)), nodes: 10)
    trace.run(until: 240) { 100 + 0.1 * $0 }
    #expect(
      trace.steps == [
        Step(at: 0, nodes: 13), Step(at: 60, nodes: 14), Step(at: 120, nodes: 15), Step(at: 240, nodes: 16),
      ])
  }

  /// Last week's quarter of an hour at 200 rps begins at 1000 s: nodes are asked for five minutes before.
  @Test func lastWeekIsExpectedAgain() {
    let week = 7 * 86_400.0
    let ahead = ForecastScaling(method: .lastWeek, utilization: 1, leadSeconds: 300)
    var trace = ScalingTrace(scaling(.forecast(ahead)), nodes: 10)
    trace.run(from: week, until: week + 3600) { (1000..<2000).contains($0) ? 200 : 100 }
    #expect(trace.steps == [Step(at: week + 720, nodes: 20), Step(at: week + 1740, nodes: 10)])
  }

  /// Seventy rps ask for ten nodes; the floor of twelve is the larger wish.
  @Test func theLargestWishWins() {
    let always = ScalingSchedule(entries: [.init(weekdays: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 24, nodes: 12)])
    var trace = ScalingTrace(scaling(target, .schedule(always)), nodes: 10)
    trace.run(until: 900) { $0 < 500 ? 70 : 105 }
    #expect(trace.steps == [Step(at: 0, nodes: 12), Step(at: 540, nodes: 15)])
  }
}
