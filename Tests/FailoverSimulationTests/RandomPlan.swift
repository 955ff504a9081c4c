import Foundation
import ServiceModel
import ServingModel
import Stochastics

/// A small plan made up from a seed: one to three sites, any readiness, any mixture of failures, frequent enough that
/// most things happen within a year.
struct RandomPlan {
  private var stream: RandomStream
  /// Decides about what plans have learnt since: those of before stay as they were.
  private var latestStream: RandomStream

  init(seed: UInt64) {
    func stream(_ name: String) -> RandomStream {
      RandomStream(key: StreamKey(seed: seed, name: name), replication: 0, purpose: .input)
    }
    (self.stream, latestStream) = (stream("random plan"), stream("random plan, latest"))
  }

  mutating func chance(_ p: Double) -> Bool { stream.nextUniform() < p }
  mutating func between(_ low: Double, _ high: Double) -> Double { low + stream.nextUniform() * (high - low) }
  mutating func pick<T>(_ values: [T]) -> T { values[Int(stream.nextUniform() * Double(values.count))] }
  mutating func latestChance(_ p: Double) -> Bool { latestStream.nextUniform() < p }
  mutating func latestPick<T>(_ values: [T]) -> T { values[Int(latestStream.nextUniform() * Double(values.count))] }

  /// The plan over no more than so many hours, in which what happens in a year happens more seldom; NINES_LONG=1 gives
  /// all the hours that it has.
  mutating func service(atMost hours: Double) -> Service {
    var service = service()
    if ProcessInfo.processInfo.environment["NINES_LONG"] != "1" {
      service.horizonHours = min(service.horizonHours, hours)
    }
    return service
  }

