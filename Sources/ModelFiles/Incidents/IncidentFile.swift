import ServiceModel

/// A value that is known, or known to lie between two others.
public struct LowMidHigh: Equatable, Sendable {
  public var low: Double
  public var mid: Double
  public var high: Double

  public var isCertain: Bool { low == high }
}

/// Something that happened on a date, and that could happen to a plan.
public struct DatedIncident: Equatable, Sendable {
  public var name: String
  /// Seconds since 1970-01-01 00:00 UTC.
  public var start: LowMidHigh
  /// Of the least, the likeliest and the most; not rising where a length is given and the start is not known.
  public var end: LowMidHigh
  public var strike: StrikePhrase
  public var hit: String
  public var effect: EffectPhrase
  /// The share of the effect; nil where it has none or where it is certain.
  public var share: LowMidHigh?
  public var source: String?

  /// How much of what is not known is taken: the least that may have happened, the likeliest, the most.
  public enum Reading: String, CaseIterable, Sendable { case least, mid, most }

  /// Start, end and effect under a reading. The least starts late, ends early and hits few.
  public func course(_ reading: Reading) -> (start: Double, end: Double, effect: EffectPhrase) {
    // What is left is less where more has happened.
    let isLeft = if case .capacity = effect { true } else { false }
    switch reading {
    case .least:
      let share = share.map { isLeft ? $0.high : $0.low }
      return (start.high, end.low, share.flatMap { effect.with(share: $0) } ?? effect)
    case .mid: return (start.mid, end.mid, share.flatMap { effect.with(share: $0.mid) } ?? effect)
    case .most:
      let share = share.map { isLeft ? $0.low : $0.high }
      return (start.low, end.high, share.flatMap { effect.with(share: $0) } ?? effect)
    }
  }

  /// Whether the readings differ.
  public var isUncertain: Bool { !start.isCertain || !end.isCertain || !(share?.isCertain ?? true) }
}

/// A file of dated incidents: YAML with a list under `incidents`, CSV with a row for each, or `incidents.json` of a status page.
public struct IncidentFile: Sendable {
  public let name: String
  public let incidents: [DatedIncident]
  /// The text of the file.
  public var text: String { document.lines.joined(separator: "\n") }
  private let document: SourceDocument

  /// Reads and checks a file.
  ///
  /// - Parameters:
  ///   - services: The designs that the incidents shall hit; what is hit must be in them.
  ///   - hit: What all incidents hit instead of what the file says; nil where the file's own words hold.
  /// - Throws: `Diagnostics` with every problem that one pass can find.
  public init(path: String, in services: [Service], hit: StrikePhrase? = nil) throws(Diagnostics) {
    let document =
      switch path.lowercased().split(separator: ".").last {
      case "csv": try SourceDocument(rowsOf: path)
      case "json": try SourceDocument(pageOf: path)
      default: try SourceDocument(path: path)
      }
    try self.init(document, in: services, hit: hit)
  }

  /// Reads YAML as if it were a file called `name`.
  public init(text: String, name: String, in services: [Service], hit: StrikePhrase? = nil) throws(Diagnostics) {
    try self.init(SourceDocument(text: text, name: name), in: services, hit: hit)
  }

  private init(_ document: SourceDocument, in services: [Service], hit: StrikePhrase?) throws(Diagnostics) {
    let context = ReadingContext(document: document)
    let decoder = IncidentDecoder(context: context, services: services, hit: hit)
    let incidents = decoder.incidents()
    guard !context.diagnostics.hasErrors else { throw context.diagnostics }
    (self.document, self.incidents, name) = (document, incidents, document.name)
  }
}
