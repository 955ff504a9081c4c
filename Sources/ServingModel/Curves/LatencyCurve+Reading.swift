import Foundation
import Numerics

extension LatencyCurve {
  /// What requests meet at a utilisation, between the points of the curve by straight lines, beyond its ends as there.
  public func point(at utilization: Double) -> LatencyPoint {
    guard let next = points.firstIndex(where: { $0.utilization >= utilization }) else { return points.last! }
    if next == 0 { return points[0] }
    let (a, b) = (points[next - 1], points[next])
    let part = (utilization - a.utilization) / (b.utilization - a.utilization)
    func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * part }
    func figures(_ of: KeyPath<LatencyPoint, LatencyFigures>) -> LatencyFigures {
      let (low, high) = (a[keyPath: of], b[keyPath: of])
      return LatencyFigures(
        mean: between(low.mean, high.mean), p50: between(low.p50, high.p50), p95: between(low.p95, high.p95),
        p99: between(low.p99, high.p99))
    }
    return LatencyPoint(
      utilization: utilization, meanInSystem: between(a.meanInSystem, b.meanInSystem),
      firstToken: figures(\.firstToken), perToken: figures(\.perToken), endToEnd: figures(\.endToEnd),
      lateFirstTokens: zip(a.lateFirstTokens, b.lateFirstTokens).map {
        LateShare(limitSeconds: $0.limitSeconds, share: between($0.share, $1.share))
      }, refused: between(a.refused, b.refused))
  }

  /// The point of the birth-death chain at a load of one replica, in requests a second below its saturation.
  public static func birthDeathPoint(
    _ model: ReplicaModel, mix: TokenMix, requestsPerSecond rate: Double, limits: [Double] = []
  ) -> LatencyPoint {
    let states = ResponseStates(model, mix: mix)
    precondition(rate > 0 && rate < states.steady.saturation, "a load of \(rate) requests a second has no steady state")
    return states.point(utilization: rate / states.steady.saturation, limits: limits)
  }
}

extension LatencyFigures {
  /// The time that a share `p` stays within, by the three percentiles: the logarithm of time is taken to be straight
  /// in the normal score between them, and beyond them as beside.
  public func quantile(_ p: Double) -> Double {
    guard p50 > 0 && p95 >= p50 && p99 >= p95 else { return p < 0.5 ? p50 : p99 }
    let (z, z95, z99) = (normalQuantile(p), normalQuantile(0.95), normalQuantile(0.99))
    let (l50, l95, l99) = (log(p50), log(p95), log(p99))
    return exp(z <= z95 ? l50 + (l95 - l50) * z / z95 : l95 + (l99 - l95) * (z - z95) / (z99 - z95))
  }
}
