import Foundation
import ServiceModel
import TestSupport
import Testing

@testable import ModelFiles

/// A table of prices: what it gives a plan, and which rows are refused.
@Suite struct PriceBookTests {
  private static let header = "provider,region,sku,price_class,price_per_hour,currency,basis,source,as_of"
  private static let rows = [
    "aws,east,p5,on_demand,55.04,USD,list,price page,2026-07-09",
    "aws,east,p5,spot,16.95,USD,list,price page,2026-07-09",
    "aws,east,p5,committed_1y,35.776,USD,negotiated,contract 7,2026-08-01",
    "aws,west,p5,on_demand,68.80,USD,list,price page,2026-07-09",
  ]

  /// A folder with a book and a plan beside it.
  private static func folder(_ rows: [String]) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "book-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(([header] + rows).joined(separator: "\n").appending("\n").utf8)
      .write(to: folder.appending(path: "book.csv"))
    return folder
  }

  private static func plan(
    _ folder: URL, region: String = "west", committed: String = "", sku: String = ", sku: p5", prices: PriceList? = nil,
    book: String = "price-book: book.csv"
  ) throws -> PlanFile {
    let path = folder.appending(path: "plan.yaml").path
    try Data(
      """
      service: small
      \(book)
      traffic: { peak: 100rps }
      replica: { name: r, rated: 10rps, gpus: 8 }
      sites:
        main: { provider: aws, region: east, keep: serving, \(committed)node: { gpus: 8xH100\(sku) } }
        other: { provider: aws, region: \(region), keep: nothing, node: { gpus: 8xH100, sku: p5 } }
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }
      designs:
        alone: {}
        pair: { sites: { other: { keep: warm } } }

      """.utf8
    ).write(to: URL(filePath: path))
    return try PlanFile(path: path, prices: prices)
  }

  private static func problem(_ work: () throws -> Void) throws -> String {
    do {
      try work()
    } catch let problems as Diagnostics {
      return problems.description
    }
    Issue.record("no problem was found")
    return ""
  }

  @Test func aNodeWithoutAPriceHasTheBooks() throws {
    let folder = try Self.folder(Self.rows)
    defer { try? FileManager.default.removeItem(at: folder) }
    let plan = try Self.plan(folder, committed: "committed: { nodes: 3, term: 1y }, ")
    let sites = plan.services[plan.services.count - 1].sites
    #expect(sites.map(\.node.dollarsPerHour) == [55.04, 68.80])
    #expect(sites[0].node.priceSource == "price page" && sites[0].node.priceAsOf == "2026-07-09")
    #expect(sites[0].node.priceBasis == .list)
    #expect(sites[0].committed?.dollarsPerHour == 35.776)
    #expect(plan.namedFiles.map(\.name) == ["book.csv"], "a stored result keeps its prices")
    // A price of the plan's own goes first.
    let own = try Self.plan(folder, sku: ", sku: p5, price: $1/h")
    #expect(own.services[0].sites[0].node.dollarsPerHour == 1)
  }

  @Test func aPriceThatIsMissingForWhatIsUsedIsAnErrorWithItsPlace() throws {
    let folder = try Self.folder(Self.rows)
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = try Self.problem { _ = try Self.plan(folder, region: "north") }
    // It is used by the design that keeps nodes there, and by no other.
    #expect(text.contains("plan.yaml:12:"), "\(text)")
    #expect(
      text.contains(
        "the price book has no on-demand price of 'p5' by aws in north in design 'pair'. It has that SKU in east, west")
    )
    let committed = try Self.problem { _ = try Self.plan(folder, committed: "committed: { nodes: 3, term: 3y }, ") }
    #expect(committed.contains("the price book has no committed_3y price of 'p5' by aws in east"))
    let nameless = try Self.problem { _ = try Self.plan(folder, sku: "") }
    #expect(nameless.contains("'sku' is missing in 'sites.main.node'"), "\(nameless)")
  }

  /// A team's own table, laid over a plan that has prices.
  @Test func aBookMayBeLaidOverAPlan() throws {
    let folder = try Self.folder(["aws,east,p5,on_demand,40,USD,negotiated,contract 7,2026-08-01"])
    defer { try? FileManager.default.removeItem(at: folder) }
    let list = try PriceList(path: folder.appending(path: "book.csv").path)
    let plan = try Self.plan(folder, sku: ", sku: p5, price: $55.04/h", prices: list, book: "begins: 2027-01-01")
    let sites = plan.services[plan.services.count - 1].sites
    #expect(sites[0].node.dollarsPerHour == 40 && sites[0].node.priceBasis == .negotiated)
    #expect(sites[1].node.dollarsPerHour == nil, "what the book does not price stays as the plan has it")
    let foreign = try Self.problem {
      _ = try Self.plan(folder, sku: ", sku: p6, price: $1/h", prices: list, book: "begins: 2027-01-01")
    }
    #expect(foreign.contains("it prices none of the plan's nodes: 'p6' by aws in east, 'p5' by aws in west"))
  }

  @Test(arguments: [
    (
      "aws,east,x,on_demand,cheap,USD,list,p,2026-07-09",
      "book.csv:6:22: error: expected a price above zero, found 'cheap'"
    ),
    ("aws,east,x,on_demand,0,USD,list,p,2026-07-09", "expected a price above zero, found '0'"),
    (
      "aws,east,x,on_demand,5,ERU,list,p,2026-07-09",
      "book.csv:6:24: error: the currency 'ERU' is not known. Did you mean 'EUR'?"
    ),
    ("aws,east,x,rented,5,USD,list,p,2026-07-09", "book.csv:6:12: error: the price class 'rented' is not known"),
    ("aws,east,x,on_demand,5,USD,guess,p,2026-07-09", "the basis 'guess' is not known"),
    ("aws,east,x,on_demand,5,USD,list,p,July", "expected a day, found 'July'"),
    (",east,x,on_demand,5,USD,list,p,2026-07-09", "'provider' is empty"),
    ("aws,east,p5,on_demand,50,USD,list,p,2026-07-09", "this price stands in line 2 already"),
    ("aws,west,p5,spot,70,USD,list,p,2026-07-09", "spot costs 70.0 where on-demand costs 68.8 in line 5"),
    ("aws,east,x,on_demand,5,USD,list,p", "expected 9 fields, found 8"),
  ])
  func aRowThatIsNoneIsRefused(row: String, message: String) throws {
    let folder = try Self.folder(Self.rows + [row])
    defer { try? FileManager.default.removeItem(at: folder) }
    let text = try Self.problem { _ = try PriceBook(path: folder.appending(path: "book.csv").path) }
    #expect(text.contains(message), "\(text)")
    #expect(text.contains("book.csv:6:"), "\(text)")
  }

  @Test func pricesFarApartAreWarnedOf() throws {
    let folder = try Self.folder(Self.rows + ["aws,south,p5,on_demand,111,USD,list,p,2026-07-09"])
    defer { try? FileManager.default.removeItem(at: folder) }
    let book = try PriceBook(path: folder.appending(path: "book.csv").path)
    #expect(book.warnings.count == 1)
    #expect(book.warnings[0].message.contains("p5 of aws costs 111.0 in south and 55.04 in east (line 2)"))
    let plan = try Self.plan(folder)
    #expect(plan.warnings.contains { $0.message.contains("more than twice as much") })
  }

  /// The book that is shipped keeps its own rules, and every row says where it is from.
  @Test func theShippedBookIsSound() throws {
    let path = Checkout.models.appending(path: "library/prices/gpu-nodes.csv").path
    let book = try PriceBook(path: path)
    #expect(book.rows.count > 50 && book.warnings.isEmpty)
    #expect(book.rows.allSatisfy { !$0.source.isEmpty })
    #expect(book.row(provider: "aws", region: "us-east-1", sku: "p5.48xlarge", .onDemand)?.pricePerHour == 55.04)
  }
}

