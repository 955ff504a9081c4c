import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Several changes of one DNS record while clients follow the first: a hundred requests a second, sites that could each carry all of
/// them, a loss noticed after 30 s. Every case is simulated a second time client by client, from the record alone.
@Suite struct RecordChangesTests {
  private typealias Record = [(at: Double, site: String)]

  private func service(
    ttl: Double, _ failures: [FailureMode], keep: Readiness = .warm, change: (inout Service) -> Void = { _ in }
  ) -> Service {
    twoSites(failures, keep: keep) {
      $0.detection = .takes(.constant(30))
      $0.execution.move = TrafficMove(mechanism: .dns, ttlSeconds: ttl)
      $0.failback = Failback(afterSeconds: 3600)
      change(&$0)
    }
  }

  private func lost(_ site: String, at seconds: Double, lasts: Double) -> FailureMode {
    dated("lost \(site)", .region, at: [seconds / 3600], lasts: lasts / 3600, sites: [site])
  }

  /// Requests lost by clients each of whom holds an answer until it expires and asks again: evenly over a time to live when the
  /// first of them do.
  ///
  /// - Parameter down: From when until when each site is lost, in seconds after the first of them asks.
  private func lostByClients(_ record: Record, down: [String: ClosedRange<Double>], ttl: Double) -> Double {
    let clients = 20_000
    let end = down.values.map(\.upperBound).max() ?? 0
    var seconds = 0.0
    for client in 0..<clients {
      var asksAt = (Double(client) + 0.5) / Double(clients) * ttl
      var (since, site) = (0.0, record[0].site)
      while since < end {
        if let down = down[site] { seconds += max(0, min(asksAt, down.upperBound) - max(since, down.lowerBound)) }
        since = asksAt
        site = record.last { $0.at <= asksAt }?.site ?? site
        asksAt += ttl
      }
    }
    return 100 * seconds / Double(clients)
  }

  private func expect(_ lost: Double, _ byClients: Double, byHand: Double) {
    #expect(abs(byClients - byHand) < 1, "client by client \(byClients), by hand \(byHand)")
    #expect(abs(lost - byHand) < 0.5, "simulated \(lost), by hand \(byHand)")
  }

  private func thirdSite(_ service: inout Service) {
    service.sites.append(service.sites[1])
    service.sites[2].name = "c"
    service.sites[2].region = "c"
  }

  /// The standby is lost two minutes after the site and the record says `c` 120 s after it said `b`. Lost at `a` are 30 s and half of
  /// 300 s; at `b` 35 % for 30 s, then the 40 % who have asked in between, for 180 s and half of the 120 s in which they ask again.
  @Test func whoHasNotAskedYetGoesToTheSecondTargetAtOnce() throws {
    let outcome = try run(
      service(ttl: 300, [lost("a", at: 3600, lasts: 3600), lost("b", at: 3720, lasts: 600)], change: thirdSite))
    let atA: Double = 100 * (30 + 150)
    let atB: Double = 100 * (0.35 * 30 + 0.4 * 180 + 0.4 * 60)
    let byClients = lostByClients(
      [(0, "a"), (30, "b"), (150, "c")], down: ["a": 0...3600, "b": 120...720], ttl: 300)
    expect(outcome.requestsLost, byClients, byHand: atA + atB)
  }

  /// A tenth ignores the time to live and asks again after up to twenty minutes, evenly. With F the share that has asked after so long,
  /// F(x) = 0.9 x / 300 + 0.1 x / 1200 and from 300 s on 0.9 + 0.1 x / 1200: at `a` 30 s and 0.9 x 150 s + 0.1 x 600 s; at `b` F
  /// from 90 s to 120 s, then F(x) - F(x - 120 s), whose integral is that of F from 570 s to 690 s less that up to 120 s.
  @Test func whoeverIgnoresTheTimeToLiveAsksOnceToo() throws {
    let outcome = try run(
      service(ttl: 300, [lost("a", at: 3600, lasts: 3600), lost("b", at: 3720, lasts: 600)]) {
        thirdSite(&$0)
        $0.execution.move.ignoringTTL = 0.1
        $0.execution.move.ignoringFor = .uniform(low: 0, high: 1200)
      })
    let slope: Double = 0.9 / 300 + 0.1 / 1200
    let atA: Double = 30 + 0.9 * 150 + 0.1 * 600
    let early: Double = slope * (120 * 120 - 90 * 90) / 2
    let late: Double = 0.9 * 120 + 0.1 / 1200 * (690 * 690 - 570 * 570) / 2 - slope * 120 * 120 / 2
    let byHand: Double = 100 * (atA + early + late)
    #expect(abs(byHand - 32_681.25) < 1e-6)
    #expect(abs(outcome.requestsLost - byHand) < 1, "\(outcome.requestsLost)")
  }

