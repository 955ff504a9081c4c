internal import Foundation
internal import Numerics

extension LawText {
  /// Reads the law a node describes; nil after a problem, which is reported.
  ///
  /// - Parameters:
  ///   - node: A text (`lognormal median 45min sigma 0.8`, `90s`), `[low, mid, high]`, a list of parts, or quantiles.
  ///   - kind: What the law is a law of; nearly always `.duration`.
  public init?(_ node: SourceNode, _ kind: QuantityKind, path: String, context: ReadingContext) {
    switch node.content {
    case .scalar:
      guard let text = context.scalar(node, path: path) else { return nil }
      var phrase = LawPhrase(text, kind, at: node.position, path: path, context: context)
      guard let law = phrase.law() else { return nil }
      self = law
    case .sequence(let items) where items.contains { $0.entries != nil }:
      guard let parts = Self.parts(items, kind, at: node.position, path: path, context: context) else { return nil }
      self = .mixture(parts)
    case .sequence:
      guard let value = context.quantity(node, kind, path: path) else { return nil }
      self = .constant(value)
    case .mapping(let entries):
      var points: [Quantile] = []
      for entry in entries {
        guard let share = context.certain(entry.key, .share, at: entry.keyPosition, path: path),
          let text = context.scalar(entry.value, path: "\(path).\(entry.key)"),
          let value = context.certain(text, kind, at: entry.value.position, path: "\(path).\(entry.key)")
        else { return nil }
        points.append(Quantile(share: share, value: value))
      }
      guard Self.isDistribution(points) else {
        context.report(at: node.position, "the quantiles at '\(path)' \(quantileRule)", remedy: quantileExample)
        return nil
      }
      self = .empirical(points)
    }
  }

  private static func parts(
    _ items: [SourceNode], _ kind: QuantityKind, at position: SourcePosition, path: String, context: ReadingContext
  ) -> [Part]? {
    var parts: [Part] = []
    for (index, item) in items.enumerated() {
      let reader = FieldReader(item, path: "\(path)[\(index)]", context: context)
      guard item.entries != nil else { continue }
      if !reader.has("share") { reader.missing("share", example: "85%") }
      let text = reader.text("share")
      let share = text.flatMap {
        context.certain($0, .share, at: reader.node["share"]!.position, path: reader.path(of: "share"))
      }
      if !reader.has("law") { reader.missing("law", example: "lognormal median 45min sigma 0.8") }
      let law = reader.law("law", kind)
      reader.finish()
      if let share, let law { parts.append(Part(share: share, law: law)) }
    }
    guard parts.count == items.count else { return nil }
    let sum = parts.reduce(0) { $0 + $1.share }
    guard abs(sum - 1) < 1e-9 else {
      let percent = (sum * 100_000).rounded() / 1000
      context.report(at: position, "the shares at '\(path)' add up to \(percent)%", remedy: "Let them add up to 100%")
      return nil
    }
    return parts
  }

  /// Shares from 0 to 1, rising, and values that do not fall.
  static func isDistribution(_ points: [Quantile]) -> Bool {
    guard points.count >= 2, points.first?.share == 0, points.last?.share == 1 else { return false }
    return zip(points, points.dropFirst()).allSatisfy { $0.share < $1.share && $0.value <= $1.value }
  }
}

let quantileRule = "do not rise from 0% to 100%"
let quantileExample = "Write 'quantiles 0% 1min 50% 5min 100% 1h'"

/// The words of a law on one line, read from left to right.
struct LawPhrase {
  private struct Word {
    let text: String
    let position: SourcePosition
  }

  private let kind: QuantityKind
  private let path: String
  private let context: ReadingContext
  private let start: SourcePosition
  private let text: String
  private var words: ArraySlice<Word>

