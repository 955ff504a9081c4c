internal import Currencies
import Foundation

/// A figure of a stored answer with its interval, and its difference to the plan's own value on the same luck.
struct StoredFigure: Decodable {
  struct Difference: Decodable {
    let mean: Double
    let low: Double?
    let high: Double?
  }

  let mean: Double?
  let low: Double?
  let high: Double?
  let difference: Difference?

  var interval: ClosedRange<Double>? { range(low, high) }
}

extension StoredFigure.Difference {
  var interval: ClosedRange<Double>? { range(low, high) }
}

/// Two ends as a range; nil where one is missing or they are out of order.
func range(_ low: Double?, _ high: Double?) -> ClosedRange<Double>? {
  guard let low, let high, low <= high, low.isFinite, high.isFinite else { return nil }
  return low...high
}

/// Reads a stored answer.
///
/// - Throws: `PageError`, which names the place.
func stored<Answer: Decodable>(_ kind: Answer.Type, in json: String) throws -> Answer {
  do {
    return try resultDecoder().decode(kind, from: Data(json.utf8))
  } catch let error as DecodingError {
    throw PageError(error)
  }
}

/// The report of a stored answer as one self-contained page, whatever command gave it.
///
/// - Parameters:
///   - resultJSON: The text of `result.json`, of which every number on the page is.
///   - version: Of the command, for the line that says what this is.
/// - Returns: HTML that needs no network and no other file.
/// - Throws: `PageError` where the text is no result that a page can be made of.
public func page(resultJSON: String, version: String) throws -> String {
  guard let study = StudyCurrency(resultJSON: resultJSON) else {
    throw PageError("'currency' or 'rates' is none that this version knows")
  }
  return try WrittenCurrency.writing(study) { try page(of: resultJSON, version) }
}

private func page(of resultJSON: String, _ version: String) throws -> String {
  struct Keys: Decodable {
    let keys: Set<String>

    init(from decoder: any Decoder) throws {
      keys = Set(try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue))
    }
  }
  let keys = try stored(Keys.self, in: resultJSON).keys
  let provenance = "nines \(version)"
  if keys.contains("traceSeconds") { return try TracePage(json: resultJSON, provenance).page.html() }
  if keys.contains("kind") && keys.contains("measured") { return try fitPage(resultJSON, provenance).html() }
  if keys.contains("evenness") { return try BacktestPage(json: resultJSON, provenance).page.html() }
  if keys.contains("alerts") && keys.contains("rules") {
    return try AlertPage(json: resultJSON, provenance).page.html()
  }
  if keys.contains("curve") { return try SizePage(json: resultJSON, provenance).page.html() }
  if keys.contains("points") { return try SweepPage(json: resultJSON, provenance).page.html() }
  if keys.contains("inputs") { return try TornadoPage(json: resultJSON, provenance).page.html() }
  if keys.contains("incidents") { return try ReplayPage(json: resultJSON, provenance).page.html() }
  if keys.contains("timelines") { return try DrillPage(json: resultJSON, provenance).page.html() }
  if !keys.isDisjoint(with: ["search", "purchase", "roadmap"]) {
    return try SearchPage(json: resultJSON, provenance).page.html()
  }
  if keys.contains("runbook") { return try RunbookPage(json: resultJSON, provenance).html() }
  if keys.contains("onlyInFirst") { return try DifferencePage(json: resultJSON, provenance).page.html() }
  return try comparisonPage(resultJSON: resultJSON, version: version)
}

/// Reads a result whose amounts are counted in the currency of the study: names of members are those of dollars.
func resultDecoder() -> JSONDecoder {
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  let currency = Currency.ofStudy
  guard currency != .usd else { return decoder }
  decoder.keyDecodingStrategy = .custom { path in
    let name = path.last?.stringValue ?? ""
    let words = name.split(separator: "_").map { $0 == currency.code.lowercased() ? "usd" : String($0) }
    guard words.count > 1 else { return AnyKey(name) }
    return AnyKey(words[0].lowercased() + words.dropFirst().map(\.capitalized).joined())
  }
  return decoder
}

private struct AnyKey: CodingKey {
  let stringValue: String
  let intValue: Int? = nil

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { return nil }
}

/// A name at the beginning of a sentence.
func capitalised(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }

/// A verdict as a mark and a word.
func marked(_ verdict: String) -> String {
  switch verdict {
  case "meets": "✓ meets"
  case "misses": "✗ misses"
  default: "? \(verdict)"
  }
}

/// A change with its sign.
func signed(_ value: Double, _ form: (Double) -> String) -> String {
  value == 0 ? form(0) : (value < 0 ? "−" : "+") + form(abs(value))
}