  mutating func service() -> Service {
    let siteCount = pick([1, 2, 2, 3])
    var sites: [Site] = []
    for i in 0..<siteCount {
      sites.append(
        Site(
          name: "s\(i)", provider: pick(["p", "q"]), region: "r\(i)", zones: pick([1, 2, 3]),
          keep: i == 0 ? .serving : pick([.backups, .data, .booted, .loaded, .warm, .serving, .serving]),
          size: .ofProduction(pick([0.3, 0.6, 1])), weight: pick([1, 2]), throughput: pick([1, 0.9]),
          reserved: pick([0, 0.5, 1]), node: NodeType(gpuModel: "g", gpus: 8), fetchBytesPerSecond: 1e9))
    }
    let fast = Distribution.lognormal(median: between(300, 3600), sigma: 1)
    let symptoms = [SymptomShare(.refused, 0.5), SymptomShare(.silent, 0.3), SymptomShare(.slow, 0.2)]
    let loss = FailureEffect.loss(symptoms: symptoms, containment: nil)
    func mode(_ name: String, _ scope: FailureScope, perYear: Double, _ effect: FailureEffect) -> FailureMode {
      FailureMode(
        name: name, scope: scope, lifetime: .exponential(mean: 8766 * 3600 / perYear), lasts: fast, effect: effect)
    }
    let failures = [
      mode("node", .node, perYear: between(1, 20), loss), mode("zone", .zone, perYear: between(1, 5), loss),
      mode("region", .region, perYear: between(2, 12), loss),
      mode("provider", .provider, perYear: between(0.5, 4), loss),
      mode("edge", .edge, perYear: 2, loss),
      mode(
        "release", .everywhere, perYear: 6,
        .loss(symptoms: symptoms, containment: Containment(foundInFirstWave: 0.5, foundWithoutTraffic: 0.3))),
      mode("plane", .region, perYear: 8, .blocks([.acquire, .trafficChange])),
    ]
    var service = Service(
      name: "random", design: Design(name: "random", topology: .hotStandby),
      begins: CalendarDay(year: 2027, month: 1, day: 1), horizonHours: pick([8766, 2000]),
      objectives: Objectives(holdSeconds: pick([0, 60])),
      traffic: Traffic(
        peakRPS: between(20, 200), day: .sine(amplitude: between(0, 0.8)),
        week: pick([[], [1, 1, 1, 1, 1, 0.6, 0.5]]),
        noise: chance(0.5) ? TrafficNoise(cv: 0.1, correlationSeconds: 3600) : nil,
        classes: [
          TrafficClass(name: "a", share: 0.5, state: .replication(lag: .exponential(mean: 0.1))),
          TrafficClass(name: "b", share: 0.5, state: .checkpoint(interval: .constant(30), delay: .constant(2))),
        ]),
      replica: ReplicaType(
        name: "m", ratedRPS: 9, gpus: 4,
        start: ColdStart(
          boot: .constant(120), imageBytes: 2e10, weightsBytes: 7e10, load: .constant(60), initialise: fast)),
      sites: sites, sizing: Sizing(buffer: pick([0, 0.1, 0.25]), siteLoss: pick([.none, .consumed, .kept])),
      acquisition: Acquisition(
        calm: AcquisitionTerms(refused: 0.1, wait: fast), rush: AcquisitionTerms(refused: 0.5, wait: fast),
        rushLasts: fast),
      failures: failures,
      detection: .probes(
        Probes(
          intervalSeconds: 10, timeoutSeconds: 5, failures: 3, agreeing: 2, vantagePoints: 3, slowAnswers: 0.2,
          confirmationSeconds: 30)),
      decision: Decision(preCheck: .constant(30), person: chance(0.3) ? fast : nil),
      execution: Execution(
        steps: [
          FailoverStep(name: "promote", takes: .constant(20)),
          FailoverStep(name: "warm", takes: .constant(60), limitSeconds: 100, after: [0], needs: [.trafficChange]),
        ], restoreData: fast,
        move: TrafficMove(
          mechanism: pick([.dns, .balancer]), ttlSeconds: 60, ignoringTTL: pick([0, 0.03, 0.1]),
          ignoringFor: .constant(1800),
          takes: .constant(pick([0, 15])), after: pick([[], [0], [0, 1]]), afterCapacity: chance(0.7),
          needs: pick([[], [.trafficChange]]), controlledBy: pick([nil, "s0"])),
        canary: chance(0.3) ? Canary(share: 0.05, seconds: 120, gates: chance(0.5)) : nil, works: 0.8, otherwise: fast,
        opensAt: pick([0, 0.25])),
      failback: chance(0.3)
        ? .never
        : Failback(
          afterSeconds: 3600, atHour: pick([nil, 3]), fails: 0.2, rollBackSeconds: 300, rejoinSeconds: pick([0, 600])),
      autoscaling: chance(0.6) ? autoscaling(siteCount) : nil)
    if chance(0.5) { givePools(&service) }
    if chance(0.7) { addFailures(&service, lasts: fast) }
    if chance(0.5) {
      service.traffic.classes[1].priority = 1
      if chance(0.7) { service.traffic.classes[1].deadlineSeconds = pick([600, 7200, 86_400]) }
    }
    if siteCount > 1 && chance(0.2) { service.sites[1].region = service.sites[0].region }
    if chance(0.6) { protect(&service) }
    if chance(0.5) { service.detection = .layers(layers()) }
    if chance(0.5) { decide(&service, fast) }
    if chance(0.5) { keepState(&service) }
    if let returns = FailureMode.failedReturns(service.failback) { service.failures.append(returns) }
    return service
  }

