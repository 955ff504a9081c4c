import Currencies
import Foundation
import ServiceModel
import Testing

@testable import ModelFiles

/// One currency per study: what prices in others come to, and what is refused at its place.
@Suite struct CurrencyPlanTests {
  private static let rates = "currency: CNY\nrates: { USD: { is: 7.12, on: 2026-11-02, source: bank } }"

  /// Line 1 names the service, the lines of the currency follow.
  private static func text(
    _ currency: String, east: String = "$10/h", west: String = "¥80/h", prices: String = "", book: String = ""
  ) -> String {
    """
    service: small
    \(currency)
    traffic: { peak: 100rps }
    replica: { rated: 10rps }
    sites:
      east: { provider: aws, region: e, keep: serving, node: { gpus: 1xH100, price: \(east) } }
      west: { provider: aws, region: w, keep: warm, node: { gpus: 1xH100, price: \(west) } }
    failures: { out: { scope: region, per-year: 1, lasts: 1h } }
    detect: { takes: 3min }
    execute: { move-traffic: { by: balancer } }
    prices: { labour: { person-year: $250k/y, persons: 1 }\(prices) }
    """
  }

  private static func service(_ text: String) throws -> Service {
    try #require(try PlanFile(text: text, name: "plan.yaml").services.last)
  }

