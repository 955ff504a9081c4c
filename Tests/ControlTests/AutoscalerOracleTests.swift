import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import Control

/// Published traces, exact to the second.
@Suite struct AutoscalerOracleTests {
  private let horizontal = HorizontalPodScaling(target: .utilization(0.7))

  /// J01: a step of load, a proportional scaler, nodes that take three minutes.
  @Test func stepUpWithProvisioningDelay() throws {
    var trace = ScalingTrace(
      Autoscaling(evaluationSeconds: 15, policies: [.horizontalPod(horizontal)], startLag: .constant(180)), nodes: 10)
    trace.run(until: 600) { $0 < 100 ? 70 : 140 }
    #expect(trace.steps == [.init(at: 105, nodes: 20)])
    #expect(trace.ready == [.init(at: 285, nodes: 20)])
    let overload = trace.ready[0].at - 100
    #expect(overload == 185)
    let lost = overload * (140 - 100)
    #expect(lost == 7400)
    #expect(abs(trace.ready[0].at + lost / (200 - 140) - 408.3333333333333) < 1e-9 * 408)
    // The longest wait is that of the arrival whose service begins as the new nodes become ready.
    let arrival = 100 + 100 * overload / 140
    #expect(abs(arrival - 232.1428571428571) < 1e-9 * 232)
    #expect(abs(trace.ready[0].at - arrival - 52.85714285714286) < 1e-9 * 52)
  }

  /// J02: five minutes of agreement before a pool shrinks, what is exactly five minutes old included.
  @Test func scaleInAfterStabilisation() {
    var trace = ScalingTrace(
      Autoscaling(evaluationSeconds: 15, policies: [.horizontalPod(horizontal)], startLag: .constant(0)), nodes: 20)
    trace.run(until: 2000) { $0 < 1000 ? 140 : 70 }
    #expect(trace.steps == [.init(at: 1305, nodes: 10)])
    #expect((trace.steps[0].at - 1000) * (20 - 10) == 3050)
  }

  /// The same with a `behavior`: what is exactly five minutes old no longer counts, so the pool shrinks one evaluation
  /// earlier (hpa-window: 00:14:45, not 00:15:00).
  @Test func scaleInAfterStabilisationWithBehaviour() {
    let policy = HorizontalPodScaling(target: .utilization(0.5), down: .down)
    var trace = ScalingTrace(
      Autoscaling(evaluationSeconds: 15, policies: [.horizontalPod(policy)], startLag: .constant(0)), nodes: 12)
    trace.run(until: 1200) { $0 < 600 ? 60 : 20 }
    #expect(trace.steps == [.init(at: 885, nodes: 4)])
  }

  /// J04: on a ramp the lag is the metric's delay, the worst phase of the evaluation and the start.
  @Test func rampOutrunsTheLag() {
    var trace = ScalingTrace(
      Autoscaling(
        evaluationSeconds: 15, metricDelaySeconds: 30,
        policies: [.target(TargetTracking(utilization: 1, scaleOutCooldownSeconds: 0, scaleInCooldownSeconds: 0))],
        startLag: .constant(180)), nodes: 10)
    let ramp = 0.5
    // At 30 s the delayed metric shows the last value that is not above capacity.
    trace.run(until: 300) { 100 + max(0, $0) * ramp }
    #expect(trace.steps.first?.at == 45)
    let lag = trace.ready[0].at
    #expect(lag == 225)
    #expect(lag * ramp == 112.5)
    #expect(lag * ramp / 100 == 1.125)
    #expect(wholeUnits(Int64(lag * ramp * 1e6), of: 10_000_000) == 12)
  }
}
