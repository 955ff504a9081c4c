import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Traffic that is moved on purpose: a hundred requests a second on ten nodes of `a`, which is evacuated at three; `b` stands by
/// with ten. What it takes and what it costs is worked out by hand.
@Suite struct EvacuationTests {
  private func evacuation(
    at hours: [Double] = [3], of site: String = "a", lasts: Double = 2, _ law: Evacuation = Evacuation()
  ) -> FailureMode {
    .evacuation(
      site, of: site, on: FailureDates(seconds: hours.map { $0 * 3600 }), lasts: .constant(lasts * 3600), law)
  }

  private func hours(_ count: Double) -> SimTime { SimTime(seconds: count * 3600) }

  /// A standby of six is made ten. Four nodes boot for ten minutes while a step takes two; from 3:10 on clients are moved over
  /// half an hour; two hours after the last has gone, at 5:40, they are moved back, the last at 6:10. Away: half of half an
  /// hour, two hours and the same half: 2.5 h. Four nodes from 3:00 to 6:10 are 12 2/3 node-hours. Nobody loses anything, and
  /// the sites do not change roles, although nothing says when traffic returns from a failover.
  @Test func anEvacuationByHandSums() throws {
    let outcome = try run(
      twoSites([evacuation(Evacuation(drainSeconds: 1800))]) {
        $0.sites[1].size = .nodes(6)
        $0.replica.start.boot = .constant(600)
        $0.execution = Execution(
          steps: [FailoverStep(name: "warm-up", takes: .constant(120))],
          move: TrafficMove(mechanism: .dns, ttlSeconds: 60, after: [], afterCapacity: false))
      })
    #expect(outcome.lost == 0 && outcome.outages.isEmpty && outcome.failovers.isEmpty)
    let account = outcome.evacuations
    #expect(account.moved == 1 && account.sentBack == 0 && account.unfit == 0 && account.calledOff == 0)
    #expect(abs(account.hoursAway - 2.5) < 1e-6, "\(account.hoursAway)")
    #expect(abs(account.standInNodeHours(site: 1) - 4 * (3 + 1.0 / 6)) < 1e-9)
    #expect(account.standInNodeHours(site: 0) == 0)
    #expect(abs(outcome.nodeHours(site: 1) - (6 * 48 + 4 * (3 + 1.0 / 6))) < 1e-9)
    #expect(outcome.nodeHours(site: 0) == 480)
  }

  /// Nobody is answered where he has been sent, and after ten minutes he is sent back. By balancer that is 600 s of a hundred a
  /// second, one outage whose cause is the evacuation, from the instant at which traffic was sent.
  @Test func whatGoesAstrayIsLostUntilItIsSentBack() throws {
    let outcome = try run(twoSites([evacuation(Evacuation(fails: 1))]))
    #expect(outcome.requestsLost == 60_000)
    #expect(outcome.outages.count == 1)
    let outage = try #require(outcome.outages.first)
    #expect(outage.start == hours(3) && outage.end == SimTime(seconds: 3 * 3600 + 600))
    #expect(outage.cause == 0 && outage.faultAt == hours(3) && outage.recoverySeconds == 600)
    #expect(outage.endedBy == .repair && outage.alarmAt == .never && outage.openedAt == .never)
    #expect(outcome.evacuations.moved == 1 && outcome.evacuations.sentBack == 1)
    #expect(abs(outcome.evacuations.hoursAway - 1.0 / 6) < 1e-12)
  }

  /// By DNS clients follow over five minutes, out and, from the tenth minute on, back: 150 s and 300 s and 150 s of a hundred
  /// a second. Until 5 % have gone and after 95 % are back there is no outage: 15 s at a mean of 2.5 % each, 75 requests.
  @Test func whatGoesAstrayByDNSFollowsTheRecord() throws {
    let outcome = try run(
      twoSites([evacuation(Evacuation(fails: 1))]) {
        $0.execution.move = TrafficMove(mechanism: .dns, ttlSeconds: 300)
      })
    #expect(abs(outcome.requestsLost - 60_000) < 1, "\(outcome.requestsLost)")
    #expect(outcome.outages.count == 1 && outcome.outages[0].cause == 0)
    #expect(abs(Double(outcome.lostOutside[0]) / 1e15 - 75) < 1, "\(Double(outcome.lostOutside[0]) / 1e15)")
    #expect(abs(outcome.outages[0].downtime.seconds - 870) < 0.1, "\(outcome.outages[0].downtime.seconds)")
    #expect(outcome.lost == outcome.outages[0].lost + outcome.lostOutside.reduce(0, +))
  }

