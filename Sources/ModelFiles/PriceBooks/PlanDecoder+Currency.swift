internal import Currencies
import ServiceModel

/// In what a study counts, and what prices in other currencies come to.
extension PlanDecoder {
  /// `currency: CNY` and `rates: { USD: { is: 7.12, on: 2026-11-02, source: central bank } }`.
  func currency(_ root: FieldReader) -> StudyCurrency {
    var currency = Currency.usd
    var isKnown = true
    if let text = root.text("currency") {
      // What was probably meant, so that amounts in it are no further mistakes.
      let meant = Currency(text) ?? Currency.nearest(to: text)
      (currency, isKnown) = (meant ?? .usd, meant != nil)
      if currency.code != text {
        root.error("currency", "the currency '\(text)' is not known", remedy: Currency.suggestion(for: text))
      }
    }
    var rates: [ExchangeRate] = []
    for (name, reader) in root.children("rates") {
      if Currency(name) == nil {
        reader.error(nil, "the currency '\(name)' is not known", remedy: Currency.suggestion(for: name))
      }
      guard let other = Currency(name) ?? Currency.nearest(to: name) else { continue }
      if other == currency && isKnown {
        let another = root.has("currency") ? "" : "; a study that counts in another says so at the top: 'currency: CNY'"
        reader.error(
          nil, "\(currency) is the currency of the study",
          remedy: "Write the rates of other currencies, in \(currency)\(another)")
      }
      if let rate = rate(reader, of: other, in: currency) { rates.append(rate) }
    }
    return StudyCurrency(currency, rates: rates)
  }

  /// What one unit of a currency costs; nil after a problem.
  private func rate(_ reader: FieldReader, of other: Currency, in own: Currency) -> ExchangeRate? {
    defer { reader.finish() }
    if !reader.has("is") {
      reader.missing(
        "is", "'is' is missing in '\(reader.path)'",
        remedy: "Add what one \(other) costs in \(own), such as 'is: 7.12'")
    }
    let number = reader.optional("is", .number)
    if !reader.has("on") { reader.missing("on", example: "2026-11-02") }
    let day = reader.text("on")
    if let day, CalendarDay(day) == nil {
      reader.error("on", "expected a day, found '\(day)'", remedy: "Write 2026-11-02")
    }
    if let number, number <= 0 {
      reader.error("is", "a rate is above zero", remedy: "Write what one \(other) costs in \(own)")
    }
    let source = reader.text("source")
    let noted = rateOrigin(reader, source: source, on: day ?? "")
    guard other != own else { return nil }
    // One that cannot be read counts its amounts all the same: they are no further mistakes.
    guard let number, number > 0 else { return ExchangeRate(currency: other, digits: "1", on: day ?? "") }
    // What was written where it is one number: a double of it would be another decimal number.
    let digits = reader.node("is")?.text.flatMap { NumberAndUnit($0) }.flatMap { $0.unit.isEmpty ? $0.digits : nil }
    return ExchangeRate(currency: other, digits: digits ?? "\(number)", on: day ?? "", source: noted.source)
  }

  /// A rate without a source is assumed, as a price is.
  private func rateOrigin(_ reader: FieldReader, source: String?, on day: String) -> PriceOrigin {
    guard let source else { return origin(reader, "is", asOf: day) }
    let origin = PriceOrigin(basis: .list, source: source, asOf: day)
    context.note(origin, at: reader.path(of: "is"))
    return origin
  }

  /// All designs of a study count in one currency, at the same rates: what they cost is compared.
  func checkCurrencies(_ all: [(service: Service, reader: FieldReader)]) {
    guard let first = all.first else { return }
    for (service, reader) in all where service.prices.currency != first.service.prices.currency {
      let key = service.prices.currency.currency == first.service.prices.currency.currency ? "rates" : "currency"
      reader.error(
        key, "'\(key)' of design '\(service.design.name)' is another than of '\(first.service.design.name)'",
        remedy: "Write '\(key)' once, outside the designs")
    }
  }
}

extension Currency {
  /// What to write instead of a code that is not known.
  static func suggestion(for word: String) -> String {
    nearest(to: word).map { "Did you mean '\($0)'?" } ?? "Write one of \(table.map(\.code).joined(separator: ", "))"
  }

  /// The one that a code or another name of it probably is; nil where none is close.
  static func nearest(to word: String) -> Currency? {
    let code =
      switch word.uppercased() {
      case "RMB", "CNH", "YUAN", "元", "人民币": "CNY"
      case "$", "US$", "DOLLAR", "DOLLARS": "USD"
      case "€", "EURO", "EUROS": "EUR"
      case "£": "GBP"
      default: ModelFiles.nearest(to: word, among: table.map(\.code)) ?? ""
      }
    return Currency(code)
  }
}
