import EventKernel
import Foundation
import Numerics

extension LatencyCurve {
  /// The utilisations of a tabulated curve.
  public static let tabulatedUtilizations = [0.1, 0.3, 0.5, 0.65, 0.8, 0.87, 0.92, 0.96]

  /// The curve that the request level measures, for what the birth-death chain does not hold for: prompts that are long
  /// beside the answers, arrivals in bursts, routing, and all percentiles that matter.
  ///
  /// Utilisation is the offered load over the throughput of a replica that is never without waiting requests, measured
  /// the same way. Means of 20 batches give the interval of the mean response.
  ///
  /// - Parameters:
  ///   - replicas: Alike, behind one router.
  ///   - dispersion: Variance over mean of arrivals in ten seconds; 1 for Poisson.
  ///   - limits: First-token times whose excess the curve is to report, in seconds.
  ///   - requests: At each utilisation, after a warm-up of a tenth.
  public static func tabulated(
    _ model: ReplicaModel, mix: TokenMix, routing: Routing, replicas: Int, dispersion: Double = 1,
    limits: [Double] = [], seed: UInt64 = 0, requests: Int = 200_000
  ) -> LatencyCurve {
    precondition(replicas >= 1 && requests >= 2000, "a curve needs a replica, and requests to tell it from noise")
    let saturation = RequestPool.saturation(of: model, mix: mix, seed: seed)
    let measured = tabulatedUtilizations.map { utilization in
      let rate = utilization * saturation * Double(replicas)
      var pool = RequestPool(Array(repeating: model, count: replicas), routing: routing, seed: seed)
      // The same gaps and tokens at each load: the curve is smooth where its points are not yet exact.
      var arrivals = SyntheticArrivals(rate: rate, mix: mix, dispersion: dispersion, seed: seed)
      let batches = pool.batchMeans(20, of: requests / 20, &arrivals)
      return (point(pool.tally, utilization: utilization, rate: rate / Double(replicas), limits: limits), batches)
    }
    return LatencyCurve(
      provenance: .tabulated(
        routing: routing.name, replicas: replicas, dispersion: dispersion,
        halfWidth: measured.map { relativeHalfWidth($0.1) }.max() ?? 0),
      saturation: saturation, points: measured.map(\.0))
  }

  private static func point(
    _ tally: RequestTally, utilization: Double, rate: Double, limits: [Double]
  ) -> LatencyPoint {
    LatencyPoint(
      utilization: utilization, meanInSystem: rate * tally.endToEnd.mean, firstToken: tally.firstToken.figures,
      perToken: tally.perToken.count == 0 ? LatencyFigures(mean: 0, p50: 0, p95: 0, p99: 0) : tally.perToken.figures,
      endToEnd: tally.endToEnd.figures,
      lateFirstTokens: limits.map { LateShare(limitSeconds: $0, share: tally.firstToken.share(above: $0)) })
  }

  /// Of the 95 % interval of a mean, from batch means.
  static func relativeHalfWidth(_ batches: [Double]) -> Double {
    let count = Double(batches.count)
    let mean = batches.reduce(0, +) / count
    let variance = batches.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    return studentTQuantile(0.975, degreesOfFreedom: count - 1) * (variance / count).squareRoot() / mean
  }
}

extension RequestPool {
  /// Serves a warm-up of two batches and then `count` batches of `size` requests. Returns the mean response time of the
  /// requests that ended in each.
  mutating func batchMeans(_ count: Int, of size: Int, _ arrivals: inout SyntheticArrivals) -> [Double] {
    serve(2 * size, of: &arrivals)
    // What is under way has waited in the warm-up's queue, not in an empty one.
    log.tally = RequestTally()
    var means: [Double] = []
    for _ in 0..<count {
      let (before, sum) = (log.tally.endToEnd.count, log.tally.endToEnd.sum)
      serve(size, of: &arrivals)
      let ended = log.tally.endToEnd
      means.append(Double(ended.sum - sum) / Double(max(1, ended.count - before)) * 1e-9)
    }
    return means
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
