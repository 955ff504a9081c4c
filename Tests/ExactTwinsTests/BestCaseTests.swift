import ExactTwins
import Foundation
import ServiceModel
import Stochastics
import Testing

/// What a design can keep at best: equal to theory where nothing else goes wrong, never below it elsewhere.
@Suite struct BestCaseTests {
  /// One site, two states: Takacs' sum knows the whole law.
  @Test(arguments: [600.0, 7_200, 36_000, 144_000, 360_000])
  func oneSiteKeepsWhatTheoryKnows(seconds: Double) throws {
    let twin = try ModelTwinTests.twin("oracles/two-state.yaml", "exponential")
    let exact = try #require(twin.answer(.known(.horizonsWithin(downtimeSeconds: seconds))).value?.value)
    let best = try #require(BestCase(twin.service).shareOfHorizons(downtimeWithin: seconds))
    #expect(abs(best - exact) < BestCase.neglected, "\(best) beside \(exact)")
  }

  /// Demand that never changes: what is lost is the downtime.
  @Test func lossesAreDowntimeWhereDemandIsFlat() throws {
    let best = BestCase(try ModelTwinTests.twin("oracles/two-state.yaml", "exponential").service)
    let lost = try #require(best.shareOfHorizons(lostWithin: 100_000, demand: [3, 3, 3, 3]))
    #expect(abs(lost - (try #require(best.shareOfHorizons(downtimeWithin: 100_000)))) < 1e-3)
  }

  /// The same losses by day or by night: half of them meet half the demand, and each is at most so dear.
  @Test func lossesAtNightCostLess() throws {
    let best = BestCase(try ModelTwinTests.twin("oracles/two-state.yaml", "exponential").service)
    let demand = (0..<8766).map { $0 % 24 < 12 ? 0.0 : 2.0 }
    let flat = try #require(best.shareOfHorizons(lostWithin: 20_000, demand: [1]))
    let daily = try #require(best.shareOfHorizons(lostWithin: 20_000, demand: demand))
    #expect(daily > flat + 0.005)
  }

  /// Two incidents a year of three minutes each: a Poisson count. By hand, one in twenty takes longer; at best none does.
  @Test(arguments: [(120.0, 0), (200, 1), (400, 2), (570, 3)])
  func aFailoverIsOverWhenItCanBe(seconds: Double, incidents: Int) throws {
    let service = try ModelTwinTests.twin("oracles/failover-race.yaml", "rare-failures").service
    let best = BestCase(service)
    let loss = try #require(best.losses.first)
    #expect(loss.takeover == 180)
    // Demand is away while a loss lasts, ten hours of half a year, and comes back at once.
    let rate = 2 * (1 - 10 / 4383.0)
    #expect(abs(loss.perHorizon - rate) < 0.01)
    var term = exp(-rate)
    var poisson = 0.0
    for k in 0...incidents {
      poisson += term
      term *= rate / Double(k + 1)
    }
    let share = try #require(best.shareOfHorizons(downtimeWithin: seconds))
    #expect(abs(share - poisson) < BestCase.neglected, "\(share) beside \(poisson)")
    #expect(best.shareOfOutages(of: .region, within: 180) == 1)
    #expect(try #require(best.shareOfOutages(of: .region, within: 179)) < BestCase.neglected)
  }

  /// What never takes everything away limits nothing; nor does a mode whose traffic may stay elsewhere.
  @Test func survivorsLeaveObjectivesOpen() throws {
    let pair = BestCase(try ModelTwinTests.twin("oracles/active-active.yaml", "twin").service)
    #expect(pair.losses.isEmpty && pair.shareOfHorizons(downtimeWithin: 0) == nil)
    var service = try ModelTwinTests.twin("oracles/failover-race.yaml", "rare-failures").service
    service.failback = .never
    #expect(BestCase(service).losses.isEmpty)
    service.failback = Failback(afterSeconds: 0)
    service.failures[0].target.share = 0.5
    #expect(BestCase(service).losses.isEmpty)
  }

  /// Whatever moves demand takes it out of the way of what strikes its place.
  @Test func whatMovesDemandSparesIt() throws {
    var service = try ModelTwinTests.twin("oracles/failover-race.yaml", "rare-failures").service
    let alone = try #require(BestCase(service).losses.first?.perHorizon)
    var other = service.failures[0]
    other.name = "other"
    service.failures.append(other)
    service.failback = Failback(afterSeconds: 86_400)
    let spared = try #require(BestCase(service).losses.first?.perHorizon)
    // Ten hours and a day, twice as often as in 4383 hours.
    #expect(abs(spared / alone - (1 - 2 * 34 / 4383.0) / (1 - 10 / 4383.0)) < 1e-3)
  }

  /// A loss that leaves some answers is not one of everything; the others are as they were.
  @Test func whatIsSlowMayAnswer() throws {
    var service = try ModelTwinTests.twin("oracles/two-state.yaml", "exponential").service
    let whole = try #require(BestCase(service).losses.first)
    #expect(
      BestCase(service).shareOfOutages(of: whole.scope, within: 14_400).map { abs($0 - (1 - exp(-1))) < 1e-6 } == true)
    service.failures[0].effect = .loss(
      symptoms: [SymptomShare(.refused, 0.3), SymptomShare(.slow, 0.1)], containment: nil)
    let most = try #require(BestCase(service).losses.first)
    #expect(abs(most.perHorizon - 0.75 * whole.perHorizon) < 1e-9)
    let share = try #require(BestCase(service).shareOfOutages(of: whole.scope, within: 14_400))
    #expect(abs(share - (0.25 + 0.75 * (1 - exp(-1)))) < 1e-6)
  }
}