  /// A handful of everything else that fails, strikes together, is found late or is planned.
  private mutating func addFailures(_ service: inout Service, lasts: Distribution) {
    let year = 8766.0 * 3600
    let names = service.sites.map(\.name)
    let hosts = pick([[], [names[0]], [names.last!], names])
    service.dependencies = [
      Dependency(
        name: "store", hosts: hosts, quorum: 1, capacityRPS: pick([nil, service.traffic.peakRPS * 0.8]),
        without: Impairment(
          success: pick([0, 0.7, 1]), late: 0.2, quality: pick([0.5, 1]), blocks: pick([[], [.trafficChange]]))),
      Dependency(name: "registry", without: Impairment()),
    ]
    service.execution.steps[0].dependencies = pick([[], ["registry"]])
    service.execution.move.dependencies = pick([[], ["store"]])
    service.crews = [RepairCrew(name: "crew", people: pick([1, 2]))]
    for i in service.sites.indices {
      service.sites[i].nodesPerRack = pick([nil, 2])
      service.sites[i].spot = pick([0, 0.3])
      service.sites[i].place = GlobePoint(latitude: between(30, 60), longitude: between(-120, 20))
    }
    service.acquisition.rushGrants = pick([1, 0.5])
    service.acquisition.rushNever = pick([0, 0.3])
    let loss = FailureEffect.loss(symptoms: [], containment: nil)
    let grey = FailureEffect.impairs(
      Impairment(
        success: pick([0.5, 0.95, 1]), capacity: pick([0.6, 1]), late: pick([0, 0.3]), quality: pick([0.8, 1])))
    let crewed = [RepairKind(name: "swap", share: 1, takes: lasts, crew: "crew")]
    func mode(
      _ name: String, _ scope: FailureScope, perYear: Double, _ effect: FailureEffect, dates: FailureDates? = nil,
      repairs: [RepairKind] = [], target: FailureTarget = FailureTarget(), withoutDemand: Double = 1, inRush: Double = 1
    ) -> FailureMode {
      FailureMode(
        name: name, scope: scope, lifetime: .exponential(mean: year / perYear), dates: dates,
        rateWithoutDemand: withoutDemand, rushFactor: inRush, lasts: lasts, repairs: repairs, target: target,
        effect: effect)
    }
    let weekly = FailureDates(
      seconds: [2 * 86_400], repeatsEverySeconds: 7 * 86_400, apartSeconds: 86_400, chance: pick([0.3, 1]))
    var rot = mode("rot", .procedure, perYear: 6, .rots(0.7))
    rot.found = [FailureDates(seconds: [30 * 86_400], repeatsEverySeconds: 60 * 86_400, chance: 0.8)]
    let work = RollOut(unavailable: .share(0.25), surge: .nodes(pick([0, 1])), nodeSeconds: 600)
    let more = [
      mode("gpu", .gpu, perYear: 2, loss, repairs: crewed), mode("process", .process, perYear: 4, loss),
      mode("rack", .rack, perYear: 2, loss, repairs: crewed),
      mode("dip", .region, perYear: 6, loss, target: FailureTarget(share: 0.3)),
      mode("node/common-cause", .zone, perYear: 3, .strikes("node")),
      mode("area", .area, perYear: 2, loss, target: FailureTarget(radiusKilometres: .uniform(low: 10, high: 4000))),
      mode("certificate", .edge, perYear: 1, loss, dates: FailureDates(seconds: [50 * 86_400])),
      mode("bad-release", .everywhere, perYear: 1, grey, dates: weekly),
      mode("hot", .node, perYear: 6, loss, withoutDemand: 0.2),
      mode("taken-back", .node, perYear: 20, loss, target: FailureTarget(onlySpot: true, isAnnounced: true), inRush: 4),
      mode("pool", .region, perYear: 12, grey), mode("wrong", .node, perYear: 1, grey),
      mode("store-down", .dependency, perYear: 8, loss, target: FailureTarget(dependency: "store")),
      mode("store-slow", .dependency, perYear: 8, grey, target: FailureTarget(dependency: "store")),
      mode("registry-down", .dependency, perYear: 8, loss, target: FailureTarget(dependency: "registry")),
      mode("cable", .link, perYear: 6, loss, target: FailureTarget(between: [names[0], names.last!])), rot,
      mode("patch", .region, perYear: 1, loss, dates: weekly, target: FailureTarget(rollOut: work, isAnnounced: true)),
    ]
    for addition in more where chance(0.4) && (addition.scope != .link || names.count > 1) {
      service.failures.append(addition)
    }
  }

