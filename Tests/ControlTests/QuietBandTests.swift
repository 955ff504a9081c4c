import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import Control

/// What may be skipped: an evaluation within the quiet band, and one that repeats another before its time.
@Suite struct QuietBandTests {
  static let policies: [ScalingPolicy] = [
    .target(TargetTracking(utilization: 0.7, scaleOutCooldownSeconds: 180, scaleInCooldownSeconds: 300)),
    .threshold(ThresholdPolicy(name: "out", metric: .requestRate(95), step: 2, cooldownSeconds: 300)),
    .threshold(
      ThresholdPolicy(name: "in", metric: .utilization(0.4), direction: .in, holdSeconds: 120, cooldownSeconds: 60)),
    .horizontalPod(HorizontalPodScaling(target: .utilization(0.6))),
    .knative(KnativeScaling(target: .requestsPerReplica(0.5), stableSeconds: 120, panicSeconds: 30)),
    .ongoing(OngoingRequests(perReplica: 0.7, lookBackSeconds: 0, upDelaySeconds: 60, downDelaySeconds: 240)),
    .schedule(ScalingSchedule(entries: [.init(weekdays: [0], from: 1, to: 2, nodes: 9)])),
  ]

  /// Random loads, one a minute, for each mixture of two policies. Wherever the load is quiet, an evaluation changes
  /// neither the pool nor the memory; wherever an evaluation is repeated before its `again`, likewise.
  @Test(arguments: 0..<49)
  func nothingHappensWhereNothingCan(mixture: Int) {
    let scaling = Autoscaling(
      evaluationSeconds: 15, policies: [Self.policies[mixture / 7], Self.policies[mixture % 7]], minimumNodes: 2,
      maximumNodes: 30, startLag: .constant(0))
    let policy = AutoscalingPolicy(scaling, nodeRate: 10_000_000, maximum: 30)
    var stream = RandomStream(
      key: StreamKey(seed: UInt64(mixture), name: "quiet"), replication: 0, purpose: .input)
    var scaler = Autoscaler(policy)
    var nodes: Int32 = 8
    var quietLoads = 0
    for minute in 0..<400 {
      let now = SimTime(seconds: Double(minute) * 60)
      let pool = PoolView(nodes: nodes, pending: 0, minimum: 2, maximum: 30)
      func readings(_ load: Int64) -> Readings {
        var readings = Readings(load: load, inSystem: load / 10)
        for metric in policy.otherMetrics { readings.add(load / 10, for: metric) }
        return readings
      }
      let load = Int64(stream.nextUniform() * 160e6)
      let decision = scaler.evaluate(policy, pool, at: now, readings(load))
      if decision.change != 0 {
        scaler.note(policy, change: decision.change, to: nodes + decision.change, at: now)
        nodes += decision.change
        continue
      }
      let later = min(now + .seconds(15), decision.again)
      if decision.again > now + .seconds(15) {
        var again = scaler
        #expect(again.evaluate(policy, pool, at: later, readings(load)).change == 0)
        #expect(again.canonical(policy, at: later) == scaler.canonical(policy, at: later))
      }
      let band = scaler.quietBand(policy, pool, at: now, readings(load))
      for _ in 0..<20 {
        let other = Int64(stream.nextUniform() * 160e6)
        guard other > band.loadAbove, other <= band.loadUpTo, other / 10 > band.inSystemAbove,
          other / 10 <= band.inSystemUpTo, now + .seconds(15) < decision.again
        else { continue }
        quietLoads += 1
        var again = scaler
        #expect(again.evaluate(policy, pool, at: now + .seconds(15), readings(other)).change == 0)
        #expect(
          again.canonical(policy, at: now + .seconds(15)) == scaler.canonical(policy, at: now + .seconds(15)),
          "\(other) on \(nodes) nodes: \(again) instead of \(scaler)")
      }
    }
    // Two policies that disagree leave little; each one with itself leaves enough to have been tested.
    #expect(mixture % 8 != 0 || mixture == 32 || quietLoads > 10, "only \(quietLoads) loads were quiet")
  }
}
