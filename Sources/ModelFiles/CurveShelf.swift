import ServingModel
import Synchronization

/// Latency curves that were drawn before: designs and input points of one plan ask for the same ones again and again.
///
/// A curve is a function of its key, so it does not matter who asks first.
final class CurveShelf: Sendable {
  static let shared = CurveShelf()

  private struct Key: Hashable {
    var model: ReplicaModel
    var mix: TokenMix
    var limits: [Double]
  }

  private let curves = Mutex<[Key: LatencyCurve]>([:])

  func curve(_ model: ReplicaModel, mix: TokenMix, limits: [Double]) -> LatencyCurve {
    let key = Key(model: model, mix: mix, limits: limits)
    if let known = curves.withLock({ $0[key] }) { return known }
    let curve = LatencyCurve.birthDeath(model, mix: mix, limits: limits)
    curves.withLock { $0[key] = curve }
    return curve
  }
}
