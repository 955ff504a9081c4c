internal import Currencies
internal import Foundation

/// What somebody meant who wrote a number in another notation: the same number, as this kind is written.
///
/// Whatever is proposed is read first, so that no proposal is refused in its turn, but for an amount in a currency whose rate
/// the plan still has to say.
extension QuantityKind {
  /// The remedy for a text that is no such quantity: `Write '12000/min'`, or examples where nothing can be guessed.
  func remedy(for text: String, in study: StudyCurrency = .dollars) -> String {
    let meant = meanings(of: text, in: study)
    if meant.isEmpty, self == .share, let unit = NumberAndUnit(text)?.unit.trimmingCharacters(in: .whitespaces),
      unit.first?.isLetter == true, !["percent", "pct", "per cent"].contains(unit)
    {
      return "A share is a part of a whole and counts no \(unit): write it as in \(quotedExamples)"
    }
    guard !meant.isEmpty else { return "Write \(isOfAnyNumber ? "it as in " : "")\(study.example(quotedExamples))" }
    let unlike = text.contains(",") ? ": a number has no comma" : ""
    return "Write " + meant.map { "'\($0)'" }.joined(separator: " or ") + unlike
  }

  /// Whether the number of an example could be taken for the one that was meant: its form alone is.
  private var isOfAnyNumber: Bool {
    switch self {
    case .money, .moneyPer, .number: true
    case .duration, .rate, .perYear, .share, .factor, .shareOf, .bytes, .bandwidth, .count, .hourOfDay, .gpuCount,
      .kOfN, .distance, .power:
      false
    }
  }

  /// The readings of a text that are quantities of this kind.
  func meanings(of text: String, in study: StudyCurrency = .dollars) -> [String] {
    let plain = QuantityKind.withoutSeparators(text)
    var meant: [String] = []
    // A minus is no part of any quantity here, but a nought with one is nought.
    let nought = plain.hasPrefix("-") && NumberAndUnit(plain)?.number == 0 ? [String(plain.dropFirst())] : []
    for candidate in nought + [plain] + rewritings(of: plain, in: study)
    where candidate != text && !meant.contains(candidate) {
      if isRead(candidate, in: study) { meant.append(candidate) }
    }
    return Array(meant.prefix(2))
  }

  /// Whether a text is a quantity of this kind, or would be with a rate of its currency.
  private func isRead(_ text: String, in study: StudyCurrency) -> Bool {
    do {
      _ = try value(of: text, in: study)
      return true
    } catch {
      guard case .noRate(let other) = error else { return false }
      return (try? value(of: text, in: StudyCurrency(other))) != nil
    }
  }

  /// `1,000` as `1000`, and `0,95` as `0.95`: three digits behind every comma are thousands.
  private static func withoutSeparators(_ text: String) -> String {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count > 1, parts.dropLast().allSatisfy({ $0.last?.isNumber == true }) else { return text }
    let lengths = parts.dropFirst().map { $0.prefix { $0.isNumber }.count }
    if lengths.allSatisfy({ $0 == 3 }) { return parts.joined() }
    return parts.count == 2 && lengths[0] > 0 ? parts.joined(separator: ".") : text
  }

