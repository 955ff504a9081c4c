import EventKernel
import Foundation
import Testing

@testable import ServingModel

/// Request level beside the birth-death chain and the values that were measured with other programs.
@Suite struct RequestBirthDeathTests {
  /// Llama-3.1-70B FP8 on four H100; the Azure conversation's mean prompt and exponential answers. The slope of the
  /// published values counts the cache as for constant lengths; exponential answers hold more.
  static func mix() throws -> TokenMix { try TokenMix(prompt: .constant(1155), output: .exponential(mean: 211)) }

  static func meanResponse(rate: Double, mix: TokenMix, requests: Int) -> (mean: Double, error: Double) {
    let runs = (0..<12).map { run in
      var pool = RequestPool([SteadyReplicaTests.model], routing: .roundRobin)
      var arrivals = SyntheticArrivals(rate: rate, mix: mix, seed: UInt64(run))
      pool.count(from: SimTime(seconds: 200))
      pool.serve(requests, of: &arrivals)
      pool.finish()
      return pool.tally.endToEnd.mean
    }
    let mean = runs.reduce(0, +) / 12
    return (mean, (runs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 11 / 12).squareRoot())
  }

  /// Measured elsewhere by iterations: 2.585, 4.21 and 4.81 s; the chain says 2.577, 4.151 and 4.728 s.
  @Test(arguments: [(rate: 1.0, chain: 2.577), (6.0, 4.151), (7.0, 4.728)])
  func responseIsWithinThreePercentOfTheChain(rate: Double, chain: Double) throws {
    let found = Self.meanResponse(rate: rate, mix: try Self.mix(), requests: 40_000)
    #expect(abs(found.mean / chain - 1) < 0.03, "\(found)")
    #expect(found.error < 0.008 * chain)
  }

  /// Saturated throughput against X(limit) with both corrections, within 3 %.
  @Test(arguments: [(prompt: 1155.0, output: 211.0), (300, 400), (2048, 28), (4000, 200)])
  func saturationIsTheFormulasWithinThreePercent(prompt: Double, output: Double) throws {
    let mix = try TokenMix(prompt: .constant(prompt), output: .exponential(mean: output))
    let formula = SteadyReplica(SteadyReplicaTests.model, mix: mix).saturation
    let measured = RequestPool.saturation(of: SteadyReplicaTests.model, mix: mix, seed: 1)
    #expect(abs(measured / formula - 1) < 0.03, "\(measured) for \(formula)")
  }
}

/// What the flow level promises of its means, and what it reads off a trace.
@Suite struct FlowAgainstRequestTests {
  /// Within 5 % up to 80 % of saturation and 10 % at 90 %, Poisson arrivals, answers of at least 0.15 of their prompts.
  @Test(arguments: [(prompt: 1155.0, output: 211.0), (300, 400)], [0.3, 0.6, 0.8, 0.9])
  func meansOfTheChainHold(tokens: (prompt: Double, output: Double), load: Double) throws {
    let model = SteadyReplicaTests.model
    let mix = try TokenMix(prompt: .constant(tokens.prompt), output: .exponential(mean: tokens.output))
    let rate = load * RequestPool.saturation(of: model, mix: mix, seed: 2)
    var pool = RequestPool(Array(repeating: model, count: 4), routing: .random, seed: 2)
    var arrivals = SyntheticArrivals(rate: 4 * rate, mix: mix, seed: 2)
    pool.serve(20_000, of: &arrivals)
    pool.count(from: pool.now)
    pool.serve(200_000, of: &arrivals)
    pool.finish()
    let chain = LatencyCurve.birthDeathPoint(model, mix: mix, requestsPerSecond: rate).endToEnd.mean
    let found = pool.tally.endToEnd.mean
    #expect(abs(chain / found - 1) < (load <= 0.8 ? 0.05 : 0.10), "\(chain) for \(found)")
  }

  /// Counts have the index of dispersion that was asked for, and the mean rate.
  @Test(arguments: [1.0, 5.0, 20.0])
  func arrivalsHaveTheirDispersion(index: Double) throws {
    var arrivals = SyntheticArrivals(rate: 20, mix: TokenMix(prompt: 1, output: 1), dispersion: index, seed: 4)
    var counts = ArrivalCounts(window: SyntheticArrivals.window)
    for _ in 0..<400_000 { counts.add(arrivals.next().at) }
    // 2000 windows: the variance of a sample has a relative error of about √(2/2000) for Poisson counts, more for gamma.
    let found = try #require(counts.dispersion)
    #expect(abs(found / index - 1) < 0.2, "\(found)")
    let mean = Double(counts.counts.dropLast().reduce(0, +)) / Double(counts.counts.count - 1) / 10
    #expect(abs(mean / 20 - 1) < 0.05)
  }

  /// A trace at a constant load reads the curve's point, and a load beyond saturation queues: 20 % too many for a
  /// minute are a fifth of a minute's work behind at its end, a tenth on average.
  @Test func flowReadsTheCurve() {
    let curve = LatencyCurve.birthDeath(SteadyReplicaTests.model, mix: TokenMix(prompt: 1155, output: 211))
    let pool = FlowPool(curve, sequences: 64, timeout: 1000)
    func replay(_ utilization: Double) -> FlowReplay {
      let gap = 1 / (utilization * curve.saturation)
      let times = (0..<Int(60 / gap)).map { SimTime(seconds: Double($0) * gap) }
      return FlowReplay(pool, ArrivalCounts(times, window: 60), replicas: 1)
    }
    let calm = replay(0.6)
    let point = curve.point(at: calm.peakUtilization)
    #expect(abs(calm.endToEnd.mean / point.endToEnd.mean - 1) < 1e-9 && calm.requestsInOverload == 0)
    #expect(abs(calm.endToEnd.p99 / point.endToEnd.p99 - 1) < 0.03)
    let crowded = replay(1.2)
    let wait = crowded.firstToken.mean - curve.point(at: FlowPool.restsUpTo).firstToken.mean
    #expect(crowded.requestsInOverload > 500 && wait > 2 && wait < 8, "\(wait)")
  }

  /// The sample of a summary keeps every part of a long trace.
  @Test func aSummaryForgetsEvenly() {
    var summary = TraceSummary()
    for index in 0..<300_000 {
      summary.add(at: SimTime(seconds: Double(index) * 0.01), prompt: Int32(1 + index / 1000), output: 1)
    }
    #expect(summary.requests == 300_000 && summary.mix.pairs.count <= 65_536 && summary.mix.pairs.count > 32_000)
    #expect(abs(summary.mix.meanPrompt / 150.5 - 1) < 0.001)
    #expect(summary.busiestRate == 100)
  }
}
