import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Rules that compare a site with the others, or with itself a week ago: what each sees and when, by hand.
@Suite struct RelativeRuleTests {
  private func service(
    _ rules: [RateRule], _ failures: [FailureMode], keep: Readiness = .warm,
    change: (inout Service) -> Void = { _ in }
  ) -> Service {
    twoSites(failures, keep: keep) {
      $0.detection = .layers(
        LayeredDetection(
          detectors: rules.enumerated().map {
            Detector(name: "\($0.offset)", layer: .business, sees: .rate($0.element))
          }))
      change(&$0)
    }
  }

  private func grey(_ left: Impairment, at hour: Double = 1, sites: [String]? = ["a"], name: String = "grey")
    -> FailureMode
  {
    dated(name, .region, at: [hour], lasts: 2, sites: sites, effect: .impairs(left))
  }

  // MARK: Peers

  private let beyondPeers = RateRule(signal: .failing, threshold: 0.05, against: .peers)

  /// Two sites with fifty requests a second each. At one 40 % fail, at the other 10 %: 30 points more, and five points of a minute
  /// are reached after 60 x 5 / 30 = 10 s. Until then 20 and 5 a second are lost, then the 10 % of a hundred.
  @Test func aSiteThatIsWorseThanTheOthersIsLeft() throws {
    let modes = [grey(Impairment(success: 0.6)), grey(Impairment(success: 0.9), sites: ["b"], name: "other")]
    func outcome(_ rule: RateRule) throws -> Outcome {
      try run(service([rule], modes, keep: .serving) { $0.replica.ratedRPS = 20 })
    }
    let found = try outcome(beyondPeers)
    #expect(found.failovers.count == 1)
    #expect(abs(found.requestsLost - (25 * 10 + 10 * 7190)) < 0.1, "\(found.requestsLost)")
    // A number of 5 % is passed at both, and whoever is in trouble takes nothing over.
    let number = try outcome(RateRule(signal: .failing, threshold: 0.05))
    #expect(number.failovers.isEmpty)
    #expect(abs(number.requestsLost - 25 * 7200) < 0.1)
  }

  /// Four points are no five, and a site without peers is worse than nobody.
  @Test func whoeverIsAsBadAsTheOthersStays() throws {
    let everywhere = [grey(Impairment(success: 0.6)), grey(Impairment(success: 0.64), sites: ["b"], name: "other")]
    let alike = try run(service([beyondPeers], everywhere, keep: .serving))
    #expect(alike.failovers.isEmpty && abs(alike.requestsLost - 38 * 7200) < 0.1)
    let alone = try run(service([beyondPeers], [grey(Impairment(success: 0.6))]))
    #expect(alone.failovers.isEmpty && abs(alone.requestsLost - 40 * 7200) < 0.1)
  }

  /// A site that answers nobody is a hundred points worse: 3 s.
  @Test func aLossIsSeenBesideThoseWhoAreLeft() throws {
    let outcome = try run(
      service([beyondPeers], [dated("region", .region, at: [1], lasts: 2, sites: ["a"])], keep: .serving) {
        $0.replica.ratedRPS = 20
      })
    #expect(outcome.failovers.count == 1 && abs(outcome.requestsLost - 50 * 3) < 1e-3)
  }

  /// When nothing is wrong any more nothing is remembered, though what was at the others was held against it.
  @Test func memoryOfPeersIsForgotten() throws {
    let service = service([beyondPeers], [grey(Impairment(success: 0.97))], keep: .serving)
    var replication = Replication(
      try Plan(service, seed: 1), world: try DemandWorld(service, seed: 1, number: 0), number: 0)
    var wasRemembered = false
    while replication.advance() && replication.now < SimTime(seconds: 4 * 3600) {
      wasRemembered = wasRemembered || !replication.course.detectors.beyondPeers[1].isEmpty
    }
    #expect(wasRemembered)
    #expect(replication.isCalm && replication.course.detectors.beyondPeers.allSatisfy { $0.isEmpty })
  }

  // MARK: Last week

  /// A hundred requests a second by day and ten by night, 1 % of them bad ordinarily: a minute's share varies by
  /// sqrt(0.01 x 0.99 / 6,000) = 0.1285 % and by sqrt(0.01 x 0.99 / 600) = 0.4062 %. Ten deviations above 1 % are 1.298 % and 4.103 % of
  /// the otherwise good, and 40 % reach them after 1.946 s and 6.155 s.
  @Test(arguments: [(hour: 12.5, requests: 100.0, seconds: 1.946), (hour: 0.5, requests: 10.0, seconds: 6.155)])
  func deviationsAreWiderAtNight(hour: Double, requests: Double, seconds: Double) throws {
    let rule = RateRule(signal: .failing, threshold: 0.01, ordinary: 0.01, against: .lastWeekAnd(deviations: 10))
    let outcome = try run(
      service([rule], [grey(Impairment(success: 0.6), at: hour)]) {
        $0.traffic.series = RateSeries(
          file: "day.csv", ratesRPS: Array(repeating: 10, count: 6) + Array(repeating: 100, count: 18),
          stepSeconds: 3600, repeats: true)
      })
    #expect(outcome.failovers.count == 1)
    let failover = try #require(outcome.failovers.first)
    #expect(abs((failover.openedAt - failover.faultAt).seconds - seconds) < 0.002)
    #expect(abs(outcome.requestsLost - 0.4 * requests * seconds) < 0.1)
  }

  /// Three times 1 % are 3 %, of which 2 points are missing: 2.0202 % of the otherwise good, after 3.03 s; a floor of 10 % is higher.
  @Test func aFactorOfLastWeekHasAFloor() throws {
    func after(_ floor: Double) throws -> Double? {
      try run(
        service(
          [RateRule(signal: .failing, threshold: floor, ordinary: 0.01, against: .lastWeek(times: 3))],
          [grey(Impairment(success: 0.6))])
      ).failovers.first.map { ($0.openedAt - $0.faultAt).seconds }
    }
    let (times, floor) = (try #require(try after(0.005)), try #require(try after(0.1)))
    #expect(abs(times - 60 * 0.02 / 0.99 / 0.4) < 1e-3)
    #expect(abs(floor - 60 * 0.09 / 0.99 / 0.4) < 1e-3)
  }

  // MARK: Worth

  /// Answers worth 60 % are 40 % worse: a tenth of a minute after 15 s, until when 100 x 40 % x 15 = 600 requests' worth is lost.
  @Test func worseAnswersAreSeenWhereSomebodyLooks() throws {
    let rule = RateRule(signal: .worse, threshold: 0.1)
    let found = try run(service([rule], [grey(Impairment(quality: 0.6))]))
    #expect(found.failovers.count == 1 && found.lost == 0)
    #expect(abs(found.amounts.counted(.worthLost) - 600) < 1e-3)
    let unseen = try run(service([RateRule(signal: .failing, threshold: 0.1)], [grey(Impairment(quality: 0.6))]))
    #expect(unseen.failovers.isEmpty && abs(unseen.amounts.counted(.worthLost) - 40 * 7200) < 1e-3)
  }
}
