import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// What is decided, by whom and when: losses by hand, at a hundred requests a second and a minute of detection.
@Suite struct DecisionTests {
  private let region = dated("region", .region, at: [1], lasts: 2, sites: ["a"])
  private func grey(_ success: Double) -> FailureMode {
    dated("grey", .region, at: [1], lasts: 2, sites: ["a"], effect: .impairs(Impairment(success: success)))
  }

  private func lost(_ failures: [FailureMode], _ change: (inout Service) -> Void) throws -> Double {
    try run(twoSites(failures, change: change)).requestsLost
  }

  private func seeing(_ service: inout Service) {
    service.detection = .layers(
      LayeredDetection(detectors: [
        Detector(name: "success", layer: .business, sees: .rate(RateRule(signal: .failing, threshold: 0.05)))
      ]))
  }

  @Test func whatScopeItHasDecidesWhatIsDone() throws {
    func lost(_ response: Response?) throws -> Double {
      try self.lost([region]) {
        $0.decision.responses =
          [ScopedResponse(.zone, .failover)] + (response.map { [ScopedResponse(.region, $0)] } ?? [])
      }
    }
    #expect(abs(try lost(nil) - 6000) < 1)
    #expect(abs(try lost(.wait(atMostSeconds: nil)) - 720_000) < 1)
    #expect(abs(try lost(.wait(atMostSeconds: 600)) - 66_000) < 1)
    #expect(abs(try lost(.restart(RestartInPlace(takes: .constant(120), works: 1))) - 18_000) < 1)
    // In vain: another site takes over then.
    #expect(abs(try lost(.restart(RestartInPlace(takes: .constant(120), works: 0))) - 18_000) < 1)
  }

  @Test func aRestartThatWorksMovesNobody() throws {
    let restart = Response.restart(RestartInPlace(takes: .constant(120), works: 1))
    let outcome = try run(twoSites([region]) { $0.decision.responses = [ScopedResponse(.region, restart)] })
    #expect(outcome.failovers.isEmpty)
    #expect(outcome.outages.map(\.endedBy) == [.repair])
    let failing = Response.restart(RestartInPlace(takes: .constant(120), works: 0))
    let moved = try run(twoSites([region]) { $0.decision.responses = [ScopedResponse(.region, failing)] })
    #expect(moved.failovers.count == 1)
  }

  /// 40 % fail; half of the traffic is moved after the 7.5 s that the window takes, and 20 % go on failing.
  @Test func aPartIsMovedInABrownout() throws {
    let outcome = try run(
      twoSites([grey(0.6)]) {
        seeing(&$0)
        $0.decision.responses = [ScopedResponse(.region, .shift(share: 0.5))]
      })
    #expect(abs(outcome.requestsLost - (40 * 7.5 + 20 * (7200 - 7.5))) < 1e-2)
    // The half that stayed was mended, not moved.
    #expect(outcome.outages.map(\.endedBy) == [.repair])
  }

  /// Half of the capacity works: 50 a second fail for the 6 s that the window takes. Then the site answers twice as much, worth
  /// 60 %, until it is mended after two hours, or until another site takes over after ten minutes.
  @Test(arguments: [(Double?.none, 7194.0), (600, 600)])
  func aSiteAnswersInADegradedMode(atMost: Double?, seconds: Double) throws {
    let half = dated(
      "half", .region, at: [1], lasts: 2, sites: ["a"], effect: .impairs(Impairment(capacity: 0.5)))
    let outcome = try run(
      twoSites([half]) {
        seeing(&$0)
        $0.decision.responses = [
          ScopedResponse(.region, .degrade(DegradedAnswer(capacity: 2, quality: 0.6, atMostSeconds: atMost)))
        ]
        $0.failback = Failback(afterSeconds: 0)
      })
    #expect(abs(outcome.requestsLost - 300) < 1e-2)
    #expect(abs(outcome.amounts.counted(.degraded) - 100 * seconds) < 1)
    #expect(abs(outcome.amounts.counted(.worthLost) - 40 * seconds) < 1)
    #expect(outcome.failovers.count == (atMost == nil ? 0 : 1))
    #expect(outcome.outages.map(\.recoverySeconds).map { ($0 * 1000).rounded() } == [6000])
  }

  /// A site that does not answer has no degraded mode: another one takes over after the minute of detection. Nor does one
  /// that is lost an hour after it began, which is noticed as any loss.
  @Test func whoDoesNotAnswerIsLeft() throws {
    let mode = Response.degrade(DegradedAnswer(capacity: 2, quality: 0.6))
    let lost = try lost([region]) { $0.decision.responses = [ScopedResponse(.region, mode)] }
    #expect(abs(lost - 6000) < 1)
    let half = dated(
      "half", .region, at: [1], lasts: 3, sites: ["a"], effect: .impairs(Impairment(capacity: 0.5)))
    let later = try self.lost([half, dated("region", .region, at: [2], lasts: 1, sites: ["a"])]) {
      seeing(&$0)
      $0.decision.responses = [ScopedResponse(.region, mode)]
    }
    // 50 a second for 6 s, then 100 for 3 s, in which a twentieth of the window's requests has failed.
    #expect(abs(later - 600) < 1e-2)
  }

