public import Currencies

/// Why a text is not the quantity that is expected at its place.
public enum QuantityError: Error, Equatable, Sendable {
  /// No number, no unit, or a unit of something else.
  case form
  /// A number of the right form below zero.
  case negative
  /// A number of the right form outside the bounds of its kind.
  case outOfBounds
  /// Money of a currency of which nobody said what it is worth in that of the study.
  case noRate(Currency)
  /// A sign that several currencies have: `¥`.
  case ambiguous([Currency])
}

/// A number and what is written behind it.
struct NumberAndUnit: Equatable {
  let number: Double
  let unit: String
  /// The number as it was written.
  let digits: String

  /// Reads `0.5`, `1e3`, `-2.5`, then the unit behind it with or without a space; nil when no number begins the text.
  ///
  /// `Double.init` alone would take `nan`, `inf` and `0x10`.
  init?(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    var end = 0
    func pass() -> Bool {
      let start = end
      while end < scalars.count, ("0"..."9").contains(scalars[end]) { end += 1 }
      return end > start
    }
    if end < scalars.count, scalars[end] == "-" || scalars[end] == "+" { end += 1 }
    var hasDigits = pass()
    if end < scalars.count, scalars[end] == "." {
      end += 1
      hasDigits = pass() || hasDigits
    }
    guard hasDigits else { return nil }
    if end < scalars.count, scalars[end] == "e" || scalars[end] == "E" {
      // `2e` and `5EB` have no exponent.
      let mantissa = end
      end += 1
      if end < scalars.count, scalars[end] == "-" || scalars[end] == "+" { end += 1 }
      if !pass() { end = mantissa }
    }
    digits = Self.string(scalars[..<end])
    guard let number = Double(digits) else { return nil }
    self.number = number
    while end < scalars.count, scalars[end] == " " { end += 1 }
    unit = Self.string(scalars[end...])
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

extension QuantityKind {
  /// The value of a text in the unit of this kind.
  ///
  /// - Parameter study: In whose currency an amount of money is counted, whatever it is written in.
  /// - Throws: `QuantityError`, which the reader of the field turns into a message with a place.
  public func value(of text: String, in study: StudyCurrency = .dollars) throws(QuantityError) -> Double {
    let value = try unbounded(text, in: study)
    // A minus before a nought is a slip, and would print as one.
    guard value > 0 || value == 0 && value.sign == .plus else { throw value <= 0 ? .negative : .outOfBounds }
    guard bounds.contains(value) else { throw .outOfBounds }
    guard !isWhole || value == value.rounded() else { throw .form }
    return value
  }

  /// The unit as written: `GB/s` of `3GB/s`.
  func unitText(of text: String) -> String { NumberAndUnit(text)?.unit ?? "" }

  private func unbounded(_ text: String, in study: StudyCurrency) throws(QuantityError) -> Double {
    switch self {
    case .money, .moneyPer: return try price(text, in: study)
    case .kOfN: return try Double(outOf(text).k)
    case .gpuCount: return try Double(gpus(text).count)
    case .hourOfDay where text.contains(":"): return try clockTime(text)
    case .duration, .rate, .perYear, .share, .factor, .shareOf, .bytes, .bandwidth, .count, .hourOfDay, .number,
      .distance, .power:
      break
    }
    guard let written = NumberAndUnit(text) else { throw .form }
    let (number, unit) = (written.number, written.unit)
    switch self {
    case .share where unit == "%", .factor where unit == "%": return hundredth(number)
    case .shareOf(let whole, _):
      guard unit == "% of \(whole)" else { throw .form }
      return hundredth(number)
    case .count(let noun) where unit == noun || noun == "\(unit)s" || noun == "\(unit)es":
      return number
    case .number, .perYear, .share, .factor, .count:
      guard unit.isEmpty else { throw .form }
      return number
    case .hourOfDay:
      guard unit == "h" else { throw .form }
      return number
    case .duration: return try number * scale(of: unit, in: durationUnits)
    case .bytes: return try number * scale(of: unit, in: byteUnits)
    case .distance: return try number * scale(of: unit, in: distanceUnits)
    case .power: return try number * scale(of: unit, in: powerUnits)
    case .rate:
      if unit == "rps" { return number }
      guard unit.hasPrefix("/") else { throw .form }
      return try number / scale(of: String(unit.dropFirst()), in: durationUnits)
    case .bandwidth:
      if unit.hasSuffix("/s") { return try number * scale(of: String(unit.dropLast(2)), in: byteUnits) }
      return try number / 8 * scale(of: unit, in: bitRateUnits)
    case .money, .moneyPer, .kOfN, .gpuCount: throw .form
    }
  }

  /// `$55.04/h`, `CNY 200/h` or `$40M/y`, converted to the unit this price is per and to the currency of the study.
  private func price(_ text: String, in study: StudyCurrency) throws(QuantityError) -> Double {
    let isNegative = text.hasPrefix("-")
    guard let mark = Currency.marked(text.dropFirst(isNegative ? 1 : 0)), let written = NumberAndUnit(String(mark.rest))
    else { throw .form }
    guard let currency = study.meant(among: mark.may) else { throw .ambiguous(mark.may) }
    let many = magnitudes.first { written.unit.hasPrefix($0.word) }
    guard let amount = study.amount(written.digits, of: currency, many: many?.count ?? 1) else {
      throw .noRate(currency)
    }
    let dollars = isNegative ? -amount : amount
    let rest = written.unit.dropFirst(many?.word.count ?? 0)
    guard case .moneyPer(let expected) = self else {
      guard rest.isEmpty else { throw .form }
      return dollars
    }
    guard rest.hasPrefix("/") else { throw .form }
    let unit = String(rest.dropFirst())
    if unit == expected { return dollars }
    // The part behind the hyphen, as in `TB-month`, must be the same.
    let (given, wanted) = (unit.split(separator: "-"), expected.split(separator: "-"))
    guard let first = given.first, let target = wanted.first, given.dropFirst() == wanted.dropFirst() else {
      throw .form
    }
    for units in [durationUnits, byteUnits, tokenUnits] {
      if let from = units[String(first)], let to = units[String(target)] { return dollars * to / from }
    }
    throw .form
  }

  private func clockTime(_ text: String) throws(QuantityError) -> Double {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { ("0"..."9").contains($0) } }),
      let hours = UInt(parts[0]), let minutes = UInt(parts[1]), minutes < 60
    else { throw .form }
    return Double(hours) + Double(minutes) / 60
  }

