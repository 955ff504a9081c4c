internal import Foundation
internal import Numerics

/// What was seen, from which an input's law follows: `2 outages in 1 year`, `1 of 20`.
///
/// The posterior of Jeffreys' prior: a rate after k events in t years is Gamma(k + 1/2, 1/t), a chance after k of n is
/// Beta(k + 1/2, n - k + 1/2). Source: H. Jeffreys, Theory of Probability (1961), section 3.10.
public enum Observation: Equatable, Sendable {
  /// Events in so many years of all that was watched together.
  case events(Int, years: Double)
  /// So many cases of so many.
  case cases(Int, of: Int)

  /// The value that the true one does not exceed with probability `p`, 0 < p < 1.
  public func quantile(_ p: Double) -> Double {
    switch self {
    case .events(let count, let years): gammaQuantile(p, shape: Double(count) + 0.5, scale: 1 / years)
    case .cases(let count, let all): betaQuantile(p, Double(count) + 0.5, Double(all - count) + 0.5)
    }
  }

  /// The exact 95 % interval of the same count, which no prior enters: Garwood's for a rate, Clopper and Pearson's for
  /// a chance. Two outages in a year: 0.24 to 7.2 a year.
  public var exactInterval: ClosedRange<Double> {
    switch self {
    case .events(let count, let years):
      let low = count == 0 ? 0 : chiSquaredQuantile(0.025, degreesOfFreedom: 2 * Double(count)) / 2
      return low / years...chiSquaredUpperQuantile(0.025, degreesOfFreedom: 2 * Double(count + 1)) / 2 / years
    case .cases(let count, let all):
      let low = count == 0 ? 0 : betaQuantile(0.025, Double(count), Double(all - count + 1))
      return low...(count == all ? 1 : betaUpperQuantile(0.025, Double(count + 1), Double(all - count)))
    }
  }

  /// Whether a text means to be an observation of this kind: `2 in 1y`, `1 of 20`.
  static func isMeant(by text: String, _ kind: QuantityKind) -> Bool {
    let words = text.split(separator: " ")
    return switch kind {
    case .perYear: words.dropFirst().contains("in")
    case .share: words.count == 3 && words[1] == "of" && Int(words[0]) != nil
    case .duration, .rate, .factor, .shareOf, .bytes, .bandwidth, .money, .moneyPer, .count, .hourOfDay, .number,
      .gpuCount, .kOfN, .distance, .power:
      false
    }
  }

  /// - Throws: What is wrong, as the end of a sentence.
  init(_ text: String, _ kind: QuantityKind) throws(ObservationProblem) {
    let words = text.split(separator: " ").map(String.init)
    guard let count = words.first.flatMap({ Int($0) }), count >= 0 else {
      throw ObservationProblem(what: "does not begin with a whole number of what was seen")
    }
    guard case .perYear = kind else {
      guard let all = words.last.flatMap({ Int($0) }), all >= max(1, count) else {
        throw ObservationProblem(what: "does not say of how many, a whole number not below \(count)")
      }
      self = .cases(count, of: all)
      return
    }
    guard let place = words.firstIndex(of: "in"), place == 1 || place == 2 else {
      throw ObservationProblem(what: "is not a number of events 'in' a time")
    }
    let time = words[(place + 1)...].joined(separator: " ")
    // `1 year` and `18 months` are how people write what they have seen; `1y` is how a plan writes a duration.
    let units = ["year": 1.0, "years": 1, "month": 1.0 / 12, "months": 1.0 / 12]
    let spoken = time.split(separator: " ").map(String.init)
    var years: Double?
    if spoken.count == 2, let unit = units[spoken[1]] { years = Double(spoken[0]).map { $0 * unit } }
    years = years ?? (try? QuantityKind.duration.value(of: time)).map { $0 / (8766 * 3600) }
    guard let years, years > 0, years.isFinite else {
      throw ObservationProblem(what: "was not seen in a time above zero")
    }
    self = .events(count, years: years)
  }
}

struct ObservationProblem: Error {
  let what: String
}

extension ReadingContext {
  /// The value of an input that is written as what was seen, at the point of this pass; nil after a problem.
  func observed(_ text: String, _ kind: QuantityKind, at position: SourcePosition, path: String) -> Double? {
    do {
      let seen = try Observation(text, kind)
      return value(
        of: UncertainInput(
          path: path, low: seen.quantile(0.05), mid: seen.quantile(0.5), high: seen.quantile(0.95), kind: kind,
          unit: "",
          line: position.line, column: position.column, observed: seen))
    } catch {
      let example = if case .perYear = kind { "'2 in 1y', or '2 outages in 1 year'" } else { "'1 of 20'" }
      report(at: position, "'\(text)' at '\(path)' \(error.what)", remedy: "Write \(example)")
      return nil
    }
  }
}