  /// The standby of an evacuation is lost: it is one change that takes its clients back, 30 s and half of 60 s.
  @Test func aLostStandbyOfAnEvacuationIsLeftByOneChange() throws {
    let evacuation = FailureMode.evacuation(
      "a", of: "a", on: FailureDates(seconds: [3 * 3600]), lasts: .constant(2 * 3600), Evacuation(drainSeconds: 600))
    let outcome = try run(service(ttl: 60, [evacuation, lost("b", at: 4 * 3600, lasts: 1800)]))
    let byClients = lostByClients([(0, "b"), (30, "a")], down: ["b": 0...1800], ttl: 60)
    expect(outcome.requestsLost, byClients, byHand: 6000)
  }

  /// It is lost 10 s after the way back has begun: whoever is still there asks within 50 s, whatever is decided about it 30 s later.
  @Test func whoIsOnTheWayBackIsNotMovedTwice() throws {
    let outcome = try run(service(ttl: 60, [lost("a", at: 3600, lasts: 3590), lost("b", at: 10_800, lasts: 1800)]))
    let byClients = lostByClients([(0, "b"), (0, "a")], down: ["b": 10...1810], ttl: 60)
    let onTheWay: Double = 100 * 50 * (50.0 / 60) / 2
    expect(outcome.requestsLost - 6000, byClients, byHand: onTheWay)
  }

  /// Two sites share the traffic. One is lost, then the other, and nobody answers until the first is back: everybody is where the record last
  /// said, and goes by one change. 50 a second for 30 s and half of 60 s, then a hundred for half an hour and half of 60 s. So too
  /// where users are routed by their origin and may be served at both.
  @Test(arguments: [false, true])
  func bothSitesAreLeftByOneChange(byOrigin: Bool) throws {
    let failures = [lost("a", at: 3600, lasts: 3600), lost("b", at: 5400, lasts: 3600)]
    let outcome = try run(
      service(ttl: 60, failures, keep: .serving) {
        $0.objectives = Objectives(outageTolerance: 0.05, holdSeconds: 0)
        guard byOrigin else { return }
        var origin = TrafficOrigin(name: "all", share: 1, utcOffsetSeconds: 0, day: nil)
        origin.servedBy = ["a", "b"]
        $0.traffic.origins = [origin]
      })
    let byHand: Double = 50 * (30 + 30) + 100 * (1800 + 30)
    #expect(abs(outcome.requestsLost - byHand) < 0.5, "\(outcome.requestsLost)")
  }

  /// The site is well again while clients leave it, and the standby has just been lost: the third of them who have asked meanwhile ask again a
  /// time to live after they did, from 330 s to 430 s.
  @Test func whoHasJustAskedAsksLast() throws {
    let outcome = try run(service(ttl: 300, [lost("a", at: 3600, lasts: 130), lost("b", at: 3720, lasts: 3600)]))
    let third = 1.0 / 3
    let atA: Double = 100 * (30 + 100 * (1 + 2 * third) / 2)
    let atB: Double = 100 * (10 * (0.3 + third) / 2 + third * 200 + third * 50)
    let byClients = lostByClients([(0, "a"), (30, "b"), (130, "a")], down: ["a": 0...130, "b": 120...3720], ttl: 300)
    expect(outcome.requestsLost, byClients, byHand: atA + atB)
  }
}
