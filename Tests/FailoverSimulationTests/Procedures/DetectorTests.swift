import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Detectors in layers: what each sees, and when, by hand. A hundred requests a second, a standby of the same size, a
/// balancer that moves all at once, and nothing else that takes time.
@Suite struct DetectorTests {
  private let health = Detector(
    name: "health", layer: .infrastructure,
    sees: .health(Probes(intervalSeconds: 10, timeoutSeconds: 0, failures: 3)))
  private func rate(
    _ signal: Signal = .failing, _ threshold: Double = 0.05, ordinary: Double = 0, window: Double = 60,
    delay: Double = 30
  ) -> Detector {
    Detector(
      name: signal.rawValue, layer: .business,
      sees: .rate(
        RateRule(
          signal: signal, threshold: threshold, ordinary: ordinary, windowSeconds: window, metricDelaySeconds: delay)))
  }

  private let users = Detector(
    name: "users", layer: .user,
    sees: .userRequests(
      Probes(intervalSeconds: 60, timeoutSeconds: 0, failures: 3, agreeing: 2, vantagePoints: 3)))

  private func service(
    _ detectors: [Detector], _ alarm: AlarmRule? = nil, _ failures: [FailureMode],
    change: (inout Service) -> Void = { _ in }
  ) -> Service {
    twoSites(failures) {
      $0.detection = .layers(LayeredDetection(detectors: detectors, alarm: alarm))
      change(&$0)
    }
  }

  private func grey(_ left: Impairment, lasts: Double = 2) -> FailureMode {
    dated("grey", .region, at: [1], lasts: lasts, sites: ["a"], effect: .impairs(left))
  }
  private let region = dated("region", .region, at: [1], lasts: 2, sites: ["a"])

  /// 40 % fail, 5 % of a minute are 3 s: reached after 7.5 s, known 30 s later. Health checks alone see nothing.
  @Test func aGreyFailureIsFoundByThoseWhoLookAtRequests() throws {
    let mode = grey(Impairment(success: 0.6))
    let found = try run(service([health, rate()], nil, [mode]))
    #expect(abs(found.requestsLost - 40 * 37.5) < 1e-3)
    #expect(found.failovers.count == 1 && found.outages.count == 1)
    #expect(abs((found.outages[0].alarmAt - found.outages[0].faultAt).seconds - 37.5) < 1e-3)
    #expect(found.outages[0].endedBy == .failover)
    let unseen = try run(service([health], nil, [mode]))
    #expect(abs(unseen.requestsLost - 40 * 7200) < 1e-3)
    #expect(unseen.failovers.isEmpty)
  }

  /// A site that fails every request and looks well fills a window of a minute, known 30 s later; one in a hundred that is answered
  /// keeps a rule `above: 100%` from ringing.
  @Test func aRuleOfTheWholeRingsForTheWhole() throws {
    let all = try run(service([health, rate(.failing, 1)], nil, [grey(Impairment(success: 0))]))
    #expect(abs(all.requestsLost - 100 * 90) < 1e-3 && all.failovers.count == 1)
    let most = try run(service([health, rate(.failing, 1)], nil, [grey(Impairment(success: 0.01))]))
    #expect(abs(most.requestsLost - 99 * 7200) < 1e-3 && most.failovers.isEmpty)
  }

  /// Nothing is lost of what conversations hold: the site answers, and finishes its copies before it is left.
  @Test func aSiteThatAnswersKeepsItsState() throws {
    func window(_ mode: FailureMode) throws -> [ContiguousArray<Double>] {
      try run(
        service([health, rate()], nil, [mode]) {
          $0.traffic.classes = [TrafficClass(name: "chat", share: 1, state: .replication(lag: .constant(2)))]
        }
      ).failovers.map(\.dataLossSeconds)
    }
    #expect(try window(grey(Impairment(success: 0.6))) == [[0]])
    #expect(try window(region) == [[2]])
  }

  private func tried(_ alerts: TriedAlert...) -> Detector {
    Detector(name: "alert", layer: .business, sees: .tried(alerts))
  }

