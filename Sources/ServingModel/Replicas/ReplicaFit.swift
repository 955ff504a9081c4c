/// One measured point of a serving benchmark: a steady batch of requests that are alike.
public struct ServingMeasurement: Equatable, Sendable, BitwiseCopyable {
  public var prompt: Double
  public var output: Double
  public var batch: Double
  /// Time per output token, in seconds.
  public var perToken: Double

  public init(prompt: Double, output: Double, batch: Double, perToken: Double) {
    self.prompt = prompt
    self.output = output
    self.batch = batch
    self.perToken = perToken
  }

  /// Whether it says something of an iteration: every figure above zero.
  public var isUsable: Bool { perToken > 0 && output > 0 && batch > 0 }

  /// Tokens in the cache, on average, and prompt tokens of an iteration.
  var residentTokens: Double { batch * (prompt + output / 2) }
  var prefillTokens: Double { batch * prompt / output }
}

/// Iteration time fitted to measured times per output token.
///
/// A batch of n requests of I prompt and O output tokens that is always full holds K = n (I + O / 2) tokens and processes
/// p = n I / O prompt tokens an iteration, so each point says a + b n + c K + d p = time per output token.
public struct ReplicaFit: Equatable, Sendable {
  public let iteration: IterationTime
  /// Standard errors of the four parts, in seconds; 0 for a part that the fit holds at zero.
  public let standardErrors: IterationErrors
  /// Mean and largest relative error over the points of the fit.
  public let meanError: Double
  public let largestError: Double
  public let points: Int
  public let batches: ClosedRange<Double>
  public let longestPrompt: Double
  public let longestOutput: Double

  /// `nil` with fewer than `leastPoints` points, where no fit has a positive fixed part, or where the points do not tell
  /// the parts apart: with one or two shapes of request, batch, cache and prompts grow together, and the parts would be
  /// one answer of many that fit as well.
  public init?(_ points: [ServingMeasurement], leastPoints: Int = 8) {
    let used = points.filter(\.isUsable)
    guard used.count >= leastPoints,
      let fit = NonNegativeFit(
        used.map { point in
          // In milliseconds, and microseconds for a cached token, so that the parts are of like size.
          let unit = 1e-3 / point.perToken
          return [
            unit, unit * point.batch, unit * point.residentTokens * 1e-3,
            unit * point.batch * point.prompt / point.output,
          ]
        }), fit.rank == 4
    else { return nil }
    iteration = IterationTime(
      fixed: fit.parts[0] * 1e-3, perSequence: fit.parts[1] * 1e-3, perKVToken: fit.parts[2] * 1e-6,
      perPrefillToken: fit.parts[3] * 1e-3)
    standardErrors = IterationErrors(
      fixed: fit.standardErrors[0] * 1e-3, perSequence: fit.standardErrors[1] * 1e-3,
      perKVToken: fit.standardErrors[2] * 1e-6, perPrefillToken: fit.standardErrors[3] * 1e-3)
    meanError = fit.meanError
    largestError = fit.largestError
    self.points = used.count
    batches = used.map(\.batch).min()!...used.map(\.batch).max()!
    longestPrompt = used.map(\.prompt).max()!
    longestOutput = used.map(\.output).max()!
  }

  /// Time per output token of such a batch as the four parts have it, in seconds.
  ///
  /// - Precondition: The point is usable.
  public func perToken(of point: ServingMeasurement) -> Double {
    iteration.seconds(
      sequences: point.batch, kvTokens: point.residentTokens, prefillTokens: point.prefillTokens)
  }
}

/// Standard errors of an iteration time's parts, in seconds.
public struct IterationErrors: Equatable, Sendable, BitwiseCopyable {
  public var fixed: Double
  public var perSequence: Double
  public var perKVToken: Double
  public var perPrefillToken: Double
}
