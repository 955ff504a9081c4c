import EventKernel
import Foundation
import Numerics
import Stochastics

/// Requests of a token mix that arrive by a Poisson process, or by one whose rate varies from window to window.
///
/// Gaps are drawn in bulk, by inversion; the token pair of a request is an equally likely one of the mix.
public struct SyntheticArrivals: Sendable {
  /// Seconds over which a varying rate is constant; the index of dispersion is reached by counts over this long or longer.
  /// Traces show theirs at 5 to 10 s.
  public static let window = 10.0

  public let rate: Double
  public let dispersion: Double
  private let pairs: [TokenMix.Pair]
  private let patience: Span
  private var gaps: ExponentialDraws
  private var tokens: RandomStream
  private var levels: RandomStream
  /// Unit-rate time used up, and what the windows so far give.
  private var operational = 0.0
  private var windowStart = 0.0
  private var windowLevel = 0.0
  private var windowBegins = 0.0
  private var number = 0

  /// - Parameters:
  ///   - rate: Mean arrivals a second.
  ///   - dispersion: Variance over mean of the arrivals in a window: 1 for a Poisson process, more for a rate that is
  ///     gamma distributed from window to window, independently.
  ///   - patience: How long a client waits for its first token.
  /// - Precondition: `rate` is positive and `dispersion` at least 1.
  public init(rate: Double, mix: TokenMix, dispersion: Double = 1, patience: Span = .forever, seed: UInt64) {
    precondition(rate > 0 && dispersion >= 1, "arrivals need a rate and an index of dispersion from 1")
    self.rate = rate
    self.dispersion = dispersion
    self.patience = patience
    pairs = mix.pairs
    gaps = ExponentialDraws(.named("requests/gaps", seed: seed))
    tokens = .named("requests/tokens", seed: seed)
    levels = .named("requests/levels", seed: seed)
    if dispersion > 1 { windowLevel = nextLevel() }
  }

  public mutating func next() -> RequestArrival {
    operational += gaps.next()
    let at = SimTime(seconds: dispersion == 1 ? operational / rate : timeOfModulated())
    let pair = pairs[min(pairs.count - 1, Int(tokens.nextUniform() * Double(pairs.count)))]
    defer { number += 1 }
    return RequestArrival(
      at: at, prompt: pair.prompt, output: pair.output, deadline: at + patience, session: UInt64(number), number: number
    )
  }

  /// When the accumulated rate reaches the operational time.
  private mutating func timeOfModulated() -> Double {
    while windowBegins + windowLevel * Self.window < operational {
      windowBegins += windowLevel * Self.window
      windowStart += Self.window
      windowLevel = nextLevel()
    }
    return windowStart + (operational - windowBegins) / windowLevel
  }

  /// The rate of a window: gamma with mean λ and variance (I - 1) λ / window, so that counts have variance I times mean.
  private mutating func nextLevel() -> Double {
    let scale = (dispersion - 1) / Self.window
    return gammaQuantile(levels.nextUniform(), shape: rate / scale, scale: scale)
  }
}

/// Exponential numbers with mean 1, drawn by inversion a batch at a time.
struct ExponentialDraws: Sendable {
  private var stream: RandomStream
  private var batch = ContiguousArray<Double>(repeating: 0, count: 256)
  private var used = 256

  init(_ stream: RandomStream) { self.stream = stream }

  mutating func next() -> Double {
    if used == batch.count { refill() }
    defer { used += 1 }
    return batch[used]
  }

  private mutating func refill() {
    for index in batch.indices { batch[index] = stream.nextUniform() }
    for index in batch.indices { batch[index] = -log(batch[index]) }
    used = 0
  }
}

extension RandomStream {
  static func named(_ name: String, seed: UInt64) -> RandomStream {
    RandomStream(key: StreamKey(seed: seed, name: name), replication: 0, purpose: .arrival)
  }
}
