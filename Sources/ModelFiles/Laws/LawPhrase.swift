internal import Foundation
internal import Numerics

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
    let lines = context.document(at: position).lines
    let line = lines.indices.contains(position.line - 1) ? lines[position.line - 1] : ""
    let isPlain = line.unicodeScalars.dropFirst(position.column - 1).starts(with: text.unicodeScalars)
    var words: [Word] = []
    var column = position.column
    for piece in text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false) {
      if !piece.isEmpty {
        let place = isPlain ? position.moved(column: column) : position
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
      if let remedy = LawName.remedy(for: first.text, words.map(\.text), kind) {
        return fail(at: first.position, "unknown law '\(first.text)' at '\(path)'", remedy)
      }
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
      return checked(
        name, .pareto(shape: value("shape"), minimum: value("mean") * (value("shape") - 1) / value("shape")))
    case .uniform, .triangular, .pert, .exponential, .weibull, .lognormal, .gamma, .pareto, .quantiles:
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
      guard word.text != "sigma" || value <= 20 else {
        return fail(at: written.position, "a 'sigma' above 20 spreads further than anything is measured", advice(name))
      }
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
      case .constant, .uniform, .triangular, .pert, .exponential, .shifted, .mixture, .empirical: []
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

private let examples = [
  "uniform": "uniform 3d to 5d", "triangular": "triangular 1min to 2min to 5min", "pert": "pert 1min to 2min to 5min",
  "exponential": "exponential mean 264d", "weibull": "weibull shape 0.8 mean 60d",
  "lognormal": "lognormal median 45min sigma 0.8", "gamma": "gamma shape 2 mean 6h",
  "pareto": "pareto shape 2.5 minimum 1h", "quantiles": "quantiles 0% 1min 50% 5min 100% 1h",
]
