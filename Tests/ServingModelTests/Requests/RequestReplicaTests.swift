import EventKernel
import Foundation
import Stochastics
import Testing

@testable import ServingModel

/// The event-driven replica against the literal engine, request by request.
@Suite struct RequestReplicaTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var model: ReplicaModel
    var rate: Double
    var meanPrompt = 1155.0
    var meanOutput = 60.0
    var patience: Double?
    var preempts = false
    var gives = false
  }

  static func model(batch: Int = 64, kv: Double = .infinity, chunk: Int = 2048) -> ReplicaModel {
    ReplicaModel(
      iteration: SteadyReplicaTests.model.iteration, maximumSequences: batch, kvTokens: kv, chunkTokens: chunk)
  }

  static let cases = [
    Case(testDescription: "half loaded", model: model(), rate: 8),
    Case(testDescription: "overloaded", model: model(), rate: 40),
    Case(testDescription: "small chunks, long prompts", model: model(chunk: 256), rate: 4, meanPrompt: 3000),
    Case(testDescription: "few seats", model: model(batch: 4), rate: 6),
    Case(testDescription: "one seat", model: model(batch: 1), rate: 1.5),
    Case(testDescription: "starved of cache", model: model(kv: 12_000), rate: 14, preempts: true),
    Case(
      testDescription: "starved of cache by answers", model: model(kv: 6_000), rate: 8, meanPrompt: 60,
      meanOutput: 400, preempts: true),
    Case(testDescription: "impatient", model: model(), rate: 40, patience: 2, gives: true),
    Case(
      testDescription: "impatient and starved", model: model(kv: 6_000, chunk: 512), rate: 8, meanPrompt: 60,
      meanOutput: 400, patience: 4, preempts: true, gives: true),
    Case(
      testDescription: "impatient, very long prompts", model: model(chunk: 128), rate: 1.5, meanPrompt: 6000,
      patience: 1.5, gives: true),
  ]

  @Test(arguments: cases)
  func everyRequestMeetsWhatTheLiteralEngineGives(_ each: Case) {
    var stream = RandomStream(key: StreamKey(seed: 7, name: "literal"), replication: 0, purpose: .arrival)
    func exponential(_ mean: Double) -> Double { -log(stream.nextUniform()) * mean }
    var time = 0.0
    let requests = (0..<600).map { _ in
      time += exponential(1 / each.rate)
      return LiteralReplica.Request(
        arrival: (time * 1e9).rounded() / 1e9, prompt: Int(exponential(each.meanPrompt)) + 1,
        output: Int(exponential(each.meanOutput)) + 1,
        deadline: each.patience.map { ((time + $0) * 1e9).rounded() / 1e9 } ?? .infinity)
    }.filter { Double($0.prompt + $0.output) <= each.model.kvTokens }
    var literal = LiteralReplica(each.model, requests)
    literal.run()

    var pool = RequestPool([each.model], routing: .roundRobin)
    pool.keepRecords()
    for (number, request) in requests.enumerated() {
      pool.submit(
        RequestArrival(
          at: SimTime(seconds: request.arrival), prompt: Int32(request.prompt), output: Int32(request.output),
          deadline: request.deadline == .infinity ? .never : SimTime(seconds: request.deadline), number: number))
    }
    pool.finish()
    let records = pool.takeRecords().sorted { $0.number < $1.number }
    #expect(records.count == requests.count && pool.requestsUnderWay == 0)
    #expect(pool.tally.preemptions == literal.preemptions)
    #expect(!each.preempts || literal.preemptions > 20)
    #expect(!each.gives || pool.tally.timedOut > 20)
    for (record, expected) in zip(records, literal.requests) {
      #expect((record.outcome == .timedOut) == expected.timedOut)
      #expect(Int(record.preemptions) == expected.preemptions)
      guard let first = expected.firstToken, let end = expected.end else { continue }
      // Half a nanosecond for each event of a busy period.
      #expect(abs(record.firstToken.seconds - first) < 1e-6, "request \(record.number)")
      #expect(abs(record.end.seconds - end) < 1e-6, "request \(record.number)")
    }
  }

  /// Three iterations of a batch of one: a prompt of 5000 tokens in chunks of 2048, then four more tokens.
  @Test func oneRequestByHand() {
    var pool = RequestPool([Self.model()], routing: .roundRobin)
    pool.keepRecords()
    pool.submit(RequestArrival(at: SimTime(seconds: 1), prompt: 5000, output: 5))
    pool.finish()
    let record = pool.takeRecords()[0]
    let (a, b, c, d) = (11.02e-3, 0.0547e-3, 0.0279e-6, 0.0446e-3)
    let prompt = 3 * (a + c * 5000) + d * 5000
    #expect(abs(record.firstTokenSeconds - prompt) < 2e-9)
    #expect(abs(record.endToEndSeconds - prompt - 4 * (a + b + c * 5000) - c * (1 + 2 + 3)) < 5e-9)
  }

  @Test func whatNeverFitsIsRefused() {
    var pool = RequestPool([Self.model(kv: 1000)], routing: .roundRobin)
    pool.submit(RequestArrival(at: .zero, prompt: 900, output: 101))
    pool.submit(RequestArrival(at: .zero, prompt: 900, output: 100))
    pool.finish()
    #expect(pool.tally.refused == 1 && pool.tally.completed == 1)
  }
}
