import Foundation
import Numerics
import Stochastics

/// Prompt and output tokens of requests, jointly: a set of equally likely pairs.
///
/// Pairs hold whatever dependence there is between prompt and output, whether they come from a trace or from laws.
public struct TokenMix: Equatable, Hashable, Sendable {
  public struct Pair: Equatable, Hashable, Sendable, BitwiseCopyable {
    public var prompt: Int32
    public var output: Int32

    public init(prompt: Int32, output: Int32) {
      self.prompt = prompt
      self.output = output
    }
  }

  public let pairs: [Pair]
  /// E[I], E[O], E[O²] and E[I O].
  public let meanPrompt: Double
  public let meanOutput: Double
  public let meanSquareOutput: Double
  public let meanProduct: Double

  /// A mix of given pairs, for example those of a trace.
  ///
  /// - Precondition: There is a pair; prompts and outputs are at least one token.
  public init(_ pairs: [Pair]) {
    precondition(!pairs.isEmpty && pairs.allSatisfy { $0.prompt >= 1 && $0.output >= 1 }, "tokens are at least one")
    self.pairs = pairs
    let count = Double(pairs.count)
    meanPrompt = pairs.reduce(0) { $0 + Double($1.prompt) } / count
    meanOutput = pairs.reduce(0) { $0 + Double($1.output) } / count
    meanSquareOutput = pairs.reduce(0) { $0 + Double($1.output) * Double($1.output) } / count
    meanProduct = pairs.reduce(0) { $0 + Double($1.prompt) * Double($1.output) } / count
  }

  /// Every request alike.
  public init(prompt: Double, output: Double) {
    self.init([Pair(prompt: Int32(max(1, prompt.rounded())), output: Int32(max(1, output.rounded())))])
  }

  /// A mix of two laws, in tokens, with a Gaussian copula between them: 4096 points of a Sobol sequence, so that the
  /// same laws always give the same pairs.
  ///
  /// - Parameter correlation: Of the copula's normal scores, in -1...1; 0 for independent laws.
  public init(prompt: Distribution, output: Distribution, correlation: Double = 0) throws {
    precondition(abs(correlation) <= 1, "a correlation lies in -1...1")
    let points = try SobolSequence.points(count: 4096, dimensions: 2)
    let rest = (1 - correlation * correlation).squareRoot()
    self.init(
      points.map { point in
        let z = normalQuantile(point[0])
        let second = correlation == 0 ? point[1] : normalCDF(correlation * z + rest * normalQuantile(point[1]))
        return Pair(
          prompt: Int32(clamping: Int64(max(1, prompt.quantile(point[0]).rounded()))),
          output: Int32(clamping: Int64(max(1, output.quantile(second).rounded()))))
      })
  }

  /// Tokens that a decoding request holds in the KV cache on average. Residents are length-biased: long answers are
  /// seen more often, so this is E[I O] / E[O] + E[O²] / (2 E[O]), not E[I] + E[O] / 2.
  public var meanResidentTokens: Double { (meanProduct + meanSquareOutput / 2) / meanOutput }
}
