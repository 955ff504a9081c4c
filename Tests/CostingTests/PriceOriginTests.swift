import CostCheck
import Costing
import ServiceModel
import Testing

/// A price is assumed in its own rows alone, and a cost that joins several is as sure as the least of them.
@Suite struct PriceOriginTests {
  private func bases(_ service: Service) -> [String: Set<PriceBasis>] {
    let lines = CostSheet(of: service, usage: CheckedDesign.warmStandby.usage, studyID: "s").lines
    return Dictionary(grouping: lines, by: \.item).mapValues { Set($0.map(\.origin.basis)) }
  }

  @Test func rowsHaveTheOriginOfTheirOwnPrice() throws {
    var service = CheckedDesign.warmStandby.service(.otherProvider)
    let list = PriceOrigin(basis: .list, source: "page")
    service.prices.state?.origin = list
    service.prices.state?.liveOrigin = PriceOrigin()
    service.prices.state?.backupOrigin = list
    service.prices.state?.syncAcrossProvidersDollarsPerGB = 0.07
    service.prices.state?.acrossOrigin = PriceOrigin()
    service.prices.balancer?.origin = list
    service.prices.balancer?.unitOrigin = PriceOrigin()
    let found = bases(service)
    #expect(found["live-state"] == [.assumed] && found["backups"] == [.list])
    #expect(found["state-sync"] == [.assumed], "copied to another provider")
    #expect(found["load-balancer"] == [.list] && found["load-balancer-traffic"] == [.assumed])
    service.prices.state?.syncAcrossProvidersDollarsPerGB = nil
    #expect(bases(service)["state-sync"] == [.list], "the price of any copy")
  }

  @Test func depreciationIsAsSureAsTheLifeOfTheMachine() throws {
    var service = CheckedDesign.warmStandby.service(.sameProvider)
    var machines = OwnedNodes(
      nodes: 80, capex: 330_000, lifeYears: 4, supportRate: 0.05, busyKW: 7, idleKW: 3, dollarsPerKWh: 0.09,
      origin: PriceOrigin(basis: .list, source: "quote"))
    machines.wearOrigin = PriceOrigin()
    machines.powerOrigin = PriceOrigin()
    service.sites[0].owned = machines
    let found = bases(service)
    #expect(found["machines"] == [.list] && found["support"] == [.list])
    #expect(found["depreciation"] == [.assumed] && found["power"] == [.assumed])
    machines.wearOrigin = PriceOrigin(basis: .negotiated)
    service.sites[0].owned = machines
    #expect(bases(service)["depreciation"] == [.list])
  }

  @Test func aCommitmentHasThePriceOfItsOffer() throws {
    var service = CheckedDesign.warmStandby.service(.sameProvider)
    service.sites[0].node.priceBasis = .list
    service.sites[0].committed = NodeCommitment(nodes: 40, term: .oneYear, dollarsPerHour: 35.776)
    service.sites[0].committed?.origin = PriceOrigin(basis: .assumed)
    let lines = CostSheet(of: service, usage: CheckedDesign.warmStandby.usage, studyID: "s").lines
    let own = lines.filter { $0.commitmentID != nil }
    #expect(!own.isEmpty && own.allSatisfy { $0.origin.basis == .assumed })
    #expect(lines.contains { $0.item == "gpu-nodes" && $0.commitmentID == nil && $0.origin.basis == .list })
  }
}
