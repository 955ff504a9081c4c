import ServiceModel
import Stochastics
import Testing

@testable import ModelFiles

/// The `autoscaling` block in its own words.
@Suite struct AutoscalingTests {
  private static let block = """
    autoscaling:
      evaluate-every: 30s
      metric-delay: 15s
      averaging: 1min
      response-time: 6.8s
      minimum: 2 nodes
      maximum: 40 nodes
      start-lag: lognormal median 4min sigma 0.3
      refused: 5%
      drain: 90s
      policies:
        - { kind: target, utilization: 70%, out-cooldown: 180s, in-cooldown: 300s }
        - { kind: threshold, metric: rate, above: 1000rps, add: 2 nodes, for: 5min, cooldown: 300s }
        - { kind: threshold, metric: requests, below: 10, cooldown: 10min }
        - { kind: hpa, requests: 40, tolerance: 5%, up: { stabilise: 1min, select: min, limits: [{ pods: 4, per: 1min }, { percent: 50, per: 2min }] } }
        - { kind: knative, requests: 50, panic: 12s, panic-threshold: 1.5 }
        - { kind: ongoing, requests: 8, down-delay: 5min }
        - { kind: schedule, floor: [{ days: sat-mon, from: 22h, to: 06:00, nodes: 12 }] }
        - { kind: forecast, from: last-week, utilization: 80%, lead: 10min }
        - { kind: forecast, from: trend, over: 15min, utilization: 80% }
      sites:
        west: { maximum: 20 nodes, policies: [{ kind: target, utilization: 60% }] }

    """

  private static let plan = wholePlan + "\n" + block

  private func scaling(_ text: String = plan) throws -> Autoscaling {
    try #require(try PlanFile(text: text, name: "plan.yaml").services[0].autoscaling)
  }

  @Test func everyKeyIsRead() throws {
    let scaling = try scaling()
    #expect(scaling.evaluationSeconds == 30 && scaling.metricDelaySeconds == 15 && scaling.averagingSeconds == 60)
    #expect(scaling.responseSeconds == 6.8 && scaling.minimumNodes == 2 && scaling.maximumNodes == 40)
    #expect(scaling.startLag == .lognormal(median: 240, sigma: 0.3))
    #expect(scaling.refused == 0.05 && scaling.drainSeconds == 90)
    let up = HorizontalPodScaling.Behaviour(
      stabilisationSeconds: 60, limits: [.init(.pods(4), periodSeconds: 60), .init(.percent(50), periodSeconds: 120)],
      selection: .min)
    let expected: [ScalingPolicy] = [
      .target(TargetTracking(utilization: 0.7, scaleOutCooldownSeconds: 180, scaleInCooldownSeconds: 300)),
      .threshold(
        ThresholdPolicy(
          name: "rate above 1000rps", metric: .requestRate(1000), step: 2, holdSeconds: 300, cooldownSeconds: 300)),
      .threshold(
        ThresholdPolicy(
          name: "requests below 10", metric: .requestsPerReplica(10), direction: .in, cooldownSeconds: 600)),
      .horizontalPod(HorizontalPodScaling(target: .requestsPerReplica(40), tolerance: 0.05, up: up)),
      .knative(KnativeScaling(target: .requestsPerReplica(50), panicSeconds: 12, panicThreshold: 1.5)),
      .ongoing(OngoingRequests(perReplica: 8, downDelaySeconds: 300)),
      .schedule(ScalingSchedule(entries: [.init(weekdays: [5, 6, 0], from: 22, to: 6, nodes: 12)])),
      .forecast(ForecastScaling(method: .lastWeek, utilization: 0.8, leadSeconds: 600)),
      .forecast(
        ForecastScaling(
          method: .trend(overSeconds: 900), utilization: 0.8, leadSeconds: scaling.startLag.mean + 30)),
    ]
    #expect(scaling.policies == expected)
    let west = scaling.at("west")
    #expect(west.maximumNodes == 20 && west.drainSeconds == 90 && west.policies.count == 1)
    #expect(scaling.at("east").policies == expected)
  }

  /// A preset is its project's defaults; what is written beside it changes them.
  @Test(arguments: AutoscalingPreset.allCases)
  func presetsReadAsTheirDefaults(preset: AutoscalingPreset) throws {
    let read = try scaling(wholePlan + "\nautoscaling: { preset: \(preset.rawValue), response-time: 5s, minimum: 3 }\n")
    var expected = preset.autoscaling(startLag: read.startLag)
    expected.responseSeconds = 5
    expected.minimumNodes = 3
    #expect(read == expected)
  }

  @Test func aPolicyReplacesThePresetsOfItsKind() throws {
    let text = """
      autoscaling:
        preset: hpa-default
        policies: [{ kind: hpa, utilization: 60% }, { kind: schedule, floor: [{ nodes: 5 }] }]

      """
    let policies = try scaling(wholePlan + "\n" + text).policies
    #expect(policies.count == 2)
    #expect(policies[0] == .horizontalPod(HorizontalPodScaling(target: .utilization(0.6))))
  }

