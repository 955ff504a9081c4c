internal import Foundation
import ServiceModel

/// The outages that a service had in a period, as its team wrote them down: YAML with a list under `incidents`, or CSV with
/// a row for each.
public struct OutageHistory: Sendable {
  /// One outage; instants are seconds since 1970-01-01 00:00 UTC.
  public struct Entry: Equatable, Sendable {
    public let start: Double
    public let end: Double
    /// Name of the failure mode that caused it, or `overload`; nil where nobody knows.
    public let cause: String?
  }

  /// In the order of time.
  public let entries: [Entry]

  /// Reads and checks a file.
  ///
  /// - Parameters:
  ///   - period: First instant and end, in seconds since 1970; an outage outside it is refused.
  ///   - causes: Names that a cause may have.
  /// - Throws: `Diagnostics` with every problem that one pass can find.
  public init(path: String, period: Range<Double>, causes: [String]) throws(Diagnostics) {
    let document =
      path.lowercased().hasSuffix(".csv") ? try SourceDocument(rowsOf: path) : try SourceDocument(path: path)
    try self.init(document, period: period, causes: causes)
  }

  /// Reads YAML as if it were a file called `name`.
  public init(text: String, name: String, period: Range<Double>, causes: [String]) throws(Diagnostics) {
    try self.init(SourceDocument(text: text, name: name), period: period, causes: causes)
  }

  private init(_ document: SourceDocument, period: Range<Double>, causes: [String]) throws(Diagnostics) {
    let context = ReadingContext(document: document)
    let root = context.rootReader()
    if !root.has("incidents") {
      root.missing("incidents", example: "[{ start: 2025-12-02T16:34Z, end: 2025-12-02T18:07Z, cause: region }]")
    }
    var entries: [(entry: Entry, reader: FieldReader)] = []
    for (index, item) in (root.list("incidents") ?? []).enumerated() {
      let reader = FieldReader(item, path: "incidents[\(index)]", context: context)
      defer { reader.finish() }
      // What a record says beside is read for people.
      _ = (reader.node("name"), reader.node("source"))
      guard let start = OutageHistory.instant(reader, "start"), let end = OutageHistory.end(reader, after: start) else {
        continue
      }
      guard start >= period.lowerBound, end <= period.upperBound else {
        reader.error("start", "the outage lies outside the record's period", remedy: "Check --from and --to")
        continue
      }
      let cause = reader.text("cause")
      if let cause, !causes.contains(cause) {
        reader.error(
          "cause", "the plan has no failure '\(cause)'", remedy: FieldReader.suggestion(for: cause, among: causes))
      }
      entries.append((Entry(start: start, end: end, cause: cause), reader))
    }
    root.finish()
    entries.sort { $0.entry.start < $1.entry.start }
    for (one, next) in zip(entries, entries.dropFirst()) where next.entry.start < one.entry.end {
      next.reader.error(
        "start", "the outage begins before another one has ended", remedy: "Write outages that overlap as one")
    }
    guard !context.diagnostics.hasErrors else { throw context.diagnostics }
    self.entries = entries.map(\.entry)
  }

  private static func instant(_ reader: FieldReader, _ key: String) -> Double? {
    guard let text = reader.text(key) else {
      if !reader.has(key) { reader.missing(key, example: "2025-12-02T16:34Z") }
      return nil
    }
    do throws(InstantProblem) {
      if let value = try datedInstant(text) { return value }
      reader.error(
        key, "expected an instant at '\(reader.path(of: key))', found '\(text)'", remedy: "Write 2025-12-02T16:34Z")
    } catch {
      reader.error(key, "'\(text)' at '\(reader.path(of: key))' \(error.what)", remedy: error.remedy)
    }
    return nil
  }

  private static func end(_ reader: FieldReader, after start: Double) -> Double? {
    if reader.has("lasts"), !reader.has("end") {
      guard let lasts = reader.optional("lasts", .duration) else { return nil }
      guard lasts > 0 else {
        reader.error("lasts", "it must last longer than nothing", remedy: "Write 93min, 2h or 45s")
        return nil
      }
      return start + lasts
    }
    if reader.has("lasts") {
      reader.error("lasts", "both 'end' and 'lasts' say when it was over", remedy: "Leave one of them out")
    }
    guard let end = instant(reader, "end") else { return nil }
    guard end > start else {
      reader.error("end", "it ends before it starts", remedy: "Write an end after the start")
      return nil
    }
    return end
  }
}
