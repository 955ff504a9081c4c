import CapacityPlanning
import OutputAnalysis

/// What may be said of a search in which no design is known to meet, and of what the years did not decide.
enum SearchSentences {
  /// `found`, `none_meets` where every design misses, `undecided` where some may meet.
  static func status(_ search: SearchResult) -> String {
    search.winner != nil ? "found" : search.undecided.isEmpty ? "none_meets" : "undecided"
  }

  static func nothingMeets(_ search: SearchResult, confidence: String) -> [String] {
    [
      search.undecided.isEmpty
        ? "No design meets all objectives, at a confidence of \(confidence)."
        : "No design is known to meet all objectives at a confidence of \(confidence), and not all are known to miss."
    ] + remedies(search).map { $0 + "." }
  }

  /// What the answer is, and what it kept on years that had no part in choosing it.
  ///
  /// - Parameters:
  ///   - searched: How many designs there were to choose from; what the plan does not list was not looked at.
  ///   - objectives: None where the plan asks for nothing: then it is the cheapest of all, and nothing was kept.
  static func answer(
    _ label: String, of searched: Int, indifferent dollars: Double, confidence: String, years: Int,
    objectives: [SearchedDesign.Objective]
  ) -> [String] {
    let cheapest = "the cheapest of the \(Wording.count(searched)) designs searched"
    let which = objectives.isEmpty ? cheapest : "\(cheapest) that meet all objectives"
    let choice =
      "\(label): \(which), or dearer by less than \(Wording.dollars(dollars)) a year than that, at a confidence of"
      + " \(confidence)."
    guard !objectives.isEmpty else { return [choice] }
    let kept = objectives.map { objective in
      let asked = Wording.percent(objective.required)
      guard let share = objective.share else { return "\(objective.text): nothing to judge where \(asked) is asked" }
      return "\(objective.text): \(Wording.percent(share)) where \(asked) is asked (\(objective.verdict.rawValue))"
    }
    return [
      choice, "On \(Wording.count(years)) years that had no part in the choice: \(kept.joined(separator: "; ")).",
    ]
  }

  static func undecided(_ labels: [String]) -> String? {
    guard !labels.isEmpty else { return nil }
    return "Not decided within the years: \(labels.prefix(5).joined(separator: "; "))"
      + "\(labels.count > 5 ? " and \(labels.count - 5) more" : ""). More --replications decide them."
  }

  /// What would do where nothing meets. Nothing where a design may still meet: then more years are the remedy.
  static func remedies(_ search: SearchResult) -> [String] {
    guard let closest = search.closest, let worst = closest.worstMiss else { return [] }
    return remedies(
      of: closest.label, worst: worst, isUndecided: !search.undecided.isEmpty, reached: closest.reachedAvailability,
      cures: search.cures)
  }

  /// - Parameters:
  ///   - worst: The objective of the closest design that is missed by most.
  ///   - isUndecided: Whether any design may meet.
  ///   - reached: What each objective on availability asks for, and what is reached.
  static func remedies(
    of label: String, worst: SearchedDesign.Objective, isUndecided: Bool,
    reached: [SearchedDesign.ReachedAvailability], cures: [SearchResult.Cure]
  ) -> [String] {
    var sentences: [String] = []
    if let share = worst.share {
      sentences.append(
        worst.verdict == .misses
          ? "\(label) comes closest: it keeps \(worst.text) in \(percent(share)) instead of \(percent(worst.required))"
          : "\(label) comes closest and is undecided: it keeps \(worst.text) in \(percent(share)) where"
            + " \(percent(worst.required)) is asked")
    }
    guard !isUndecided else { return sentences }
    // Only what is asked for and not reached: another objective may be the one that is missed.
    for line in reached where line.reached < line.asked {
      let share = (line.reached * 1_000_000).rounded(.down) / 10_000
      sentences.append("an availability of \(share) % in the required share of years would be met by it")
    }
    // What mends nothing is no remedy.
    for cure in cures where cure.meets || cure.objective != worst.text || cure.share > worst.share ?? 0 {
      sentences.append(
        "without \(cure.causes.joined(separator: ", ")) it would keep \(cure.objective) in"
          + " \(percent(cure.share))\(cure.meets ? " and meet every objective" : "")")
    }
    return sentences
  }

  /// What the rows of the search are of, where the answer has years of its own.
  static func freshYears(_ fresh: String?) -> String? {
    fresh.map { _ in
      "fresh: the answer on years that had no part in choosing it; the other rows, as the first columns of designs.csv, are of"
        + " the years that chose it."
    }
  }

  /// What all stages of a roadmap cost and lose.
  static func stages(dollars: Double, minutes: Double) -> String {
    "All stages: \(Wording.dollars(dollars)) and \(Wording.minutes(minutes)) lost minutes expected."
  }

  /// The way through the stages against the last one from the first day.
  ///
  /// - Parameters:
  ///   - spared: Dollars that the way costs less; negative where it costs more.
  ///   - lost: Lost minutes more on the way, with the interval of the difference.
  static func standing(
    _ label: String, dollars: Double, minutes: Double, spared: Double, lost: Interval
  ) -> String {
    let cost =
      spared.magnitude < 0.5
      ? "costs as much" : "costs \(Wording.dollars(spared.magnitude)) \(spared > 0 ? "less" : "more")"
    let risk =
      lost.low > 0
      ? "loses \(Wording.minutes(lost.estimate)) minutes more"
      : lost.high < 0
        ? "loses \(Wording.minutes(-lost.estimate)) minutes less" : "its lost minutes are not told apart from that"
    return
      "With \(label) from the first day it would be \(Wording.dollars(dollars)) and \(Wording.minutes(minutes)) lost"
      + " minutes: the way there \(cost), and \(risk)."
  }

  private static func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
}
