import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Spare parts, by themselves and against sums by hand.
@Suite struct PartStockTests {
  private func hours(_ hours: Double) -> SimTime { SimTime(seconds: hours * 3600) }

  /// One part: the first has it at once, the second waits for the first one's order, the third for the second's.
  @Test func partsComeInTheOrderOfFailures() {
    var stock = PartStock(parts: 1)
    #expect(stock.take(for: 4, nextComesAt: hours(10), at: hours(0)).map(\.at) == [hours(0)])
    #expect(stock.take(for: 7, nextComesAt: hours(12), at: hours(2)).map(\.at) == [hours(10)])
    let both = stock.take(for: 9, nextComesAt: hours(14), at: hours(4))
    #expect(both.map(\.clock) == [7, 9] && both.map(\.at) == [hours(10), hours(12)])
    // At 12 h the two have theirs, at 14 h the shelf is full again.
    #expect(stock.take(for: 1, nextComesAt: hours(30), at: hours(20)).map(\.at) == [hours(20)])
  }

  /// An order that comes before an earlier one is for whoever waits longest.
  @Test func aQuickOrderIsForTheFirstWhoWaits() {
    var stock = PartStock(parts: 1)
    _ = stock.take(for: 1, nextComesAt: hours(100), at: hours(0))
    #expect(stock.take(for: 2, nextComesAt: hours(101), at: hours(1)).map(\.at) == [hours(100)])
    let news = stock.take(for: 3, nextComesAt: hours(5), at: hours(2))
    #expect(news.map(\.clock) == [2, 3] && news.map(\.at) == [hours(5), hours(100)])
  }

  private func swap(_ spare: String?, takes: Double) -> [RepairKind] {
    [RepairKind(name: "swap", share: 1, takes: .constant(takes * 3600), spare: spare)]
  }

  /// Three nodes fail at once, a tenth of the hundred requests a second each, and a swap takes an hour. With three parts they are down for three
  /// hours together; with one, which comes again after ten hours, for 1 + 11 + 11.
  @Test(arguments: [(3, 0.3), (1, 2.3)])
  func oneShelfIsSharedByAll(parts: Int, lost: Double) throws {
    var plan = OneFailure(failures: [dated("board", .node, at: [1], repairs: swap("boards", takes: 1))])
    plan.nodes = 3
    plan.peak = 30
    var service = plan.service
    service.spares = [SpareStock(name: "boards", parts: parts, leadTime: .constant(36_000))]
    #expect(abs(try run(service).requestsLost / 360_000 - lost) < 1e-9)
  }

  /// A node of either site: the second, an hour later at the other site, waits for the part until 11 h.
  @Test func sitesShareIt() throws {
    let modes = ["a", "b"].enumerated().map { number, site in
      dated(
        "board \(site)", .node, at: [1 + Double(number)], sites: [site], repairs: swap("boards", takes: 1))
    }
    var service = twoSites(modes, keep: .serving)
    for site in service.sites.indices { service.sites[site].size = .nodes(1) }
    service.replica.ratedRPS = 50
    service.spares = [SpareStock(name: "boards", parts: 1, leadTime: .constant(36_000))]
    service.failback.rejoinSeconds = 0
    let shared = try run(service)
    service.spares[0].parts = 2
    let enough = try run(service)
    // Nothing is left for the site that is down: its 50 a second, or what is beyond the other's 50, are lost for nine hours more.
    let hours = (shared.requestsLost - enough.requestsLost) / 180_000
    #expect(abs(hours - 9) < 1e-6)
  }

  /// Ten nodes that fail every 100 h, two parts, lead times exponential with a mean of 20 h, swaps that take no time: the birth-death chain on
  /// the number on order k, up at min(10, 12 - k) / 100 h, down at k / 20 h, has E[max(0, k - 2)] = 0.4643 nodes down. One interval of four
  /// standard errors over 40 replications; it tells 10 % apart.
  @Test func theChainKnowsHowManyWait() throws {
    var mode = dated("board", .node, at: [0], repairs: swap("boards", takes: 0))
    mode.dates = nil
    mode.lifetime = .exponential(mean: 360_000)
    mode.lasts = .constant(0)
    var plan = OneFailure(failures: [mode], hours: 8766)
    plan.nodes = 10
    var service = plan.service
    service.spares = [SpareStock(name: "boards", parts: 2, leadTime: .exponential(mean: 72_000))]
    let down = try (0..<40).map { number in
      try run(service, seed: 7, number: UInt32(number)).requestsLost / 10 / 3600 / 8766
    }
    let mean = down.reduce(0, +) / 40
    let error = (down.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39 / 40).squareRoot()
    #expect(abs(mean - 0.4643260193395041) < 4 * error, "\(mean) +- \(error)")
    #expect(error < 0.4643 / 40, "\(error) is too wide")
  }
}
