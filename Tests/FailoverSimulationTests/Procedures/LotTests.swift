import EventKernel
import Foundation
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Nodes of a lot start each by itself, and share the bandwidth with whoever fetches.
@Suite struct LotTests {
  private func standby(
    _ start: ColdStart, nodes: Int, change: @escaping (inout Service) -> Void = { _ in }
  ) -> Service {
    twoSites(
      [dated("region", .region, at: (0..<40).map { 1 + 24 * Double($0) }, lasts: 10, sites: ["a"])], hours: 24 * 41,
      keep: .data
    ) {
      $0.traffic = Traffic(peakRPS: 10 * Double(nodes))
      for site in $0.sites.indices { $0.sites[site].size = .nodes(nodes) }
      $0.replica.start = start
      $0.failback = Failback(afterSeconds: 0)
      change(&$0)
    }
  }

  /// A boot that is lognormal, ten nodes, all of which 95 % of demand needs: a minute and the last of ten, F(t)^10. The first
  /// of ten opens the site where a tenth is enough, 1 - (1 - F(t))^10.
  @Test(arguments: [(0.1, false), (0.5, false), (1.0, true)])
  func tenNodesAreTenDraws(opensAt: Double, opensWithTheLast: Bool) throws {
    let boot = Distribution.lognormal(median: 180, sigma: 0.5)
    let service = standby(ColdStart(boot: boot), nodes: 10) { $0.execution.opensAt = opensAt }
    let plan = try Plan(service, seed: 3)
    let world = try DemandWorld(service, seed: 3, number: 0)
    var outages: [Outage] = []
    for number in UInt32(0)..<25 {
      var run = Replication(plan, world: world, number: number)
      outages += run.run().outages
    }
    #expect(outages.count == 1000)
    /// The share of outages below the value that theory gives a probability.
    func share(_ seconds: (Outage) -> Double, below limit: Double) -> Double {
      Double(outages.count { seconds($0) < limit }) / Double(outages.count)
    }
    let recovery = { (outage: Outage) in outage.recoverySeconds - 60 }
    let opening = { (outage: Outage) in (outage.openedAt - outage.faultAt).seconds - 60 }
    for p in [0.1, 0.5, 0.95] {
      let error = 4 * (p * (1 - p) / 1000).squareRoot()
      #expect(abs(share(recovery, below: boot.quantile(pow(p, 0.1))) - p) < error)
      if opensAt == 0.1 { #expect(abs(share(opening, below: boot.quantile(1 - pow(1 - p, 0.1))) - p) < error) }
      if opensWithTheLast { #expect(outages.allSatisfy { recovery($0) == opening($0) }) }
    }
  }

  /// Two reserved nodes fetch from the decision on, 30 s of bandwidth each; a third comes 40 s later. By then the two have 10 s
  /// left each, which three share: 30 s. The third has 20 s left then, alone. They answer 70, 70 and 90 s after the minute of
  /// detection, with no other rung to climb.
  @Test func whoeverFetchesSharesTheBandwidth() throws {
    let service = standby(ColdStart(imageBytes: 3e9, weightsBytes: 0), nodes: 3) {
      $0.sites[1].fetchBytesPerSecond = 1e8
      $0.sites[1].reserved = 2.0 / 3
      $0.acquisition = Acquisition(
        calm: AcquisitionTerms(refused: 0, wait: .constant(40)),
        rush: AcquisitionTerms(refused: 0, wait: .constant(40)),
        rushLasts: .constant(0))
      $0.execution.opensAt = 0.1
      $0.failures[0].dates = FailureDates(seconds: [3600])
    }
    let outcome = try run(service)
    #expect(outcome.outages.map(\.recoverySeconds) == [150])
    #expect(abs(outcome.requestsLost - (30 * 130 + 10 * 20)) < 1e-6)
  }

  /// A node keeps its draws in every design: with more nodes beside it the first ten come when they came.
  @Test func aNodeKeepsItsTimes() throws {
    let boot = Distribution.lognormal(median: 180, sigma: 0.5)
    func opened(_ nodes: Int) throws -> [SimTime] {
      let service = standby(ColdStart(boot: boot), nodes: nodes) { $0.execution.opensAt = 10.0 / Double(nodes) - 1e-9 }
      return Array(try run(service).failovers.map(\.openedAt))
    }
    // Ten of twelve are there no later than the first ten.
    #expect(zip(try opened(12), try opened(10)).allSatisfy { $0 <= $1 })
  }
}
