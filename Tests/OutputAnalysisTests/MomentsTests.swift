import Testing

@testable import OutputAnalysis

@Suite struct MomentsTests {
  static func sample(_ count: Int, seed: UInt64) -> [Double] {
    var stream = SplitMix(state: seed)
    return (0..<count).map { _ in 1 / stream.uniform().squareRoot() }
  }

  @Test func momentsByHand() {
    let moments = Moments([1, 2, 3, 10])
    #expect(moments.count == 4 && moments.mean == 4 && moments.sum == 16)
    #expect(moments.minimum == 1 && moments.maximum == 10)
    expectClose(moments.variance, 50.0 / 3, 1e-15)
    // Deviations -3, -2, -1, 6: cubes sum to 180; 4/(3·2) · 180 / s³.
    let s = (50.0 / 3).squareRoot()
    expectClose(moments.skewness, 4.0 / 6 * 180 / (s * s * s), 1e-14)
  }

  @Test func mergedIsWhole() {
    let values = Self.sample(1000, seed: 5)
    var whole = Moments()
    for value in values { whole.add(value) }
    var halves = Moments(values[..<300])
    halves.merge(Moments(values[300...]))
    #expect(halves.count == 1000)
    expectClose(halves.mean, whole.mean, 1e-15)
    expectClose(halves.variance, whole.variance, 1e-12)
    expectClose(halves.skewness, whole.skewness, 1e-12)
  }

  /// Whoever computes the blocks, the bits are the same.
  @Test func blocksMakeAFixedTree() {
    let values = Self.sample(1000, seed: 6)
    let blocks = stride(from: 0, to: values.count, by: Moments.blockSize).map {
      var block = Moments()
      for value in values[$0..<min($0 + Moments.blockSize, values.count)] { block.add(value) }
      return block
    }
    #expect(Moments.merging(blocks) == Moments(values))
  }

  /// A plain sum of these is 0, a compensated one keeps the two.
  @Test func compensatedSum() {
    var sum = CompensatedSum()
    for term in [1.0, 1e100, 1, -1e100] { sum.add(term) }
    #expect(sum.value == 2)
    #expect(Moments([1.0, 1e100, 1, -1e100]).sum == 2)
  }

  @Test func emptyAndConstant() {
    #expect(Moments().mean.isNaN && Moments().variance == 0 && Moments().skewness == 0)
    #expect(Moments([0.1, 0.1, 0.1]).variance == 0)
    var moments = Moments()
    moments.merge(Moments())
    #expect(moments == Moments())
  }
}
