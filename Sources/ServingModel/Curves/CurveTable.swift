import Dispatch
import EventKernel
import Foundation
import Numerics
import Synchronization

/// What the request level measured at a row of loads: a latency curve for whatever first-token limits are asked of it.
///
/// For what the birth-death chain does not hold for: prompts that are long beside the answers, first tokens within a few
/// prompts' time, arrivals in bursts, routing, queues with a limit.
public struct CurveTable: Equatable, Sendable {
  /// What was measured at one load.
  struct Point: Equatable, Sendable {
    var utilization: Double
    var meanInSystem: Double
    var refused: Double
    var firstToken: LatencyHistogram
    var perToken: LatencyFigures
    var endToEnd: LatencyFigures
  }

  let run: RequestLevelRun
  let saturation: Double
  let points: [Point]

  /// The utilisations of a measured curve, which are those of the chain's, and the load around which a queue with a
  /// limit refuses: with it every load has a steady state.
  static func utilizations(limited: Bool) -> [Double] {
    let beyond: [Double] = limited ? [1, 1.05, 1.1, 1.25, 1.5, 2] : []
    return LatencyCurve.birthDeathUtilizations + beyond
  }

  /// Requests to be measured at a load: near saturation the load changes slowly, and it takes more of them to know
  /// a percentile.
  static func requests(at utilization: Double, of base: Int) -> Int {
    switch utilization {
    case ..<0.29: base / 2
    case ..<0.82: base
    case ..<0.92: 2 * base
    case ..<1.03: 4 * base
    default: base
    }
  }

  /// Measures at each load, on all cores; the numbers do not depend on how many there are.
  ///
  /// Utilisation is the offered load over the throughput of a replica that is never without waiting requests, measured
  /// the same way. Twenty batches give the intervals.
  public init(_ model: ReplicaModel, mix: TokenMix, how: CurveMeasurement, seed: UInt64 = 0) {
    precondition(
      how.replicas >= 1 && how.requests >= 2000, "a curve needs a replica, and requests to tell it from noise")
    let saturation = RequestPool.saturation(of: model, mix: mix, seed: seed)
    // The longest runs first, so that no core is left with one at the end.
    let loads = Self.utilizations(limited: how.queueLimit != nil)
    let order = loads.indices.sorted { Self.requests(at: loads[$0], of: 20) > Self.requests(at: loads[$1], of: 20) }
    let found = Mutex<[Int: Measured]>([:])
    DispatchQueue.concurrentPerform(iterations: order.count) { turn in
      let measured = Measured(model, mix: mix, how: how, utilization: loads[order[turn]], saturation, seed: seed)
      found.withLock { $0[order[turn]] = measured }
    }
    let measured = found.withLock { found in loads.indices.compactMap { found[$0] } }
    func widest(_ interval: KeyPath<Measured, Double>, at utilization: Double) -> Double {
      measured.first { $0.point.utilization > utilization - 0.01 }?[keyPath: interval] ?? 0
    }
    self.saturation = saturation
    points = measured.map(\.point)
    run = RequestLevelRun(
      routing: how.routing.name, replicas: how.replicas, dispersion: how.dispersion, queueLimit: how.queueLimit,
      halfWidth: measured.map(\.response).max() ?? 0, firstTokenHalfWidthAt80: widest(\.firstToken, at: 0.8),
      firstTokenHalfWidthAt95: widest(\.firstToken, at: 0.95))
  }

  /// A table that was stored.
  init(run: RequestLevelRun, saturation: Double, points: [Point]) {
    self.run = run
    self.saturation = saturation
    self.points = points
  }

  /// - Parameter limits: First-token times whose excess the curve is to report, in seconds.
  public func curve(limits: [Double]) -> LatencyCurve {
    LatencyCurve(
      provenance: .tabulated(run), saturation: saturation,
      points: points.map { point in
        LatencyPoint(
          utilization: point.utilization, meanInSystem: point.meanInSystem, firstToken: point.firstToken.figures,
          perToken: point.perToken, endToEnd: point.endToEnd,
          lateFirstTokens: limits.map { LateShare(limitSeconds: $0, share: point.firstToken.share(above: $0)) },
          refused: point.refused)
      })
  }
}

/// One load's measurement, with the relative half-widths of its mean response and of its first token's P99.
private struct Measured: Sendable {
  let point: CurveTable.Point
  let response: Double
  let firstToken: Double

  init(
    _ model: ReplicaModel, mix: TokenMix, how: CurveMeasurement, utilization: Double, _ saturation: Double,
    seed: UInt64
  ) {
    let rate = utilization * saturation
    var pool = RequestPool(
      Array(repeating: model, count: how.replicas), routing: how.routing, queueLimit: how.queueLimit, seed: seed)
    // The same gaps and tokens at each load: the curve is smooth where its points are not yet exact.
    var arrivals = SyntheticArrivals(
      rate: rate * Double(how.replicas), mix: mix, dispersion: how.dispersion, seed: seed)
    let batches = pool.batches(20, of: CurveTable.requests(at: utilization, of: how.requests) / 20, &arrivals)
    var all = RequestTally()
    for batch in batches { all.merge(batch) }
    let none = LatencyFigures(mean: 0, p50: 0, p95: 0, p99: 0)
    point = CurveTable.Point(
      utilization: utilization, meanInSystem: rate * (1 - all.refusedShare) * all.endToEnd.mean,
      refused: all.refusedShare, firstToken: all.firstToken,
      perToken: all.perToken.count == 0 ? none : all.perToken.figures, endToEnd: all.endToEnd.figures)
    let ended = batches.filter { $0.endToEnd.count > 0 }
    response = relativeHalfWidth(ended.map(\.endToEnd.mean))
    firstToken = relativeHalfWidth(ended.map { $0.firstToken.quantile(0.99) })
  }
}

/// Of the 95 % interval of a figure, from its values in batches.
private func relativeHalfWidth(_ batches: [Double]) -> Double {
  let count = Double(batches.count)
  guard count > 1 else { return .infinity }
  let mean = batches.reduce(0, +) / count
  let variance = batches.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
  return studentTQuantile(0.975, degreesOfFreedom: count - 1) * (variance / count).squareRoot() / mean
}

extension RequestPool {
  /// Serves a warm-up of two batches and then `count` batches of `size` requests. Returns what ended in each.
  mutating func batches(_ count: Int, of size: Int, _ arrivals: inout SyntheticArrivals) -> [RequestTally] {
    serve(2 * size, of: &arrivals)
    return (0..<count).map { _ in
      // What is under way has waited in the queue of the batch before, not in an empty one.
      log.tally = RequestTally()
      serve(size, of: &arrivals)
      return tally
    }
  }

  /// Answers a second of one replica that is never without waiting requests.
  public static func saturation(of model: ReplicaModel, mix: TokenMix, seed: UInt64) -> Double {
    var pool = RequestPool([model], routing: .roundRobin)
    let estimate = SteadyReplica(model, mix: mix).saturation
    var arrivals = SyntheticArrivals(rate: 3 * estimate, mix: mix, seed: seed)
    // Arrivals at three times the throughput: when the last of them comes, two thirds of all still wait.
    pool.serve(6000, of: &arrivals)
    let (start, before) = (pool.now, pool.tally.completed)
    pool.serve(60_000, of: &arrivals)
    return Double(pool.tally.completed - before) / (pool.now - start).seconds
  }
}
