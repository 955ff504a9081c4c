import ServiceModel
import Stochastics

/// What made-up plans do about failures.
extension RandomPlan {
  /// Clients that come back, queues with limits, and what stops them.
  mutating func protect(_ service: inout Service) {
    // Made-up fleets are short of capacity for most of the year, and a storm is an event every second.
    service.horizonHours = 50
    for i in service.failures.indices where service.failures[i].dates == nil {
      if case .exponential(let mean) = service.failures[i].lifetime {
        service.failures[i].lifetime = .exponential(mean: mean / 40)
      }
    }
    if chance(0.7) {
      service.protection.retries = ClientRetries(
        attempts: pick([2, 3, 5]), backoffSeconds: pick([0.5, 5]), jitter: pick(ClientRetries.Jitter.allCases),
        share: pick([0.8, 1]), budget: pick([nil, 0.2]))
    }
    service.protection.queue = QueueRule(limit: pick([250, 5000]), answersAbandoned: chance(0.5))
    if chance(0.5) { service.replica.coldCache = ColdCache(speed: 0.7, refillSeconds: pick([60, 1200])) }
    if latestChance(0.5) {
      service.replica.saves = SavedState(
        everySeconds: latestPick([1, 600]), restoreSeconds: latestPick([0, 20, 400]),
        site: latestPick([nil, service.sites[0].name]))
    }
    for i in service.dependencies.indices where chance(0.5) {
      service.dependencies[i].breaker = CircuitBreaker(failures: 5, openSeconds: 20)
    }
    if chance(0.4) { service.protection.breaker = CircuitBreaker(failures: 20, openSeconds: pick([10, 60])) }
    if chance(0.4) {
      service.protection.degradedMode = DegradedMode(
        above: 0.9, afterSeconds: pick([0, 30]), below: 0.7, holdSeconds: 300, capacity: pick([1, 1.5]), quality: 0.8)
    }
  }

  /// Conversations in stores of every kind, backups, and data that are spoilt now and then.
  mutating func keepState(_ service: inout Service) {
    service.traffic.sessions = SessionLaw(turns: .constant(4), thinkTime: .exponential(mean: 90))
    let stores: [StateStore] = [
      .memory, .synchronous(roundTripSeconds: 0.05), .cache(lag: .exponential(mean: 2), dependency: "store"),
      .replication(lag: .exponential(mean: 1), atPeak: 4),
      .checkpoint(
        interval: .constant(30), delay: .constant(2),
        restore: CheckpointRestore(takes: .lognormal(median: 20, sigma: 0.8), limitSeconds: 60)),
    ]
    for index in service.traffic.classes.indices {
      service.traffic.classes[index].state = pick(stores)
      service.traffic.classes[index].conflicts = pick([0, 0.01])
    }
    service.execution.backups = Backups(
      fullEverySeconds: 86_400, incrementalEverySeconds: 3600, fullBytes: 1e12, incrementalBytes: 1e10,
      bytesPerSecond: 1e9, usable: 0.9, storedAt: pick([nil, service.sites[0].name]))
    let spoilt = FailureMode(
      name: "spoilt", scope: .everywhere, lifetime: .exponential(mean: 4000 * 3600), lasts: .constant(3 * 3600),
      effect: .corrupts)
    var restore = spoilt
    restore.name = "spoilt/restore"
    restore.lifetime = .constant(1e12)
    restore.startsInEquilibrium = false
    restore.effect = .loss(symptoms: [], containment: nil)
    service.failures += [spoilt, restore]
  }

  /// Anything but a plain failover: waits, restarts, part of the traffic, people at night, targets found unfit.
  mutating func decide(_ service: inout Service, _ fast: Distribution) {
    let responses: [Response] = [
      .wait(atMostSeconds: nil), .wait(atMostSeconds: 900), .restart(RestartInPlace(takes: fast, works: 0.5)),
      .shift(share: 0.4),
    ]
    service.decision.responses = [.region, .provider, .everywhere, .dependency].map {
      ScopedResponse($0, chance(0.3) ? .failover : pick(responses))
    }
    service.decision.onCall = OnCall(
      levels: [
        EscalationLevel(name: "P1", afterSeconds: 0, acknowledges: [HourlyLaw(fromHour: 7, law: fast)]),
        EscalationLevel(name: "P0", afterSeconds: 300, acknowledges: [HourlyLaw(fromHour: 0, law: fast)]),
      ], secondsPerAlarm: 10, merged: 0.5)
    service.execution.canary = Canary(share: 0.05, seconds: 120, gates: chance(0.5), fails: 0.3)
    service.execution.validationSeconds = 300
    service.execution.validationFails = 0.2
    service.execution.move.ignoringFor = fast
  }

  /// One detector of each kind and two rules, joined in some way.
  mutating func layers() -> LayeredDetection {
    let probes = Probes(intervalSeconds: 10, timeoutSeconds: 5, failures: 3, agreeing: 2, vantagePoints: 3)
    let rules = [
      RateRule(signal: .failing, threshold: 0.05, windowSeconds: pick([60, 300]), metricDelaySeconds: pick([0, 30])),
      RateRule(
        signal: .timingOut, threshold: 0.1, ordinary: 0.001, holdSeconds: pick([0, 60]), scrapeSeconds: 15,
        evaluateSeconds: 30),
      RateRule(signal: .late, threshold: 0.05, windowSeconds: 600),
    ]
    let latest = [
      RateRule(signal: .failing, threshold: 0.02, ordinary: 0.01, against: .lastWeekAnd(deviations: 6)),
      RateRule(signal: .failing, threshold: 0.03, windowSeconds: 300, against: .peers),
      RateRule(signal: .worse, threshold: 0.1),
    ]
    let rule = pick(rules)
    let all: [AlarmRule] = [.detector(0), .detector(1)]
    return LayeredDetection(
      detectors: [
        Detector(name: "health", layer: .service, sees: .health(probes)),
        Detector(name: "rule", layer: .business, sees: .rate(latestChance(0.4) ? latestPick(latest) : rule)),
        Detector(name: "users", layer: .user, sees: .userRequests(probes)),
        Detector(name: "late", layer: .business, sees: .rate(rules[2])),
      ],
      alarm: pick([nil, .any(all), .any([.all(all, withinSeconds: pick([nil, 60])), .detector(2), .detector(3)])]))
  }
}
