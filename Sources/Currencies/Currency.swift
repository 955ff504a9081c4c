/// A currency in which prices are quoted and a study is counted, by its code of ISO 4217.
public struct Currency: Hashable, Sendable, CustomStringConvertible {
  /// `USD`
  public let code: String
  /// What stands before an amount: `$`, `CA$`; of a currency without a sign of its own its code and a space.
  public let sign: String

  /// The currency of a code; nil where the table has none.
  public init?(_ code: String) {
    guard let known = Currency.table.first(where: { $0.code == code }) else { return nil }
    self = known
  }

  private init(code: String, sign: String) { (self.code, self.sign) = (code, sign) }

  public var description: String { code }

  /// What heads a column of amounts: the sign, or the code where several currencies have that sign. Dollars without a word
  /// are those of the United States.
  public var heading: String {
    guard self != .usd, Currency.table.contains(where: { $0 != self && $0.sign == sign }) else {
      return sign == "\(code) " ? code : sign
    }
    return code
  }

  public static let usd = Currency(code: "USD", sign: "$")

  /// The currencies that are known, in the order in which a message names them.
  ///
  /// Codes and names after ISO 4217, signs after the English locale of CLDR 46, but for the yuan, which has no prefix here, and
  /// the dollar of Singapore.
  public static let table: [Currency] =
    [usd]
    + [
      ("EUR", "€"), ("GBP", "£"), ("CNY", "¥"), ("JPY", "¥"), ("KRW", "₩"), ("INR", "₹"), ("CAD", "CA$"), ("AUD", "A$"),
      ("NZD", "NZ$"), ("HKD", "HK$"), ("SGD", "S$"), ("TWD", "NT$"), ("BRL", "R$"), ("MXN", "MX$"), ("ILS", "₪"),
      ("CHF", "CHF "), ("SEK", "SEK "), ("NOK", "NOK "), ("DKK", "DKK "), ("PLN", "PLN "), ("CZK", "CZK "),
      ("ZAR", "ZAR "), ("AED", "AED "), ("SAR", "SAR "), ("THB", "THB "),
    ].map { Currency(code: $0.0, sign: $0.1) }

  /// `¥` in full width.
  public static let wideYen = "\u{FFE5}"

  /// The currencies that a sign or a code at the start of a text may mean, and what stands behind it; nil where none does.
  public static func marked<Text: StringProtocol>(_ text: Text) -> (may: [Currency], rest: Text.SubSequence)? {
    for currency in table where text.hasPrefix(currency.code) {
      return ([currency], text.dropFirst(currency.code.count).drop { $0 == " " })
    }
    // The same sign as East Asian keyboards write it.
    if text.hasPrefix(wideYen) { return (table.filter { $0.sign == "¥" }, text.dropFirst()) }
    // `CA$` is no `$`, because it begins with its letters.
    let may = table.filter { $0.sign != "\($0.code) " && text.hasPrefix($0.sign) }
    guard let first = may.first else { return nil }
    return (may, text.dropFirst(first.sign.count))
  }
}

extension Currency {
  /// A name of the output that carries dollars as its unit, with this currency's code in their place: of
  /// `cost_usd_per_year` `cost_cny_per_year`.
  public func naming(_ name: String) -> String {
    guard self != .usd, name.contains("usd") else { return name }
    return name.split(separator: "_", omittingEmptySubsequences: false)
      .map { $0 == "usd" ? code.lowercased() : String($0) }.joined(separator: "_")
  }

  /// The name by which the program knows a name of the output, whatever currency it carries.
  public static func plain(_ name: String) -> String {
    guard name.contains("_") else { return name }
    let words = name.split(separator: "_", omittingEmptySubsequences: false)
    guard words.contains(where: { units.contains($0) }) else { return name }
    return words.map { units.contains($0) ? "usd" : String($0) }.joined(separator: "_")
  }

  private static let units = Set(table.filter { $0 != usd }.map { Substring($0.code.lowercased()) })
}
