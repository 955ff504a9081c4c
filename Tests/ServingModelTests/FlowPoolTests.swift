import Testing

@testable import ServingModel

/// The pool's functions of its load.
@Suite struct FlowPoolTests {
  private static let model = ReplicaModel(
    iteration: IterationTime(
      fixed: 11.02e-3, perSequence: 0.0547e-3, perKVToken: 0.0279e-6, perPrefillToken: 0.0446e-3), maximumSequences: 64)
  private static let pool = FlowPool(
    .birthDeath(model, mix: TokenMix(prompt: 1155, output: 211), limits: [2]), sequences: 64, timeout: 30)

  /// X is the inverse of G wherever a pool can rest.
  @Test(arguments: [0.05, 0.3, 0.61, 0.8, 0.95])
  func loadAndUtilizationAreInverse(utilization: Double) {
    let load = Self.pool.load(at: utilization)
    #expect(abs(Self.pool.utilization(holding: load) - utilization) < 1e-12)
  }

  /// Little's law ties the load to the mean response, whatever the curve's source.
  @Test func loadIsRateTimesResponse() {
    for point in Self.pool.curve.points {
      let rate = point.utilization * Self.pool.curve.saturation
      #expect(abs(point.meanInSystem - rate * point.endToEnd.mean) < 1e-9 * point.meanInSystem)
    }
  }

  /// More load never means a punctual first token for more requests, and beyond the client's patience none is.
  @Test func latenessRisesWithTheLoad() {
    let shares = stride(from: 0.0, through: Self.pool.fullLoad, by: Self.pool.fullLoad / 200).map {
      Self.pool.lateShare(holding: $0, limit: 0)
    }
    #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 + 1e-12 })
    #expect(shares.last == 1)
  }

  /// A client waits 30 s behind what one replica answers in 30 s.
  @Test func patienceLimitsTheLoad() {
    #expect(abs(Self.pool.fullLoad - (64 + 30 * Self.pool.saturation)) < 1e-9)
  }

  @Test func aSlowerSiteSaturatesEarlier() {
    let slow = FlowPool(Self.pool.curve, throughput: 0.5, sequences: 64, timeout: 30)
    #expect(abs(slow.saturation - Self.pool.saturation / 2) < 1e-12)
  }
}
