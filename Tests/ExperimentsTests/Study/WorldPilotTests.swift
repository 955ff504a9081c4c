import OutputAnalysis
import ServiceModel
import Testing

@testable import Experiments

/// How many worlds a study has, where it does not say: as many as pay.
@Suite struct WorldPilotTests {
  private func pilot(world: Double, year: Double, _ variance: NestedVariance) -> WorldPilot {
    WorldPilot(worldCost: world, yearCost: year, variance: variance)
  }

  /// Worlds at -10 and 10 and years 1 around them.
  private let differing = NestedVariance([[9, 11], [-11, -9], [9, 11], [-11, -9]])

  @Test func theComponentsAreThoseOfTheLayout() {
    #expect(differing.within == 2 && differing.isBetweenSure)
    // Means are 10, -10, 10, -10: variance 400 / 3, of which the years explain 2 / 2.
    #expect(abs(differing.between - (400.0 / 3 - 1)) < 1e-9)
    let alike = NestedVariance([[1, 3], [3, 1], [2, 2], [0, 4]])
    #expect(alike.between == 0 && !alike.isBetweenSure)
  }

  /// No other number of years in each world knows a mean better for the same money.
  @Test func thePilotFindsTheBestNumberOfYears() throws {
    let pilot = pilot(
      world: 900, year: 4, NestedVariance([[0, 10], [100, 110], [200, 205], [50, 70], [300, 310]]))
    let best = try #require(WorldPilot(worldCost: 900, yearCost: 4, variance: pilot.variance).yearsPerWorld)
    func product(_ k: Double) -> Double {
      (pilot.worldCost + k * pilot.yearCost) * (pilot.variance.between + pilot.variance.within / k)
    }
    #expect(best > 1)
    for k in [best / 2, best * 0.9, best * 1.1, best * 2] { #expect(product(k) > product(best)) }
  }

  @Test func worldsAreAddedWhereTheyPayAndNotBeyondTheirPrice() {
    let sure = pilot(world: 4, year: 4, differing)
    // sqrt(4 / 4 x 2 / 132) is less than a year: one in each world.
    #expect(WorldPilot.worlds([sure], replications: 2000) == 2000)
    // A world at the price of a hundred years has a hundred years at least.
    #expect(WorldPilot.worlds([pilot(world: 400, year: 4, differing)], replications: 20_000) == 200)
    #expect(WorldPilot.worlds([pilot(world: 4000, year: 4, differing)], replications: 20_000) == 40)
    let unsure = pilot(world: 4, year: 4, NestedVariance([[1, 3], [3, 1]]))
    #expect(WorldPilot.worlds([unsure, unsure], replications: 100_000) == 40)
    // The design whose worlds differ decides; all pay for a world.
    #expect(WorldPilot.worlds([unsure, sure], replications: 2000) == 2000)
  }

  @Test func aPlanWhoseTrafficDecidesGetsMoreWorlds() async throws {
    var services = try Model.services("two-region-reference.yaml")
    let calm = try await StudySize.piloted(services, seed: 3, replications: 2000, threads: 2)
    #expect(calm == StudySize(seed: 3, replications: 2000, threads: 2))
    for index in services.indices {
      services[index].traffic.noise = TrafficNoise(cv: 0.4, correlationSeconds: 60 * 86_400)
      // The peak of all worlds is more than five nodes carry; most worlds stay below.
      services[index].traffic.peakRPS = 8
      services[index].horizonHours = 720
    }
    let rough = try await StudySize.piloted(services, seed: 3, replications: 2000, threads: 2)
    #expect(rough.worlds > 40 && rough.replications >= 2000)
    #expect(rough.worlds == (try await StudySize.piloted(services, seed: 3, replications: 2000, threads: 1)).worlds)
    // What is as small as a pilot has none.
    let small = try await StudySize.piloted(services, seed: 3, replications: 999, threads: 2)
    #expect(small == StudySize(seed: 3, replications: 999, threads: 2))
  }
}
