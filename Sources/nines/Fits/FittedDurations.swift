import Foundation
import ModelFiles
import Reports
import Stochastics

/// The answer of `nines fit` to durations.
struct FittedDurations: FitResult {
  let sample: LifeSample
  let answers: [FitAnswer]
  /// What was read: file and column.
  let origin: String

  var best: LawFit? { answers.first.flatMap { try? $0.fit.get() } }

  /// Lines to paste, with the law's uncertainty and the ranking as comments.
  var yaml: String {
    let heading =
      "# \(origin): \(sample.ended.count) duration\(sample.ended.count == 1 ? "" : "s") ended, \(sample.censored.count) still open"
    if let constant = sample.constant {
      return [
        heading, "# all durations are equal: they say nothing of a spread",
        "lasts: \(PlanText.duration(constant))  # source: \(origin)",
      ].joined(separator: "\n") + "\n"
    }
    guard let best, let phrase = PlanText.law(best.law) else { return "" }
    var lines = [heading]
    lines += best.parameters.map { "# " + Self.described($0, of: best.family) }
    lines.append("lasts: \(phrase)  # source: \(best.family.rawValue) fitted to \(origin) by maximum likelihood")
    return (lines + ranking.map { "# " + $0 }).joined(separator: "\n") + "\n"
  }

  /// A row per law, by AIC.
  private var ranking: [String] {
    var rows = [["law", "AIC", "KS", "p(KS)", "AD", "p(AD)", "phrase"]]
    var refused: [String] = []
    for answer in answers {
      switch answer.fit {
      case .failure(let error): refused.append("\(answer.family.rawValue): not fitted: \(error.description)")
      case .success(let fit):
        let goodness = answer.goodness
        func text(_ value: Double?, _ digits: Int) -> String {
          value.map { String(format: "%.\(digits)f", $0) } ?? "-"
        }
        rows.append([
          fit.family.rawValue, text(fit.aic, 1), text(goodness?.kolmogorovSmirnov, 3),
          text(goodness?.pKolmogorovSmirnov, 3), text(goodness?.andersonDarling, 2),
          text(goodness?.pAndersonDarling, 3), PlanText.law(fit.law) ?? "",
        ])
      }
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
    let table = rows.map { row in
      zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        .replacing(/\ +$/, with: "")
    }
    guard sample.ended.count > 1 else {
      return table + refused + ["one duration: no law can be told from another, and there is no goodness of fit"]
    }
    let remark =
      sample.censored.isEmpty
      ? "p: the share of \(answers.compactMap { $0.goodness?.resamples }.max() ?? 0) fitted resamples that lie farther off; below 0.05 the law is doubtful"
      : "KS is the distance to the Kaplan-Meier estimate; with open durations neither test has a p-value"
    return table + refused + [remark]
  }

  private static func text(_ value: Double, _ name: String) -> String {
    switch name {
    case "shape", "sigma": PlanText.number(value)
    case "share": PlanText.share(value)
    default: PlanText.duration(value)
    }
  }

  private static func described(_ parameter: FittedParameter, of family: LawFamily) -> String {
    let value = text(parameter.value, parameter.name)
    guard let range = parameter.interval else { return "\(parameter.name) \(value), interval not determined" }
    return
      "\(parameter.name) \(value), 95 % interval \(text(range.lowerBound, parameter.name)) to \(text(range.upperBound, parameter.name))"
  }

  /// All laws in seconds; null where a law was refused or a figure is not defined.
  var figures: [(key: String, value: JSONValue)] {
    [
      ("kind", .string("durations")), ("origin", .string(origin)), ("ended", .integer(sample.ended.count)),
      ("censored", .integer(sample.censored.count)), ("constant_seconds", sample.constant.map { .number($0) } ?? .null),
      ("laws", .array(sample.constant == nil ? answers.map(Self.json) : [])), ("fitted_curve", curve),
    ]
  }

  private static func json(_ answer: FitAnswer) -> JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    switch answer.fit {
    case .failure(let error):
      return .object([("law", .string(answer.family.rawValue)), ("refused", .string(error.description))])
    case .success(let fit):
      return .object([
        ("law", .string(answer.family.rawValue)), ("phrase", .string(PlanText.law(fit.law) ?? "")),
        (
          "parameters",
          .array(
            fit.parameters.map {
              .object([
                ("name", .string($0.name)), ("value", .number($0.value)), ("standard_error", number($0.standardError)),
                ("low", number($0.interval?.lowerBound)), ("high", number($0.interval?.upperBound)),
              ])
            })
        ),
        ("log_likelihood", .number(fit.logLikelihood)), ("aic", .number(fit.aic)),
        ("ks", number(answer.goodness?.kolmogorovSmirnov)), ("ks_p", number(answer.goodness?.pKolmogorovSmirnov)),
        ("ad", number(answer.goodness?.andersonDarling)), ("ad_p", number(answer.goodness?.pAndersonDarling)),
      ])
    }
  }

  /// Observed against expected durations of the best law, in seconds.
  var quantileTable: String {
    guard let best else { return "" }
    let rows = best.quantilePairs(sample).map { pair in
      "\(String(format: "%.6g", pair.probability)),\(pair.observed),\(pair.expected)"
    }
    return (["probability,observed_s,expected_s"] + rows).joined(separator: "\n") + "\n"
  }
}
