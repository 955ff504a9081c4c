import EventKernel
import Testing

@testable import ServingModel

/// Routing, and replicas that come and go.
@Suite struct RequestPoolTests {
  static let model = RequestReplicaTests.model()
  static let mix = TokenMix(prompt: 500, output: 100)

  static func replicasOfFirst(_ count: Int, routing: Routing, replicas: Int, sessions: UInt64 = 1) -> [Int32] {
    var pool = RequestPool(Array(repeating: model, count: replicas), routing: routing, seed: 5)
    pool.keepRecords()
    for number in 0..<count {
      pool.submit(
        RequestArrival(
          at: SimTime(seconds: Double(number) * 1e-3), prompt: 500, output: 100, session: UInt64(number) % sessions,
          number: number))
    }
    pool.finish()
    return pool.takeRecords().sorted { $0.number < $1.number }.map(\.replica)
  }

  @Test func roundRobinTakesTurns() {
    #expect(Self.replicasOfFirst(7, routing: .roundRobin, replicas: 3) == [1, 2, 0, 1, 2, 0, 1])
  }

  @Test func leastLoadedSpreadsEvenly() {
    let replicas = Self.replicasOfFirst(12, routing: .leastLoaded, replicas: 4)
    #expect(replicas == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3])
  }

  @Test func weightsAreKeptAtAllTimes() {
    let replicas = Self.replicasOfFirst(70, routing: .weighted([4, 2, 1]), replicas: 3)
    for end in stride(from: 7, through: 70, by: 7) {
      let counts = (0..<3).map { replica in replicas[..<end].count { $0 == replica } }
      #expect(counts == [4 * end / 7, 2 * end / 7, end / 7])
    }
  }