  /// Two sites of six nodes share the traffic; one alone lacks forty requests a second. Ten minutes later somebody has sent
  /// traffic back: 24,000 requests.
  @Test func aStandInThatIsTooSmallIsNoticed() throws {
    let outcome = try run(
      twoSites([evacuation()]) {
        for site in 0...1 {
          $0.sites[site].keep = .serving
          $0.sites[site].size = .nodes(6)
        }
      })
    #expect(outcome.requestsLost == 24_000, "\(outcome.requestsLost)")
    #expect(outcome.outages.map(\.cause) == [0] && outcome.outages.map(\.downtime) == [Span(seconds: 600)])
    #expect(outcome.evacuations.moved == 1 && outcome.evacuations.sentBack == 1)
    #expect(outcome.evacuations.standInNodeHours(site: 1) == 0)
  }

  /// While the first site is evacuated the standby is lost at four for half an hour. Where the first is still up, traffic is
  /// back a minute later, when the loss is noticed: 6,000 requests. Where it is off nobody can take over before the standby is
  /// mended: 180,000. Either way the standby's loss is the cause.
  @Test(arguments: [false, true])
  func aSiteThatIsOffHelpsNobody(stops: Bool) throws {
    let region = dated("region", .region, at: [4], lasts: 0.5, sites: ["b"])
    let outcome = try run(twoSites([region, evacuation(Evacuation(stopsSite: stops))]))
    #expect(outcome.requestsLost == (stops ? 180_000 : 6_000), "\(outcome.requestsLost)")
    #expect(outcome.outages.map(\.cause) == [0])
    #expect(outcome.evacuations.moved == 1 && outcome.evacuations.sentBack == (stops ? 0 : 1))
    #expect(abs(outcome.evacuations.hoursAway - (stops ? 2 : 1 + 1.0 / 60)) < 1e-9, "\(outcome.evacuations.hoursAway)")
  }

  /// Clients who ignore the time to live for an hour, a tenth of all, lose what they ask of a site that is off: it goes off
  /// when the others have gone, at 3:01, for two hours. They leave it at four.
  @Test func whoIgnoresTheRecordMeetsASiteThatIsOff() throws {
    func lost(_ stops: Bool) throws -> Double {
      try run(
        twoSites([evacuation(Evacuation(stopsSite: stops))]) {
          $0.execution.move = TrafficMove(
            mechanism: .dns, ttlSeconds: 60, ignoringTTL: 0.1, ignoringFor: .constant(3600))
        }
      ).requestsLost
    }
    #expect(try lost(false) == 0)
    // From 3:01 until they leave at 4:00: 59 minutes of ten requests a second.
    let off = try lost(true)
    #expect(abs(off - 59 * 60 * 10) < 1, "\(off)")
  }

