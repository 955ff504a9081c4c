import Charts

/// The reasons of the first screen, none of them longer than thirty words.
extension Findings {
  /// What stands in the way, what would mend it, what it costs: a heading and a sentence each.
  var reasons: [Reason] {
    [
      inTheWay.map { Reason(answers: "way", heading: $0.heading, words: $0.words) },
      wouldMend.map { Reason(answers: "mend", heading: $0.heading, words: $0.words) },
      costs.map { Reason(answers: "cost", heading: $0.heading, words: $0.words) },
    ].compactMap { $0 }
  }

  private var inTheWay: (heading: String, words: String)? {
    // Nothing is in the way of a design of which nothing is asked.
    guard !first.objectives.isEmpty else { return nil }
    let total = first.lostMinutesPerYear.mean ?? 0
    guard total > 0 else { return ("What is lost", "\(sentence(first.design)) lost nothing in these years.") }
    let heading = first.verdict == "meets" ? "What is lost nevertheless" : "What is in the way"
    let every = first.causes.filter { $0.strikes == "every_site" && $0.lostMinutesPerYear > 0 }
    let sum = every.reduce(0) { $0 + $1.lostMinutesPerYear }
    if sum > total / 2 {
      return (
        heading,
        "\(Figures.minutes(sum)) of its \(Figures.minutes(total)) lost minutes strike every site at once: "
          + "\(list(every)). No second site mends them."
      )
    }
    let largest = first.causes.filter { $0.lostMinutesPerYear > 0 }
      .sorted { $0.lostMinutesPerYear > $1.lostMinutesPerYear }.prefix(2)
    let isMost = largest.reduce(0) { $0 + $1.lostMinutesPerYear } > total / 2
    let go = isMost ? "most go" : "the largest shares go"
    return (heading, "Of \(Figures.minutes(total)) lost minutes a year \(go) to \(list(Array(largest))).")
  }

  /// The three largest by name, the others counted.
  private func list(_ causes: [StoredComparison.Cause]) -> String {
    let sorted = causes.sorted { $0.lostMinutesPerYear > $1.lostMinutesPerYear }
    return sorted.prefix(3).map { "\($0.cause) \(Figures.minutes($0.lostMinutesPerYear))" }.joined(separator: ", ")
      + (sorted.count > 3 ? ", \(count(sorted.count - 3)) more" : "")
  }

  private var wouldMend: (heading: String, words: String)? {
    guard let objective = first.objectives.first(where: { $0.verdict != "meets" }) else {
      guard !first.objectives.isEmpty else { return nil }
      return passedOver.map {
        (ranking.isPriced ? "Why not a cheaper one" : "Why not another", "\(sentence($0.design)): \(gap($0)).")
      }
        ?? ("What would mend it", "Nothing has to be mended: every objective is met.")
    }
    let removals = gains(objective).prefix(2)
    guard first.removals?.contains(where: { $0.objective == objective.objective }) == true else {
      return ("What would mend it", "What taking a cause away would do is not known for \(Asked(objective).cases).")
    }
    guard !removals.isEmpty else {
      return ("What would mend it", "No single cause that is taken away raises the share of \(Asked(objective).cases).")
    }
    let parts = removals.map { removal -> String in
      let share = Figures.percent(removal.share.mean ?? 0, near: objective.requiredShare)
      let words = ["meets": "meets", "misses": "misses still", "undecided": "too close to call"]
      return "without \(removal.cause) \(share) (\(words[verdict(removal.share, of: objective)] ?? ""))"
    }
    return ("What would mend it", "The same years \(parts.joined(separator: "; ")).")
  }

  /// The best design that does not meet and is cheaper than the first, which does; any where nothing has a price.
  private var passedOver: StoredComparison.Design? {
    ranking.kept.map(\.design).first { design in
      design.verdict != "meets"
        && (!ranking.isPriced || (design.costUsdPerYear.mean ?? 0) < (first.costUsdPerYear.mean ?? 0))
    }
  }

  /// The first design's removals that raise the share of an objective, the most helpful first.
  private func gains(_ objective: StoredComparison.Objective) -> [StoredComparison.Removal] {
    (first.removals ?? []).filter { removal in
      removal.objective == objective.objective && (removal.share.mean ?? 0) > (objective.share?.mean ?? 0)
    }.sorted { ($0.share.mean ?? 0) > ($1.share.mean ?? 0) }
  }

  /// The objective of which removals are known; nil where there are none.
  var removable: StoredComparison.Objective? {
    let known = Set(designs.flatMap { $0.removals ?? [] }.map(\.objective))
    return first.objectives.first { known.contains($0.objective) && $0.share != nil }
  }

  /// Causes whose removal is known: first those that help the first design most, then the others of all designs.
  func removedCauses(_ objective: StoredComparison.Objective) -> [String] {
    (gains(objective) + designs.flatMap { $0.removals ?? [] }.filter { $0.objective == objective.objective })
      .map(\.cause).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// What the interval of a share says of what is asked, by the rule that gives every verdict.
  func verdict(_ share: StoredComparison.Mean, of objective: StoredComparison.Objective) -> String {
    if (share.low ?? 0) >= objective.requiredShare { return "meets" }
    return (share.high ?? 1) < objective.requiredShare ? "misses" : "undecided"
  }

  private var costs: (heading: String, words: String)? {
    guard ranking.isPriced, let cost = first.costUsdPerYear.mean else {
      return ("What it costs", "Nothing that these designs use has a price.")
    }
    guard let baseline = designs.first(where: { $0.topology == "single-site" && $0.design != first.design }),
      let zero = baseline.costUsdPerYear.mean
    else { return ("What it costs", "\(Figures.dollars(cost)) a year, amortised.") }
    let difference = cost - zero
    let premium = "\(Figures.dollars(abs(difference))) a year \(difference < 0 ? "below" : "above") \(baseline.design)"
    return ("What it costs", premium + (lastStep.map { ". \($0)." } ?? "."))
  }

  /// The step to the dearest of the designs that none beats: what it buys for how much.
  private var lastStep: String? {
    let front = ranking.kept.sorted { ($0.design.costUsdPerYear.mean ?? 0) < ($1.design.costUsdPerYear.mean ?? 0) }
    return zip(front, front.dropFirst()).compactMap { from, to -> String? in
      guard let a = from.design.lostMinutesPerYear.mean, let b = to.design.lostMinutesPerYear.mean, b < a,
        let dollars = to.design.costUsdPerYear.mean, let before = from.design.costUsdPerYear.mean
      else { return nil }
      return "The last step, to \(to.design.design), buys \(Figures.minutes(a - b)) minutes for "
        + Figures.dollars(dollars - before)
    }.last
  }
}

/// A reason of the first screen, and which of a reader's questions it answers.
struct Reason {
  let answers: String
  let heading: String
  let words: String
}