  /// An alert rings by the law of the failure that it was tried on: 40 a second for 90 s, a hundred for 120 s; of what it was
  /// not tried on it says nothing.
  @Test func aTriedAlertSeesWhatItWasTriedOn() throws {
    let alert = tried(
      TriedAlert(failure: "grey", takes: .constant(90), missed: 0),
      TriedAlert(failure: "region", takes: .constant(120), missed: 0))
    let mode = grey(Impairment(success: 0.6))
    let found = try run(service([alert], nil, [mode]))
    #expect(abs(found.requestsLost - 40 * 90) < 1e-3 && found.failovers.count == 1)
    let lost = try run(service([alert], nil, [region]))
    #expect(abs(lost.requestsLost - 100 * 120) < 1e-3 && lost.failovers.count == 1)
    let other = tried(TriedAlert(failure: "region", takes: .constant(120), missed: 0))
    let unseen = try run(service([other], nil, [mode, dated("region", .region, at: [30], lasts: 1, sites: ["a"])]))
    #expect(abs(unseen.requestsLost - 40 * 7200 - 100 * 120) < 1e-3 && unseen.failovers.count == 1)
  }

  /// Of 60 failures half are missed: 30, and four standard deviations are 15.5. What is missed lasts until its repair.
  @Test func aTriedAlertMissesItsShare() throws {
    let alert = tried(TriedAlert(failure: "region", takes: .constant(120), missed: 0.5))
    let often = dated("region", .region, at: (0..<60).map { 1 + 100 * Double($0) }, lasts: 2, sites: ["a"])
    let outcome = try run(
      service([alert], nil, [often]) {
        $0.horizonHours = 6100
        $0.failback = Failback(afterSeconds: 0)
      })
    #expect((15...45).contains(outcome.failovers.count))
    let missed = Double(60 - outcome.failovers.count)
    #expect(abs(outcome.requestsLost - 100 * (120 * (60 - missed) + 7200 * missed)) < 1e-2)
  }

  /// 4 % never make 5 %.
  @Test func belowTheThresholdNobodyActs() throws {
    let outcome = try run(service([rate()], nil, [grey(Impairment(success: 0.96))]))
    #expect(abs(outcome.requestsLost - 4 * 7200) < 1e-3)
    #expect(outcome.failovers.isEmpty)
  }

  /// From 0.1 % to 10 % of requests that time out: (0.1 - 0.001) / 0.999 of a minute at half of all requests.
  @Test func onlyRequestsThatTimeOutAreTimeouts() throws {
    let rule = rate(.timingOut, 0.1, ordinary: 0.001, delay: 0)
    let hanging = try run(service([rule], nil, [grey(Impairment(success: 0.5, timingOut: 1))]))
    #expect(abs(hanging.requestsLost - 50 * 60 * 0.099 / 0.999 / 0.5) < 0.01)
    let refused = try run(service([rule], nil, [grey(Impairment(success: 0.5))]))
    #expect(refused.failovers.isEmpty)
  }

  /// Late answers are answers: nothing is lost, and traffic moves all the same; 1 % of five minutes at 30 % late.
  @Test func latenessIsSeenBeforeAnythingIsLost() throws {
    let outcome = try run(service([rate(.late, 0.01, window: 300, delay: 0)], nil, [grey(Impairment(late: 0.3))]))
    #expect(outcome.lost == 0)
    #expect(outcome.failovers.count == 1)
    #expect(abs((outcome.failovers[0].openedAt - outcome.failovers[0].faultAt).seconds - 10) < 1e-3)
  }

