import Foundation
import Numerics
import ServingModel
import Stochastics

/// Prompt and output tokens of requests, jointly.
public enum TokenLaw: Equatable, Sendable {
  /// Two laws, in tokens, and Spearman's rank correlation between them, in -1...1, by a Gaussian copula.
  case laws(prompt: Distribution, output: Distribution, rankCorrelation: Double)
  /// Pairs as they were measured, equally likely.
  case table(file: String, pairs: [TokenPair])

  public var meanPrompt: Double {
    switch self {
    case .laws(let prompt, _, _): prompt.mean
    case .table(_, let pairs): pairs.reduce(0) { $0 + Double($1.prompt) } / Double(pairs.count)
    }
  }

  public var meanOutput: Double {
    switch self {
    case .laws(_, let output, _): output.mean
    case .table(_, let pairs): pairs.reduce(0) { $0 + Double($1.output) } / Double(pairs.count)
    }
  }

  /// The correlation of the copula's normal scores that gives a rank correlation: 2 sin(pi r / 6).
  ///
  /// Source: K. Pearson (1907); W. Kruskal, Journal of the American Statistical Association 53 (1958) 814.
  public static func normalCorrelation(ofRank r: Double) -> Double { 2 * sin(.pi * r / 6) }

  /// The tokens of one request from two independent uniforms in (0, 1); a request has one token of each kind at least.
  public func pair(at u: Double, _ v: Double) -> TokenPair {
    switch self {
    case .table(_, let pairs): return pairs[min(Int(u * Double(pairs.count)), pairs.count - 1)]
    case .laws(let prompt, let output, let rank):
      var w = v
      if rank != 0 {
        let r = TokenLaw.normalCorrelation(ofRank: rank)
        w = normalCDF(r * normalQuantile(u) + (1 - r * r).squareRoot() * normalQuantile(v))
        w = min(max(w, 0x1p-53), 1 - 0x1p-53)
      }
      return TokenPair(prompt: TokenLaw.whole(prompt.sample(at: u)), output: TokenLaw.whole(output.sample(at: w)))
    }
  }

  private static func whole(_ tokens: Double) -> Int32 { Int32(min(max(tokens.rounded(), 1), 1e9)) }
}

/// Prompt and output tokens of one request; at least one of each.
public typealias TokenPair = TokenMix.Pair

/// Conversations: requests of one user that follow each other.
public struct SessionLaw: Equatable, Sendable {
  /// Requests of a session; whole numbers, at least one.
  public var turns: Distribution
  /// Seconds from an answer to the next request.
  public var thinkTime: Distribution

  public init(turns: Distribution, thinkTime: Distribution) {
    self.turns = turns
    self.thinkTime = thinkTime
  }

  /// Sessions that begin in a second at a request rate: the rate over the mean number of turns.
  public func sessionsPerSecond(atRPS rate: Double) -> Double { rate / turns.mean }
}