  /// Rot since one o'clock: the evacuation at three finds it before anybody is moved, and two hours later it is mended. A
  /// region that is lost at six then fails over within the minute; without the evacuation people need an hour more.
  @Test func itFindsWhatHasRotted() throws {
    let rot = dated("stale", .procedure, at: [1], lasts: 2, sites: ["b"], effect: .rots(1))
    let region = dated("region", .region, at: [6], lasts: 5, sites: ["a"])
    func outcome(_ modes: [FailureMode]) throws -> Outcome {
      try run(twoSites(modes) { $0.execution.otherwise = .constant(3600) })
    }
    let rehearsed = try outcome([rot, region, evacuation()])
    let not = try outcome([rot, region])
    #expect(
      rehearsed.requestsLost == 6_000 && not.requestsLost == 366_000, "\(rehearsed.requestsLost), \(not.requestsLost)")
    #expect(rehearsed.evacuations.unfit == 1 && rehearsed.evacuations.moved == 0)
    #expect(rehearsed.evacuations.hoursAway == 0)
  }

  /// In equilibrium a monthly evacuation is a look like any other: it goes back for ever. Rot at a rate of four a year and no
  /// failures: at the first evacuation, half a month into the year, a share 1 - exp(-4 / 12) is rotten, as it is at all others.
  @Test func itHasBeenHeldForEver() throws {
    let rot = FailureMode(
      name: "stale", scope: .procedure, lifetime: .exponential(mean: 8766.0 * 3600 / 4), lasts: .constant(0),
      effect: .rots(1))
    let monthly = FailureMode.evacuation(
      "monthly", of: "a", on: FailureDates(seconds: [365.25 * 3600], repeatsEverySeconds: 730.5 * 3600),
      lasts: .constant(3600), Evacuation())
    let service = twoSites([rot, monthly], hours: 730.5)
    let unfit = try (0..<4000 as Range<UInt32>).map { try run(service, number: $0).evacuations.unfit }
    let share = Double(unfit.reduce(0, +)) / 4000
    // 1 - exp(-1/3) with four standard errors of 0.7 %.
    #expect(abs(share - 0.28347) < 0.0285, "\(share)")
  }

  /// Nothing is moved while anything else is wrong; and of two sites at one instant the first is evacuated.
  @Test func itIsCalledOffWhereSomethingElseIsWrong() throws {
    let region = dated("region", .region, at: [2], lasts: 10, sites: ["a"])
    func outcome(at hour: Double) throws -> Outcome {
      try run(twoSites([region, evacuation(at: [hour])]) { $0.failback = Failback(afterSeconds: 3600) })
    }
    let calledOff = try outcome(at: 3)
    #expect(calledOff.evacuations.calledOff == 1 && calledOff.evacuations.moved == 0)
    let later = try outcome(at: 47)
    #expect(later.evacuations.moved == 1 && calledOff == later.with(calledOff.evacuations))
    let both = try run(
      twoSites([evacuation(), evacuation(of: "b")]) { $0.sites[1].keep = .serving })
    #expect(both.evacuations.moved == 1 && both.evacuations.calledOff == 1 && both.lost == 0)
    #expect(both.nodeHours(site: 0) == 480)
  }

  /// Where nobody stands by, where the site takes no traffic, and where it is left out, there is no clock.
  @Test func itNeedsSomewhereToGo() throws {
    var alone = twoSites([evacuation()])
    alone.sites[1].keep = .nothing
    #expect(try Plan(alone, seed: 1).clocks.isEmpty)
    #expect(try Plan(twoSites([evacuation(of: "b")]), seed: 1).clocks.isEmpty)
    #expect(try Plan(twoSites([evacuation()]), seed: 1, disabled: ["evacuation a"]).clocks.isEmpty)
  }

  /// A conversation in memory is lost when it is moved, on purpose or not, and no failover is counted for it.
  @Test func conversationsInMemoryAreLostAllTheSame() throws {
    let outcome = try run(
      twoSites([evacuation()]) {
        $0.traffic.classes = [TrafficClass(name: "chat", share: 1, state: .memory)]
        $0.traffic.sessions = SessionLaw(turns: .constant(5), thinkTime: .constant(30))
      })
    // 100 / 5 conversations begin a second and last 4 x 30 s.
    #expect(outcome.stateLoss.conversationsLost == 2400 && outcome.failovers.isEmpty)
    #expect(outcome.stateLoss == outcome.stateLossOutside)
  }

  /// Stepping and following give the same bits where traffic is moved every month between random failures.
  @Test func followingMovesNoBit() throws {
    var service = StandbyYear(nodes: 12, regionsPerYear: 12).service
    service.failures.append(
      .evacuation(
        "monthly", of: "a", on: FailureDates(seconds: [20 * 86_400 + 3 * 3600], repeatsEverySeconds: 28 * 86_400),
        lasts: .lognormal(median: 7200, sigma: 0.3),
        Evacuation(drainSeconds: 900, fails: 0.1, rollBackSeconds: 300, stopsSite: true)))
    let runs = try FollowedRuns(service, seed: 5)
    var courses = runs.courses()
    for number in 0..<6 as Range<UInt32> {
      let stepped = runs.stepped(number)
      #expect(difference(runs.followed(number, &courses), stepped) == nil)
      let account = stepped.evacuations
      #expect(account.moved + account.unfit + account.calledOff == 13, "\(account)")
      #expect(stepped.lost == stepped.lostOutside.reduce(0, +) + stepped.outages.reduce(0) { $0 + $1.lost })
    }
  }
}

extension Outcome {
  fileprivate func with(_ evacuations: EvacuationAccount) -> Outcome {
    var other = self
    other.evacuations = evacuations
    return other
  }
}
