import Foundation
import ModelFiles

/// A value of the plan that a page lets people turn.
public struct PlanInput: Equatable, Sendable {
  public enum Group: String, Sendable {
    /// What the team decides.
    case decide
    /// What the team believes, and argues about.
    case believe
    case other
  }

  /// What turns it.
  public enum Control: Equatable, Sendable {
    /// A number between what is written before it and behind it, on a track.
    case number(QuantityTrack)
    /// `[low, mid, high]`: the middle is turned between the ends.
    case band(low: String, mid: QuantityTrack, high: String)
    case choice([String])
    case text
  }

  public let path: String
  public let label: String
  public let written: String
  public let group: Group
  public let control: Control
  /// `assumed`, or what the comment of its line names as its source; nil where it says neither.
  public let origin: String?
  /// What the reference says of the key.
  public let meaning: String?
  /// The design that writes it; nil where it belongs to all.
  public let design: String?
  public let line: Int
  public let column: Int

  /// The inputs of a plan, in the order of its text; those that people argue about first, in the order of the rules.
  public static func all(of text: PlanText, readings: [Reading]) -> [PlanInput] {
    let places = Dictionary(readings.map { (Place(line: $0.line, column: $0.column, file: $0.file), $0) }) { first, _ in
      first
    }
    let file = readings.first?.file ?? ""
    let inputs = text.values.compactMap { value -> PlanInput? in
      let path = value.path.split(separator: ".").map(String.init)
      guard !["service", "expect", "plan", "import"].contains(path[0]) else { return nil }
      // The numbers of a band were read one by one, the first of them a place behind the bracket.
      let reading = (0...2).compactMap { places[Place(line: value.line, column: value.column + $0, file: file)] }.first
      return PlanInput(value, path, reading)
    }
    return inputs.enumerated().sorted { a, b in
      (InputRule.rank(a.element.path), a.offset) < (InputRule.rank(b.element.path), b.offset)
    }.map(\.element)
  }

  private struct Place: Hashable {
    let line: Int
    let column: Int
    let file: String
  }

  private init(_ value: PlanText.Value, _ path: [String], _ reading: Reading?) {
    let key = PlanKey.describing(path)
    let rule = InputRule.matching(path)
    self.path = value.path
    written = value.written
    line = value.line
    column = value.column
    label = rule?.label(path) ?? PlanInput.words(path)
    control = PlanInput.control(value, key)
    group = rule?.group ?? (value.items != nil ? .believe : .other)
    origin = reading.flatMap { $0.isAssumed ? "assumed" : $0.source }
    meaning = key?.meaning
    design = path[0] == "designs" && path.count > 2 ? path[1] : nil
  }

  private static func control(_ value: PlanText.Value, _ key: PlanKey?) -> Control {
    if let items = value.items {
      guard let mid = QuantityTrack(items[1], between: items[0], and: items[2]) else { return .text }
      return .band(low: items[0], mid: mid, high: items[2])
    }
    if let choices = key?.choices, choices.contains(value.text) { return .choice(choices) }
    guard key?.isQuantity == true, let track = QuantityTrack(value.text, isWhole: key?.isWhole ?? false) else {
      return .text
    }
    return .number(track)
  }

  /// The last words of a path, the design first.
  private static func words(_ path: [String]) -> String {
    let own = path[0] == "designs" && path.count > 2 ? Array(path.dropFirst(2)) : path
    return own.joined(separator: " ")
  }
}

/// A number with what is written around it, and the track on which it is turned.
public struct QuantityTrack: Equatable, Sendable {
  /// `lognormal median ` of `lognormal median 9min sigma 1.0`.
  public let before: String
  public let value: Double
  /// `min sigma 1.0`.
  public let after: String
  public let low: Double
  public let high: Double
  public let isWhole: Bool

  /// A track around a written value: from a quarter of it to four times as much, a share to the whole.
  init?(_ text: String, isWhole: Bool = false) {
    guard let parts = QuantityTrack.parts(text) else { return nil }
    (before, value, after) = parts
    self.isWhole = isWhole
    if value == 0 {
      (low, high) = (0, after.hasPrefix("%") ? 100 : 10)
    } else {
      low = isWhole ? max(1, (value / 4).rounded(.down)) : value / 4
      high = after.hasPrefix("%") && value <= 100 ? 100 : isWhole ? max(value * 3, value + 3) : value * 4
    }
  }

  /// A track between two other values; nil where they are not in the same words.
  init?(_ text: String, between low: String, and high: String) {
    guard let mid = QuantityTrack.parts(text), let first = QuantityTrack.parts(low),
      let last = QuantityTrack.parts(high),
      first.before == mid.before, last.before == mid.before, first.after == mid.after, last.after == mid.after,
      first.value < last.value
    else { return nil }
    (before, value, after) = mid
    (self.low, self.high) = (first.value, last.value)
    isWhole = false
  }

  /// Whether the track is drawn by ratios: it spans more than a factor of four.
  public var isLogarithmic: Bool { low > 0 && high / low > 4 && !isWhole && !after.hasPrefix("%") }

  private static func parts(_ text: String) -> (before: String, value: Double, after: String)? {
    guard let found = text.firstMatch(of: /^([^0-9]*?)([0-9]+(?:\.[0-9]+)?)(.*)$/), let value = Double(found.output.2),
      !found.output.1.hasSuffix("-"), value.isFinite
    else { return nil }
    // A number that goes on is a date, a time or a name: `2027-01-01`, `3h..5h`, `8xH100`.
    guard found.output.3.wholeMatch(of: /(?:[^0-9-].*)?/) != nil, !found.output.3.hasPrefix("x") else { return nil }
    return (String(found.output.1), value, String(found.output.3))
  }
}
