import Foundation
import ServiceModel
import Testing

@testable import ModelFiles

/// Where each price comes from: price by price, in the model and in the list of assumptions alike.
@Suite struct PriceOriginTests {
  @Test(arguments: [
    ("assumed", "price", true), ("Assumed", "sync", true), ("assumed: half the list", "price", true),
    ("assumed, as everywhere", "price", true), ("price assumed", "price", true), ("source: assumed", "live", true),
    ("source: page 3; live assumed", "live", true), ("source: page 3; live assumed", "sync", false),
    ("source: list tiers 2026-06; bytes assumed", "10TB", false), ("assumed quota; source: page 3", "price", false),
    ("assumed limit", "price", false), ("source: page 3", "price", false), ("unassumed", "price", false),
  ])
  func aCommentCallsAPriceAssumedOrSomethingElse(comment: String, key: String, isAssumed: Bool) {
    #expect(PriceComment(comment).callsAssumed(key) == isAssumed)
  }

  @Test func theFirstDateIsThatOfThePrice() {
    #expect(PriceComment("source: page of 2026-11-09, checked 2026-12-01").date == "2026-11-09")
    #expect(PriceComment("source: list tiers 2026-06").date == nil)
    #expect(PriceComment("source: page 3; size assumed").source == "page 3")
  }

  private static let text = """
    service: origins
    begins: 2027-01-01
    traffic: { peak: 100rps, tokens: { prompt: 10, output: 10 } }
    replica: { rated: 10rps }
    sites:
      a:
        provider: aws
        keep: serving
        node:
          gpus: 8xH100
          price: $10/h           # source: page 1, 2026-11-09
          basis: negotiated
          spot-price: $3/h       # assumed
        committed:
          nodes: 2
          term: 1y
          price: $6/h            # source: offer 7
      b:
        provider: azure
        keep: warm
        node: { gpus: 8xH100, price: $10/h, basis: list }   # assumed
        owned:
          nodes: 1
          capex: $300000         # source: quote 12
          life: 4y               # assumed
          support: 5%            # source: quote 12
          power: $0.09/kWh       # assumed
          busy: 7kW
    detect: { takes: 1min }
    execute: { move-traffic: { by: balancer } }
    prices:
      user-egress:
        per-request: 50kB
        tiers:
          10TB: $0.09/GB         # source: page 2 of 2026-06-01
          above: $0.05/GB        # assumed
      state:
        per-request: 10kB        # assumed
        kept: 30d
        sync: $0.02/GB           # source: page 3
        live: $0.25/GB-month     # assumed
        backup: $0.02/GB-month
      balancer:
        per-hour: $0.02/h        # source: page 4
        per-unit: $0.008/h
        per-request: 59kB
      outage:
        per-lost-request: $0.01  # source: contract
        per-minute: $5/min       # assumed
    """

  @Test func eachPriceHasItsOwnOriginInModelAndList() throws {
    let plan = try PlanFile(text: Self.text, name: "plan.yaml")
    let service = try #require(plan.services.last)
    let prices = service.prices
    let (a, b) = (service.sites[0], service.sites[1])
    #expect(a.node.priceBasis == .negotiated && a.node.priceSource == "page 1, 2026-11-09")
    #expect(a.node.priceAsOf == "2026-11-09")
    #expect(a.node.spotOrigin?.basis == .assumed)
    #expect(a.committed?.origin == PriceOrigin(basis: .list, source: "offer 7"))
    #expect(b.node.priceBasis == .assumed, "the comment counts, whatever the basis says")
    #expect(plan.warnings.contains { $0.message.contains("'basis: list' and a comment that calls the price assumed") })
    let owned = try #require(b.owned)
    #expect(owned.origin.basis == .list && owned.wearOrigin?.basis == .assumed)
    #expect(owned.supportOrigin?.basis == .list && owned.powerOrigin?.basis == .assumed)
    let tiers = try #require(prices.userEgress?.tiers)
    #expect(tiers.map { $0.origin?.basis } == [.list, .assumed])
    #expect(tiers[0].origin?.asOf == "2026-06-01")
    let state = try #require(prices.state)
    #expect(state.origin.basis == .list && state.liveOrigin?.basis == .assumed && state.backupOrigin?.basis == .assumed)
    #expect(prices.balancer?.origin.basis == .list && prices.balancer?.unitOrigin?.basis == .assumed)
    #expect(prices.outage?.origin.basis == .list && prices.outage?.minuteOrigin?.basis == .assumed)
    // The list of values says the same of each.
    func basis(_ path: String) -> PriceBasis? { plan.readings.first { $0.path == path }?.price?.basis }
    for (path, known) in [
      ("sites.a.node.price", PriceBasis.negotiated), ("sites.b.node.price", .assumed), ("prices.state.sync", .list),
      ("prices.state.live", .assumed), ("prices.state.backup", .assumed), ("prices.user-egress.tiers.above", .assumed),
      ("prices.user-egress.tiers.10TB", .list), ("prices.balancer.per-unit", .assumed),
    ] {
      #expect(basis(path) == known, "\(path)")
      #expect(plan.readings.first { $0.path == path }?.isAssumed == (known == .assumed), "\(path)")
    }
    #expect(basis("prices.state.per-request") == nil, "bytes are no price")
  }

  /// A table that is laid over a plan holds for what is committed too, not only for the hour.
  @Test func aTableLaidOverThePlanPricesCommitments() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "origins-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "book.csv").path
    try Data(
      """
      provider,region,sku,price_class,price_per_hour,currency,basis,source,as_of
      aws,a,p5,on_demand,9,USD,negotiated,contract 7,2026-08-01
      aws,a,p5,committed_1y,5,USD,negotiated,contract 8,2026-08-02

      """.utf8
    ).write(to: URL(filePath: path))
    let text = Self.text.replacing("gpus: 8xH100\n", with: "gpus: 8xH100\n      sku: p5\n")
    let plan = try PlanFile(text: text, name: "plan.yaml", prices: try PriceList(path: path))
    let site = try #require(plan.services.last?.sites.first)
    #expect(site.node.dollarsPerHour == 9)
    #expect(site.committed?.dollarsPerHour == 5)
    #expect(
      site.committed?.origin == PriceOrigin(basis: .negotiated, source: "contract 8", asOf: "2026-08-02"))
  }
}