  private func scale(of unit: String, in units: [String: Double]) throws(QuantityError) -> Double {
    guard let scale = units[unit] else { throw .form }
    return scale
  }
}

/// The two numbers of `2 of 3`, with 1 <= k <= n.
func outOf(_ text: String) throws(QuantityError) -> (k: Int, n: Int) {
  let words = text.split(separator: " ")
  guard words.count == 3, words[1] == "of", let k = Int(words[0]), let n = Int(words[2]) else { throw .form }
  guard k >= 1, k <= n, n <= 1_000_000 else { throw .outOfBounds }
  return (k, n)
}

/// The number and the model of `8xH100`; no model when only the number is written.
func gpus(_ text: String) throws(QuantityError) -> (count: Int, model: String?) {
  if let count = Int(text) { return (count, nil) }
  guard let cross = text.firstIndex(of: "x"), let count = Int(text[..<cross]) else { throw .form }
  let model = String(text[text.index(after: cross)...])
  guard !model.isEmpty, !model.contains(" ") else { throw .form }
  return (count, model)
}

/// Thousands and millions of a currency: `$250k`, `$40M`.
let magnitudes: [(word: String, count: Int)] = [("k", 1000), ("M", 1_000_000)]

/// Seconds of a unit.
let durationUnits: [String: Double] = [
  "ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800, "y": 8766 * 3600,
]

/// Kilowatts of a unit.
let powerUnits: [String: Double] = ["W": 1e-3, "kW": 1, "MW": 1e3]

/// Bytes of a unit; k, M, G are powers of 1000, Ki, Mi, Gi powers of 1024.
let byteUnits: [String: Double] = [
  "B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "PB": 1e15, "KiB": 1024, "MiB": 1_048_576,
  "GiB": 1_073_741_824, "TiB": 1_099_511_627_776, "PiB": 1_125_899_906_842_624,
]

/// Tokens of a unit.
let tokenUnits: [String: Double] = ["token": 1, "ktok": 1e3, "Mtok": 1e6]

/// Bits per second of a unit.
let bitRateUnits: [String: Double] = ["bps": 1, "kbps": 1e3, "Mbps": 1e6, "Gbps": 1e9, "Tbps": 1e12]

/// Kilometres of a unit.
let distanceUnits: [String: Double] = ["m": 1e-3, "km": 1]

/// A percentage as a share, as near to its decimal as a double can be: 99.99 % is 0.9999, which 99.99 / 100 is not.
private func hundredth(_ percent: Double) -> Double { Double("\(percent)e-2") ?? percent / 100 }