  /// $10 are ¥71.2, $250k are ¥1,780,000; what is written in yuan stays.
  @Test func pricesComeToTheCurrencyOfTheStudy() throws {
    let service = try Self.service(Self.text(Self.rates))
    #expect(service.sites.map(\.node.dollarsPerHour) == [71.2, 80])
    #expect(service.prices.labour?.dollarsPerPersonYear == 1_780_000)
    #expect(service.prices.currency.currency.code == "CNY")
    #expect(
      service.prices.currency.rates == [ExchangeRate(currency: .usd, digits: "7.12", on: "2026-11-02", source: "bank")])
  }

  @Test(arguments: [("CNY 80/h", 80), ("CNY80/h", 80), ("USD 10/h", 71.2), ("$0.24k/d", 71.2), ("¥1920/d", 80)])
  func amountsAreWrittenWithTheirCurrency(written: String, expected: Double) throws {
    #expect(try Self.service(Self.text(Self.rates, east: written)).sites[0].node.dollarsPerHour == expected)
  }

  @Test func aPlanThatSaysNothingIsInDollars() throws {
    let service = try Self.service(Self.text("", west: "USD 9/h"))
    #expect(service.prices.currency == .dollars && service.sites[1].node.dollarsPerHour == 9)
  }

  /// A rate may be uncertain: its median is read, and nine cases in ten lie between the ends.
  @Test func aRateMayBeUncertain() throws {
    let text = Self.text("currency: CNY\nrates: { USD: { is: [6.8, 7.12, 7.5], on: 2026-11-02 } }")
    let plan = try PlanFile(text: text, name: "plan.yaml")
    #expect(plan.inputs.map(\.path) == ["rates.USD.is"])
    #expect(plan.services.last?.sites[0].node.dollarsPerHour == 71.2)
    let high = try #require(plan.services(at: ["rates.USD.is": 0.95]).last?.sites[0].node.dollarsPerHour)
    #expect(abs(high - 75) < 1e-9)
    let reading = try #require(plan.readings.first { $0.path == "rates.USD.is" })
    #expect(reading.isAssumed && reading.price == PriceOrigin(basis: .assumed, source: "", asOf: "2026-11-02"))
  }

  @Test(arguments: [
    ("currency: CYN", "plan.yaml:2:11: error: the currency 'CYN' is not known. Did you mean 'CNY'?"),
    ("currency: RMB", "plan.yaml:2:11: error: the currency 'RMB' is not known. Did you mean 'CNY'?"),
    (
      "",
      "'¥80/h' at 'sites.west.node.price' may be CNY or JPY. Write CNY or JPY instead of the sign, or 'currency: CNY' at"
    ),
    (
      "rates: { USD: { is: 7.12, on: 2026-11-02 } }",
      "USD is the currency of the study. Write the rates of other currencies, in USD; a study that counts in another says"
    ),
    (
      "currency: CNY",
      "plan.yaml:6:81: error: '$10/h' at 'sites.east.node.price' is in USD, of which the plan has no rate."
    ),
    (
      "currency: EUR\nrates: { USD: { is: 0.9, on: 2026-11-02 } }",
      "'¥80/h' at 'sites.west.node.price' may be CNY or JPY."
    ),
    (
      "currency: CNY\nrates: { USB: { is: 7, on: 2026-11-02 } }", "the currency 'USB' is not known. Did you mean 'USD'?"
    ),
    ("currency: CNY\nrates: { CNY: { is: 1, on: 2026-11-02 } }", "CNY is the currency of the study"),
    ("currency: CNY\nrates: { USD: { is: 0, on: 2026-11-02 } }", "plan.yaml:3:21: error: a rate is above zero"),
    ("currency: CNY\nrates: { USD: { is: 7 } }", "'on' is missing in 'rates.USD'. Add 'on: 2026-11-02'"),
    (
      "currency: CNY\nrates: { USD: { is: 7, on: November } }",
      "plan.yaml:3:28: error: expected a day, found 'November'"
    ),
    (
      "currency: CNY\nrates: { USD: { on: 2026-11-02 } }",
      "'is' is missing in 'rates.USD'. Add what one USD costs in CNY, such as 'is: 7.12'"
    ),
    (
      "currency: CNY\nrates: { USD: { is: 7, on: 2026-11-02 } }\ndesigns: { a: { currency: EUR } }",
      "'¥80/h' at 'sites.west.node.price' may be CNY or JPY"
    ),
    (
      "currency: CNY\nrates: { USD: { is: 7, on: 2026-11-02 } }\ndesigns: { a: {}, b: { rates: { USD: { is: 8 } } } }",
      "'rates' of design 'b' is another than of 'a'. Write 'rates' once, outside the designs"
    ),
  ])
  func whatCannotBeCountedIsRefused(currency: String, expected: String) {
    let problems = planProblems(Self.text(currency))
    #expect(problems.contains { $0.contains(expected) }, "\(problems)")
  }

  /// A value that could not be read has no second problem, and no number that nobody wrote is proposed for it.
  @Test func aRateThatCannotBeReadIsOneProblem() {
    let text = Self.text("currency: CNY\nrates: { USD: { is: ¥7.12, on: 2026-11-02 } }")
    let problems = planProblems(text).filter { $0.contains("error: ") }
    #expect(problems.count == 1 && problems[0].hasSuffix("found '¥7.12'. Write '7.12'"), "\(problems)")
  }

  /// Examples are in the study's own currency.
  @Test func remediesAreInTheCurrencyOfTheStudy() {
    let problems = planProblems(Self.text(Self.rates, east: "80/h"))
    #expect(problems.contains { $0.hasSuffix("found '80/h'. Write '¥80/h'") }, "\(problems)")
    let purchase = "\nplan: { purchase: { offers: { a: { price: ¥1/h, term: 1y } } } }\n"
    let offers = planProblems(Self.text(Self.rates) + purchase)
    #expect(offers.contains { $0.hasSuffix("Write 'on-demand: { price: ¥55.04/h }'") }, "\(offers)")
  }

  /// 5 EUR an hour at 7.7 are ¥38.5; a row in a currency without a rate is refused at its line, where it is used.
  @Test func aPriceBookIsInItsOwnCurrencies() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "currency-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let book = """
      provider,region,sku,price_class,price_per_hour,currency,basis,source,as_of
      aws,e,p5,on_demand,5,EUR,list,p,2026-07-09
      aws,e,p6,on_demand,5,GBP,list,p,2026-07-09

      """
    try Data(book.utf8).write(to: folder.appending(path: "book.csv"))
    func plan(_ sku: String) throws -> String {
      let path = folder.appending(path: "plan.yaml").path
      let text = Self.text(
        "price-book: book.csv\ncurrency: CNY\nrates: { USD: { is: 7, on: 2026-11-02 }, EUR: { is: 7.7, on: 2026-11-02 } }"
      ).replacing("price: $10/h", with: "sku: \(sku)")
      try Data(text.utf8).write(to: URL(filePath: path))
      return path
    }
    #expect(try PlanFile(path: plan("p5")).services.last?.sites[0].node.dollarsPerHour == 38.5)
    do {
      _ = try PlanFile(path: plan("p6"))
      Issue.record("a price in pounds was counted")
    } catch let problems as Diagnostics {
      let expected = "book.csv:3:1: error: the price of 'p6' is in GBP, of which the plan has no rate"
      #expect(problems.all.contains { $0.headline.contains(expected) }, "\(problems)")
    }
  }

  /// A list that is laid over a plan may say another rate.
  @Test func aPriceListMayHaveTheRate() throws {
    let list = try PriceList(text: "rates: { USD: { is: 7.5 } }", name: "rates.yaml")
    let plan = try PlanFile(text: Self.text(Self.rates), name: "plan.yaml", prices: list)
    #expect(plan.services.last?.sites.map(\.node.dollarsPerHour) == [75, 80])
  }
}
