import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Targets that turn out to be unfit, and clients who are slow to follow: losses by hand, at a hundred requests a second.
@Suite struct CheckTests {
  private let region = dated("region", .region, at: [1], lasts: 3, sites: ["a"])

  private func outcome(_ change: (inout Service) -> Void) throws -> Outcome {
    try run(twoSites([region], change: change))
  }

  /// A minute of detection; ten minutes of service; found unfit; an hour by hand.
  @Test func aCanaryThatFailsClosesTheTarget() throws {
    let outcome = try outcome {
      $0.execution.canary = Canary(share: 0.05, seconds: 600, gates: false, fails: 1)
      $0.execution.otherwise = .constant(3600)
    }
    #expect(abs(outcome.requestsLost - 100 * (60 + 3600)) < 1)
    #expect(outcome.failovers.map(\.byHand) == [false, true])
  }

  /// As a gate it keeps 95 % of the users down before it finds out; what people then finish is not gated again.
  @Test func aGateThatFailsHasLostThemToo() throws {
    let outcome = try outcome {
      $0.execution.canary = Canary(share: 0.05, seconds: 600, gates: true, fails: 1)
      $0.execution.otherwise = .constant(3600)
    }
    #expect(abs(outcome.requestsLost - (100 * (60 + 3600) + 95 * 600)) < 1)
  }

  /// The canary is content, the validation is not.
  @Test func aValidationThatFailsClosesItLater() throws {
    let outcome = try outcome {
      $0.execution.canary = Canary(share: 0.05, seconds: 60, gates: false, fails: 1e-12)
      $0.execution.validationSeconds = 300
      $0.execution.validationFails = 1
      $0.execution.otherwise = .constant(1800)
    }
    #expect(abs(outcome.requestsLost - 100 * (60 + 1800)) < 1)
    #expect(outcome.outages.count == 2)
  }

  /// A site that answers three requests in five has its traffic back while people look at the other one.
  @Test func aBrownoutReturnsToWhereItWas() throws {
    let grey = dated("grey", .region, at: [1], lasts: 2, sites: ["a"], effect: .impairs(Impairment(success: 0.6)))
    let outcome = try run(
      twoSites([grey]) {
        $0.detection = .layers(
          LayeredDetection(detectors: [
            Detector(name: "success", layer: .business, sees: .rate(RateRule(signal: .failing, threshold: 0.05)))
          ]))
        $0.execution.canary = Canary(share: 0.05, seconds: 600, gates: false, fails: 1)
        $0.execution.otherwise = .constant(1800)
      })
    #expect(abs(outcome.requestsLost - 40 * (7.5 + 1800)) < 1e-2)
  }

  /// 4 % of the clients stay for twenty minutes on average: beyond the minute before the change and half the minute that
  /// the others take, they lose 4/s for the mean of their law, whatever its shape.
  @Test(arguments: [
    Distribution.constant(1200), .uniform(low: 600, high: 1800), .lognormal(median: 1000, sigma: 0.603878),
  ])
  func whoIgnoresTheTimeToLiveIsLostForAsLong(stay: Distribution) throws {
    let outcome = try outcome {
      $0.execution.move = TrafficMove(mechanism: .dns, ttlSeconds: 60, ignoringTTL: 0.04, ignoringFor: stay)
    }
    #expect(abs(outcome.requestsLost - (100 * 60 + 96 * 30 + 4 * stay.mean)) < 4 * stay.mean * 0.002 + 1)
  }
}
