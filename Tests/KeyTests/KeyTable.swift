import Foundation
import TestSupport

/// One line of `docs/reference/keys.tsv`: a key, and one thing that it does.
struct KeyRow: Sendable, CustomStringConvertible {
  /// With placeholders: `sites.NAME.keep`.
  let path: String
  /// Scopes of failures or kinds of policies in which the line holds; empty where that does not matter.
  let contexts: [String]
  /// As the recorder notes it.
  let kind: String
  /// As a plan writes it, `required`, `-` where leaving the key out says something of its own.
  let standard: String
  /// A plan of `Fixtures`, without its ending.
  let fixture: String
  /// What stands in the plan beside it, in YAML.
  let needs: String
  /// Where the key is in the fixture: the path with names.
  let place: String
  /// The two values; `-` leaves the key out.
  let values: (low: String, high: String)
  let figure: String
  /// What the reader says, where it refuses or warns.
  let words: String
  let effect: Effect
  let meaning: String
  /// Of the table.
  let line: Int

  var description: String {
    "keys.tsv:\(line): \(path)\(contexts.isEmpty ? "" : " (\(contexts.joined(separator: " ")))")"
  }

  /// What going from the first value to the second does.
  enum Effect: Equatable, Sendable {
    /// The figure rises, or falls: exactly, under one seed.
    case up, down
    /// The same over worlds, by a paired |z| above 5.
    case likelyUp, likelyDown
    /// Words change, which have no order.
    case changes
    /// The reader refuses the second value, with these words, and takes the first.
    case refused
    /// The reader warns of it.
    case warned
    /// It holds other keys, which have lines of their own.
    case holds
  }

  init?(_ text: Substring, line: Int) {
    let cells = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard cells.count == 13, let effect = Effect(word: cells[11]) else { return nil }
    self.effect = effect
    self.line = line
    path = cells[0]
    contexts = cells[1].split(separator: " ").map(String.init)
    kind = cells[2]
    standard = cells[3]
    fixture = cells[4]
    needs = cells[5]
    place = cells[6]
    values = (cells[7], cells[8])
    figure = cells[9]
    words = cells[10]
    meaning = cells[12]
  }
}

extension KeyRow.Effect {
  init?(word: String) {
    switch word {
    case "up": self = .up
    case "down": self = .down
    case "likely up": self = .likelyUp
    case "likely down": self = .likelyDown
    case "changes": self = .changes
    case "refused": self = .refused
    case "warned": self = .warned
    case "holds": self = .holds
    default: return nil
    }
  }
}

/// The table that the page and the schema grow from.
enum KeyTable {
  static let root = Checkout.folder
  static let file = root.appending(path: "docs/reference/keys.tsv")
  static let fixtures = root.appending(path: "Tests/KeyTests/Fixtures")

  static let columns = [
    "path", "context", "kind", "default", "fixture", "needs", "place", "low", "high", "figure", "words", "effect",
    "meaning",
  ]

  static let rows: [KeyRow] = lines.enumerated().dropFirst().compactMap {
    KeyRow($1, line: $0 + 1)
  }

  static let lines: [Substring] = {
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: true)
  }()
}