  init(_ text: String, _ kind: QuantityKind, at position: SourcePosition, path: String, context: ReadingContext) {
    self.kind = kind
    self.path = path
    self.context = context
    self.text = text
    start = position
    // A word is where it is seen when the text stands in the line as it is, which a text in quotes may not.
    let lines = context.document.lines
    let line = lines.indices.contains(position.line - 1) ? lines[position.line - 1] : ""
    let isPlain = line.unicodeScalars.dropFirst(position.column - 1).starts(with: text.unicodeScalars)
    var words: [Word] = []
    var column = position.column
    for piece in text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false) {
      if !piece.isEmpty {
        let place = isPlain ? SourcePosition(line: position.line, column: column) : position
        words.append(Word(text: String(piece), position: place))
      }
      column += piece.count + 1
    }
    self.words = words[...]
  }

  /// The law; nil after a problem.
  mutating func law() -> LawText? {
    guard let first = words.first else { return nil }
    if text.contains("(") || text.contains(",") || text.contains("=") {
      let plain = String(text.map { "(),=".contains($0) ? " " : $0 }).split(separator: " ").joined(separator: " ")
      return fail(at: start, "a law is written without parentheses, commas and '='", "Write '\(plain)'")
    }
    if words.dropFirst().first?.text == "+" {
      words = words.dropFirst(2)
      guard let shift = context.certain(first.text, kind, at: first.position, path: path) else { return nil }
      guard !words.isEmpty else {
        return fail(at: start, "nothing follows the '+'", "Write '\(first.text) + \(examples["lognormal"]!)'")
      }
      return law().map { .shifted(by: shift, $0) }
    }
    guard first.text.first?.isLetter == true else {
      return context.certain(text(of: words), kind, at: first.position, path: path).map { .constant($0) }
    }
    words = words.dropFirst()
    guard let name = LawName(rawValue: first.text) else {
      let names = LawName.allCases.map(\.rawValue)
      let remedy = nearest(to: first.text, among: names).map { "Did you mean '\($0)'?" }
      return fail(
        at: first.position, "unknown law '\(first.text)' at '\(path)'",
        remedy ?? "Write \(kind.quotedExamples), or one of \(names.joined(separator: ", "))")
    }
    return named(name)
  }

  private mutating func named(_ name: LawName) -> LawText? {
    switch name {
    case .uniform: return range(name, count: 2).map { .uniform(low: $0[0], high: $0[1]) }
    case .triangular: return range(name, count: 3).map { .triangular(low: $0[0], mode: $0[1], high: $0[2]) }
    case .pert: return range(name, count: 3).map { .pert(low: $0[0], mode: $0[1], high: $0[2]) }
    case .quantiles: return quantiles()
    case .exponential, .weibull, .lognormal, .gamma, .pareto: break
    }
    guard let given = parameters(of: name) else { return nil }
    func has(_ names: String...) -> Bool { given.map(\.name).sorted() == names.sorted() }
    func value(_ name: String) -> Double { given.first { $0.name == name }!.value }
    switch name {
    case .exponential where has("mean"): return .exponential(mean: value("mean"))
    case .weibull where has("shape", "scale"): return .weibull(shape: value("shape"), scale: value("scale"))
    case .weibull where has("shape", "mean"):
      let shape = value("shape")
      return checked(name, .weibull(shape: shape, scale: value("mean") / gammaFunction(1 + 1 / shape)))
    case .lognormal where has("median", "sigma"): return .lognormal(median: value("median"), sigma: value("sigma"))
    case .lognormal where has("mean", "cv"):
      let variance = log1p(value("cv") * value("cv"))
      return checked(name, .lognormal(median: value("mean") / exp(variance / 2), sigma: variance.squareRoot()))
    case .lognormal where has("median", "p95"):
      guard value("p95") > value("median") else { return fail(at: start, "'p95' is not above 'median'", advice(name)) }
      return .lognormal(median: value("median"), sigma: log(value("p95") / value("median")) / normalQuantile(0.95))
    case .gamma where has("shape", "scale"): return .gamma(shape: value("shape"), scale: value("scale"))
    case .gamma where has("shape", "mean"):
      return checked(name, .gamma(shape: value("shape"), scale: value("mean") / value("shape")))
    case .pareto where has("shape", "minimum"): return .pareto(shape: value("shape"), minimum: value("minimum"))
    case .pareto where has("shape", "mean"):
      guard value("shape") > 1 else {
        return fail(at: start, "a pareto law has a mean only with a shape above 1", advice(name))
      }
      return checked(name, .pareto(shape: value("shape"), minimum: value("mean") * (1 - 1 / value("shape"))))
    default:
      return fail(at: start, "'\(name.rawValue)' at '\(path)' does not have the parameters it needs", advice(name))
    }
  }

  /// `shape 0.8 mean 60d`: names and values in turn, each at most once.
  private mutating func parameters(of name: LawName) -> [(name: String, value: Double)]? {
    var given: [(name: String, value: Double)] = []
    let plain = ["shape", "sigma", "cv"]
    let known = plain + ["mean", "median", "scale", "p95", "minimum"]
    while let word = words.popFirst() {
      guard known.contains(word.text), !given.contains(where: { $0.name == word.text }) else {
        let remedy = nearest(to: word.text, among: known).map { "Did you mean '\($0)'?" }
        return fail(at: word.position, "unexpected '\(word.text)' in the law at '\(path)'", remedy ?? advice(name))
      }
      guard let written = words.popFirst() else {
        return fail(at: word.position, "no value follows '\(word.text)'", advice(name))
      }
      let kind = plain.contains(word.text) ? QuantityKind.number : self.kind
      guard let value = context.certain(written.text, kind, at: written.position, path: path) else { return nil }
      guard value > 0 else { return fail(at: written.position, "'\(word.text)' must be above zero", advice(name)) }
      given.append((word.text, value))
    }
    return given
  }

  /// `3d to 5d`: values that do not fall, the last above the first.
  private mutating func range(_ name: LawName, count: Int) -> [Double]? {
    var values: [Double] = []
    let rest = Array(words)
    guard rest.count == 2 * count - 1, (1..<count).allSatisfy({ rest[2 * $0 - 1].text == "to" }) else {
      return fail(at: start, "'\(name.rawValue)' at '\(path)' does not have the parameters it needs", advice(name))
    }
    for word in stride(from: 0, to: rest.count, by: 2).map({ rest[$0] }) {
      guard let value = context.certain(word.text, kind, at: word.position, path: path) else { return nil }
      if let last = values.last, value < last {
        return fail(at: word.position, "'\(word.text)' is below the value before it", advice(name))
      }
      values.append(value)
    }
    guard values.last! > values[0] else {
      return fail(at: start, "the law at '\(path)' has no width", "Write '\(rest[0].text)'")
    }
    return values
  }

  private mutating func quantiles() -> LawText? {
    var points: [LawText.Quantile] = []
    while let share = words.popFirst() {
      guard let written = words.popFirst() else {
        return fail(at: share.position, "no value follows '\(share.text)'", quantileExample)
      }
      guard let p = context.certain(share.text, .share, at: share.position, path: path),
        let value = context.certain(written.text, kind, at: written.position, path: path)
      else { return nil }
      points.append(LawText.Quantile(share: p, value: value))
    }
    guard LawText.isDistribution(points) else {
      return fail(at: start, "the quantiles at '\(path)' \(quantileRule)", quantileExample)
    }
    return .empirical(points)
  }

  /// A law whose parameters were computed, which may have left the range of a double.
  private func checked(_ name: LawName, _ law: LawText) -> LawText? {
    let parameters: [Double] =
      switch law {
      case .weibull(let a, let b), .lognormal(let a, let b), .gamma(let a, let b), .pareto(let a, let b): [a, b]
      default: []
      }
    guard parameters.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      return fail(at: start, "no \(name.rawValue) law has these parameters", advice(name))
    }
    return law
  }

  private func advice(_ name: LawName) -> String { "Write '\(examples[name.rawValue]!)'" }

  private func text(of words: ArraySlice<Word>) -> String { words.map(\.text).joined(separator: " ") }

  private func fail<T>(at position: SourcePosition, _ message: String, _ remedy: String) -> T? {
    context.report(at: position, message, remedy: remedy)
    return nil
  }
}

/// The word a law begins with.
private enum LawName: String, CaseIterable {
  case uniform, triangular, pert, exponential, weibull, lognormal, gamma, pareto, quantiles
}

private let examples = [
  "uniform": "uniform 3d to 5d", "triangular": "triangular 1min to 2min to 5min", "pert": "pert 1min to 2min to 5min",
  "exponential": "exponential mean 264d", "weibull": "weibull shape 0.8 mean 60d",
  "lognormal": "lognormal median 45min sigma 0.8", "gamma": "gamma shape 2 mean 6h",
  "pareto": "pareto shape 2.5 minimum 1h", "quantiles": "quantiles 0% 1min 50% 5min 100% 1h",
]