/// Prices that have rules of their own: machines of one's own, losses that grow, credits.
@Suite struct PriceRuleTests {
  private static func plan(site: String = "", prices: String = "{}") throws -> PlanFile {
    try PlanFile(
      text: """
        service: small
        traffic: { peak: 100rps }
        replica: { name: r, rated: 10rps, gpus: 8 }
        sites:
          main: { provider: a, keep: serving, \(site)node: { gpus: 8xH100, price: $50/h } }
        detect: { takes: 1min }
        execute: { move-traffic: { by: balancer } }
        prices: \(prices)

        """, name: "plan.yaml")
  }

  @Test func machinesOfOnesOwnAreReadInTheirUnits() throws {
    let owned =
      "owned: { nodes: 10, capex: $330000, life: 4y, residual: 15%, capital: 8%, support: 5%, contracted: 10.2kW, "
      + "busy: 7000W, idle: 0.003MW, pue: 1.56, power: $0.09/kWh, colocation: $184.06/kW-month }, "
    let read = try #require(try Self.plan(site: owned).services[0].sites[0].owned)
    #expect(read.nodes == 10 && read.capex == 330_000 && read.lifeYears == 4)
    #expect(read.busyKW == 7 && read.idleKW == 3 && read.contractedKW == 10.2)
    #expect(abs(read.depreciationPerYear - 70_125) < 1e-9 && abs(read.capitalPerYear - 15_180) < 1e-9)
    #expect(abs(read.colocationPerYear - 22_528.944) < 1e-6 && abs(read.kilowattHours(busy: true) - 10.92) < 1e-12)
  }

