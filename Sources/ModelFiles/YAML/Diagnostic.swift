/// One problem of a model file: where it is, what is wrong and what to write instead.
public struct Diagnostic: Error, Hashable, Sendable {
  /// Whether the file can still be used.
  public enum Severity: String, Sendable {
    /// The file cannot be used.
    case error
    /// The file can be used, but the reader should look.
    case warning
  }

  public let severity: Severity
  public let file: String
  /// Counted from 1; 0 when the file as a whole is meant, as when it is missing.
  public let line: Int
  /// Counted from 1 in Unicode scalars; 0 when the file as a whole is meant.
  public let column: Int
  /// The cause, in lower case and without a full stop at the end.
  public let message: String
  /// What to do, as a sentence.
  public let remedy: String?
  /// The line of the file, to be shown above the caret.
  public let sourceLine: String?

  public init(
    _ severity: Severity = .error, file: String, line: Int = 0, column: Int = 0, message: String,
    remedy: String? = nil, sourceLine: String? = nil
  ) {
    self.severity = severity
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.remedy = remedy
    self.sourceLine = sourceLine
  }
}

extension Diagnostic {
  /// How messages begin about a key that means nothing where it stands.
  static let unknownKey = "unknown key "
  /// What messages hold about a path that leads nowhere.
  static let noSuchPath = " for the path "

  /// Whether a name is at fault, and not a value.
  var isOfUnknownName: Bool { message.hasPrefix(Diagnostic.unknownKey) || message.contains(Diagnostic.noSuchPath) }
}

extension Diagnostic: CustomStringConvertible {
  /// Characters of a line of the file that are shown.
  static let shownWidth = 160

  /// `plan.yaml:14:17: error: cause. Remedy`, on one line.
  public var headline: String {
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    let advice = remedy.map { ". \($0)" } ?? ""
    return "\(place): \(severity.rawValue): \(message)\(advice)"
  }

  /// The headline, then the source line and a caret below the column.
  public var description: String {
    guard let whole = sourceLine, line > 0 else { return headline }
    // Of a long line only what stands around the place.
    let start = max(0, min(column - 1 - Diagnostic.shownWidth / 2, whole.unicodeScalars.count - Diagnostic.shownWidth))
    let sourceLine = String(whole.unicodeScalars.dropFirst(start).prefix(Diagnostic.shownWidth))
    let column = column - start
    // A tab stays a tab, so that the caret stands below its character whatever the width of a tab is.
    let indent = sourceLine.unicodeScalars.prefix(max(0, column - 1)).map { $0 == "\t" ? "\t" : " " }.joined()
    return "\(headline)\n  \(sourceLine)\n  \(indent)^"
  }
}

/// All problems found in one pass over a file.
public struct Diagnostics: Error, Equatable, Sendable, CustomStringConvertible {
  /// How many a command prints, the first of the file; the others are counted.
  public static let shown = 50

  public private(set) var all: [Diagnostic] = []
  /// The same, to be looked up.
  private var known: Set<Diagnostic> = []

  public init(_ all: [Diagnostic] = []) {
    self.all = all
    known = Set(all)
  }

  /// Adds a problem; the same words about the same place are kept once.
  public mutating func add(_ diagnostic: Diagnostic) {
    if known.insert(diagnostic).inserted { all.append(diagnostic) }
  }

  /// Takes a problem back that turned out to follow from another one.
  mutating func remove(_ diagnostic: Diagnostic) {
    if known.remove(diagnostic) != nil { all.removeAll { $0 == diagnostic } }
  }

  /// Whether one of them forbids the use of the file.
  public var hasErrors: Bool { all.contains { $0.severity == .error } }

  /// The problems in the order of the file; those of one place in the order they were found. Of two files the one that
  /// comes first has the first problem that was found.
  public var inFileOrder: [Diagnostic] {
    var files: [String] = []
    for diagnostic in all where !files.contains(diagnostic.file) { files.append(diagnostic.file) }
    return files.flatMap { file in
      all.enumerated().filter { $0.element.file == file }.sorted {
        ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
      }
      .map(\.element)
    }
  }

  /// The problems in the order of the file, each with its source line.
  public var description: String { inFileOrder.map(\.description).joined(separator: "\n") }

  /// The first problems in the order of the file, and how many there are beside them.
  public func description(first count: Int) -> String {
    let lines = inFileOrder.prefix(count).map(\.description)
    let rest = all.count - lines.count
    return (lines + (rest > 0 ? ["... and \(rest) more"] : [])).joined(separator: "\n")
  }
}