  @Test(arguments: [
    ("maximum: 40 nodes", "maximum: 1 nodes", "the maximum of 1 nodes is below the minimum of 2"),
    ("kind: target, utilization: 70%", "kind: target, utilization: 0%", "must be above zero"),
    ("tolerance: 5%", "tolerance: -5%", "is negative"),
    ("kind: ongoing", "kind: ongoin", "unknown 'ongoin' at 'autoscaling.policies[5].kind'. Did you mean 'ongoing'?"),
    ("evaluate-every: 30s", "preset: knativ", "Did you mean 'knative'?"),
    ("panic: 12s", "panic: 2min", "the panic window is longer than the stable one"),
    ("panic-threshold: 1.5", "panic-threshold: 1", "must be above 1"),
    ("metric: rate, above: 1000rps", "metric: requests, above: 9", "takes nodes away at a load at which"),
    ("metric: rate, above: 1000rps", "metric: rate", "a threshold has either 'above' or 'below'"),
    ("requests: 40, tol", "requests: 40, rate: 2rps, tol", "a target is one of"),
    ("days: sat-mon", "days: someday", "expected weekdays, found 'someday'"),
    ("nodes: 12", "nodes: 50", "a floor of 50 nodes is above the maximum of 40"),
    ("west: { max", "wets: { max", "the plan has no site 'wets'. Did you mean 'west'?"),
    ("from: trend", "from: trends", "Did you mean 'trend'?"),
    ("drain: 90s", "drian: 90s", "unknown key 'drian' in 'autoscaling'. Did you mean 'drain'?"),
  ])
  func oneMistake(old: String, new: String, expected: String) {
    let found = planProblems(Self.plan.replacing(old, with: new, maxReplacements: 1))
    #expect(found.count >= 1 && found[0].contains(expected) || found.contains { $0.contains(expected) }, "\(found)")
    #expect(found.count <= 2, "\(found)")
  }

  private func warnings(_ text: String) throws -> [String] {
    try PlanFile(text: wholePlan + "\n" + text, name: "plan.yaml").warnings.map(\.headline)
  }

  @Test func whatCannotWorkIsSaid() throws {
    #expect(try warnings("autoscaling: { preset: knative }\n").contains { $0.contains("without 'response-time'") })
    #expect(try warnings("autoscaling: { minimum: 2 }\n").contains { $0.contains("scales nothing") })
  }

  /// A standby has no traffic that would hold it up: a floor below what it keeps would mean to empty it.
  @Test func aFloorThatWouldEmptyAStandbyIsSaid() throws {
    let standby = wholePlan + "\nautoscaling: { minimum: 1 nodes, preset: hpa-default }\n"
    let file = try PlanFile(text: standby, name: "plan.yaml")
    let keeps = file.services.contains { service in
      service.sites.contains { $0.keep.runsNodes && $0.keep < .serving && service.standingNodes(at: $0) > 1 }
    }
    #expect(keeps == file.warnings.contains { $0.headline.contains("scaling would empty the standby") })
    #expect(keeps)
  }

  private static let crowded = """
    service: crowd
    horizon: 2d
    begins: 2027-01-04
    traffic:
      peak: 100rps
      day: { sine-trough: 100% }
      campaigns: { launch: { at: 2027-01-05 08:00, factor: 3, lasts: 6h }, mail: { at: 2027-01-05 20:00, factor: 2, lasts: 1h } }
    replica: { rated: 10rps }
    sites: { east: { keep: serving, node: { gpus: 1, price: $1/h, basis: list } } }
    detect: { probe: 10s, failures: 3 }
    execute: { move-traffic: { by: balancer } }
    autoscaling: { start-lag: 60s, policies: [ { kind: target, utilization: 70% } ] }

    """

  /// No `maximum` is none: 300 rps at the height of the launch, which the mail does not meet, ask for 43 nodes of 7 rps.
  /// A maximum and a quota limit it as written, and clients that come back twice may ask for three times as much.
  @Test func withoutAMaximumTheHighestDemandIsTheCeiling() throws {
    func ceiling(_ old: String, _ new: String) throws -> Int? {
      let service = try PlanFile(text: Self.crowded.replacing(old, with: new), name: "plan.yaml").services[0]
      return try service.scalingCeiling(at: service.sites[0])
    }
    #expect(try ceiling("", "") == 43)
    #expect(try ceiling("start-lag", "maximum: 100 nodes, start-lag") == 100)
    #expect(try ceiling("keep: serving,", "keep: serving, quota: 30 nodes,") == 30)
    #expect(try ceiling("20:00, factor", "13:30, factor") == 58)
    #expect(try ceiling("detect:", "protection: { retries: { attempts: 3, backoff: 1s } }\ndetect:") == 129)
    #expect(
      planProblems(Self.crowded.replacing("start-lag", with: "maximum: 200000 nodes, start-lag"))
        .contains { $0.contains("a site has at most 100000 nodes") })
  }

  /// 100 rps on average ask for 15 nodes: twelve are the pool's ceiling for good, at 83 % of their capacity.
  @Test func aPoolBelowItsTargetForGoodIsSaid() throws {
    func warnings(_ maximum: Int) throws -> [String] {
      let text = Self.crowded.replacing("start-lag", with: "maximum: \(maximum) nodes, start-lag")
      return try PlanFile(text: text, name: "plan.yaml").warnings.map(\.headline).filter { $0.contains("ceiling") }
    }
    let found = try warnings(12)
    #expect(found.count == 1 && found[0].contains("can have 12 nodes") && found[0].contains("ask for 15"), "\(found)")
    #expect(found.first?.contains("at 83 % of its capacity") == true)
    #expect(try warnings(15).isEmpty)
  }
}
