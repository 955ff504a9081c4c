internal import Currencies
internal import Foundation
public import ServiceModel

/// The quantile at which each uncertain input of a plan is read.
public struct InputPoint: Equatable, Sendable {
  /// Every input at its median.
  public static let middle = InputPoint(quantiles: [:])

  private let quantiles: [String: Double]

  /// - Parameter quantiles: By the path of the input, between 0 and 1; inputs left out stay at their median.
  public init(quantiles: [String: Double]) {
    self.quantiles = quantiles
  }

  /// The value of an input at this point.
  public func value(of input: UncertainInput) -> Double { input.value(at: quantiles[input.path] ?? 0.5) }
}

/// One value that was read: what was written, where, and where the writer has it from.
public struct Reading: Equatable, Sendable {
  /// `replica.start.load`
  public let path: String
  /// As written: `60s`.
  public let text: String
  /// The file that it is written in: the plan, or a price list that is laid over it.
  public let file: String
  public let line: Int
  public let column: Int
  /// The comment at the end of its line.
  public let comment: String?
  /// Where a price comes from; nil for what is no price.
  public internal(set) var price: PriceOrigin?

  /// Whether the comment says that nobody measured it. A price without a source is assumed without such a word.
  public var isAssumed: Bool {
    if let price { return price.basis == .assumed }
    guard let comment else { return false }
    return comment.lowercased().split { !$0.isLetter }.contains("assumed")
  }

  /// What the comment names as its source: behind `source:`, up to a semicolon.
  public var source: String? {
    guard let comment, let range = comment.range(of: "source:") else { return nil }
    let named = comment[range.upperBound...].prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
    return named.isEmpty ? nil : named
  }
}

/// What all readers of one pass over a document share: the point at which uncertain inputs are read, and what was found.
public final class ReadingContext {
  /// The plan.
  public let document: SourceDocument
  /// The prices that are laid over it; nil where the plan's own hold.
  public let prices: PriceList?
  public let point: InputPoint
  /// Notes what readers ask for; nil where nobody wants to know.
  let recorder: KeyRecorder?
  /// In which all amounts are counted that are read from here on.
  var currency = StudyCurrency.dollars
  /// All problems so far; those of the document itself are there from the beginning.
  public var diagnostics: Diagnostics
  /// The uncertain inputs in the order in which they were read.
  public private(set) var inputs: [UncertainInput] = []
  /// All scalars in the order in which they were read.
  public private(set) var readings: [Reading] = []

  public convenience init(document: SourceDocument, prices: PriceList? = nil, point: InputPoint = .middle) {
    self.init(document: document, prices: prices, point: point, recorder: nil)
  }

  init(document: SourceDocument, prices: PriceList?, point: InputPoint, recorder: KeyRecorder?) {
    self.recorder = recorder
    self.document = document
    self.prices = prices
    self.point = point
    diagnostics = document.diagnostics
    for diagnostic in prices?.document.diagnostics.all ?? [] { diagnostics.add(diagnostic) }
  }

  /// The file in which a place lies.
  func document(at position: SourcePosition) -> SourceDocument {
    if position.layer >= ImportResolver.firstLayer {
      return document.imported[position.layer - ImportResolver.firstLayer]
    }
    guard position.layer > 0, let prices else { return document }
    return prices.document
  }

  /// The comment at the end of the line of a place.
  func comment(at position: SourcePosition) -> String? { document(at: position).comment(onLine: position.line) }

  /// A reader of the document's root.
  public func rootReader() -> FieldReader { FieldReader(document.root, path: "", context: self) }

  /// The places in `readings`, by path: a second reading of the same place is the same reading.
  private var places: Set<Place> = []

  private struct Place: Hashable {
    let path: String
    let position: SourcePosition
  }

  /// Where each price comes from, by its path.
  private(set) var priceOrigins: [String: PriceOrigin] = [:]

  /// Keeps where a price comes from; what is read first of a path holds, as among the readings.
  func note(_ origin: PriceOrigin, at path: String) {
    if priceOrigins[path] == nil { priceOrigins[path] = origin }
  }

  /// Adds a problem at a place of one of the files.
  public func report(
    _ severity: Diagnostic.Severity = .error, at position: SourcePosition, _ message: String, remedy: String? = nil
  ) {
    diagnostics.add(document(at: position).diagnostic(severity, at: position, message, remedy: remedy))
  }

  /// Where unknown keys stand that were explained, which takes a thousand times as long as to report one.
  private var explainedKeys: Set<SourcePosition> = []

  /// Whether to find out what the unknown key at a place was meant to be; for each design that has it the same.
  ///
  /// - Parameter isEarly: Whether it is among the first of its mapping.
  func explainsKey(at position: SourcePosition, isEarly: Bool) -> Bool {
    if explainedKeys.contains(position) { return true }
    guard isEarly, explainedKeys.count < 1000 else { return false }
    explainedKeys.insert(position)
    return true
  }

  /// Keeps what was written.
  func record(_ text: String, at position: SourcePosition, path: String) {
    guard places.insert(Place(path: path, position: position)).inserted else { return }
    readings.append(
      Reading(
        path: path, text: text, file: document(at: position).name, line: position.line, column: position.column,
        comment: comment(at: position)))
  }

  /// Keeps an uncertain input and gives its value at the point of this pass.
  func value(of input: UncertainInput) -> Double {
    if !inputs.contains(input) { inputs.append(input) }
    return point.value(of: input)
  }
}
