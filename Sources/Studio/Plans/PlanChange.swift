import Foundation
import ModelFiles

/// One step away from the plan as it stands in its file.
public enum PlanChange: Equatable, Sendable {
  /// Another value at a path.
  case value(path: String, text: String)
  /// Lines of the text in the place of others; the first is counted from 1.
  case lines(first: Int, removed: Int, text: [String])
}

/// What a page shows: the plan of the file, the steps away from it, and the causes that are left out.
///
/// As text it is the address of a state: whoever has the plan sees the same.
public struct StudioState: Equatable, Sendable {
  public var changes: [PlanChange]
  /// Failure modes that are left out: the same luck without them.
  public var without: [String]

  public init(changes: [PlanChange] = [], without: [String] = []) {
    (self.changes, self.without) = (changes, without)
  }

  /// Steps and bytes that a state may have; a page that asks for more is refused.
  public static let mostChanges = 500
  public static let mostBytes = 256 << 10
}

extension StudioState: Codable {
  private enum Key: String, CodingKey { case changes, without }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    changes = try values.decodeIfPresent([PlanChange].self, forKey: .changes) ?? []
    without = try values.decodeIfPresent([String].self, forKey: .without) ?? []
    guard changes.count <= StudioState.mostChanges, without.count <= StudioState.mostChanges else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "more than \(StudioState.mostChanges) changes"))
    }
  }
}

extension PlanChange: Codable {
  private enum Key: String, CodingKey { case path, to, line, removed, text }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    if let path = try values.decodeIfPresent(String.self, forKey: .path) {
      self = .value(path: path, text: try values.decode(String.self, forKey: .to))
      return
    }
    self = .lines(
      first: try values.decode(Int.self, forKey: .line), removed: try values.decode(Int.self, forKey: .removed),
      text: try values.decode([String].self, forKey: .text))
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    switch self {
    case .value(let path, let text):
      try values.encode(path, forKey: .path)
      try values.encode(text, forKey: .to)
    case .lines(let first, let removed, let text):
      try values.encode(first, forKey: .line)
      try values.encode(removed, forKey: .removed)
      try values.encode(text, forKey: .text)
    }
  }
}

extension PlanText {
  /// The text after some steps.
  ///
  /// - Throws: `EditRefusal` for a step that cannot be made, and `Diagnostics` where the text is no YAML before a value is
  ///   replaced in it.
  public func applying(_ changes: [PlanChange], name: String) throws -> String {
    var text = self.text
    var parsed: PlanText? = self
    var index = 0
    while index < changes.count {
      switch changes[index] {
      case .lines(let first, let removed, let lines):
        text = try PlanText.replacing(first: first, removed: removed, by: lines, in: text)
        parsed = nil
        index += 1
      case .value:
        var run: [(path: String, text: String)] = []
        while index < changes.count, case .value(let path, let value) = changes[index] {
          run.append((path, value))
          index += 1
        }
        let edited = try (try parsed ?? PlanText(text, name: name)).replacing(run, name: name)
        (text, parsed) = (edited.text, edited)
      }
    }
    return text
  }

  /// The step from one text to another: the lines between what both have at the beginning and at the end; nil where they
  /// are the same.
  public static func step(from old: String, to new: String) -> PlanChange? {
    guard old != new else { return nil }
    let (a, b) = (lines(of: old), lines(of: new))
    let shared = zip(a, b).prefix { $0 == $1 }.count
    let most = min(a.count, b.count) - shared
    let tail = zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.prefix(most).count
    return .lines(
      first: shared + 1, removed: a.count - shared - tail, text: Array(b[shared..<(b.count - tail)]))
  }

  private static func replacing(first: Int, removed: Int, by new: [String], in text: String) throws(EditRefusal)
    -> String
  {
    var lines = lines(of: text)
    let (end, overflows) = (first - 1).addingReportingOverflow(removed)
    guard first >= 1, removed >= 0, !overflows, end <= lines.count, first - 1 <= lines.count,
      new.allSatisfy({ !$0.contains("\n") })
    else {
      throw EditRefusal(
        "line \(first)", "the plan has \(lines.count) lines", "Open the plan that the address belongs to")
    }
    lines.replaceSubrange((first - 1)..<end, with: new)
    return lines.joined(separator: "\n")
  }

  /// Split at line feeds alone, by scalars: `\r\n` is one character and two scalars.
  private static func lines(of text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }
}
