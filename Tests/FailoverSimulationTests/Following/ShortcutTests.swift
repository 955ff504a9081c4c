import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// What is not looked at on the way comes out as if it had been.
@Suite struct ShortcutTests {
  private func outcome(
    _ service: Service, seed: UInt64, closely: Bool = false
  ) throws -> (outcome: Outcome, isPlain: Bool, events: Int) {
    let plan = try Plan(service, seed: seed)
    let world = try DemandWorld(service, seed: seed, number: 0)
    var run = Replication(plan, world: world, number: 3)
    run.looksClosely = closely
    let outcome = run.run()
    return (outcome, plan.answersInProportion, run.events)
  }

  /// A random plan without what makes answers depend on more than shares and capacity. Traffic moves by DNS.
  private func plain(_ random: Service) -> Service {
    var service = random.withFixedFleets
    service.dependencies = []
    for step in service.execution.steps.indices { service.execution.steps[step].dependencies = [] }
    service.execution.move.dependencies = []
    service.execution.move.mechanism = .dns
    service.failures.removeAll { failure in
      if case .impairs = failure.effect { return true }
      return failure.scope == .dependency || failure.scope == .link
    }
    service.detection = .probes(
      Probes(intervalSeconds: 10, timeoutSeconds: 5, failures: 3, agreeing: 1, vantagePoints: 1, slowAnswers: 0.2))
    for index in service.traffic.classes.indices {
      service.traffic.classes[index].deadlineSeconds = nil
      service.traffic.classes[index].conflicts = 0
    }
    return service
  }

  /// Clients follow a DNS change over a minute, and stragglers for half an hour. Held at its mean over the whole of it, the
  /// share that has followed gives the same outages, and the same losses but for what whole millionths round: a share held is
  /// half a millionth wrong at most, of all demand, and here for an hour in all. An outage that is over within three
  /// millionths of demand after a look is over at that look: 60 s / 1e6 x 3 = 0.18 ms earlier.
  @Test func aShareThatIsHeldLongIsWorthOneThatIsLookedUp() throws {
    func isSame(_ a: Double?, _ b: Double?) -> Bool {
      guard let a, let b else { return a == nil && b == nil }
      return a == b || abs(a - b) < 2e-4
    }
    var held = 0
    for seed in 0..<60 as Range<UInt64> {
      var random = RandomPlan(seed: seed)
      let service = plain(random.service(atMost: 1500))
      let long = try outcome(service, seed: seed)
      let close = try outcome(service, seed: seed, closely: true)
      #expect(long.isPlain)
      if long.events < close.events { held += 1 }
      #expect(long.outcome.outages.map(\.cause) == close.outcome.outages.map(\.cause), "seed \(seed)")
      let perHour = service.traffic.peakRPS * 3600
      for (a, b) in zip(long.outcome.outages, close.outcome.outages) {
        let what = Comment("seed \(seed), at \(a.start.seconds) s")
        #expect(isSame(a.start.seconds, b.start.seconds) && isSame(a.end.seconds, b.end.seconds), what)
        #expect(isSame(a.failoverSeconds, b.failoverSeconds), what)
        #expect(abs(Double(a.lost - b.lost)) / 1e15 <= 2e-6 * perHour, what)
      }
      let moves = Double(long.outcome.failovers.count + 1)
      #expect(abs(Double(long.outcome.lost - close.outcome.lost)) / 1e15 <= 4e-6 * perHour * moves, "seed \(seed)")
    }
    // Where nothing was held longer, the comparison would say nothing. Where an autoscaler looks, nothing is.
    #expect(held >= 15)
  }

  /// A plan with a crew that nobody calls is simulated like the one without; but with a crew a failover's own time is asked
  /// for when the failure strikes, by a branch of its own, and without one when it is mended, or not at all.
  @Test func aFailoverTakesAsLongWheneverItIsAskedFor() throws {
    var measured = 0
    var asked = 0
    for seed in 0..<60 as Range<UInt64> {
      var random = RandomPlan(seed: seed)
      var service = random.service(atMost: 1500)
      service.crews = []
      for index in service.failures.indices { service.failures[index].repairs = [] }
      let late = try outcome(service, seed: seed)
      service.crews = [RepairCrew(name: "idle", people: 1)]
      let atOnce = try outcome(service, seed: seed)
      #expect(late.outcome.outages.map(\.end) == atOnce.outcome.outages.map(\.end))
      #expect(
        late.outcome.outages.map(\.failoverSeconds) == atOnce.outcome.outages.map(\.failoverSeconds), "seed \(seed)")
      measured += late.outcome.outages.count { $0.failoverSeconds != nil }
      asked += late.outcome.outages.count { $0.failoverSeconds != nil && $0.endedBy == .repair }
    }
    // Some were over before the repair, and some were not.
    #expect(measured > asked && asked >= 20)
  }
}
