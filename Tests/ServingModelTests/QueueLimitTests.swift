import EventKernel
import Testing

@testable import ServingModel

/// Queues with a limit: ten seats a replica, one place beside them, 90 % of saturation, answers of a second on average.
@Suite struct QueueLimitTests {
  static let model = ReplicaModel(
    iteration: IterationTime(fixed: 1e-3, perSequence: 0, perKVToken: 0, perPrefillToken: 0), maximumSequences: 10)

  private func refused(_ replicas: Int, _ routing: Routing, _ mix: TokenMix, rate: Double, limit: Int = 1) -> Double {
    var pool = RequestPool(
      Array(repeating: Self.model, count: replicas), routing: routing, queueLimit: limit, seed: 3)
    var arrivals = SyntheticArrivals(rate: rate, mix: mix, seed: 3)
    pool.serve(20_000, of: &arrivals)
    pool.count(from: pool.now)
    pool.serve(400_000, of: &arrivals)
    pool.finish()
    return pool.tally.refusedShare
  }

  /// M/M/10/11 at 9 erlangs: w(n) = 9^n / n! up to 10, w(11) = 0.9 w(10); the share is w(11) over the sum, 13.1 %.
  @Test func exponentialAnswersAloneAreErlangs() throws {
    var weights = [1.0]
    for n in 1...11 { weights.append(weights[n - 1] * 9 / Double(min(n, 10))) }
    let erlang = weights[11] / weights.reduce(0, +)
    #expect(abs(erlang - 0.131) < 0.0005)
    let mix = try TokenMix(prompt: .constant(1), output: .exponential(mean: 1000))
    let found = refused(1, .random, mix, rate: 9)
    #expect(abs(found - erlang) < 0.004, "\(found)")
  }

  /// M/D/10/11: 12.3 %, whichever of eight replicas a request is sent to at random; a literal simulation says 12.32 %.
  @Test func constantAnswersAlone() {
    let mix = TokenMix(prompt: 1, output: 1000)
    #expect(abs(refused(1, .random, mix, rate: 9) - 0.1232) < 0.004)
    #expect(abs(refused(8, .random, mix, rate: 72) - 0.1232) < 0.004)
  }

  /// Behind a least-loaded router eight such replicas are nearly one queue, M/D/80/88 with 0.89 %: literally 0.909 %.
  @Test func aLeastLoadedRouterSharesTheQueues() throws {
    let found = refused(8, .leastLoaded, TokenMix(prompt: 1, output: 1000), rate: 72)
    #expect(abs(found - 0.00909) < 0.0008, "\(found)")
    let exponential = try TokenMix(prompt: .constant(1), output: .exponential(mean: 1000))
    #expect(abs(refused(8, .leastLoaded, exponential, rate: 72) - 0.01356) < 0.0012)
  }

  /// Requests in a replica never exceed its batch and its queue, and nothing is refused while a place is left.
  @Test func thePlacesAreThePlaces() {
    var pool = RequestPool([Self.model], routing: .roundRobin, queueLimit: 3)
    for number in 0..<20 {
      pool.submit(RequestArrival(at: SimTime(seconds: 0.1), prompt: 1, output: 1000, number: number))
      #expect(pool.requestsUnderWay == min(number + 1, 13))
      #expect(pool.tally.refused == max(0, number - 12))
    }
    pool.finish()
    #expect(pool.tally.completed == 13 && pool.tally.ended == 20)
  }

  /// The curve has the shares at each load, also beyond saturation, and the fluid reads them there.
  @Test func theCurveHasTheShares() {
    let curve = LatencyCurve.tabulated(
      Self.model, mix: TokenMix(prompt: 1, output: 1000), how: CurveMeasurement(requests: 40_000, queueLimit: 1))
    #expect(curve.queueLimit == 1 && abs(curve.saturation - 10) < 0.05)
    let pool = FlowPool(curve, sequences: 10, timeout: 1000)
    // Literally: 0.909 % at 72, 2.16 % at 76 and 10.27 % at 88 requests a second; eight literal runs as long as these
    // scatter by 0.07, 0.06 and 0.42 points, and four times that is the room.
    for (rate, literal, room) in [(72.0, 0.00909, 0.0027), (76, 0.02156, 0.0026), (88, 0.10268, 0.017)] {
      let found = pool.refusedShare(at: rate / 80)
      #expect(abs(found - literal) < room, "\(found) at \(rate)")
    }
    // Far beyond saturation all but ten requests a second are refused, and a replica holds its eleven.
    #expect(abs(pool.refusedShare(at: 10) - 0.9) < 0.002)
    #expect(abs(pool.heldAtMost(queueLimit: 1) - 11) < 0.2)
    #expect(pool.load(at: 5) == pool.heldAtMost(queueLimit: 1))
    // X is the inverse of G where the load is on the curve: what is answered, not what is offered.
    let answered = pool.utilization(holding: pool.load(at: 0.95))
    #expect(abs(answered - 0.95 * (1 - pool.refusedShare(at: 0.95))) < 1e-9)
    #expect(pool.refusedByChance(at: 1.1) > 0 && pool.refusedByChance(at: 1.1) < 0.02)
  }

  /// A trace at a constant load loses the curve's share at flow level.
  @Test func flowRefusesTheCurvesShare() {
    let curve = LatencyCurve.tabulated(
      Self.model, mix: TokenMix(prompt: 1, output: 1000), how: CurveMeasurement(requests: 4000, queueLimit: 1))
    let pool = FlowPool(curve, sequences: 10, timeout: 1000)
    let times = (0..<4320).map { SimTime(seconds: Double($0) / 72) }
    let replay = FlowReplay(pool, ArrivalCounts(times, window: 60), replicas: 8)
    #expect(abs(replay.refused / 4320 - pool.refusedShare(at: 72 / 8 / curve.saturation)) < 1e-9)
  }
}
