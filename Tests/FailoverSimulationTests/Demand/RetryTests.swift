import EventKernel
import ServiceModel
import ServingModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Clients that come back, against sums by hand.
@Suite struct RetryTests {
  private func service(_ retries: ClientRetries?, lastsHours: Double = 1.0 / 6) -> Service {
    var plan = OneFailure(failures: [dated("down", .region, at: [1], lasts: lastsHours)])
    // Room for all who come back at once.
    plan.nodes = 100
    var service = plan.service
    service.protection.retries = retries
    return service
  }

  /// Ten minutes in which 100 requests a second are refused, three attempts 2 s and 4 s apart: at the repair 600 are on
  /// their way to another attempt and are answered. Second attempts are made by all 60,000; of those, 200 find the site
  /// repaired, so that 59,800 make a third, of which 400 do.
  @Test func whoeverStillWaitsAtTheRepairIsAnswered() throws {
    let outcome = try run(
      service(ClientRetries(attempts: 3, backoffSeconds: 2, jitter: .none)))
    let retried = Double(outcome.retried) / 1e15
    let failed = Double(outcome.failedAttempts) / 1e15
    #expect(abs(outcome.requestsLost / 59_400 - 1) < 1e-3)
    #expect(abs(retried / 119_800 - 1) < 1e-3)
    #expect(abs(failed / 179_200 - 1) < 1e-3)
    // Nothing is made or lost on the way: every attempt but the first follows one that failed and did not give up.
    let slack = outcome.failedAttempts - outcome.retried - outcome.lost
    #expect(abs(Double(slack) / 1e15) < 0.1)
  }

  /// What is lost is what nobody tries again: a tenth after each of the first two attempts, and all after the third.
  @Test func someDoNotComeBack() throws {
    let outcome = try run(
      service(ClientRetries(attempts: 3, backoffSeconds: 2, jitter: .none, share: 0.9)))
    let expected: Double = 60_000 - 180 - 324
    #expect(abs(outcome.requestsLost - expected) < 60)
    #expect(outcome.outages.count == 1 && outcome.outages[0].cause == 0)
  }

  /// A silent site keeps clients hanging for their patience, 30 s an attempt: at the repair 6,600 have an attempt left,
  /// and the 3,000 that hang for the third time do not.
  @Test func aSilentSiteIsHopedForLonger() throws {
    var service = service(ClientRetries(attempts: 3, backoffSeconds: 2, jitter: .none))
    service.failures[0].effect = .loss(symptoms: [SymptomShare(.silent, 1)], containment: nil)
    let outcome = try run(service)
    #expect(abs(outcome.requestsLost - 53_400) < 60)
  }

  /// A silent site for 30 s, two attempts 1 s apart, patience of 20 s in the mean: whoever has had enough and has come back before the repair is
  /// lost, of 100 a second the mean of (30 s - patience - backoff) where that is above zero. Gamma laws of shape 2 and 4 by hand, with a
  /// backoff that is spread as an exponential: 1,170 and 1,034. One time for all counts as an exponential patience, 1,370. The others
  /// are integrals over the law itself, which phases with its two moments meet within a twentieth.
  @Test(arguments: [
    (Distribution.constant(20), 1369.7, 0.01), (.exponential(mean: 20), 1369.7, 0.01),
    (.gamma(shape: 2, scale: 10), 1170.4, 0.01), (.gamma(shape: 4, scale: 5), 1033.6, 0.01),
    (.lognormal(median: 12.1306, sigma: 1), 1446.7, 0.05), (.uniform(low: 10, high: 30), 905.0, 0.04),
  ])
  func whoHangsHasPatienceByALaw(law: Distribution, lost: Double, within: Double) throws {
    var service = service(
      ClientRetries(attempts: 2, backoffSeconds: 1, multiplier: 1, jitter: .none), lastsHours: 30.0 / 3600)
    service.failures[0].effect = .loss(symptoms: [SymptomShare(.silent, 1)], containment: nil)
    service.traffic.patience = law
    let outcome = try run(service)
    #expect(abs(outcome.requestsLost / lost - 1) < within, "\(outcome.requestsLost)")
  }

  /// Less than everybody's patience is survived by most; users feel no outage, the gateway does.
  @Test func aShortFailureIsFeltByTheGatewayOnly() throws {
    let outcome = try run(
      service(ClientRetries(attempts: 6, backoffSeconds: 4, jitter: .none), lastsHours: 5.0 / 3600))
    #expect(outcome.outages.isEmpty)
    #expect(outcome.requestsLost < 1)
    #expect(Double(outcome.failedAttempts) / 1e15 > 500)
  }

  /// Of 100 retries a second a budget of a fifth lets 20 through; the others give up at once.
  @Test func aBudgetLimitsTheLoad() throws {
    let outcome = try run(
      service(ClientRetries(attempts: 2, backoffSeconds: 2, jitter: .none, budget: 0.2)))
    #expect(abs(Double(outcome.retried) / 1e15 - 12_000) < 150)
  }

