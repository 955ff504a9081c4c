import Testing

@testable import ServingModel

/// Iteration times from tables of measured points.
@Suite struct ReplicaFitTests {
  private static let truth = IterationTime(
    fixed: 11e-3, perSequence: 0.05e-3, perKVToken: 0.03e-6, perPrefillToken: 0.045e-3)

  private static func points(_ error: (Int) -> Double = { _ in 0 }) -> [ServingMeasurement] {
    var points: [ServingMeasurement] = []
    for batch in [4.0, 16, 64] {
      for (prompt, output) in [(500.0, 500.0), (2000, 200), (200, 1000), (4000, 1000)] {
        let time = truth.seconds(
          sequences: batch, kvTokens: batch * (prompt + output / 2), prefillTokens: batch * prompt / output)
        points.append(
          ServingMeasurement(
            prompt: prompt, output: output, batch: batch, perToken: time * (1 + error(points.count))))
      }
    }
    return points
  }

  /// One shape of request: batch, cache and prompts grow together, and no part has an error that could be told.
  @Test func oneShapeDoesNotTellThePartsApart() throws {
    func points(_ prompts: [Double]) -> [ServingMeasurement] {
      prompts.flatMap { prompt in
        (1...10).map { n in
          let batch = Double(n * 6)
          let time = 0.011 + 5e-5 * batch + 3e-8 * batch * (prompt + 100) + 4e-5 * batch * prompt / 200
          return ServingMeasurement(
            prompt: prompt, output: 200, batch: batch, perToken: time * (n % 2 == 0 ? 1.01 : 0.99))
        }
      }
    }
    #expect(ReplicaFit(points([1000])) == nil)
    #expect(ReplicaFit(points([1000, 3000])) == nil)
    let other = points([1000]).map {
      ServingMeasurement(prompt: 500, output: 900, batch: $0.batch, perToken: $0.perToken * 0.8)
    }
    #expect(ReplicaFit(points([1000, 3000]) + other) != nil)
  }

  @Test func exactPointsGiveTheirParts() throws {
    let fit = try #require(ReplicaFit(Self.points()))
    #expect(abs(fit.iteration.fixed / Self.truth.fixed - 1) < 1e-9)
    #expect(abs(fit.iteration.perSequence / Self.truth.perSequence - 1) < 1e-6)
    #expect(abs(fit.iteration.perKVToken / Self.truth.perKVToken - 1) < 1e-6)
    #expect(abs(fit.iteration.perPrefillToken / Self.truth.perPrefillToken - 1) < 1e-6)
    #expect(fit.meanError < 1e-9 && fit.points == 12 && fit.batches == 4...64)
    #expect(fit.longestPrompt == 4000 && fit.longestOutput == 1000)
    #expect(Self.points().allSatisfy { abs(fit.perToken(of: $0) / $0.perToken - 1) < 1e-6 })
  }

  /// Errors of 2 % in turn: the parts stay within four standard errors, and the mean error is said.
  @Test func errorsAreCarriedOver() throws {
    let fit = try #require(ReplicaFit(Self.points { $0 % 2 == 0 ? 0.02 : -0.02 }))
    #expect(fit.meanError > 0.01 && fit.meanError < 0.021 && fit.largestError < 0.05)
    #expect(abs(fit.iteration.fixed - Self.truth.fixed) < 4 * fit.standardErrors.fixed)
    #expect(
      abs(fit.iteration.perPrefillToken - Self.truth.perPrefillToken) < 4 * fit.standardErrors.perPrefillToken)
  }

  /// No part is negative, whatever the points say.
  @Test func noPartIsNegative() throws {
    let falling = Self.points().map {
      ServingMeasurement(prompt: $0.prompt, output: $0.output, batch: $0.batch, perToken: 0.02 / $0.batch)
    }
    let fit = try #require(ReplicaFit(falling))
    #expect(fit.iteration.perSequence >= 0 && fit.iteration.perKVToken >= 0 && fit.iteration.perPrefillToken >= 0)
  }

  @Test func fewPointsAreRefused() { #expect(ReplicaFit(Array(Self.points().prefix(5))) == nil) }
}