  /// Of the half that stayed everything is lost when the site goes, until that is noticed in its turn.
  @Test func theRestFollowsWhenTheSiteIsLost() throws {
    let lost = try lost([
      grey(0.6), dated("region", .region, at: [2], lasts: 1, sites: ["a"]),
    ]) {
      $0.detection = .layers(
        LayeredDetection(
          detectors: [
            Detector(name: "success", layer: .business, sees: .rate(RateRule(signal: .failing, threshold: 0.05))),
            Detector(name: "health", layer: .service, sees: .loss(.constant(30))),
          ], alarm: .any([.detector(0), .detector(1)])))
      $0.decision.responses = [ScopedResponse(.region, .shift(share: 0.5))]
    }
    // The window is full of what already failed: the alarm rises at once, and what is left follows at once.
    #expect(abs(lost - (40 * 7.5 + 20 * (3600 - 7.5))) < 1e-2)
  }

  // MARK: People

  @Test(arguments: [(1.0, 300.0), (9, 120), (23, 300)])
  func peopleAreSlowerAtNight(hour: Double, seconds: Double) throws {
    let lost = try lost([dated("region", .region, at: [hour], lasts: 0.5, sites: ["a"])]) {
      $0.decision.onCall = OnCall(levels: [
        EscalationLevel(
          name: "P2", afterSeconds: 0,
          acknowledges: [HourlyLaw(fromHour: 8, law: .constant(120)), HourlyLaw(fromHour: 22, law: .constant(300))])
      ])
    }
    #expect(abs(lost - 100 * (60 + seconds)) < 1)
  }

  /// A person's time that the plan keeps for other designs is not added to that of those on call.
  @Test func peopleAreWaitedForOnce() throws {
    let lost = try lost([dated("region", .region, at: [1], lasts: 2, sites: ["a"])]) {
      $0.decision.person = .constant(900)
      $0.decision.onCall = OnCall(levels: [
        EscalationLevel(name: "P2", afterSeconds: 0, acknowledges: [HourlyLaw(fromHour: 0, law: .constant(120))])
      ])
    }
    #expect(abs(lost - 100 * (60 + 120)) < 1)
  }

  /// Nobody answers for 20 min; the next level is called after 5 min and answers in 2: 7 min.
  @Test func theFirstWhoAnswersDecides() {
    func level(_ after: Double, _ takes: Double) -> EscalationLevel {
      EscalationLevel(
        name: "P", afterSeconds: after, acknowledges: [HourlyLaw(fromHour: 0, law: .constant(takes))])
    }
    func seconds(_ levels: [EscalationLevel], alarms: Int = 0) -> Double {
      OnCall(levels: levels, secondsPerAlarm: 30, merged: 0.8)
        .acknowledgementSeconds(atHour: 3, otherAlarms: alarms) { _ in 0.5 }
    }
    #expect(seconds([level(0, 1200)]) == 1200)
    #expect(seconds([level(0, 1200), level(300, 120)]) == 420)
    #expect(seconds([level(0, 200), level(300, 10)]) == 200)
    #expect(seconds([level(0, 1200), level(300, 1000), level(900, 60)]) == 960)
    // Ten other alarms, of which eight are merged with the first.
    #expect(abs(seconds([level(0, 100)], alarms: 10) - 160) < 1e-9)
  }

  /// A quarter of an hour before the region fails four nodes of the standby do: four alarms, half a minute each.
  @Test func aStormOfAlarmsSlowsThemDown() throws {
    let nodes = dated("nodes", .node, at: [0.75], lasts: 2, sites: ["b"], apartHours: 0)
    func lost(_ merged: Double) throws -> Double {
      try self.lost([region, nodes]) {
        $0.decision.onCall = OnCall(
          levels: [
            EscalationLevel(
              name: "P1", afterSeconds: 0, acknowledges: [HourlyLaw(fromHour: 0, law: .constant(60))])
          ], secondsPerAlarm: 30, merged: merged)
        $0.sites[1].size = .nodes(14)
      }
    }
    // All fourteen nodes have failed: nothing takes over before they are mended at 2.75 h, whoever was quick.
    #expect(abs(try lost(0) - 100 * 6300) < 1)
    func few(_ merged: Double) throws -> Double {
      try self.lost([
        region, dated("gone", .region, at: [0.75], lasts: 2, sites: ["b"], target: FailureTarget(nodes: 4)),
      ]) {
        $0.decision.onCall = OnCall(
          levels: [
            EscalationLevel(
              name: "P1", afterSeconds: 0, acknowledges: [HourlyLaw(fromHour: 0, law: .constant(60))])
          ], secondsPerAlarm: 30, merged: merged)
        $0.sites[1].size = .nodes(14)
      }
    }
    #expect(abs(try few(0) - 100 * (60 + 60 + 30)) < 1)
    #expect(abs(try few(0.8) - 100 * (60 + 60 + 6)) < 1)
  }
}
