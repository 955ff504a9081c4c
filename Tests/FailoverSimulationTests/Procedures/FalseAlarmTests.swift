import EventKernel
import QueueingTheory
import ServiceModel
import Stochastics
import TestSupport
import Testing

@testable import FailoverSimulation

/// Alarms of sites that are well: how often, and what comes of them.
@Suite struct FalseAlarmTests {
  private func probes(_ failures: Int, agreeing: Int = 1, of points: Int = 1) -> Probes {
    Probes(intervalSeconds: 10, timeoutSeconds: 1, failures: failures, agreeing: agreeing, vantagePoints: points)
  }

  /// One vantage point is a renewal process: the run of losses, then what it takes until a probe comes back.
  @Test(arguments: [(1, 0.01), (2, 0.05), (3, 0.01), (3, 0.3), (5, 0.2), (10, 0.5)])
  func onePointIsARenewalProcess(failures: Int, loss: Double) {
    let mean = 10 * (meanProbesToRun(length: failures, loss: loss) + 1 / (1 - loss))
    let rate = probes(failures).falseAlarmsPerSecond(loss: loss)
    #expect(abs(rate * mean - 1) < 1e-9, "\(rate) against 1/\(mean)")
  }

  /// Two of two, three of three, two of three: the rate at which enough points come to lose N probes in a row, from the
  /// stationary chain of each point written out.
  @Test(arguments: [1, 2, 3])
  func severalPointsMustAgree(failures: Int) {
    let loss = 0.2
    var q = 1.0
    for _ in 0..<failures { q *= loss }
    let begins = (1 - loss) * q / 10
    func rate(_ k: Int, _ m: Int) -> Double { probes(failures, agreeing: k, of: m).falseAlarmsPerSecond(loss: loss) }
    #expect(abs(rate(2, 2) / (2 * begins * q) - 1) < 1e-12)
    #expect(abs(rate(2, 3) / (3 * begins * 2 * q * (1 - q)) - 1) < 1e-12)
    #expect(abs(rate(3, 3) / (3 * begins * q * q) - 1) < 1e-12)
    #expect(abs(rate(1, 3) / (3 * begins * (1 - q) * (1 - q)) - 1) < 1e-12)
    #expect(rate(2, 3) > rate(3, 3) && rate(1, 3) > rate(2, 3))
  }

  /// The law against probes counted one by one: 2 of 3 points, 2 losses in a row, three million probes each. The count of
  /// alarms is nearly Poisson; four standard errors.
  @Test func theLawCountsProbes() {
    let loss = 0.3
    let key = StreamKey(seed: 7, name: "probes")
    var runs = [0, 0, 0]
    var alarms = 0
    var wasAlarmed = false
    let rounds = 300_000
    for round in 0..<rounds {
      // Phases differ: within each interval the points probe one after the other.
      for point in 0..<3 {
        let u = key.uniform(draw: UInt32(round * 3 + point), replication: 0, purpose: .detection)
        runs[point] = u < loss ? runs[point] + 1 : 0
        let isAlarmed = runs.count(where: { $0 >= 2 }) >= 2
        if isAlarmed && !wasAlarmed { alarms += 1 }
        wasAlarmed = isAlarmed
      }
    }
    let expected = probes(2, agreeing: 2, of: 3).falseAlarmsPerSecond(loss: loss) * 10 * Double(rounds)
    #expect(abs(Double(alarms) - expected) < 4 * expected.squareRoot(), "\(alarms) against \(expected)")
    #expect(expected > 1000)
  }

  /// Alarms of the first site alone, and a return after an hour.
  private func service(
    seenThrough: Double = 0, holdDownHours: Double = 0, meanHours: Double = 24, hours: Double = 8766,
    failures: [FailureMode] = []
  ) -> Service {
    var alarms = FailureMode.falseAlarms(perSecond: 1 / (meanHours * 3600), seenThrough: seenThrough)
    alarms.sites = ["a"]
    return twoSites(failures + [alarms], hours: hours) {
      $0.failback = Failback(afterSeconds: 3600, holdDownSeconds: holdDownHours * 3600)
    }
  }

