import ServiceModel
import Testing

@testable import ModelFiles

/// Prices that are laid over a plan: of nodes that are paid ahead, and of tiers.
@Suite struct PriceListTests {
  private static let plan = """
    service: paid
    traffic: { peak: 100rps }
    replica: { rated: 10rps, gpus: 8 }
    sites:
      main: { provider: aws, keep: serving, node: { gpus: 8xH100, price: $40/h } }
      dr: { provider: azure, keep: nothing, node: { gpus: 8xH100, price: $50/h } }
    detect: { takes: 5min }
    execute: { move-traffic: { by: balancer } }
    prices:
      user-egress:
        per-request: 1MB
        tiers: { 10TB: $0.09/GB, 50TB: $0.08/GB, above: $0.05/GB }
        by-provider: { azure: { 5TB: $0.087/GB, above: $0.06/GB } }
    designs:
      rented: {}
      ahead:
        sites:
          main:
            committed: { nodes: 3, term: 1y, price: $26/h, upfront: 40% }
            owned: { nodes: 6, capex: $300000, life: 4y, support: 5% }

    """

  private static func services(_ prices: String) throws -> [String: Service] {
    let list = try PriceList(text: prices, name: "prices.yaml")
    let file = try PlanFile(text: plan, name: "plan.yaml", prices: list)
    return Dictionary(file.services.map { ($0.design.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// What is paid for a node changes, and how many there are and for how long stays; a design without such nodes has none still.
  @Test func nodesThatArePaidAheadHaveNewPrices() throws {
    let priced = try Self.services(
      "sites: { main: { committed: { price: $20/h, upfront: 100% }, owned: { capex: $250000, support: 4% } } }")
    let main = try #require(priced["ahead"]?.sites.first)
    #expect(main.committed?.dollarsPerHour == 20 && main.committed?.upfrontShare == 1)
    #expect(main.committed?.nodes == 3 && main.committed?.term == .oneYear)
    #expect(main.owned?.capex == 250_000 && main.owned?.supportRate == 0.04)
    #expect(main.owned?.nodes == 6 && main.owned?.lifeYears == 4)
    let rented = try #require(priced["rented"]?.sites.first)
    #expect(rented.committed == nil && rented.owned == nil && rented.node.dollarsPerHour == 40)
  }

  /// A ladder with an end is one of its own, with as many steps as it says; without one it changes prices of the plan's steps.
  @Test func aLadderThatEndsTakesThePlaceOfThePlans() throws {
    func tiers(_ list: String, _ provider: String) throws -> [[Double]] {
      let priced = try Self.services("prices: { user-egress: { \(list) } }")
      let egress = try #require(priced["rented"]?.prices.userEgress)
      return egress.tiers(of: provider).map { [$0.upToGBPerMonth, $0.dollarsPerGB] }
    }
    let other = "tiers: { 20TB: $0.07/GB, above: $0.04/GB }"
    #expect(try tiers(other, "aws") == [[20_000, 0.07], [.infinity, 0.04]])
    #expect(try tiers(other, "azure") == [[5000, 0.087], [.infinity, 0.06]])
    #expect(try tiers("tiers: { above: $0.03/GB }", "aws") == [[.infinity, 0.03]])
    #expect(try tiers("tiers: { 50TB: $0.07/GB }", "aws") == [[10_000, 0.09], [50_000, 0.07], [.infinity, 0.05]])
    #expect(try tiers("by-provider: { azure: { above: $0.02/GB } }", "azure") == [[.infinity, 0.02]])
  }

  @Test(arguments: [
    (
      "sites: { main: { committed: { nodes: 4 } } }",
      "prices.yaml:1:31: error: 'nodes' in 'sites.main.committed' is no price, and cannot change without simulating"
    ),
    (
      "sites: { dr: { owned: { capex: $1 } } }",
      "prices.yaml:1:23: error: no design of the plan has owned nodes at 'dr' to price"
    ),
    (
      "sites: { main: { committed: { price: $41/h } } }",
      "prices.yaml:1:38: error: 'main' pays more for a committed node than for one by the hour"
    ),
  ])
  func whatCannotBePricedIsRefused(list: String, problem: String) throws {
    do throws(Diagnostics) {
      _ = try PlanFile(text: Self.plan, name: "plan.yaml", prices: PriceList(text: list, name: "prices.yaml"))
      Issue.record("\(list) was accepted")
    } catch {
      #expect(error.all.first?.headline.hasPrefix(problem) == true, "\(error)")
    }
  }
}
