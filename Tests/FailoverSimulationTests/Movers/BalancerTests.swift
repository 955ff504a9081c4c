import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Two halls of a city behind one balancer and a remote site, which share 90 requests a second; each could carry all of them. A loss is noticed
/// after 60 s, the balancer takes 20 s, the record's answers live for 100 s.
@Suite struct BalancerTests {
  private func service(_ failures: [FailureMode], change: (inout Service) -> Void = { _ in }) -> Service {
    var service = twoSites(failures, keep: .serving)
    service.traffic.peakRPS = 90
    service.objectives.holdSeconds = 0
    service.sites.append(service.sites[1])
    service.sites[2].name = "c"
    service.sites[2].region = "c"
    service.execution.move = TrafficMove(
      mechanism: .dns, ttlSeconds: 100,
      balancers: [SharedBalancer(name: "city", sites: ["a", "b"], takes: .constant(20))])
    change(&service)
    return service
  }

  private func lost(_ hours: (a: Double?, b: Double?), change: (inout Service) -> Void = { _ in }) throws -> Double {
    let failures = [("a", hours.a), ("b", hours.b)].compactMap { site, at in
      at.map { dated("lost \(site)", .region, at: [$0], lasts: 4, sites: [site]) }
    }
    return try run(service(failures, change: change)).requestsLost
  }

  /// 30 a second for 60 s and 20 s.
  @Test func aHallGoesToItsNeighbour() throws {
    let lost = try lost((1, nil))
    #expect(abs(lost - 2400) < 1)
  }

  /// Without the balancer 30 a second for 60 s, and for 50 s in the mean until the answer has expired; a remote site has no other way.
  @Test func theRecordTakesLonger() throws {
    let withoutIt = try lost((1, nil)) { $0.execution.move.balancers = [] }
    let behindAnother = try lost((1, nil)) { $0.execution.move.balancers[0].sites = ["b", "c"] }
    #expect(abs(withoutIt - 3300) < 1 && abs(behindAnother - 3300) < 1)
  }

  /// Both at once: 60 a second to the remote site, by the record.
  @Test func bothHallsGoByTheRecord() throws {
    let lost = try lost((1, 1))
    #expect(abs(lost - 6600) < 1)
  }

  /// An hour apart: the first hall's 30 by the balancer, and the second one's 60 by the record, which takes both.
  @Test func aCityThatIsLostHallByHallIsLeftAsAWhole() throws {
    let lost = try lost((1, 2))
    let expected: Double = 2400 + 6600
    #expect(abs(lost - expected) < 1)
  }

  /// The neighbour carries 50 of the 60 that it has then; the remote site is not asked.
  @Test func aShortNeighbourIsNoReasonToChangeTheRecord() throws {
    let lost = try lost((1, nil)) { $0.sites[1].size = .nodes(5) }
    let short: Double = 10 * (4 * 3600 - 80)
    #expect(abs(lost - 2400 - short) < 1)
  }

  /// Whoever was first lost is back and waits to rejoin when the second is lost: it need not, and takes everybody by the balancer.
  @Test func whoIsWellTakesOverBeforeAnotherCity() throws {
    let failures = [
      dated("lost a", .region, at: [1], lasts: 0.5, sites: ["a"]),
      dated("lost b", .region, at: [2], lasts: 1, sites: ["b"]),
    ]
    let outcome = try run(service(failures) { $0.failback.rejoinSeconds = 7200 })
    // For 60 s all 60 of the city are with the second hall; then the first has its own 30 again, and 20 s later the other 30.
    let expected: Double = 2400 + 3600 + 600
    #expect(abs(outcome.requestsLost - expected) < 1)
  }

  /// A standby in the city, one more: users follow at once when it has opened.
  @Test func aStandbyBehindTheBalancerIsReachedByIt() throws {
    let failures = [dated("lost a", .region, at: [1], lasts: 4, sites: ["a"])]
    let near = try run(
      service(failures) {
        $0.sites[1].keep = .warm
        $0.sites.removeLast()
      })
    #expect(abs(near.requestsLost - 7200) < 1)
    let far = try run(
      service(failures) {
        $0.sites[1].keep = .warm
        $0.sites.removeLast()
        $0.execution.move.balancers = []
      })
    #expect(abs(far.requestsLost - 9900) < 1)
  }

  /// Of three sites of one weight each hall must carry the other's third beside its own, and the remote site no more than its own; without
  /// the balancer each of them a half.
  @Test func fleetsAreSizedForTheirNeighbours() {
    let shared = service([])
    let shares = shared.servingSites.map { shared.shareAfterWorstLoss(of: $0) }
    let expected: [Double] = [2.0 / 3, 2.0 / 3, 1.0 / 3]
    #expect(zip(shares, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    let alone = service([]) { $0.execution.move.balancers = [] }
    #expect(alone.servingSites.allSatisfy { abs(alone.shareAfterWorstLoss(of: $0) - 0.5) < 1e-12 })
  }
}