  /// An alarm every day: the failovers are counted, and nobody loses a request.
  @Test func aFalseAlarmIsAnsweredLikeATrueOne() throws {
    let outcome = try run(service())
    let spurious = outcome.failovers.filter(\.isSpurious)
    #expect(outcome.failovers.count == spurious.count)
    // While the site is away nothing can be failed over: a cycle is a day and an hour. Four standard errors.
    let expected = 8766.0 / 25
    #expect(abs(Double(spurious.count) - expected) < 4 * expected.squareRoot(), "\(spurious.count)")
    #expect(outcome.lost == 0 && outcome.outages.isEmpty)
    #expect(spurious.allSatisfy { $0.site == 0 && $0.target == 1 })
  }

  @Test func whoSeesThroughStaysWhereHeIs() throws {
    #expect(try run(service(seenThrough: 1)).failovers.isEmpty)
    let half = Double(try run(service(seenThrough: 0.5)).failovers.count)
    let expected = 8766.0 / 49
    #expect(abs(half - expected) < 4 * expected.squareRoot(), "\(half)")
  }

  /// Hold-down ends flapping: with an alarm every six minutes there is one failover in every hour and six minutes, and one
  /// in every eleven hours and six minutes when ten must pass.
  @Test func holdDownEndsFlapping() throws {
    let flapping = try run(service(meanHours: 0.1)).failovers.count
    let held = try run(service(holdDownHours: 10, meanHours: 0.1)).failovers.count
    #expect(isNear(Double(flapping), 8766 / 1.1, within: 8766 / 1.1 * 0.03), "\(flapping)")
    #expect(isNear(Double(held), 8766 / 11.1, within: 8766 / 11.1 * 0.03), "\(held)")
  }

  /// A true failure within the hold-down waits for its end: the site is back at 3 h, held to 5 h, lost again at 4 h.
  @Test func holdDownDelaysATrueFailoverToo() throws {
    let region = dated("region", .region, at: [1, 4], lasts: 1, sites: ["a"])
    let longer = dated("again", .region, at: [4], lasts: 10, sites: ["a"])
    var plan = twoSites([region, longer]) { $0.failback = Failback(afterSeconds: 3600, holdDownSeconds: 7200) }
    let held = try run(plan)
    plan.failback.holdDownSeconds = 0
    let free = try run(plan)
    #expect(held.failovers.count == 2 && free.failovers.count == 2)
    #expect(held.failovers[1].openedAt == SimTime(seconds: 5 * 3600))
    #expect(free.failovers[1].openedAt == SimTime(seconds: 4 * 3600 + 60))
  }

  /// Without a second site nobody acts, and no other failure's luck moves when probes get lost.
  @Test func otherLuckStaysAsItWas() throws {
    let region = FailureMode(
      name: "region", scope: .region, sites: ["a"], lifetime: .exponential(mean: 500 * 3600),
      lasts: .exponential(mean: 3600), effect: refused)
    let plain = try run(twoSites([region], hours: 8766) { $0.failback = Failback(afterSeconds: 3600) })
    let alarmed = try run(service(seenThrough: 1, failures: [region]))
    #expect(plain.outages.map(\.faultAt) == alarmed.outages.map(\.faultAt) && plain.lost == alarmed.lost)
    var alone = service()
    alone.sites[1].keep = .nothing
    #expect(try Plan(alone, seed: 1).clocks.isEmpty)
  }

  /// Two sites that serve: the other one absorbs the share of the one that is thought lost, and both go on.
  @Test func servingSitesAbsorbEachOther() throws {
    var both = service(meanHours: 24)
    both.sites[1].keep = .serving
    both.failures[0].sites = nil
    both.failback = Failback(afterSeconds: nil, rejoinSeconds: 3600)
    let outcome = try run(both)
    let spurious = outcome.failovers.filter(\.isSpurious)
    #expect(spurious.count > 100 && spurious.allSatisfy { $0.target == -1 })
    #expect(Set(spurious.map(\.site)) == [0, 1])
  }
}
