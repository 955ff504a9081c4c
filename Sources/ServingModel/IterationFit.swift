import Numerics

/// What an engine counts over a stretch of time, for fitting its iteration time.
public struct EngineCounters: Equatable, Sendable, BitwiseCopyable {
  /// Requests running, on average.
  public var running: Double
  /// Tokens in the KV cache, on average.
  public var kvTokens: Double
  /// Tokens generated and prompt tokens processed, a second.
  public var decodeRate: Double
  public var prefillRate: Double

  public init(running: Double, kvTokens: Double, decodeRate: Double, prefillRate: Double) {
    self.running = running
    self.kvTokens = kvTokens
    self.decodeRate = decodeRate
    self.prefillRate = prefillRate
  }
}

/// Iteration time fitted to the counters of an engine that was running.
///
/// Each request gets one token an iteration, so an engine that generates g tokens a second with n requests does
/// f = g / n iterations a second, and these fill the second: f (a + b n + c K) + d P = 1 with P prompt tokens a second.
/// The four parts are the least squares of that sum's difference from 1, which weighs by relative error, and none is
/// negative: all subsets of them are tried.
public struct IterationFit: Equatable, Sendable {
  public let iteration: IterationTime
  /// Mean absolute difference of the filled second from one: the error of the fit, within its own data.
  public let meanError: Double
  /// Stretches that were used.
  public let count: Int

  /// `nil` where fewer than eight stretches have running requests and tokens, or none of the fits has a positive a.
  public init?(_ counters: [EngineCounters]) {
    let rows = counters.filter { $0.running > 0 && $0.decodeRate > 0 }.map { tick in
      let frequency = tick.decodeRate / tick.running
      // In units of which a typical engine has some: milliseconds, and microseconds for a cached token.
      return [frequency * 1e-3, tick.decodeRate * 1e-3, frequency * tick.kvTokens * 1e-6, tick.prefillRate * 1e-3]
    }
    guard rows.count >= 8 else { return nil }
    func predicted(_ row: [Double], _ parts: [Double]) -> Double { zip(row, parts).reduce(0) { $0 + $1.0 * $1.1 } }
    var best: (squares: Double, parts: [Double])?
    for subset in (1..<16).map({ bits in (0..<4).filter { bits >> $0 & 1 == 1 } }) where subset.first == 0 {
      let matrix = subset.map { i in subset.map { j in rows.reduce(0) { $0 + $1[i] * $1[j] } } }
      let right = subset.map { i in rows.reduce(0) { $0 + $1[i] } }
      guard let solution = try? solveLinearSystem(matrix, right), solution.allSatisfy({ $0 >= 0 }), solution[0] > 0
      else { continue }
      var parts = [0.0, 0, 0, 0]
      for (i, value) in zip(subset, solution) { parts[i] = value }
      let squares = rows.reduce(0) { $0 + (predicted($1, parts) - 1) * (predicted($1, parts) - 1) }
      if best == nil || squares < best!.squares { best = (squares, parts) }
    }
    guard let parts = best?.parts else { return nil }
    iteration = IterationTime(
      fixed: parts[0] * 1e-3, perSequence: parts[1] * 1e-3, perKVToken: parts[2] * 1e-6,
      perPrefillToken: parts[3] * 1e-3)
    meanError = rows.reduce(0) { $0 + abs(predicted($1, parts) - 1) } / Double(rows.count)
    count = rows.count
  }
}
