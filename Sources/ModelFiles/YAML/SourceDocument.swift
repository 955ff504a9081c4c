internal import Foundation
internal import Yams

/// A YAML file with one mapping at its root, whose every piece knows where it was written.
public struct SourceDocument: Sendable {
  /// The name the diagnostics begin with: the path as it was given.
  public let name: String
  /// The lines of the file without their ends; line *n* of a position is `lines[n - 1]`.
  public let lines: [String]
  /// What is written after `#` at the end of each line.
  private let comments: [String?]
  /// The mapping the file consists of.
  public let root: SourceNode
  /// Problems that do not keep the rest of the file from being read, such as a key written twice.
  public let diagnostics: Diagnostics
  /// Files whose pieces lie in the tree; positions in them have layers from 2 on.
  let imported: [SourceDocument]

  /// Reads a file.
  ///
  /// - Throws: `Diagnostics` when there is nothing to read fields from: no file, a directory, no UTF-8, no YAML, no
  ///   mapping, more than one document, anchors.
  public init(path: String, layer: Int = 0) throws(Diagnostics) {
    try self.init(text: Self.contents(of: path), name: path, layer: layer)
  }

  /// Reads a text as if it were a file called `name`.
  ///
  /// - Parameter layer: What the positions of its pieces say of their file; see `SourcePosition`.
  /// - Throws: as `init(path:)`.
  public init(text: String, name: String, layer: Int = 0) throws(Diagnostics) {
    // libyaml would count a byte order mark as a column.
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    self.name = name
    let place = SourcePlace(name: name, lines: Self.lines(of: text), layer: layer)
    lines = place.lines
    comments = place.lines.map { $0.contains("#") ? ScannedLine($0).comment : nil }
    var reading = try YAMLReading(text: text, place: place)
    root = try reading.root()
    diagnostics = reading.diagnostics
    imported = []
  }

  /// The same file with another tree, into which pieces of other files have been laid.
  init(_ other: SourceDocument, root: SourceNode, imported: [SourceDocument], diagnostics: Diagnostics) {
    name = other.name
    lines = other.lines
    comments = other.comments
    self.root = root
    self.imported = imported
    self.diagnostics = diagnostics
  }

  /// A file that is no YAML, read into a tree by somebody else.
  init(name: String, lines: [String], root: SourceNode, diagnostics: Diagnostics) {
    self.name = name
    self.lines = lines
    self.root = root
    self.diagnostics = diagnostics
    comments = []
    imported = []
  }

  /// A problem at a place of this file.
  public func diagnostic(
    _ severity: Diagnostic.Severity = .error, at position: SourcePosition, _ message: String, remedy: String? = nil
  ) -> Diagnostic {
    SourcePlace(name: name, lines: lines, layer: root.position.layer).diagnostic(
      severity, at: position, message, remedy: remedy)
  }

  /// What is written after `#` at the end of a line, without the `#`; nil without a comment.
  public func comment(onLine line: Int) -> String? {
    comments.indices.contains(line - 1) ? comments[line - 1] : nil
  }

  /// Splits where libyaml counts a new line, so that its line numbers are ours.
  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
        lines.append(String(line))
        line = String.UnicodeScalarView()
      default: line.append(scalar)
      }
      previous = scalar
    }
    return lines + [String(line)]
  }

  static func contents(of path: String) throws(Diagnostics) -> String {
    func failure(_ message: String, _ remedy: String, _ line: Int = 0, _ column: Int = 0) -> Diagnostics {
      Diagnostics([Diagnostic(file: path, line: line, column: column, message: message, remedy: remedy)])
    }
    if path == SourceDocument.standardInput {
      return try text(
        of: .standardInput, unreadable: ("standard input cannot be read", "Send it a plan, as with '< plan.yaml'"),
        failure)
    }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw failure("there is no such file", "Check the path; it is relative to the current directory")
    }
    guard !isDirectory.boolValue else {
      throw failure("this is a directory", "Name one model file in it")
    }
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw failure("the file cannot be read", "Check its permissions")
    }
    return try text(of: file, unreadable: ("the file cannot be read", "Check its permissions"), failure)
  }

  /// The name under which a plan comes through a pipe.
  static let standardInput = "-"

  /// The largest file that is taken for a plan.
  private static let mostBytes = 64 << 20

  private static func text(
    of file: FileHandle, unreadable: (message: String, remedy: String),
    _ failure: (String, String, Int, Int) -> Diagnostics
  ) throws(Diagnostics) -> String {
    // One byte more than is taken, so that a longer one is known.
    guard let bytes = try? file.read(upToCount: mostBytes + 1) ?? Data() else {
      throw failure(unreadable.message, unreadable.remedy, 0, 0)
    }
    guard bytes.count <= mostBytes else {
      throw failure("the file is larger than \(mostBytes >> 20) MB, and no plan", "Name a plan, a YAML file", 0, 0)
    }
    // Every other byte of Latin letters in UTF-16 is a zero, with or without a mark before them.
    if bytes.prefix(64).contains(0) {
      throw failure("the text is UTF-16, or no text", "Save the file as UTF-8", 0, 0)
    }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    // The first line that is no UTF-8 is where an editor should jump to.
    let split = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let index = split.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    let good = String(decoding: split[index], as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }.count
    throw failure("the text is not UTF-8", "Save the file as UTF-8", index + 1, good + 1)
  }
}

/// A file's name and lines: what it takes to turn a position into a diagnostic.
struct SourcePlace: Sendable {
  let name: String
  let lines: [String]
  let layer: Int

  func diagnostic(
    _ severity: Diagnostic.Severity = .error, at position: SourcePosition, _ message: String, remedy: String? = nil
  ) -> Diagnostic {
    let line = min(max(position.line, 1), max(lines.count, 1))
    let text = lines.indices.contains(line - 1) ? lines[line - 1] : ""
    let column = line == position.line ? min(max(position.column, 1), text.unicodeScalars.count + 1) : 1
    return Diagnostic(
      severity, file: name, line: line, column: column, message: oneLine(message), remedy: remedy.map(oneLine),
      sourceLine: text)
  }

  /// A message stays on its line and of a readable length, whatever it quotes.
  private func oneLine(_ message: String) -> String {
    func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) }
    // Nothing to do for nearly all of them, and there may be thousands.
    guard message.utf8.count > 300 || message.unicodeScalars.contains(where: isControl) else { return message }
    let scalars = message.unicodeScalars.map { isControl($0) ? " " : Character($0) }
    return scalars.count <= 300 ? String(scalars) : String(scalars.prefix(300)) + "..."
  }
}
