import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Each rung of the ladder takes what belongs to it, for as long as it says: losses by hand.
@Suite struct LadderTests {
  /// Ten nodes carry exactly what is asked for, so that each share that is gone is lost: 100 requests a second.
  private func lostShare(_ failures: [FailureMode], _ change: (inout OneFailure) -> Void = { _ in }) throws -> Double {
    var plan = OneFailure(failures: failures)
    change(&plan)
    // In requests of an hour at the peak.
    return try plan.outcome().requestsLost / 360_000
  }

  /// One of two GPUs of one node: 1/20. A date is a date of each component: the test looks at one of them.
  @Test func aGPUTakesItsReplica() throws {
    let all = try lostShare([dated("gpu", .gpu, at: [1], apartHours: 100)]) { $0.replicasPerNode = 2 }
    #expect(abs(all - 0.05) < 1e-9)
  }

  /// The same replica's process and its GPU at once are one replica gone, two hours long; another's is another.
  @Test func overlapOnOneReplicaCountsOnce() throws {
    let modes = [
      dated("gpu", .gpu, at: [1], lasts: 2, apartHours: 100),
      dated("process", .process, at: [2], lasts: 2, apartHours: 100),
    ]
    let lost = try lostShare(modes) { $0.replicasPerNode = 2 }
    #expect(abs(lost - 0.05 * 3) < 1e-9)
  }

  @Test func aNodeTakesBothItsReplicas() throws {
    let lost = try lostShare([dated("node", .node, at: [1], apartHours: 100)]) { $0.replicasPerNode = 2 }
    #expect(abs(lost - 0.1) < 1e-9)
  }

  /// Ten nodes in two zones and racks of two: slots 0, 2 are the first rack of the first zone; each zone has three.
  @Test func aRackTakesItsNodesOfOneZone() throws {
    let mode = dated("rack", .rack, at: [1], apartHours: 100)
    let lost = try lostShare([mode]) {
      $0.zones = 2
      $0.nodesPerRack = 2
    }
    #expect(abs(lost - 0.2) < 1e-9)
    let plan = try Plan(
      {
        var service = OneFailure(failures: [mode]).service
        service.sites[0].zones = 2
        service.sites[0].nodesPerRack = 2
        return service
      }(), seed: 1)
    #expect(plan.clocks.count == 6)
  }

  @Test func aZoneTakesItsHalf() throws {
    let lost = try lostShare([dated("zone", .zone, at: [1], apartHours: 100)]) { $0.zones = 2 }
    #expect(abs(lost - 0.5) < 1e-9)
  }

  /// A certificate runs out on the second day and is renewed within two hours; nothing happens before or after.
  @Test func aCertificateExpiresOnItsDate() throws {
    let outcome = try OneFailure(failures: [dated("certificate", .everywhere, at: [26], lasts: 2)], hours: 72).outcome()
    #expect(outcome.outages.count == 1)
    #expect(outcome.outages.first?.start == SimTime(seconds: 26 * 3600))
    #expect(outcome.outages.first?.end == SimTime(seconds: 28 * 3600))
  }

  /// Releases once a day with one bad in four: the share over many days, and each date its own coin.
  @Test func aReleaseDayStrikesByItsCoin() throws {
    let release = dated("release", .everywhere, at: [12], lasts: 0.5, chance: 0.25, everyHours: 24)
    let outcome = try OneFailure(failures: [release], hours: 24 * 2000).outcome()
    // Binomial(2000, 1/4): mean 500, standard deviation 19.4.
    #expect(abs(outcome.outages.count - 500) < 80)
    #expect(
      outcome.outages.allSatisfy { $0.start.nanoseconds % Span.hours(24).nanoseconds == Span.hours(12).nanoseconds })
  }

  /// Two sites 343.6 km apart (Paris and London) and a disaster at one of them: its radius decides about the other.
  @Test(arguments: [(300.0, 0.0), (400.0, 1.0)])
  func aDisasterReachesAsFarAsItsRadius(radius: Double, lostHours: Double) throws {
    let places = [GlobePoint(latitude: 48.8566, longitude: 2.3522), GlobePoint(latitude: 51.5074, longitude: -0.1278)]
    #expect(abs(places[0].kilometres(to: places[1]) - 343.6) < 0.5)
    let flood = dated(
      "flood", .area, at: [1], sites: ["a"], target: FailureTarget(radiusKilometres: .constant(radius)))
    let service = twoSites([flood], places: places)
    let outcome = try run(service)
    // The standby takes over after a minute, unless it is struck too.
    #expect(abs(outcome.requestsLost - (lostHours == 0 ? 100 * 60 : 360_000)) < 1)
  }

  /// A shock that hits each node with one half: a binomial number of victims, the same for the same seed.
  @Test func aShockHitsEachNodeByItsOwnCoin() throws {
    let shock = dated("shock", .region, at: [1], target: FailureTarget(share: 0.5))
    var victims: [Double] = []
    for year in 0..<200 as Range<UInt32> {
      victims.append(try OneFailure(failures: [shock], hours: 4).outcome(number: year).requestsLost / 36_000)
    }
    let mean = victims.reduce(0, +) / 200
    let variance = victims.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199
    // Binomial(10, 1/2): mean 5, variance 2.5; standard errors 0.11 and 0.24.
    #expect(abs(mean - 5) < 0.45)
    #expect(abs(variance - 2.5) < 1)
    #expect(victims.allSatisfy { abs($0 - $0.rounded()) < 1e-6 })
  }

  /// Twice as often at the peak as at half of it, none without demand: half the strikes of a rate that does not care.
  @Test func aHazardRisesWithLoad() throws {
    func strikes(_ share: Double, peak: Double) throws -> Int {
      let mode = FailureMode(
        name: "load", scope: .region, lifetime: .exponential(mean: 20 * 3600), rateWithoutDemand: share,
        lasts: .constant(60), effect: refused)
      var service = OneFailure(failures: [mode], hours: 8766).service
      service.traffic = Traffic(peakRPS: 100, day: .sine(amplitude: peak))
      return Int(try run(service).incidents[0])
    }
    #expect(abs(try strikes(1, peak: 0.5) - 438) < 84)
    // A sine between 1/3 and 1 of the peak has the mean 2/3: 292 strikes of 438, standard deviation 17.
    #expect(abs(try strikes(0, peak: 0.5) - 292) < 70)
  }
}
