import ServiceModel
import ServingModel
import Testing

@testable import FailoverSimulation

/// Users who are differently far away from the site that serves them.
@Suite struct FarUsersTests {
  /// One replica at half of its saturation, where 2 % of first tokens take longer than 1.9 s and 10 % longer than 1.5 s.
  private func service(_ mixtures: [[LimitPart]], origins: [TrafficOrigin] = [], rps: Double = 50) -> Service {
    let figures = LatencyFigures(mean: 1, p50: 1, p95: 1, p99: 1)
    let curve = LatencyCurve(
      provenance: .birthDeath, saturation: 100,
      points: [0.1, 0.97].map { u in
        LatencyPoint(
          utilization: u, meanInSystem: u, firstToken: figures, perToken: figures, endToEnd: figures,
          lateFirstTokens: [LateShare(limitSeconds: 1.9, share: 0.02), LateShare(limitSeconds: 1.5, share: 0.1)])
      })
    var service = OneFailure(failures: [], hours: 48, peak: rps, nodes: 1).service
    service.objectives.firstToken = [
      FirstTokenObjective(place: .user, withinSeconds: 2, percentile: 0.95, basis: .time, atLeast: 0.9, share: 0.9)
    ]
    service.sites[0].pool = FlowPool(curve, sequences: 1, timeout: 1000, mixtures: mixtures)
    service.traffic.stepSeconds = 6 * 3600
    service.traffic.origins = origins
    return service
  }

  /// Six of ten clients have 1.9 s left and four 1.5 s: 60 % x 2 % + 40 % x 10 % = 5.2 % of first tokens are late, which is
  /// more than P95 allows, at every instant.
  @Test func kindsOfClientsAreAMixture() throws {
    let outcome = try run(service([[LimitPart(limit: 0, share: 0.6), LimitPart(limit: 1, share: 0.4)]]))
    #expect(outcome.amounts.late1 == Int128(2_600_000) * 48 * 3_600_000_000_000)
    #expect(outcome.amounts.missed1 == 48 * 3_600_000_000_000)
  }

  /// Two origins half a day apart, each half of a week's requests, with a curve from 0 to its maximum: by steps of six hours
  /// the sine is ±0.7071 at their middles, so that 85.36 % of the first twelve hours' requests are the near origin's and
  /// 14.64 % of the others'. Late are 0.8536 x 2 % + 0.1464 x 10 % = 3.17 % and then 0.1464 x 2 % + 0.8536 x 10 % = 8.83 %:
  /// P95 is kept half of the time, while the mean over the day, 6 %, would always miss it.
  @Test func originsAreWeighedByTheHour() throws {
    var near = TrafficOrigin(name: "near", share: 0.5, utcOffsetSeconds: 0, day: .sine(amplitude: 1))
    var far = TrafficOrigin(name: "far", share: 0.5, utcOffsetSeconds: 12 * 3600, day: .sine(amplitude: 1))
    near.roundTrips = ["a": 0.1]
    far.roundTrips = ["a": 0.5]
    let parts = [[LimitPart(limit: 0, share: 1)], [LimitPart(limit: 1, share: 1)]]
    let outcome = try run(service(parts, origins: [near, far]))
    #expect(outcome.amounts.missed1 == 24 * 3_600_000_000_000)
    let late = Double(outcome.amounts.late1) / 1e15
    #expect(abs(late - 0.06 * 50 * 48 * 3600) < 5, "late: \(late)")
    // The order in which a plan names its origins does not matter.
    let turned = try run(service(parts.reversed(), origins: [far, near]))
    #expect(turned == outcome)
  }

  /// Where more is offered than a replica answers, a queue grows, and whoever has less time left is late first: behind 160
  /// requests the wait is 1.6 s, beyond what the far ones have left and within what the near ones have.
  @Test func theFarAreLateFirst() throws {
    let curve = service([]).sites[0].pool!.curve
    let parts = [[LimitPart(limit: 0, share: 0.75), LimitPart(limit: 1, share: 0.25)]]
    let pool = FlowPool(curve, sequences: 1, timeout: 1000, mixtures: parts)
    #expect(pool.lateShare(holding: 161, limit: 0) == 0.75 * 0.02 + 0.25)
    #expect(pool.lateShare(holding: 300, limit: 0) == 1)
    #expect(pool.lateShare(at: 0.5, limit: 0) == 0.75 * 0.02 + 0.25 * 0.1)
    #expect(pool.limitCount == 1 && pool.lateShare(at: 0.5, limit: 1) == 0)
  }

  /// Shares are whole millionths whose sum is a million, whatever is rounded and whoever is named first.
  @Test func sharesAreWholeMillionths() throws {
    let traffic = service(
      [],
      origins: ["a", "b", "c"].map { TrafficOrigin(name: $0, share: 1 / 3.0, utcOffsetSeconds: 0, day: .flat) }
    ).traffic
    let shares = try OriginShares(traffic, begins: CalendarDay(year: 2027, month: 1, day: 1))
    #expect(Array(shares.period.prefix(3)) == [333_334, 333_333, 333_333])
    #expect(shares.changes.isEmpty && shares.period.count == 3 * 28)
  }
}