  /// A loss is everything at once: 3 s and the delay, long before the third probe; with `all` the probe decides.
  @Test func alarmsAreJoined() throws {
    let both: [AlarmRule] = [.detector(0), .detector(1)]
    func delay(_ rule: AlarmRule?, metric: Double) throws -> Double? {
      try run(service([health, rate(delay: metric)], rule, [region])).failovers.first.map {
        ($0.openedAt - $0.faultAt).seconds
      }
    }
    let any = try #require(try delay(.any(both), metric: 0))
    #expect(abs(any - 3) < 1e-3)
    let all = try #require(try delay(.all(both, withinSeconds: nil), metric: 0))
    #expect(all > 20 && all < 30)
    #expect(try delay(.all(both, withinSeconds: 30), metric: 0) == all)
    #expect(try delay(.all(both, withinSeconds: 10), metric: 0) == nil)
    let late = try #require(try delay(.all(both, withinSeconds: 30), metric: 40))
    #expect(abs(late - 43) < 1e-3)
  }

  /// Vantage points ask like users: when all fails, the third request of a minute's rhythm, whatever the health checks say.
  @Test func usersSeeWhatHealthChecksDoNot() throws {
    let outcome = try run(service([health, users], nil, [grey(Impairment(success: 0))]))
    let after = try #require(outcome.failovers.first.map { ($0.openedAt - $0.faultAt).seconds })
    #expect(after > 120 && after < 180)
    #expect(abs(outcome.requestsLost - 100 * after) < 1e-3)
  }

  /// Who is asked again tells the same, and a branch has probes of its own: what is kept of a law is kept for its numbers.
  @Test func aBranchProbesByItself() throws {
    let service = service([health, users], nil, [grey(Impairment(success: 0.5))])
    var run = Replication(
      try Plan(service, seed: 1), world: try DemandWorld(service, seed: 1, number: 0), number: 0)
    while run.course.procedures[0].phase != .detecting, run.advance() {}
    let alarm = run.course.procedures[0].deadline
    #expect(alarm < .never)
    run.settle()
    #expect(run.course.procedures[0].deadline == alarm)
    var branch = run
    branch.branch = 7
    branch.settle()
    #expect(branch.course.procedures[0].deadline < .never && branch.course.procedures[0].deadline != alarm)
    branch.branch = 0
    branch.settle()
    #expect(branch.course.procedures[0].deadline == alarm)
  }

  /// The site is well again after two hours; its traffic returns after the hold-down, and not while it is known to be ill.
  @Test func trafficReturnsWhenTheSiteIsWell() throws {
    var service = service([rate()], nil, [grey(Impairment(success: 0.6))])
    service.failback = Failback(afterSeconds: 3600)
    var replication = Replication(
      try Plan(service, seed: 1), world: try DemandWorld(service, seed: 1, number: 0), number: 0)
    var returned = SimTime.never
    while replication.advance() {
      if replication.now > SimTime(seconds: 2 * 3600), replication.flow.shares[0] > 0 {
        returned = replication.now
        break
      }
    }
    #expect(returned == SimTime(seconds: 4 * 3600))
  }

  /// Two failures that no rule sees alone, together: 4 % and 4 % are 7.84 %, from the second one on.
  @Test func whatAddsUpIsSeen() throws {
    let modes = [
      grey(Impairment(success: 0.96)),
      dated("more", .region, at: [2], lasts: 1, sites: ["a"], effect: .impairs(Impairment(success: 0.96))),
    ]
    let outcome = try run(service([rate(delay: 0)], nil, modes))
    // The window holds 4 % of a minute when the second one begins: 0.6 s are missing, and each second brings 3.84 % more.
    let after = 0.6 / 0.0384
    #expect(abs(outcome.requestsLost - (4 * 3600 + 7.84 * after)) < 1e-2)
  }

  /// When nothing is wrong any more nothing is remembered, and the run is calm again.
  @Test func memoryIsForgotten() throws {
    let service = service([rate()], nil, [grey(Impairment(success: 0.96), lasts: 0.1)])
    var replication = Replication(
      try Plan(service, seed: 1), world: try DemandWorld(service, seed: 1, number: 0), number: 0)
    var wasRemembered = false
    while replication.advance() && replication.now < SimTime(seconds: 3 * 3600) {
      wasRemembered = wasRemembered || !replication.course.detectors.areForgotten
    }
    #expect(wasRemembered)
    #expect(replication.isCalm && replication.course.detectors.areForgotten)
  }
}
