import CostCheck
import Costing
import ServiceModel
import Testing

/// A model rented by the token in place of a standby: nothing stands, tokens have a price, drills included.
struct RentedTests {
  private static let api = RentedAPI(
    dollarsPerMillionPromptTokens: 3, dollarsPerMillionOutputTokens: 15, limitRPS: 500, worth: 0.9)

  private static func service(nodesFor hours: Double = 4) -> Service {
    var service = CheckedDesign.hotStandby.service(.sameProvider)
    service.traffic.promptTokens = 1155
    service.traffic.outputTokens = 211
    for index in service.drills.indices { service.drills[index].nodeHours = 0 }
    service.drills[0].nodeHours = hours
    service.rent(api, at: 1)
    return service
  }

  private static func sheet(_ service: Service, requests: Estimate = Estimate(1e6, standardError: 1e4)) -> CostSheet {
    var usage = CheckedDesign.hotStandby.usage
    usage.sites = [SiteUsage(site: "main"), SiteUsage(site: "dr", rentedRequests: requests)]
    return CostSheet(of: service, usage: usage, studyID: "rented")
  }

  /// A million requests of 1155 and 211 tokens at 3 and 15 dollars a million: 3,465 and 3,165 dollars.
  @Test func tokensServedThereArePaid() {
    let sheet = Self.sheet(Self.service())
    let rows = sheet.lines.filter { $0.item == "rented-api" }
    func cost(_ sku: String) -> Double { rows.filter { $0.sku == sku }.reduce(0) { $0 + $1.exactCost.dollars } }
    #expect(abs(cost("prompt tokens") - 3465) < 1e-3 && abs(cost("output tokens") - 3165) < 1e-3)
    #expect(rows.allSatisfy { $0.unit == .millionTokens && $0.certainty == .simulated && $0.role == .failoverBurst })
    let millions = rows.reduce(0) { $0 + $1.quantity.units }
    #expect(abs(millions - 1366) < 1e-4)
    #expect(sheet.amortisedYearSE.dollars > 0)
  }

  /// Two drills a year of four hours at the mean of 2000/3 requests a second, cut at the 500 that are let through.
  @Test func drillsArePaidUpToTheLimit() {
    let rows = Self.sheet(Self.service()).lines.filter { $0.item == "rented-api region" }
    let tokens = 1155.0 * 3 + 211 * 15
    let expected = 2.0 * 4 * 3600 * 500 * tokens / 1e6
    #expect(rows.allSatisfy { $0.role == .drill && $0.group == .drill })
    let cost = rows.reduce(0) { $0 + $1.exactCost.dollars }
    #expect(abs(cost - expected) < 1e-2)
    #expect(Self.sheet(Self.service(nodesFor: 0)).lines.allSatisfy { $0.item != "rented-api region" })
  }

  /// No node, no copy of weights or conversations, no balancer: what is left at the site is the tokens.
  @Test func nothingStandsThere() {
    let sheet = Self.sheet(Self.service())
    let there = sheet.lines.filter { $0.site == "dr" }
    #expect(!there.isEmpty && there.allSatisfy { $0.unit == .millionTokens })
    #expect(!sheet.lines.contains { $0.sku == "to dr" || $0.item == "backups" })
    let idle = Self.sheet(Self.service(nodesFor: 0), requests: .zero)
    #expect(idle.lines.allSatisfy { $0.site != "dr" })
  }
}
