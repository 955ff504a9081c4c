/// What a number that comes from outside may be: every number of a table, a trace or a stored result passes one of these
/// before it meets an integer, an index or a precondition.
///
/// The limits are far beyond what a service can have, and far within what the arithmetic behind them holds.
public struct OutsideNumber: Sendable {
  /// With its article: `a number of tokens`.
  public let noun: String
  public let least: Double
  public let most: Double
  public let isWhole: Bool

  public init(_ noun: String, from least: Double, to most: Double, isWhole: Bool = false) {
    self.noun = noun
    self.least = least
    self.most = most
    self.isWhole = isWhole
  }

  /// Tokens of a prompt: more than any model's context.
  public static let promptTokens = OutsideNumber("a number of tokens", from: 1, to: 10_000_000, isWhole: true)
  /// Tokens of an answer, each of which may take an iteration.
  public static let outputTokens = OutsideNumber("a number of tokens", from: 1, to: 1_000_000, isWhole: true)
  public static let gpus = OutsideNumber("a number of GPUs", from: 1, to: 100_000, isWhole: true)
  public static let batch = OutsideNumber("a batch", from: 1, to: 1_000_000)
  /// Tokens of a measurement, which may be a mean.
  public static let measuredTokens = OutsideNumber("a number of tokens", from: 0, to: 10_000_000)
  public static let milliseconds = OutsideNumber("milliseconds", from: 1e-6, to: 1e9)
  /// Requests a second; a million million is more than all the world's.
  public static let rate = OutsideNumber("a rate", from: 0, to: 1e9)
  /// A rate that is not zero: below one request in thirty years there is nothing to fit.
  public static let smallestRate = 1e-9
  /// Seconds that something lasts.
  public static let seconds = OutsideNumber("a duration", from: 1e-9, to: 1e12)
  /// An amount of a stored result: requests, hours, minutes, dollars.
  public static let amount = OutsideNumber("an amount", from: 0, to: 1e18)
  /// The number of a world, a replication or a row.
  public static let ordinal = OutsideNumber("a number of a row", from: 0, to: 1e9, isWhole: true)

  /// Why a number is none of these: the end of a sentence that begins with what was found.
  public func problem(with value: Double) -> String? {
    if !value.isFinite { return "is not \(noun)" }
    if value < least { return "is below \(OutsideNumber.written(least)), the least for \(noun)" }
    if value > most { return "is above \(OutsideNumber.written(most)), the most for \(noun)" }
    if isWhole && value != value.rounded() { return "is not whole, as \(noun) is" }
    return nil
  }

  /// The number that a text is, where it is one of these.
  public func value(of text: some StringProtocol) -> Double? {
    guard let value = decimal(text), problem(with: value) == nil else { return nil }
    return value
  }

  /// Why a text is none of these; nil where it is one.
  public func problem(withText text: some StringProtocol) -> String? {
    guard let value = decimal(text) else { return "is not \(noun)" }
    return problem(with: value)
  }

  /// A limit as a person writes it: whole numbers in full.
  static func written(_ limit: Double) -> String {
    guard let whole = wholeNumber(limit), limit.magnitude < 1e13 else { return "\(limit)" }
    return String(whole)
  }
}

/// A number in decimal notation, with an exponent if need be: `12`, `-0.5`, `1e-3`. Not `0x10`, `inf` or `nan`, which
/// `Double` reads too.
public func decimal(_ text: some StringProtocol) -> Double? {
  if let whole = digits(text) { return Double(whole) }
  guard !text.isEmpty, text.utf8.allSatisfy({ isOfDecimal($0) }), let value = Double(text), value.isFinite else {
    return nil
  }
  return value
}

/// The number that up to fifteen digits are, which is what most cells hold; nil for anything else.
private func digits(_ text: some StringProtocol) -> Int? {
  var (value, count) = (0, 0)
  for byte in text.utf8 {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), count < 15 else { return nil }
    value = value * 10 + Int(byte - UInt8(ascii: "0"))
    count += 1
  }
  return count > 0 ? value : nil
}

private func isOfDecimal(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"),
    UInt8(ascii: "e"), UInt8(ascii: "E"):
    true
  default: false
  }
}

/// The integer that a number is; nil where it has a fraction, is not finite or is beyond what an integer holds.
public func wholeNumber(_ value: Double) -> Int? { Int(exactly: value) }

/// The integer nearest to a number, held in the range of integers; 0 where it is none.
public func nearestWhole(_ value: Double) -> Int64 {
  let rounded = value.rounded()
  guard rounded.isFinite else { return rounded > 0 ? .max : rounded < 0 ? .min : 0 }
  return Int64(exactly: rounded) ?? (rounded > 0 ? .max : .min)
}