  @Test func waitsDoubleUpToTheLongest() {
    let retries = ClientRetries(attempts: 5, backoffSeconds: 2, longestSeconds: 10, jitter: .full)
    #expect(retries.meanWaits == [1, 2, 4, 5])
    #expect(ClientRetries(attempts: 3, backoffSeconds: 4, jitter: .equal).meanWaits == [3, 6])
  }
}

/// Overload that outlives its cause: ten replicas of ten requests a second, 80 asked for, half of the replicas gone for
/// ten minutes. Clients wait 10 s for the first token and try three times; nothing tells the replicas who has gone.
@Suite struct RetryStormTests {
  private func service(_ change: (inout Service) -> Void = { _ in }) -> Service {
    let figures = LatencyFigures(mean: 0.1, p50: 0.1, p95: 0.1, p99: 0.1)
    let curve = LatencyCurve(
      provenance: .birthDeath, saturation: 10,
      points: [0.5, 0.97].map { u in
        LatencyPoint(
          utilization: u, meanInSystem: u, firstToken: figures, perToken: figures, endToEnd: figures,
          lateFirstTokens: [LateShare(limitSeconds: 2, share: 0)])
      })
    var plan = OneFailure(failures: [
      dated("half", .region, at: [1], lasts: 1.0 / 6, target: FailureTarget(nodes: 5))
    ])
    plan.hours = 6
    plan.peak = 80
    var service = plan.service
    service.traffic.timeoutSeconds = 10
    service.sites[0].pool = FlowPool(curve, sequences: 1, timeout: 10)
    service.protection = Protection(
      retries: ClientRetries(attempts: 3, backoffSeconds: 2, jitter: .none),
      queue: QueueRule(limit: 200, answersAbandoned: true))
    change(&service)
    return service
  }

  /// Runs to the end and tells what is left of the storm: requests still being lost a second, those lost after the
  /// repair, and when the last was lost in minutes after it.
  private func storm(_ change: (inout Service) -> Void = { _ in }) throws -> (rate: Double, after: Double) {
    let service = service(change)
    var run = Replication(
      try Plan(service, seed: 1), world: try DemandWorld(service, seed: 1, number: 0), number: 0)
    var atRepair: Int128?
    while run.advance() {
      if atRepair == nil && run.now >= SimTime(seconds: 3600 + 600) { atRepair = run.meters.amounts.lost }
      if run.now >= SimTime(seconds: 5.5 * 3600) { break }
    }
    return (Double(run.flow.lostRate) / 1e6, Double(run.meters.amounts.lost - (atRepair ?? 0)) / 1e15)
  }

  /// Repaired, the pool could answer 100 a second; 240 come, for each fails three times, and all its work is for clients
  /// that have gone. That goes on for ever.
  @Test func aStormOutlivesItsCause() throws {
    let left = try storm()
    #expect(abs(left.rate - 80) < 0.5, "still lost: \(left.rate)")
    #expect(left.after > 80 * 4 * 3600)
    // The failure that began it is what it is booked to.
    let outcome = try run(service())
    #expect(outcome.outages.count == 1 && outcome.outages[0].cause == 0)
  }

  /// With a third of the demand all attempts together are less than the pool answers.
  @Test func itNeedsMoreAttemptsThanThePoolCanTake() throws {
    let left = try storm { $0.traffic.peakRPS = 32 }
    #expect(left.rate == 0 && left.after < 32 * 60)
  }

  /// Replicas that drop who has gone answer 100 a second of whatever comes.
  @Test func workForThoseWhoWaitEndsIt() throws {
    #expect(try storm { $0.protection.queue.answersAbandoned = false }.rate == 0)
  }

  /// A queue that is shorter than clients' patience: nobody waits in vain.
  @Test func sheddingEndsIt() throws {
    let left = try storm { $0.protection.queue = QueueRule(limit: 50, answersAbandoned: true) }
    #expect(left.rate == 0 && left.after < 80 * 120)
  }

  /// A breaker empties the queue: what comes when it closes finds room.
  @Test func aBreakerEndsIt() throws {
    let left = try storm { $0.protection.breaker = CircuitBreaker(failures: 20, openSeconds: 60) }
    #expect(left.rate == 0)
  }

  @Test func aBudgetEndsIt() throws {
    #expect(try storm { $0.protection.retries!.budget = 0.1 }.rate == 0)
  }

  /// Shorter answers: 150 answered a second of 240 are not enough, three times as many are.
  @Test(arguments: [(1.5, false), (3, true)])
  func aDegradedModeEndsItIfItIsEnough(capacity: Double, ends: Bool) throws {
    let left = try storm {
      $0.protection.degradedMode = DegradedMode(
        above: 0.95, below: 0.85, holdSeconds: 300, capacity: capacity, quality: 0.7)
    }
    #expect((left.rate == 0) == ends)
  }
}
