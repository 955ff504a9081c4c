import ServiceModel
import Stochastics

/// What plans have learnt since, each turned on by a stream of its own: leases, movers with checks, transactions, evacuations,
/// standbys with a condition, links, degraded modes and detectors that know failures by name, crossed with everything else.
extension RandomPlan {
  mutating func latestService(atMost hours: Double) -> Service {
    var service = service(atMost: hours)
    if latestChance(0.4) { lock(&service) }
    if latestChance(0.5) { service.execution.move = mover(service.execution.move) }
    if latestChance(0.4) { span(&service) }
    if latestChance(0.4) { evacuate(&service) }
    if latestChance(0.4) { link(&service) }
    for index in service.sites.indices.dropFirst() where service.sites[index].keep != .serving && latestChance(0.4) {
      service.sites[index].standsInFor = latestPick([[.region], [.provider, .everywhere], [.zone, .region]])
    }
    if latestChance(0.3) { name(&service) }
    if latestChance(0.3) {
      service.decision.responses = [.region, .zone, .node, .everywhere].map {
        ScopedResponse(
          $0,
          .degrade(
            DegradedAnswer(capacity: latestPick([1.2, 2]), quality: 0.8, atMostSeconds: latestPick([nil, 300, 3600]))))
      }
    }
    return service
  }

  /// Whoever serves holds a lock, which a step or the change of traffic waits for.
  private mutating func lock(_ service: inout Service) {
    service.dependencies.append(
      Dependency(
        name: "locks", hosts: latestPick([[], [service.sites[0].name]]),
        without: Impairment(success: latestPick([1, 0.6])),
        lease: Lease(seconds: latestPick([30, 600, 7200]), renewedEverySeconds: 10)))
    if latestChance(0.5) { service.execution.steps[0].dependencies.append("locks") }
    service.execution.move.dependencies.append("locks")
    service.failures.append(
      FailureMode(
        name: "unlocked", scope: .dependency, lifetime: .exponential(mean: 400 * 3600), lasts: .constant(1800),
        target: FailureTarget(dependency: "locks"), effect: .loss(symptoms: [], containment: nil)))
  }

  private mutating func mover(_ ordinary: TrafficMove) -> TrafficMove {
    var move = ordinary
    move.mechanism = latestPick([.gslb, .mesh, .externalDNS, .anycast])
    switch move.mechanism {
    case .gslb:
      move.checks = .probes(Probes(intervalSeconds: 30, timeoutSeconds: 10, failures: 3))
    case .mesh:
      move.checks = .outliers(
        OutlierDetection(
          errors: latestPick([1, 5]), proxies: latestPick([1, 200]), timeoutSeconds: 15,
          ejectedForSeconds: latestPick([30, 600])))
    case .externalDNS: move.syncSeconds = latestPick([60, 1800])
    case .anycast: move.converges = latestPick([.constant(40), .uniform(low: 0, high: 600), .exponential(mean: 120)])
    case .balancer, .dns: break
    }
    return move
  }

  private mutating func span(_ service: inout Service) {
    let index = latestPick([0, 1])
    service.traffic.classes[index].transactions = SpanningTransactions(
      partner: latestPick(service.sites.map(\.name)), share: latestPick([0.2, 1]), blocks: latestChance(0.5))
  }

  private mutating func evacuate(_ service: inout Service) {
    let site = latestPick(service.sites.filter { $0.keep == .serving }.map(\.name))
    service.failures.append(
      .evacuation(
        "emptied", of: site,
        on: FailureDates(
          seconds: [2.5 * 86_400], repeatsEverySeconds: latestPick([3, 7]) * 86_400, apartSeconds: 86_400, chance: 0.8),
        lasts: latestPick([.constant(0), .constant(3600), .uniform(low: 600, high: 20_000)]),
        Evacuation(
          drainSeconds: latestPick([0, 5400]), fails: latestPick([0, 0.3]), rollBackSeconds: latestPick([30, 3600]),
          stopsSite: latestChance(0.4))))
  }

  /// Changes and weights go over a link that demand can fill.
  private mutating func link(_ service: inout Service) {
    guard service.sites.count > 1 else { return }
    let (first, last) = (service.sites[0].name, service.sites[service.sites.count - 1].name)
    service.links = [
      Link(
        name: "backbone", ends: [first, last], bytesPerSecond: service.traffic.peakRPS * latestPick([4e4, 1e5, 1e7]))
    ]
    service.traffic.classes[0].state = .replication(lag: .exponential(mean: 0.1), bytesPerRequest: 1e5)
    if latestChance(0.5) { service.sites[service.sites.count - 1].fetchesFrom = first }
  }

  /// A detector that knows some failures by name.
  private mutating func name(_ service: inout Service) {
    let known = service.failures.filter { _ in latestChance(0.5) }.map {
      TriedAlert(
        failure: $0.name, takes: latestPick([.constant(60), .uniform(low: 60, high: 7200)]),
        missed: latestPick([0, 0.3]))
    }
    service.detection = .layers(
      LayeredDetection(detectors: [
        Detector(name: "alerts", layer: .business, sees: .tried(known)),
        Detector(name: "loss", layer: .service, sees: .loss(.uniform(low: 60, high: 3600))),
      ]))
  }
}
