import Charts
internal import Currencies
import Mustache

/// The report of a comparison as one self-contained page.
///
/// - Parameters:
///   - resultJSON: The text of `result.json`, of which every number on the page is.
///   - version: Of the command, for the line that says what this is.
/// - Returns: HTML that needs no network and no other file.
/// - Throws: `PageError` where the text is no result that a page can be made of.
public func comparisonPage(resultJSON: String, version: String) throws -> String {
  let comparison = try StoredComparison(json: resultJSON)
  let findings = Findings(comparison)
  let curves = CurveSections(findings)
  let grounds = GroundSections(findings)
  let sections: [(String, Any?)] = [
    ("badYear", curves.badYear), ("recovery", curves.recovery), ("causes", CauseSection(findings).values),
    ("meanPhases", PhaseSection(findings).values), ("services", ServiceSection(findings).values),
    ("money", MoneySection(findings).values), ("week", grounds.week),
    ("influences", grounds.influences),
    ("assumptions", grounds.assumptions), ("notModelled", grounds.notModelled),
  ]
  var values: [String: Any] = [
    "model": comparison.model, "style": pageStyle, "script": pageScript(in: .ofStudy), "question": findings.question,
    "title": findings.title, "sure": findings.sure,
    "reasons": findings.reasons.map { ["heading": $0.heading, "words": $0.words, "answers": $0.answers] },
    "matrix": MatrixSection(findings).values, "trade": TradeSection(findings).values,
    "outages": OutageSection(findings).values, "provenance": provenance(comparison, version),
    "reality": ([ServiceSection(findings).unit, grounds.reality].compactMap { $0 }).joined(separator: " "),
  ]
  for (name, section) in sections { if let section { values[name] = section } }
  let library = MustacheLibrary(
    templates: [
      "page": try MustacheTemplate(string: pageTemplate), "row": try MustacheTemplate(string: rowTemplate),
      "curves": try MustacheTemplate(string: curvesTemplate), "table": try MustacheTemplate(string: tableTemplate),
    ])
  guard let page = library.render(values, withTemplate: "page") else { throw PageError("the page has no template") }
  return page
}

/// Years, seed, version, the plan and the command that makes the result again, in one line.
private func provenance(_ comparison: StoredComparison, _ version: String) -> String {
  let years = comparison.horizonHours / 8766
  let length = abs(years - 1) < 0.01 ? "years" : "horizons of \(Figures.digits(comparison.horizonHours)) h"
  // What `nines compare` is told to get the same bytes again from the plan that stands beside the page.
  let plan = comparison.planSha256.map { " plan.yaml (SHA-256 \($0.prefix(12)))" } ?? " plan.yaml"
  return "\(Figures.grouped(Double(comparison.replications))) \(length) a design on the same failures and traffic "
    + "(\(comparison.worlds) worlds), seed \(comparison.seed), nines \(version): "
    + "nines compare\(plan) --replications \(comparison.replications) --seed \(comparison.seed)."
}
