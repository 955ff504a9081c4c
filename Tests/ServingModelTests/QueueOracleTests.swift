import EventKernel
import Foundation
import Numerics
import QueueingTheory
import Stochastics
import Testing

@testable import ServingModel

/// The request level against queueing theory, oracle groups E.
///
/// A replica whose iterations take the same time whatever they hold is a group of servers, one for each seat of the
/// batch; a replica whose iterations take the same time for each request is a processor that all share. So the theory
/// checks the machine itself, with tokens of a millisecond or less. Each figure is the mean of 20 runs, |z| < 4, and
/// its standard error is at most 1.7 % of the value, so that a figure that is 10 % off fails.
@Suite struct QueueOracleTests {
  /// Checks a figure of independent runs against its theory.
  static func expectAgreement(
    _ figure: String, _ runs: [Double], _ theory: Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let mean = runs.reduce(0, +) / Double(runs.count)
    let variance = runs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(runs.count - 1)
    let error = (variance / Double(runs.count)).squareRoot()
    #expect(
      abs(mean - theory) < 4 * error, "\(figure): \(mean) ± \(error) for \(theory)", sourceLocation: sourceLocation)
    #expect(
      error <= 0.017 * theory, "\(figure): the error \(error) is too large to tell", sourceLocation: sourceLocation)
  }

  /// Service in tokens of `token` seconds, `servers` seats, no other cost.
  static func station(servers: Int, token: Double) -> ReplicaModel {
    ReplicaModel(
      iteration: IterationTime(fixed: token, perSequence: 0, perKVToken: 0, perPrefillToken: 0),
      maximumSequences: servers, chunkTokens: 1 << 20)
  }

  /// Runs one replica under Poisson arrivals; `service` and `patience` give seconds from uniform numbers.
  static func run(
    _ model: ReplicaModel, rate: Double, count: Int, token: Double, run: UInt64, service: (Double) -> Double,
    patience: ((Double) -> Double)? = nil
  ) -> ContiguousArray<RequestRecord> {
    var stream = RandomStream.named("oracle", seed: 100 + run)
    var pool = RequestPool([model], routing: .roundRobin)
    pool.keepRecords()
    var now = 0.0
    for number in 0..<count {
      now -= log(stream.nextUniform()) / rate
      // A mean that is not moved by rounding: the fraction decides whether there is one token more.
      let tokens = service(stream.nextUniform()) / token
      let whole = Int32(tokens) + (stream.nextUniform() < tokens - tokens.rounded(.down) ? 1 : 0)
      let deadline = patience.map { SimTime(seconds: now + $0(stream.nextUniform())) } ?? .never
      pool.submit(
        RequestArrival(at: SimTime(seconds: now), prompt: 1, output: max(1, whole), deadline: deadline, number: number))
    }
    pool.finish()
    return pool.takeRecords()
  }

  /// E01 and E02: wait until the first token, and response. The first token itself takes one iteration, and an arrival
  /// waits half of one on average for its beginning when the group is not idle.
  @Test(arguments: [(servers: 1, rate: 0.8, wait: 4.0), (servers: 10, rate: 8.0, wait: 0.20459007539822177)])
  func serversInParallel(servers: Int, rate: Double, wait: Double) {
    let token = 1e-4
    var waits: [Double] = []
    var late: [Double] = []
    for run in 0..<20 {
      let records = Self.run(
        Self.station(servers: servers, token: token), rate: rate, count: 140_000, token: token, run: UInt64(run),
        service: { -log($0) })
      waits.append(records.reduce(0) { $0 + $1.firstTokenSeconds } / Double(records.count))
      late.append(Double(records.count { $0.firstTokenSeconds > (servers == 1 ? 5 : 0.5) }) / Double(records.count))
    }
    Self.expectAgreement("wait in queue", waits, wait)
    Self.expectAgreement("late", late, servers == 1 ? 0.2943035529371539 : 0.15052896521344214)
  }

  /// E01 and E02 in the plain station.
  @Test(arguments: [(servers: 1, rate: 0.8, wait: 4.0), (servers: 10, rate: 8.0, wait: 0.20459007539822177)])
  func plainServers(servers: Int, rate: Double, wait: Double) {
    let runs = (0..<20).map { run in
      var group = ServerGroup(servers: servers, serviceSeconds: 1, seed: UInt64(run))
      group.serve(100_000, arrivalsPerSecond: rate, seed: UInt64(run))
      return group
    }
    Self.expectAgreement("wait in queue", runs.map(\.waits.mean), wait)
    Self.expectAgreement("response", runs.map(\.responses.mean), wait + 1)
    let theory = MultiServerQueue(arrivalRate: rate, serviceRate: 1, servers: servers).probabilityOfWaiting
    Self.expectAgreement("waits", runs.map { Double($0.waited) / 100_000 }, theory)
  }

  /// E05: M/G/1 with lognormal service, Pollaczek and Khinchine.
  @Test func generalService() {
    let token = 1e-3
    let runs = (0..<20).map { run in
      let records = Self.run(
        Self.station(servers: 1, token: token), rate: 0.7, count: 150_000, token: token, run: UInt64(run),
        service: { exp(-0.5 + normalQuantile($0)) })
      return records.reduce(0) { $0 + $1.firstTokenSeconds } / Double(records.count) - token
    }
    Self.expectAgreement("wait in queue", runs, 3.171328799868886)
  }

  /// E07: a processor that all share. The mean response is that of exponential work whatever the law of the work.
  @Test(arguments: ["constant", "exponential", "two kinds"])
  func sharedProcessorIsInsensitive(law: String) {
    let token = 1e-3
    let model = ReplicaModel(
      iteration: IterationTime(fixed: 1e-9, perSequence: token, perKVToken: 0, perPrefillToken: token),
      maximumSequences: 1 << 20, chunkTokens: 1 << 22)
    var responses: [Double] = []
    var ofTwo: [Double] = []
    for run in 0..<20 {
      let records = Self.run(model, rate: 0.7, count: 60_000, token: token, run: UInt64(run)) { u in
        switch law {
        case "constant": 1
        case "exponential": -log(u)
        // A tenth of the requests with five times the work, squared variation 5.08.
        default: u < 0.1 ? -log(u / 0.1) * 5 : -log((u - 0.1) / 0.9) * (0.5 / 0.9)
        }
      }
      responses.append(records.reduce(0) { $0 + $1.endToEndSeconds } / Double(records.count))
      let long = records.filter { (1950...2050).contains($0.output) }
      if !long.isEmpty { ofTwo.append(long.reduce(0) { $0 + $1.endToEndSeconds } / Double(long.count)) }
    }
    Self.expectAgreement("response", responses, 10.0 / 3)
    if law != "constant" { Self.expectAgreement("response given 2 s of work", ofTwo, 20.0 / 3) }
  }

  /// E08: Erlang A at critical load, 100 seats, patience of 2 s on average.
  @Test func impatientCallers() {
    let token = 1e-3
    var abandoned: [Double] = []
    var waits: [Double] = []
    for run in 0..<20 {
      let records = Self.run(
        Self.station(servers: 100, token: token), rate: 100, count: 160_000, token: token, run: UInt64(run),
        service: { -log($0) }, patience: { -log($0) / 0.5 })
      let counted = records.filter { $0.number >= 2000 }
      let given = counted.filter { $0.outcome == .timedOut }
      abandoned.append(Double(given.count) / Double(counted.count))
      // An idle seat begins with the next token, half of one later on average, and gives its first one after it.
      let all = counted.reduce(0.0) { $0 + ($1.outcome == .timedOut ? $1.endToEndSeconds : $1.firstTokenSeconds) }
      waits.append(all / Double(counted.count) - 1.5 * token)
    }
    Self.expectAgreement("abandons", abandoned, 0.03303015252828815)
    Self.expectAgreement("wait of all", waits, 0.0660603050565763)
  }
}
