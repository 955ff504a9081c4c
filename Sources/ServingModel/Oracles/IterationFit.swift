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
    guard rows.count >= 8, let fit = NonNegativeFit(rows) else { return nil }
    iteration = IterationTime(
      fixed: fit.parts[0] * 1e-3, perSequence: fit.parts[1] * 1e-3, perKVToken: fit.parts[2] * 1e-6,
      perPrefillToken: fit.parts[3] * 1e-3)
    meanError = fit.meanError
    count = rows.count
  }
}