  /// Replicas with a latency curve that saturate a little above their rated capacity.
  private mutating func givePools(_ service: inout Service) {
    let curve = LatencyCurve(
      provenance: .birthDeath, saturation: pick([9.2, 10, 12]),
      points: [0.1, 0.5, 0.7, 0.8, 0.9, 0.97].map { u in
        let figures = LatencyFigures(mean: 1, p50: 1, p95: 2, p99: 3)
        let late = max(0, u - 0.6) / 4
        return LatencyPoint(
          utilization: u, meanInSystem: 10 * u / (1 - u), firstToken: figures, perToken: figures, endToEnd: figures,
          lateFirstTokens: [LateShare(limitSeconds: 2, share: late), LateShare(limitSeconds: 3, share: late / 3)])
      })
    let timeout = pick([5.0, 30, 120])
    for i in service.sites.indices {
      service.sites[i].pool = FlowPool(curve, throughput: service.sites[i].throughput, sequences: 64, timeout: timeout)
    }
    service.traffic.resumedStreams = pick([0, 0.5, 1])
    service.objectives.firstToken = [
      FirstTokenObjective(
        place: .service, withinSeconds: 2, percentile: 0.99, basis: .requests, atLeast: 0.99, share: 0.9),
      FirstTokenObjective(place: .user, withinSeconds: 3, percentile: 0.95, basis: .time, atLeast: 0.99, share: 0.9),
    ]
  }

  /// Any mixture of policies, delays and lags.
  private mutating func autoscaling(_ siteCount: Int) -> Autoscaling {
    var scaling = rules()
    if chance(0.3) { scaling.sites = [SiteScaling(site: "s\(siteCount - 1)", scaling: rules())] }
    return scaling
  }

  private mutating func rules() -> Autoscaling {
    let policies: [ScalingPolicy] = [
      .target(TargetTracking(utilization: 0.7, scaleOutCooldownSeconds: 180, scaleInCooldownSeconds: 300)),
      .threshold(ThresholdPolicy(name: "busy", metric: .utilization(0.75), cooldownSeconds: 600)),
      .threshold(
        ThresholdPolicy(name: "rate", metric: .requestRate(60), step: 2, holdSeconds: 300, cooldownSeconds: 300)),
      .threshold(ThresholdPolicy(name: "idle", metric: .utilization(0.4), direction: .in, cooldownSeconds: 900)),
      .threshold(
        ThresholdPolicy(
          name: "low", metric: .requestsPerReplica(0.4), direction: .in, holdSeconds: 600, cooldownSeconds: 300)),
      .horizontalPod(
        HorizontalPodScaling(target: pick([.utilization(0.7), .requestRate(6), .requestsPerReplica(0.6)]))),
      .horizontalPod(
        HorizontalPodScaling(
          target: .utilization(0.6),
          up: .init(stabilisationSeconds: 240, limits: [.init(.pods(2), periodSeconds: 600)]),
          down: .init(stabilisationSeconds: 900, limits: [.init(.percent(20), periodSeconds: 300)], selection: .min))),
      .knative(
        KnativeScaling(target: .requestsPerReplica(0.7), stableSeconds: pick([60, 600]), panicSeconds: pick([6, 60]))),
      .ongoing(OngoingRequests(perReplica: 0.7, lookBackSeconds: pick([0, 30, 700]))),
      .schedule(ScalingSchedule(entries: [.init(weekdays: [0, 1, 2, 3, 4], from: 7.5, to: 20, nodes: 6)])),
      .forecast(ForecastScaling(method: .lastWeek, utilization: 0.7, leadSeconds: pick([300, 700]))),
      .forecast(ForecastScaling(method: .trend(overSeconds: 900), utilization: 0.8, leadSeconds: 400)),
    ]
    return Autoscaling(
      evaluationSeconds: pick([60, 60, 30, 70]), metricDelaySeconds: pick([0, 0, 45]),
      averagingSeconds: pick([0, 0, 120]), policies: (0..<pick([1, 1, 2, 3])).map { _ in pick(policies) },
      minimumNodes: 2, maximumNodes: pick([nil, 40, 8]),
      startLag: pick([.constant(300), .lognormal(median: 240, sigma: 0.5)]), refused: pick([0, 0.2]),
      drainSeconds: pick([0, 90]))
  }
}

extension Service {
  /// The same plan without what makes capacity depend on demand: autoscalers, guards, cold caches and the latency of pools.
  var withFixedFleets: Service {
    var service = self
    service.autoscaling = nil
    service.protection = Protection()
    service.replica.coldCache = nil
    for index in service.sites.indices { service.sites[index].pool = nil }
    service.objectives.firstToken = []
    return service
  }
}
