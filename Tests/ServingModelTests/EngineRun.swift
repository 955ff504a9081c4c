import EventKernel
import Foundation
import TestSupport

@testable import ServingModel

/// A recorded run of a real engine: its requests and what it counted each second.
///
/// Fixtures are derived from casys-kaist/LLMServingSim, bench/examples (MIT licence); their headers say how.
struct EngineRun {
  struct Request {
    var queued: Double
    var prompt: Int
    var output: Int
    var firstToken: Double
    var lastToken: Double
  }

  struct Tick {
    var time: Double
    var promptRate: Double
    var outputRate: Double
    var running: Double
    var waiting: Double
    var cacheShare: Double
  }

  var requests: [Request]
  var ticks: [Tick]

  init(fixture: String) throws {
    let folder = Checkout.tests("ServingModelTests/Fixtures")
    func rows(_ name: String) throws -> [[Double]] {
      try String(contentsOf: folder.appending(path: "\(fixture).\(name).csv"), encoding: .utf8)
        .split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst()
        .map { $0.split(separator: ",").map { Double($0) ?? .nan } }
    }
    requests = try rows("requests").map {
      Request(queued: $0[0], prompt: Int($0[1]), output: Int($0[2]), firstToken: $0[3], lastToken: $0[4])
    }
    ticks = try rows("counters").map {
      Tick(
        time: $0[0], promptRate: $0[1], outputRate: $0[2], running: $0[3], waiting: $0[4], cacheShare: $0[5] / 100)
    }
  }

  /// Tokens in the cache of requests that have begun to answer, from their own recorded times.
  func residentTokens(at time: Double) -> Double {
    requests.reduce(0) { sum, request in
      guard request.firstToken <= time && time < request.lastToken else { return sum }
      let progress = (time - request.firstToken) / (request.lastToken - request.firstToken)
      return sum + Double(request.prompt) + progress * Double(request.output)
    }
  }

  /// The counters between ticks, averaged over both ends. `cacheTokens` is the size of the cache where its use was
  /// recorded; elsewhere it is put together from the requests.
  func counters(cacheTokens: Double?, where isUsed: (Tick, Tick) -> Bool = { _, _ in true }) -> [EngineCounters] {
    zip(ticks, ticks.dropFirst()).filter { isUsed($0, $1) }.map { past, tick in
      let resident =
        cacheTokens.map { $0 * (past.cacheShare + tick.cacheShare) / 2 }
        ?? (residentTokens(at: past.time) + residentTokens(at: tick.time)) / 2
      return EngineCounters(
        running: (past.running + tick.running) / 2, kvTokens: resident, decodeRate: tick.outputRate,
        prefillRate: tick.promptRate)
    }
  }

  struct Figures {
    var firstToken: Double
    var perToken: Double
    var endToEnd: Double
    var p99: Double
    var makespan: Double
  }

  var measured: Figures {
    Self.figures(requests.map { ($0.firstToken - $0.queued, $0.lastToken - $0.queued, $0.output, $0.lastToken) })
  }

  /// The same requests through a replica at request level.
  func replayed(on model: ReplicaModel) -> (figures: Figures, preemptions: Int, relativeErrors: [Double]) {
    var pool = RequestPool([model], routing: .roundRobin)
    pool.keepRecords()
    for (number, request) in requests.enumerated() {
      pool.submit(
        RequestArrival(
          at: SimTime(seconds: request.queued), prompt: Int32(request.prompt), output: Int32(request.output),
          number: number))
    }
    pool.finish()
    let records = pool.takeRecords().sorted { $0.number < $1.number }
    let figures = Self.figures(
      records.map { ($0.firstTokenSeconds, $0.endToEndSeconds, Int($0.output), $0.end.seconds) })
    let errors = zip(records, requests).map { $0.endToEndSeconds / ($1.lastToken - $1.queued) - 1 }
    return (figures, pool.tally.preemptions, errors)
  }

  private static func figures(_ rows: [(first: Double, total: Double, output: Int, end: Double)]) -> Figures {
    let count = Double(rows.count)
    return Figures(
      firstToken: rows.reduce(0) { $0 + $1.first } / count,
      perToken: rows.reduce(0) { $0 + ($1.total - $1.first) / Double($1.output - 1) } / count,
      endToEnd: rows.reduce(0) { $0 + $1.total } / count,
      p99: rows.map(\.total).sorted()[Int(0.99 * count)], makespan: rows.map(\.end).max() ?? 0)
  }
}
