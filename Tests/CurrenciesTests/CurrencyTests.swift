import Testing

@testable import Currencies

@Suite struct CurrencyTests {
  private static let cny = Currency("CNY")!
  private static let study = StudyCurrency(
    cny, rates: [ExchangeRate(currency: .usd, digits: "7.12", on: "2026-11-02", source: "bank")])

  /// By hand: 55.04 * 7.12 = 391.8848; 0.1 * 7.12 = 0.712; 1.5e3 * 7.12 = 10680; 27.44705 * 7.12 = 195.422996. Each is the
  /// double that the decimal number itself is read as: the product of the doubles of 0.1 and 7.12 is 0.7120000000000001.
  @Test(arguments: [("55.04", 391.8848), ("0.1", 0.712), ("1.5e3", 10680), ("27.44705", 195.422996), ("+2", 14.24)])
  func anAmountIsTheExactProduct(digits: String, expected: Double) {
    #expect(Self.study.amount(digits, of: .usd) == expected)
  }

  /// 0.24 thousand at 7.12 are 1708.8; the double of 1.7088 a thousand times is 1708.8000000000002.
  @Test func thousandsAreExactToo() {
    #expect(Self.study.amount("0.24", of: .usd, many: 1000) == 1708.8)
    #expect(Self.study.amount("250", of: Self.cny, many: 1000) == 250_000)
  }

  @Test func anAmountOfTheStudyStaysAsItIs() {
    #expect(Self.study.amount("200.10", of: Self.cny) == 200.10)
    #expect(Self.study.amount("12", of: Currency("EUR")!) == nil)
    #expect(StudyCurrency.dollars.amount("0.30", of: .usd) == 0.30)
  }

  /// The yen and the yuan have one sign: the study's own currency is meant, else the only one that has a rate.
  @Test func aSignMeansTheCurrencyThatCounts() throws {
    let may = try #require(Currency.marked("¥200/h")).may
    #expect(may.map(\.code) == ["CNY", "JPY"])
    #expect(Self.study.meant(among: may) == Self.cny)
    #expect(StudyCurrency.dollars.meant(among: may) == nil)
    let yen = ExchangeRate(currency: Currency("JPY")!, digits: "0.0065", on: "2026-11-02")
    #expect(StudyCurrency(rates: [yen]).meant(among: may)?.code == "JPY")
    #expect(StudyCurrency.dollars.meant(among: [.usd]) == .usd)
  }

  @Test(arguments: [
    ("$5/h", "USD", "5/h"), ("CA$5", "CAD", "5"), ("USD 5/h", "USD", "5/h"), ("CNY5", "CNY", "5"),
    ("CHF 5k", "CHF", "5k"),
    ("€12/h", "EUR", "12/h"), ("$ 5", "USD", " 5"),
  ])
  func aTextBeginsWithItsCurrency(text: String, code: String, rest: String) throws {
    let mark = try #require(Currency.marked(text))
    #expect(mark.may.map(\.code) == [code] && String(mark.rest) == rest)
  }

  @Test(arguments: ["5/h", "XYZ 5", "usd 5", ""]) func otherTextsHaveNone(text: String) {
    #expect(Currency.marked(text) == nil)
  }

  @Test func theHeadingTellsCurrenciesOfOneSignApart() {
    #expect(Currency.usd.heading == "$")
    #expect(["CNY", "JPY", "EUR", "CHF", "CAD"].map { Currency($0)!.heading } == ["CNY", "JPY", "€", "CHF", "CA$"])
  }

  @Test func namesCarryTheCode() {
    #expect(Self.cny.naming("cost_usd_per_year") == "cost_cny_per_year")
    #expect(Self.cny.naming("nines_cost_per_year_usd") == "nines_cost_per_year_cny")
    #expect(Self.cny.naming("lost_minutes_per_year") == "lost_minutes_per_year")
    #expect(Currency.usd.naming("cost_usd") == "cost_usd")
    #expect(Currency.plain("cost_cny_per_year") == "cost_usd_per_year" && Currency.plain("cny") == "cny")
  }

  /// No two currencies have one code, and every sign is read as what it is written for.
  @Test func theTableIsConsistent() {
    #expect(Set(Currency.table.map(\.code)).count == Currency.table.count)
    for currency in Currency.table {
      #expect(Currency.marked("\(currency.sign)5")?.may.contains(currency) == true, "\(currency)")
      #expect(Currency(currency.code) == currency)
    }
  }

  @Test func whatIsWrittenIsOfTheStudyAtHand() async {
    #expect(Currency.ofStudy == .usd)
    WrittenCurrency.writing(Self.study) { #expect(Currency.ofStudy == Self.cny) }
    await WrittenCurrency.writing(.dollars) {
      #expect(Currency.ofStudy == .usd)
      WrittenCurrency.settle(Self.study)
      let found = await withTaskGroup(of: Currency.self) { group in
        group.addTask { Currency.ofStudy }
        return await group.next()
      }
      #expect(found == Self.cny)
    }
    #expect(Currency.ofStudy == .usd)
  }

  @Test func aResultSaysWhatItIsCountedIn() throws {
    #expect(StudyCurrency(resultJSON: #"{"model": "a"}"#) == .dollars)
    let rates = #""rates": [{"currency": "USD", "is": 7.12, "on": "2026-11-02", "source": "bank"}]"#
    #expect(StudyCurrency(resultJSON: #"{"model": "a", "currency": "CNY", \#(rates)}"#) == Self.study)
    #expect(StudyCurrency(resultJSON: #"{"model": "a", "currency": "XYZ"}"#) == nil)
  }
}