  @Test func randomTakesAll() {
    let replicas = Self.replicasOfFirst(4000, routing: .random, replicas: 4)
    // Binomial with standard deviation 27.
    for replica in 0..<4 as Range<Int32> { #expect(abs(replicas.count { $0 == replica } - 1000) < 110) }
  }

  @Test func aSessionStaysWhereItIs() {
    let before = Self.replicasOfFirst(200, routing: .sessionAffine, replicas: 5, sessions: 50)
    #expect(zip(before, before.dropFirst(50)).allSatisfy { $0 == $1 })
    #expect(Set(before).count == 5)
    // One replica more takes some sessions and moves no other.
    let after = Self.replicasOfFirst(200, routing: .sessionAffine, replicas: 6, sessions: 50)
    #expect(zip(before, after).allSatisfy { $0 == $1 || $1 == 5 } && after.contains(5))
  }

  /// Nothing is lost or counted twice, whatever comes and goes.
  @Test(arguments: [Routing.roundRobin, .random, .leastLoaded, .sessionAffine, .weighted([1, 2, 3, 4, 5, 6, 7, 8])])
  func requestsAreConserved(routing: Routing) {
    var pool = RequestPool(Array(repeating: Self.model, count: 4), routing: routing, seed: 1)
    var arrivals = SyntheticArrivals(rate: 40, mix: Self.mix, patience: .seconds(5), seed: 3)
    pool.serve(2000, of: &arrivals)
    pool.lose(replicas: [1], at: pool.now, requests: .retried)
    pool.serve(500, of: &arrivals)
    pool.add(Self.model, ready: pool.now + .seconds(30))
    pool.drain(replicas: [2], at: pool.now)
    #expect(pool.servingReplicas == 2)
    pool.serve(2000, of: &arrivals)
    #expect(pool.servingReplicas == 3)
    pool.lose(replicas: [0, 1], at: pool.now, requests: .broken)
    pool.serve(500, of: &arrivals)
    pool.lose(replicas: [3], at: pool.now, requests: .broken)
    #expect(pool.servingReplicas == 0)
    pool.serve(10, of: &arrivals)
    pool.finish()
    let tally = pool.tally
    #expect(tally.ended == 5010 && pool.requestsUnderWay == 0)
    #expect(tally.retries > 0 && tally.broken > 0 && tally.refused >= 10 && tally.timedOut > 0)
    #expect(tally.completed > 3000 && tally.tokens == 100 * tally.completed)
  }

  @Test func aDrainedReplicaFinishesWhatItHas() {
    var pool = RequestPool([Self.model, Self.model], routing: .roundRobin)
    pool.keepRecords()
    for number in 0..<6 { pool.submit(RequestArrival(at: .zero, prompt: 500, output: 100, number: number)) }
    pool.drain(replicas: [1], at: SimTime(seconds: 0.1))
    for number in 6..<9 {
      pool.submit(RequestArrival(at: SimTime(seconds: 0.2), prompt: 500, output: 100, number: number))
    }
    pool.finish()
    let records = pool.takeRecords().sorted { $0.number < $1.number }
    #expect(records.map(\.replica) == [1, 0, 1, 0, 1, 0, 0, 0, 0])
    #expect(records.allSatisfy { $0.outcome == .completed && $0.retries == 0 })
  }

  /// By hand: a batch of one loses its replica after the prompt and ten tokens, and the other replica processes prompt
  /// and those tokens as a prompt.
  @Test func aLostStreamGoesOnElsewhere() {
    var pool = RequestPool([Self.model, Self.model], routing: .roundRobin)
    pool.keepRecords()
    pool.submit(RequestArrival(at: .zero, prompt: 500, output: 100))
    let (a, b, c, d) = (11.02e-3, 0.0547e-3, 0.0279e-6, 0.0446e-3)
    let prompt = a + (c + d) * 500
    func decode(_ tokens: Double, from context: Double) -> Double {
      tokens * (a + b + c * context) + c * tokens * (tokens - 1) / 2
    }
    let lost = prompt + decode(9, from: 500) + 0.5 * a
    #expect(pool.lose(replicas: [1], at: SimTime(seconds: lost), requests: .retried) == 1)
    pool.finish()
    let record = pool.takeRecords()[0]
    #expect(record.replica == 0 && record.retries == 1 && record.outcome == .completed)
    #expect(abs(record.firstTokenSeconds - prompt) < 5e-9)
    // Ten tokens were there; the prompt of 510 gives the eleventh, and 89 more follow.
    let again = a + (c + d) * 510 + decode(89, from: 510)
    #expect(abs(record.endToEndSeconds - lost - again) < 1e-8)
  }

  /// A cold prefix cache makes prompts longer until it has been refilled.
  @Test func prefixHitsAreLostAndRefilled() {
    var cached = Self.model
    cached.prefixes = PrefixCache(hitShare: 0.6, refillTokens: 3000)
    var pool = RequestPool([cached], routing: .roundRobin)
    pool.keepRecords()
    var firsts: [Double] = []
    for number in 0..<60 {
      if number == 20 { pool.emptyPrefixCaches() }
      pool.submit(RequestArrival(at: SimTime(seconds: Double(number)), prompt: 1000, output: 2, number: number))
      pool.finish()
      firsts.append(pool.takeRecords()[0].firstTokenSeconds)
    }
    let (a, c, d) = (11.02e-3, 0.0279e-6, 0.0446e-3)
    #expect(abs(firsts[19] - (a + c * 1000 + d * 400)) < 1e-8)
    #expect(abs(firsts[20] - (a + c * 1000 + d * 1000)) < 1e-8)
    #expect(zip(firsts[20...], firsts[21...]).allSatisfy { $0 >= $1 })
    #expect(abs(firsts[59] / firsts[19] - 1) < 0.01)
  }

  /// Memory follows the most requests at once, not the number served.
  @Test func memoryIsFlat() {
    var pool = RequestPool(Array(repeating: Self.model, count: 4), routing: .leastLoaded)
    var arrivals = SyntheticArrivals(rate: 40, mix: Self.mix, seed: 9)
    pool.serve(20_000, of: &arrivals)
    let places = pool.requestPlaces
    pool.serve(200_000, of: &arrivals)
    #expect(pool.requestPlaces < 2 * places && places < 400)
  }
}
