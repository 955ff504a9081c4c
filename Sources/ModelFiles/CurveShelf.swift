import ServingModel
import Synchronization

/// Latency curves that were drawn before: designs and input points of one plan ask for the same ones again and again.
///
/// A curve is a function of its key, so it does not matter who asks first. Measured ones are kept on disk
/// as well, where a program names a place for them.
public final class CurveShelf: Sendable {
  public static let shared = CurveShelf()

  private struct Key: Hashable {
    var source: CurveSource
    var model: ReplicaModel
    var mix: TokenMix
    var limits: [Double]
  }

  private let curves = Mutex<[Key: LatencyCurve]>([:])
  private let cache = Mutex<CurveCache?>(nil)

  /// Measured curves are read from and written to this place from now on.
  public func keep(in cache: CurveCache) { self.cache.withLock { $0 = cache } }

  func curve(_ source: CurveSource, _ model: ReplicaModel, mix: TokenMix, limits: [Double]) -> LatencyCurve {
    let key = Key(source: source, model: model, mix: mix, limits: limits)
    if let known = curves.withLock({ $0[key] }) { return known }
    let curve = source.curve(model, mix: mix, limits: limits, cache: cache.withLock { $0 })
    curves.withLock { $0[key] = curve }
    return curve
  }
}
