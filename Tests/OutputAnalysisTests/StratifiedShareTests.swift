import Testing

@testable import OutputAnalysis

/// Shares over strata that were sampled apart.
struct StratifiedShareTests {
  /// By hand: means 0.9 and 0.5, weights 0.75 and 0.25; variances between worlds 0.02 and 0.08 over two worlds each.
  @Test func theWeightedMeanAndSatterthwaitesReach() {
    let interval = stratifiedShareInterval([
      ShareStratum(weight: 0.75, worlds: [(8, 10), (10, 10)]), ShareStratum(weight: 0.25, worlds: [(3, 10), (7, 10)]),
    ])
    let parts = [0.75 * 0.75 * 0.01, 0.25 * 0.25 * 0.04]
    let variance = parts[0] + parts[1]
    let freedom = variance * variance / (parts[0] * parts[0] + parts[1] * parts[1])
    #expect(abs(interval.estimate - 0.8) < 1e-12)
    #expect(freedom > 1 && freedom < 2)
    // Student's factor at 1 and 2 degrees of freedom is 12.7062 and 4.3027.
    #expect(interval.low == 0 || interval.estimate - interval.low > 4.3027 * variance.squareRoot())
    #expect(interval.high == 1)
  }

  @Test func aShareThatIsAlwaysSeenIsNotCertain() {
    let interval = stratifiedShareInterval([
      ShareStratum(weight: 0.96, worlds: [(50, 50), (50, 50)]),
      ShareStratum(weight: 0.04, worlds: [(50, 50), (50, 50)]),
    ])
    #expect(interval.estimate == 1 && interval.high == 1)
    // 1.96 squared, times what a year of the heavier stratum weighs.
    #expect(abs(interval.low - (1 - 3.841458820694124 * 0.0096)) < 1e-9)
  }

  @Test func aMeanThatDoesNotVaryIsExact() {
    let interval = stratifiedMeanInterval([(0.5, [2, 2]), (0.5, [4, 4])])
    #expect(interval.isExact && interval.estimate == 3)
  }
}