  @Test func lossesThatGrowAndCreditsAreRead() throws {
    let prices =
      "{ outage: { per-minute: $10/min, grows: { 30min: $100/min, 4h: $1000/min } }, "
      + "credits: { of: $500000/month, tiers: { 99.9%: 10%, 99%: 25% } } }"
    let read = try Self.plan(prices: prices).services[0].prices
    #expect(read.outage?.growth.map(\.fromMinutes) == [30, 240])
    #expect(read.outage?.growth.map(\.dollarsPerMinute) == [100, 1000])
    #expect(read.credits?.tiers.map(\.below) == [0.999, 0.99] && read.credits?.tiers.map(\.share) == [0.1, 0.25])
    #expect(read.credits?.tier(ofAvailability: 0.985) == 1 && read.credits?.tier(ofAvailability: 0.999) == nil)
  }

  @Test(arguments: [
    ("owned: { nodes: 10, capex: $1, life: 0y }, ", "{}", "plan.yaml:5:", "'sites.main.owned.life' must be above zero"),
    ("owned: { nodes: 10, capex: $1, life: 4y, pue: 0.9 }, ", "{}", "plan.yaml:5:", "0.9 is below 1"),
    ("owned: { nodes: 1, capex: $1, life: 4y, busy: 7kW }, ", "{}", "plan.yaml:5:", "'power' is missing"),
    ("owned: { nodes: 1, capex: $1, life: 4y, contracted: 7kW }, ", "{}", "plan.yaml:5:", "'colocation' is missing"),
    (
      "owned: { nodes: 1, capex: $1, life: 4y, busy: 3kW, idle: 4kW, power: $1/kWh }, ", "{}", "plan.yaml:5:",
      "draws more"
    ),
    ("owned: { nodes: 1, capex: $1, life: 4y, busy: 3kg }, ", "{}", "plan.yaml:5:", "expected a power"),
    (
      "", "{ outage: { grows: { 4h: $1/min, 30min: $2/min } } }", "plan.yaml:8:", "expected a longer outage than before"
    ),
    (
      "", "{ credits: { of: $5/month, tiers: { 99%: 10%, 99.9%: 5% } } }", "plan.yaml:8:",
      "expected a lower availability"
    ),
    ("", "{ credits: { tiers: { 99%: 10% } } }", "plan.yaml:8:", "'of' is missing in 'prices.credits'"),
  ])
  func mistakesHaveAPlace(site: String, prices: String, place: String, message: String) throws {
    expectMistake(message, at: place) { try Self.plan(site: site, prices: prices) }
  }
}
