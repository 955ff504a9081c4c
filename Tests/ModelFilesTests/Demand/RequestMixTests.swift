import ServiceModel
import Stochastics
import Testing

/// Tokens are drawn jointly.
@Suite struct RequestMixTests {
  /// Spearman's correlation of drawn pairs is the one asked for, within four standard errors of independent ranks.
  @Test(arguments: [-0.9, -0.11, 0, 0.5])
  func ranksCorrelateAsAsked(rank: Double) {
    let law = TokenLaw.laws(
      prompt: .lognormal(median: 100_000, sigma: 1), output: .exponential(mean: 200_000), rankCorrelation: rank)
    let key = StreamKey(seed: 5, name: "tokens")
    let count = 4000
    let pairs = (0..<count).map { i in
      law.pair(
        at: key.uniform(draw: UInt32(i), replication: 0, purpose: .arrival),
        key.uniform(draw: UInt32(i), replication: 1, purpose: .arrival))
    }
    func ranks(_ values: [Int32]) -> [Double] {
      var ranks = [Double](repeating: 0, count: values.count)
      for (place, index) in values.indices.sorted(by: { (values[$0], $0) < (values[$1], $1) }).enumerated() {
        ranks[index] = Double(place)
      }
      return ranks
    }
    let (a, b) = (ranks(pairs.map(\.prompt)), ranks(pairs.map(\.output)))
    let n = Double(count)
    let squares = zip(a, b).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let spearman = 1 - 6 * squares / (n * (n * n - 1))
    #expect(abs(spearman - rank) < 4 / n.squareRoot())
    // The marginals stay: the median prompt splits the pairs in halves.
    let below = Double(pairs.count { $0.prompt < 100_000 }) / n
    #expect(abs(below - 0.5) < 2 / n.squareRoot())
  }

  @Test func aRequestHasATokenOfEachKind() {
    let law = TokenLaw.laws(prompt: .constant(0.1), output: .uniform(low: 0, high: 1), rankCorrelation: 0)
    #expect(law.pair(at: 0.01, 0.01) == TokenPair(prompt: 1, output: 1))
    #expect(law.meanPrompt == 0.1)
  }
}
