internal import Currencies

/// How a kind is called in the table of keys, and which texts it takes, as a pattern for editors.
extension QuantityKind {
  /// What the table of keys calls it: `share of production`.
  var keyKind: String {
    switch self {
    case .duration: "duration"
    case .rate: "rate"
    case .perYear: "per year"
    case .share: "share"
    case .factor: "factor"
    case .shareOf(let whole, let atMost):
      atMost == 1 ? "share of \(whole)" : "share of \(whole) up to \(Int(atMost * 100))%"
    case .bytes: "bytes"
    case .bandwidth: "bandwidth"
    case .money: "money"
    case .moneyPer(let unit): "price per \(unit)"
    case .count(let noun): noun.map { "count of \($0)" } ?? "count"
    case .hourOfDay: "hour"
    case .number: "number"
    case .gpuCount: "GPUs"
    case .kOfN: "k of n"
    case .distance: "distance"
    case .power: "power"
    }
  }

  /// The kind that the table of keys calls so; nil where it is none.
  public init?(keyKind: String) {
    let plain: [QuantityKind] = [
      .duration, .rate, .perYear, .share, .factor, .bytes, .bandwidth, .money, .count(), .hourOfDay, .number, .gpuCount,
      .kOfN, .distance, .power,
    ]
    if let kind = plain.first(where: { $0.keyKind == keyKind }) {
      self = kind
    } else if keyKind.hasPrefix("share of ") {
      let parts = keyKind.dropFirst(9).components(between: " up to ")
      let most = parts.count > 1 ? Double(parts[1].dropLast()).map { $0 / 100 } : 1
      guard let most else { return nil }
      self = .shareOf(parts[0], atMost: most)
    } else if keyKind.hasPrefix("price per ") {
      self = .moneyPer(String(keyKind.dropFirst(10)))
    } else if keyKind.hasPrefix("count of ") {
      self = .count(String(keyKind.dropFirst(9)))
    } else {
      return nil
    }
  }

  /// A regular expression (ECMA 262) that every text of this kind matches, and few others; bounds are not in it.
  public var pattern: String {
    let number = #"\+?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"#
    let many = "[\(magnitudes.map(\.word).joined())]?"
    func of(_ units: [String: Double]) -> String { "(\(units.keys.sorted().joined(separator: "|")))" }
    let signs =
      Currency.table.map(\.sign).filter { $0.last != " " } + [Currency.wideYen] + Currency.table.map { "\($0.code) *" }
    let money = "(\(signs.map { $0.replacing("$", with: #"\$"#) }.joined(separator: "|")))"
    let body =
      switch self {
      case .duration: "\(number) *\(of(durationUnits))"
      case .rate: "\(number) *(rps|/\(of(durationUnits)))"
      case .perYear, .number: number
      case .share, .factor: "\(number) *%?"
      case .shareOf(let whole, _): "\(number) *% of \(whole)"
      case .bytes: "\(number) *\(of(byteUnits))"
      case .bandwidth: "\(number) *(\(of(byteUnits))/s|\(of(bitRateUnits)))"
      case .money: "\(money)\(number) *\(many)"
      case .moneyPer(let unit): "\(money)\(number) *\(many)/\(QuantityKind.alternatives(to: unit))"
      case .count(let noun): noun.map { "\(number)( *(\($0)|\($0.dropLast())))?" } ?? number
      case .hourOfDay: #"(\#(number) *h|\d\d:\d\d)"#
      case .gpuCount: #"\d+(x\S+)?"#
      case .kOfN: #"\d+ +of +\d+"#
      case .distance: "\(number) *\(of(distanceUnits))"
      case .power: "\(number) *\(of(powerUnits))"
      }
    return "^\(body)$"
  }

  /// The units in which a price of this unit may be written: `GB-month` also per `TB-month`.
  private static func alternatives(to unit: String) -> String {
    let parts = unit.split(separator: "-", maxSplits: 1)
    let tail = parts.count > 1 ? "-\(parts[1])" : ""
    let table = [durationUnits, byteUnits, tokenUnits].first { $0[String(parts[0])] != nil }
    return table.map { "(\($0.keys.sorted().joined(separator: "|")))\(tail)" } ?? unit
  }
}

extension Substring {
  /// What stands before and behind the first occurrence of a text.
  fileprivate func components(between text: String) -> [String] {
    guard let range = firstRange(of: text) else { return [String(self)] }
    return [String(self[..<range.lowerBound]), String(self[range.upperBound...])]
  }
}
