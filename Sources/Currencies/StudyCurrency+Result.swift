internal import Foundation

extension StudyCurrency {
  /// What the amounts of a result are counted in, as its text says it: dollars where it says nothing, nil where it names a
  /// currency that is not known.
  public init?(resultJSON text: String) {
    struct Head: Decodable {
      struct Rate: Decodable {
        let currency: String
        let `is`: Double
        let on: String
        let source: String
      }
      let currency: String?
      let rates: [Rate]?
    }
    // Most results say nothing, and are long.
    guard text.utf8.count < 32 || text.contains("\"currency\"") else {
      self = .dollars
      return
    }
    guard let head = try? JSONDecoder().decode(Head.self, from: Data(text.utf8)) else { return nil }
    guard let currency = Currency(head.currency ?? "USD") else { return nil }
    var rates: [ExchangeRate] = []
    for rate in head.rates ?? [] {
      guard let other = Currency(rate.currency), rate.is > 0 else { return nil }
      // JSON has one way to write 7, a double another; a rate without a source is called assumed there.
      let digits = "\(rate.is)"
      rates.append(
        ExchangeRate(
          currency: other, digits: digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits, on: rate.on,
          source: rate.source == "assumed" ? "" : rate.source))
    }
    self.init(currency, rates: rates)
  }
}
