import QueueingTheory
import Testing

/// The product form against cases B02 and B05 and against what it must be for simple systems.
@Suite struct IndependentSitesTests {
  private let node = AlternatingRenewal(meanUp: 720, meanDown: 2)

  private func pool(_ needed: Int, of nodes: Int) -> IndependentSites {
    IndependentSites(
      [.init(zones: [.init(nodes: nodes, nodeCauses: [node])], nodesNeeded: needed)], suffices: { !$0.isEmpty })
  }

  @Test func threeOfFourNodes() {
    expectClose(pool(3, of: 4).unavailability, 4.587029224193522e-5)
    expectClose(pool(3, of: 4).failureFrequency, 4.578544549943947e-5)
  }

  /// A series of two parts goes down as often as either fails while the other is up.
  @Test func aSeries() {
    let (a, b) = (AlternatingRenewal(meanUp: 100, meanDown: 3), AlternatingRenewal(meanUp: 40, meanDown: 1))
    let sites = IndependentSites([.init(causes: [a, b], zones: [], nodesNeeded: 0)], suffices: { !$0.isEmpty })
    expectClose(sites.unavailability, 1 - a.availability * b.availability)
    expectClose(
      sites.failureFrequency, a.failureFrequency * b.availability + b.failureFrequency * a.availability)
  }

  /// What strikes both of two sites is as bad as a part in series with the pair.
  @Test func aSharedCause() {
    let site = AlternatingRenewal(meanUp: 1000, meanDown: 5)
    let shared = AlternatingRenewal(meanUp: 9000, meanDown: 2)
    let sites = IndependentSites(
      [.init(causes: [site], zones: [], nodesNeeded: 0), .init(causes: [site], zones: [], nodesNeeded: 0)],
      shared: [.init(shared, sites: [0, 1])], suffices: { !$0.isEmpty })
    let q = site.unavailability
    expectClose(sites.unavailability, 1 - shared.availability * (1 - q * q))
    expectClose(
      sites.failureFrequency,
      shared.failureFrequency * (1 - q * q) + shared.availability * 2 * site.failureFrequency * q)
  }

  /// A zone of two nodes that fails as a whole: both nodes are needed, or one is enough.
  @Test func aZone() {
    let zone = AlternatingRenewal(meanUp: 500, meanDown: 1)
    for (needed, pair) in [
      (2, 1 - node.availability * node.availability), (1, node.unavailability * node.unavailability),
    ] {
      let sites = IndependentSites(
        [.init(zones: [.init(causes: [zone], nodes: 2, nodeCauses: [node])], nodesNeeded: needed)],
        suffices: { !$0.isEmpty })
      expectClose(sites.unavailability, 1 - zone.availability * (1 - pair))
    }
  }

  /// With a crew for each unit and no common cause the chain is the product form; with one crew it is case B01.
  @Test func chainAndProductAgree() throws {
    let free = try CommonCausePool(units: 4, needed: 3, failureRate: 1.0 / 720, repairRate: 0.5, crews: 4)
    expectClose(free.unavailability, 4.587029224193522e-5)
    expectClose(free.failureFrequency, 4.578544549943947e-5)
    let crew = try CommonCausePool(units: 4, needed: 3, failureRate: 1.0 / 720, repairRate: 0.5, crews: 1)
    expectClose(crew.unavailability, 9.20767763662427e-5)
    expectClose(crew.failureFrequency, 4.578332981793195e-5)
    let beta = try CommonCausePool(
      units: 2, needed: 1, failureRate: 0.95e-4, sharedRate: 0.05e-4, repairRate: 0.25, crews: 2)
    expectClose(beta.unavailability, 1.0147981511520783e-5)
  }
}
