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

  private struct TableKey: Hashable {
    var how: CurveMeasurement
    var model: ReplicaModel
    var mix: TokenMix
  }

  private let curves = Mutex<[Key: LatencyCurve]>([:])
  /// Measured once for all limits.
  private let tables = Mutex<[TableKey: CurveTable]>([:])
  private let cache = Mutex<CurveCache?>(nil)

  /// Measured curves are read from and written to this place from now on.
  public func keep(in cache: CurveCache) { self.cache.withLock { $0 = cache } }

  /// The curve, from disk where it was measured before.
  ///
  /// - Parameter limits: First-token times whose excess the curve is to report, in seconds.
  public func curve(
    _ source: CurveSource, _ model: ReplicaModel, mix: TokenMix, limits: [Double] = []
  ) -> LatencyCurve {
    let key = Key(source: source, model: model, mix: mix, limits: limits)
    if let known = curves.withLock({ $0[key] }) { return known }
    let curve =
      switch source {
      case .birthDeath: LatencyCurve.birthDeath(model, mix: mix, limits: limits)
      case .tabulated(let how): table(how, model, mix: mix).curve(limits: limits)
      }
    curves.withLock { $0[key] = curve }
    return curve
  }

  private func table(_ how: CurveMeasurement, _ model: ReplicaModel, mix: TokenMix) -> CurveTable {
    let key = TableKey(how: how, model: model, mix: mix)
    if let known = tables.withLock({ $0[key] }) { return known }
    let cache = cache.withLock { $0 }
    let table = cache?.table(model, mix: mix, how: how) ?? CurveTable(model, mix: mix, how: how)
    tables.withLock { $0[key] = table }
    return table
  }
}

extension TokenMix {
  /// Whether any of its requests can be served: what never fits into the KV cache is refused, and a replica that refuses all
  /// has no saturation.
  public func fits(into model: ReplicaModel) -> Bool {
    pairs.contains { Double($0.prompt) + Double($0.output) <= model.kvTokens }
  }
}