  private func rewritings(of text: String, in study: StudyCurrency) -> [String] {
    switch self {
    case .money, .moneyPer: return prices(text, in: study)
    case .number: if let marked = Currency.marked(text) { return [String(marked.rest)] }
    case .kOfN:
      let numbers = text.split { !$0.isNumber }
      return numbers.count == 2 ? ["\(numbers[0]) of \(numbers[1])"] : []
    case .gpuCount:
      let words = text.replacing("×", with: "x").split { $0 == " " || $0 == "*" || $0 == "x" }
      guard words.count == 2 else { return [] }
      return ["\(words[0])x\(words[1])", "\(words[1])x\(words[0])"]
    case .hourOfDay where text.contains(":"):
      let parts = text.split(separator: ":").prefix(2)
      return [parts.map { $0.count == 1 ? "0\($0)" : String($0) }.joined(separator: ":")]
    case .duration, .rate, .perYear, .share, .factor, .shareOf, .bytes, .bandwidth, .count, .hourOfDay, .distance,
      .power:
      break
    }
    guard let written = NumberAndUnit(text) else { return [] }
    // The digits as they were written.
    let digits = text.prefix(text.count - written.unit.count).trimmingCharacters(in: .whitespaces)
    let word = written.unit.trimmingCharacters(in: .whitespaces)
    switch self {
    case .share, .factor: return ["", "%", "percent", "pct", "per cent"].contains(word) ? ["\(digits)%"] : []
    case .shareOf(let whole, _):
      if ["%", "percent"].contains(word) { return ["\(digits)% of \(whole)"] }
      guard word.isEmpty, written.number <= 1 else { return ["\(digits)% of \(whole)"] }
      return ["\(PlanText.number(written.number * 100))% of \(whole)"]
    case .perYear:
      let words = ["/y", "/yr", "/year", "/a", "per year", "a year", "times a year", "y", "x"]
      return words.contains(word) ? [digits] : word == "/month" ? [PlanText.number(written.number * 12)] : []
    case .number: return word == "%" ? [PlanText.number(written.number / 100)] : []
    case .hourOfDay: return hours(digits, word)
    case .rate: return rates(digits, word)
    case .duration: return units(digits, word, durationWords, bare: ["s", "min"])
    case .bytes: return units(digits, word, byteWords, bare: ["GB"])
    case .bandwidth:
      // A large B is a byte everywhere: bits would be an eighth of it.
      if word.hasSuffix("Bps") { return ["\(digits)\(word.dropLast(2))/s"] }
      // Bits or bytes: who writes small letters may mean either.
      let bytes = word == "gb/s" || word == "mb/s" ? [digits + word.dropLast(2).uppercased() + "/s"] : []
      return (word.hasSuffix("B") ? [digits + word + "/s"] : []) + units(digits, word, bandwidthWords, bare: ["Gbps"])
        + bytes
    case .distance: return units(digits, word, ["kilometers": "km", "kilometres": "km", "km": "km"], bare: ["km"])
    case .power: return units(digits, word, ["kw": "kW", "kilowatts": "kW", "mw": "MW", "w": "W"], bare: ["kW"])
    case .count, .money, .moneyPer, .kOfN, .gpuCount: return []
    }
  }

  private func units(_ digits: String, _ word: String, _ words: [String: String], bare: [String]) -> [String] {
    if word.isEmpty { return bare.map { digits + $0 } }
    // A large M may be a month, or millions.
    return word == "M" && bare.contains("min") ? [] : words[word.lowercased()].map { [digits + $0] } ?? []
  }

  private func hours(_ digits: String, _ word: String) -> [String] {
    guard let hour = Int(digits) else { return [] }
    switch word.lowercased() {
    case "", "hours", "o'clock": return ["\(hour)h"]
    case "am": return ["\(hour % 12)h"]
    case "pm": return ["\(hour % 12 + 12)h"]
    default: return []
    }
  }

  /// `rpm`, `req/s`, `requests per minute`, `qps`.
  private func rates(_ digits: String, _ word: String) -> [String] {
    let word = word.lowercased()
    if word.isEmpty { return [digits + "rps"] }
    let short = ["rpm": "/min", "rph": "/h", "rpd": "/d", "qps": "rps", "tps": "rps", "hz": "rps", "qpm": "/min"]
    if let unit = short[word] { return [digits + unit] }
    let parts = word.replacing(" per ", with: "/").replacing("per ", with: "/").split(
      separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return [] }
    let per = parts[1].trimmingCharacters(in: .whitespaces)
    guard let unit = durationWords[per] ?? (["s", "h", "d"].contains(per) ? per : nil) else { return [] }
    return [digits + (unit == "s" ? "rps" : "/\(unit)")]
  }
}

extension StudyCurrency {
  /// An example of an amount, which is written in dollars, in the currency of the study.
  func example(_ text: String) -> String { text.replacing("$", with: currency.sign) }
}

/// Words for the units of a duration, in lower case.
let durationWords = [
  "sec": "s", "secs": "s", "second": "s", "seconds": "s", "s": "s", "m": "min", "min": "min", "mins": "min",
  "minute": "min", "minutes": "min", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "h": "h", "day": "d",
  "days": "d", "d": "d", "week": "w", "weeks": "w", "wk": "w", "year": "y", "years": "y", "yr": "y", "yrs": "y",
  "msec": "ms", "millis": "ms", "milliseconds": "ms", "ms": "ms",
]

private let byteWords = [
  "b": "B", "bytes": "B", "k": "kB", "kb": "kB", "m": "MB", "mb": "MB", "g": "GB", "gb": "GB", "gigabytes": "GB",
  "t": "TB", "tb": "TB", "terabytes": "TB", "ki": "KiB", "kib": "KiB", "mi": "MiB", "mib": "MiB", "gi": "GiB",
  "gib": "GiB", "ti": "TiB", "tib": "TiB",
]

private let bandwidthWords = [
  "gb/s": "Gbps", "gbit/s": "Gbps", "gbits": "Gbps", "gbps": "Gbps", "gb": "Gbps", "g": "Gbps", "mbit/s": "Mbps",
  "mb/s": "Mbps", "mbps": "Mbps", "tbps": "Tbps", "tbit/s": "Tbps",
]
