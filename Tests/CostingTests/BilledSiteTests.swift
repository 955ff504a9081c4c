import CostCheck
import Costing
import ServiceModel
import Stochastics
import Testing

/// Who is billed: traffic, balancers and state by the site that answers, each provider through its own ladder.
struct BilledSiteTests {
  /// Two sites of two providers that answer half of 3,155,760,000 requests each; 100 kB a request, 26,784 GB in January.
  private func sheet(providers: (String, String), shares: (Double, Double)? = nil, classes: [TrafficClass] = [])
    -> CostSheet
  {
    let (service, usage) = billed(providers: providers, shares: shares, classes: classes)
    return CostSheet(of: service, usage: usage, studyID: "billed")
  }

  private func billed(providers: (String, String), shares: (Double, Double)? = nil, classes: [TrafficClass] = [])
    -> (service: Service, usage: SimulatedUsage)
  {
    var service = CheckedDesign.activeActive2Bare.service(.sameProvider)
    service.sites[0].provider = providers.0
    service.sites[1].provider = providers.1
    service.traffic.classes = classes
    service.prices.userEgress = EgressPrice(
      bytesPerRequest: 100_000,
      tiers: [
        .init(upToGBPerMonth: 10_000, dollarsPerGB: 0.09), .init(upToGBPerMonth: .infinity, dollarsPerGB: 0.05),
      ])
    let answered = 3_155_760_000.0
    var usage = SimulatedUsage(
      sites: service.sites.map { SiteUsage(site: $0.name) }, requestsAnswered: Estimate(answered))
    if let shares {
      usage.sites[0].answeredRequests = Estimate(answered * shares.0)
      usage.sites[1].answeredRequests = Estimate(answered * shares.1)
    }
    return (service, usage)
  }

  private func january(_ sheet: CostSheet, provider: String) -> Money {
    sheet.lines.filter {
      $0.item == "user-egress" && $0.period.start.month == 1 && $0.period.start.year == 2027 && $0.provider == provider
    }.reduce(.zero) { $0 + $1.amortisedCost }
  }

  /// 13,392 GB each: 10,000 at 0.09 and 3,392 at 0.05, 1,069.60 for each provider, 2,139.20 in all.
  @Test func everyProviderHasALadderOfItsOwn() {
    let two = sheet(providers: ("aws", "azure"))
    #expect(january(two, provider: "aws").description == "1069.60")
    #expect(january(two, provider: "azure").description == "1069.60")
    // One provider's 26,784 GB climb together: 900.00 and 839.20.
    #expect(january(sheet(providers: ("aws", "aws")), provider: "aws").description == "1739.20")
  }

  /// A site that took over is billed for what it answered: a quarter is 6,696 GB, all of it below ten terabytes.
  @Test func whoAnswersIsBilled() {
    let moved = sheet(providers: ("aws", "azure"), shares: (0.75, 0.25))
    #expect(january(moved, provider: "azure").description == "602.64")
    #expect(january(moved, provider: "aws").description == "1404.40", "900 and 10,088 GB at 0.05")
  }

  /// A class without state has none to copy or to keep, and what is in memory alone is neither copied nor kept.
  @Test func aClassWithoutStatePaysForNone() {
    func state(_ classes: [TrafficClass]) -> Double {
      sheet(providers: ("aws", "azure"), classes: classes)
        .sum(\.amortisedCost) { ["state-sync", "live-state", "backups"].contains($0.item) }.dollars
    }
    let all = state([])
    let some = state([
      TrafficClass(name: "chat", share: 0.8, state: .replication(lag: .constant(5))),
      TrafficClass(name: "batch", share: 0.2, state: .stateless),
    ])
    #expect(all > 0 && abs(some - 0.8 * all) < 1)
    #expect(state([TrafficClass(name: "batch", share: 1, state: .stateless)]) == 0)
    #expect(state([TrafficClass(name: "chat", share: 1, state: .memory)]) == 0)
  }

  // MARK: Links

  /// 40 kB of each of 1,577,880,000 requests: 63,115.2 GB a year each way, 5356.8 GB of them in the 744 hours of January. A
  /// site that answers three quarters sends 8035.2 GB, and the other 2678.4 GB.
  @Test(
    arguments: [(nil, "107.14", "107.14"), ((0.75, 0.25), "160.70", "53.57")] as [((Double, Double)?, String, String)])
  func copiesArePaidByTheirLink(shares: (Double, Double)?, first: String, second: String) {
    let chat = TrafficClass(name: "chat", share: 1, state: .replication(lag: .constant(1), bytesPerRequest: 40_000))
    var (service, usage) = billed(providers: ("aws", "azure"), shares: shares, classes: [chat])
    service.links = [
      Link(
        name: "backbone", ends: [service.sites[1].name, service.sites[0].name], dollarsPerGB: 0.02,
        origin: PriceOrigin(basis: .list, source: "contract"))
    ]
    let sheet = CostSheet(of: service, usage: usage, studyID: "billed")
    let copies = zip(sheet.lines, sheet.priceRoots(of: service, usage: usage)).filter {
      $0.0.item == "state-sync" && $0.0.period.start.month == 1 && $0.0.period.start.year == 2027
    }
    #expect(copies.map { $0.0.amortisedCost.description } == [first, second])
    #expect(copies.map { $0.0.origin.source } == ["contract", "contract"])
    #expect(copies.map { $0.1?.key } == ["links.backbone.price", "links.backbone.price"])
    // Without a size of changes, of what the plan prices as the state of a request: 40 kB is not it.
    service.traffic.classes[0].state = .replication(lag: .constant(1))
    let priced = CostSheet(of: service, usage: usage, studyID: "billed").sum(\.amortisedCost) {
      $0.item == "state-sync"
    }
    let bytes = (service.prices.state?.bytesPerRequest ?? 0) * 3_155_760_000
    #expect(bytes > 0 && abs(priced.dollars - bytes / 1e9 * 0.02 * Double(sheet.hours) / 8766) < 1)
    // Sites that no link joins pay what any copy costs, as before there were links.
    service.links[0].ends = ["a", "b"]
    var bare = service
    bare.links = []
    #expect(
      CostSheet(of: service, usage: usage, studyID: "billed").lines
        == CostSheet(of: bare, usage: usage, studyID: "billed").lines)
  }
}
