import ServiceModel
import Testing

@testable import ModelFiles

/// The second seed's blocks, key by key, as the last section of the definitions reads them.
@Suite struct SeedBlockTests {
  private static let block = """
    failover_config:
      primary_region: east
      secondary_region: west
      detection:
        health_check_interval: 10s
        timeout: 30s
        consecutive_failures: 3
      recovery:
        dns_ttl: 60s
        load_balancer_warmup: 120s
        model_preload_timeout: 180s
      validation:
        synthetic_monitors: 3
        canary_traffic_percentage: 5%
        full_validation_timeout: 300s
    autoscaling:
      metrics:
        - { name: request_rate, threshold: 1000rps, cooldown: 60s }
        - { name: gpu_utilization, threshold: 80%, cooldown: 300s }
      scaling_policies:
        - { type: target_tracking, target_value: 70%_gpu_utilization, scale_in_cooldown: 600s, scale_out_cooldown: 60s }

    """

  /// The whole plan with the blocks in place of its own way to fail over.
  private static let plan: String = {
    let lines = wholePlan.split(separator: "\n", omittingEmptySubsequences: false)
    let from = lines.firstIndex { $0.hasPrefix("detect:") }!
    let to = lines.firstIndex { $0.hasPrefix("failback:") }!
    let text = (lines[..<from] + block.split(separator: "\n") + lines[to...]).joined(separator: "\n")
    return text.replacing(", decide: { by: person }", with: "")
  }()

  private func service(_ text: String = plan) throws -> (service: Service, readings: [String]) {
    let plan = try PlanFile(text: text, name: "plan.yaml")
    return (plan.services[0], plan.interpretations)
  }

  @Test func detectionIsThreeProbesWithALimitOnThePhase() throws {
    guard case .probes(let probes) = try service().service.detection else { throw Unexpected() }
    #expect(probes.intervalSeconds == 10 && probes.failures == 3)
    #expect(probes.limitSeconds == 30)
    // A probe's own limit is less than the interval, or a silent region is found at 50-60 s.
    #expect(probes.timeoutSeconds < probes.intervalSeconds)
    #expect(probes.agreeing >= 2 && probes.vantagePoints > probes.agreeing)
  }

  @Test func executionIsParallelAndItsTimeoutsAreLimits() throws {
    let execution = try service().service.execution
    #expect(execution.steps.map(\.name) == ["load-balancer-warm-up", "model-preload"])
    #expect(execution.steps[0].takes == .constant(120) && execution.steps[0].limitSeconds == nil)
    // 180 s bound the preload; a hot standby has the model loaded.
    #expect(execution.steps[1].takes == .constant(0) && execution.steps[1].limitSeconds == 180)
    #expect(execution.steps.flatMap(\.after) == [])
    // Clients move within 60 s of a change that starts with the warm-up.
    #expect(execution.move.mechanism == .dns && execution.move.ttlSeconds == 60)
    #expect(execution.move.after.isEmpty && !execution.move.afterCapacity)
  }

  @Test func validationLiesOutsideTheRecoveryTime() throws {
    let execution = try service().service.execution
    #expect(execution.canary == Canary(share: 0.05, seconds: 300, gates: false))
    #expect(execution.validationSeconds == 300)
  }

  @Test func scalingPoliciesAreReadByTheirMetric() throws {
    let scaling = try #require(try service().service.autoscaling)
    #expect(scaling.thresholds.map(\.metric) == [.requestRate(1000), .utilization(0.8)])
    #expect(scaling.thresholds.map(\.cooldownSeconds) == [60, 300])
    #expect(scaling.targetTracking?.utilization == 0.7)
    #expect(scaling.targetTracking?.scaleInCooldownSeconds == 600)
    #expect(scaling.targetTracking?.scaleOutCooldownSeconds == 60)
  }

  /// `explain` prints a reading of every key that leaves something open.
  @Test(arguments: [
    "health_check_interval", "consecutive_failures", "detection timeout", "dns_ttl", "load_balancer_warmup",
    "model_preload_timeout", "canary_traffic_percentage", "full_validation_timeout", "synthetic_monitors",
    "request_rate", "gpu_utilization", "autoscaling start lag",
  ])
  func theReadingIsNoted(key: String) throws {
    let readings = try service().readings
    #expect(readings.count { $0.contains(key) } == 1, "\(readings)")
  }

  @Test(arguments: [
    ("health_check_interval: 10s", "health_check_intervall: 10s", "unknown key 'health_check_intervall'"),
    ("consecutive_failures: 3", "consecutive_failures: three", "expected a whole number"),
    ("dns_ttl: 60s", "dns_ttl: 60", "expected a duration at 'failover_config.recovery.dns_ttl'"),
    ("primary_region: east", "primary_region: esat", "no site is in region 'esat'. Did you mean 'east'?"),
    ("name: request_rate", "name: request_rat", "unknown metric 'request_rat'. Did you mean 'request_rate'?"),
    ("70%_gpu_utilization", "70%_cpu", "expected a utilisation, found '70%_cpu'. Write 70%_gpu_utilization"),
    ("type: target_tracking", "type: step", "unknown policy 'step'. Known: target_tracking"),
    ("failback:", "decide: { by: automatic }\nfailback:", "'decide' and 'failover_config' both describe the failover"),
  ])
  func oneMistakeInABlock(old: String, new: String, expected: String) {
    let found = planProblems(Self.plan.replacing(old, with: new, maxReplacements: 1))
    #expect(found.count == 1 && found[0].contains(expected), "\(found)")
  }

  private struct Unexpected: Error {}
}
