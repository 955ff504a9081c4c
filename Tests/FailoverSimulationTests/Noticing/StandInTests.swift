import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Which of several standbys takes over, by their order and by what each is meant for.
@Suite struct StandInTests {
  private func service(
    _ scope: FailureScope, meantFor scopes: [FailureScope]?, third: Readiness = .warm
  ) -> Service {
    twoSites([dated("loss", scope, at: [1], lasts: 2, sites: scope == .region ? ["a"] : nil)]) {
      $0.sites[1].standsInFor = scopes
      var other = $0.sites[1]
      (other.name, other.provider, other.region, other.keep, other.standsInFor) = ("c", "c", "c", third, nil)
      $0.sites.append(other)
      // Only the first site's provider fails.
      for index in $0.failures.indices where scope == .provider { $0.failures[index].sites = ["a"] }
    }
  }

  private func target(_ service: Service) throws -> (site: Int?, lost: Double) {
    var run = Replication(
      try Plan(service, seed: 1), world: try DemandWorld(service, seed: 1, number: 0), number: 0)
    var took: Int?
    while run.advance() {
      if took == nil, let site = run.flow.shares.indices.dropFirst().first(where: { run.flow.shares[$0] > 0 }) {
        took = site
      }
    }
    return (took, run.outcome().requestsLost)
  }

  /// A minute until somebody has noticed, at a hundred requests a second. The first standby in the plan's order, the second where the
  /// first is kept for something else, and nobody for two hours where there is no other.
  @Test func aStandbyIsAskedForWhatItIsMeantFor() throws {
    let first = try target(service(.region, meantFor: nil))
    #expect(first.site == 1 && abs(first.lost - 6000) < 1e-3)
    let second = try target(service(.region, meantFor: [.provider]))
    #expect(second.site == 2 && abs(second.lost - 6000) < 1e-3)
    let nobody = try target(service(.region, meantFor: [.provider], third: .nothing))
    #expect(nobody.site == nil && abs(nobody.lost - 720_000) < 1e-3)
    let provider = try target(service(.provider, meantFor: [.provider]))
    #expect(provider.site == 1 && abs(provider.lost - 6000) < 1e-3)
  }

  /// A region is lost, and an hour later its provider: then the standby that waits for that takes over, at once, for the procedure
  /// has long been decided.
  @Test func aWiderLossCallsIt() throws {
    var service = service(.region, meantFor: [.provider], third: .nothing)
    service.failures.append(dated("wider", .provider, at: [2], lasts: 5, sites: ["a"]))
    let found = try target(service)
    #expect(found.site == 1 && abs(found.lost - 360_000) < 1e-3)
  }
}
