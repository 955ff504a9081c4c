import Charts

/// What the page says in words: each sentence a function of figures, and none claims more than their intervals hold.
struct Findings {
  let comparison: StoredComparison
  let ranking: Ranking

  init(_ comparison: StoredComparison) {
    self.comparison = comparison
    ranking = Ranking(comparison)
  }

  var first: StoredComparison.Design { ranking.first.design }
  private var designs: [StoredComparison.Design] { comparison.designs }

  /// What is asked, in one line.
  var question: String {
    let asked = first.objectives.map(Asked.init)
    guard !asked.isEmpty else { return "What do the designs of \(comparison.model) lose, and what do they cost?" }
    let which = designs.count == 1 ? "Does \(first.design) keep" : "Which design keeps"
    return "\(which) \(comparison.model) at \(asked.map(\.words).joined(separator: ", "))?"
  }

  /// The answer.
  var title: String {
    let price = ranking.isPriced ? " for \(Figures.dollars(first.costUsdPerYear.mean ?? 0)) a year" : ""
    guard !first.objectives.isEmpty else {
      return "Nothing is asked of these designs. \(sentence(first.design)) loses least: "
        + "\(Figures.minutes(first.lostMinutesPerYear.mean ?? 0)) minutes a year\(price.isEmpty ? "" : ",\(price)")."
    }
    let meeting = ranking.places.filter { $0.design.verdict == "meets" }
    if !meeting.isEmpty {
      if designs.count == 1 { return "\(sentence(first.design)) meets every objective,\(price.isEmpty ? "" : price)." }
      let how =
        meeting.count == 1
        ? "alone meets"
        : ranking.isPriced ? "is the cheapest of \(meeting.count) that meet" : "and \(meeting.count - 1) more meet"
      return "\(sentence(first.design)) \(how) every objective\(price.isEmpty ? "" : ",\(price)")."
    }
    let open = ranking.places.filter { $0.design.verdict == "undecided" }.map(\.design.design)
    if !open.isEmpty {
      return "Undecided after \(Figures.grouped(Double(comparison.replications))) years: "
        + "\(open.joined(separator: ", ")) may meet every objective. No design is shown to."
    }
    let none = designs.count == 1 ? "\(sentence(first.design)) does not." : "None of the \(count(designs.count))."
    let closest = designs.count == 1 ? "It keeps" : "\(sentence(first.design)) comes closest:"
    return "\(none) \(closest) \(gap(first))\(price.isEmpty ? "" : ",\(price)")."
  }

  /// How far a design is from the first objective that it misses.
  func gap(_ design: StoredComparison.Design) -> String {
    let missed = design.objectives.filter { $0.verdict == "misses" }
    guard let worst = missed.first, let share = worst.share?.mean else { return "nothing that was judged is missed" }
    let asked = Asked(worst)
    let open = design.objectives.count { $0.verdict == "undecided" }
    let rest =
      missed.count > 1
      ? ", and \(count(missed.count - 1)) more missed"
      : open > 0 ? ", \(count(open)) more undecided" : design.objectives.count > 1 ? ", all else met" : ""
    return "\(Figures.percent(share, near: worst.requiredShare)) of \(asked.cases) instead of "
      + "\(Figures.percent(worst.requiredShare))\(rest)"
  }

  /// What stands in the way, what would mend it, what it costs: a heading and a sentence each.
  var reasons: [Reason] {
    [
      inTheWay.map { Reason(answers: "way", heading: $0.heading, words: $0.words) },
      wouldMend.map { Reason(answers: "mend", heading: $0.heading, words: $0.words) },
      costs.map { Reason(answers: "cost", heading: $0.heading, words: $0.words) },
    ].compactMap { $0 }
  }

  /// How sure the answer is: the interval of what decides it, what the inputs allow, how much is assumed.
  var sure: String {
    let deciding =
      first.objectives.first { $0.verdict == "misses" } ?? first.objectives.first { $0.verdict == "undecided" }
      ?? first.objectives.filter { $0.share?.mean != nil }.min { margin($0) < margin($1) }
    var parts: [String] = []
    if let deciding, let share = deciding.share, let interval = share.interval {
      let required = deciding.requiredShare
      func percent(_ share: Double) -> String { Figures.percent(share, near: required) }
      parts.append(
        interval.lowerBound < interval.upperBound
          ? "by chance \(percent(interval.lowerBound)) to \(percent(interval.upperBound)) of \(Asked(deciding).cases) "
            + "(95 % interval; \(Figures.percent(required)) is needed)"
          : "chance plays no part in it (\(Figures.percent(required)) is needed)")
      if let band = share.band {
        parts.append("by the uncertain inputs \(percent(band.lowerBound)) to \(percent(band.upperBound))")
      }
    } else if let interval = first.lostMinutesPerYear.interval {
      parts.append(
        "\(Figures.minutes(interval.lowerBound)) to \(Figures.minutes(interval.upperBound)) lost minutes a year (95 % interval)"
      )
    }
    let assumptions = comparison.assumptions ?? []
    if !assumptions.isEmpty {
      parts.append("\(assumptions.count { $0.status == "assumed" }) of \(assumptions.count) values are assumed")
    }
    return parts.isEmpty ? "" : "How sure: \(parts.joined(separator: "; "))."
  }

  private func margin(_ objective: StoredComparison.Objective) -> Double {
    (objective.share?.mean ?? 1) - objective.requiredShare
  }

  private var inTheWay: (heading: String, words: String)? {
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
    return (heading, "Of \(Figures.minutes(total)) lost minutes a year most go to \(list(Array(largest))).")
  }

  private func list(_ causes: [StoredComparison.Cause]) -> String {
    causes.sorted { $0.lostMinutesPerYear > $1.lostMinutesPerYear }
      .map { "\($0.cause) \(Figures.minutes($0.lostMinutesPerYear))" }.joined(separator: ", ")
  }

  private var wouldMend: (heading: String, words: String)? {
    guard let objective = first.objectives.first(where: { $0.verdict != "meets" }) else {
      guard !first.objectives.isEmpty else { return nil }
      let next = ranking.kept.dropFirst().first { $0.design.verdict != "meets" }
      return next.map { ("Why not a cheaper one", "\(sentence($0.design.design)): \(gap($0.design)).") }
        ?? ("What would mend it", "Nothing has to be mended: every objective is met.")
    }
    let removals = (first.removals ?? []).filter { removal in
      removal.objective == objective.objective && (removal.share.mean ?? 0) > (objective.share?.mean ?? 0)
    }.sorted { ($0.share.mean ?? 0) > ($1.share.mean ?? 0) }.prefix(2)
    guard !removals.isEmpty else {
      return ("What would mend it", "No single cause that is taken away raises the share of \(Asked(objective).cases).")
    }
    let parts = removals.map { removal -> String in
      let share = Figures.percent(removal.share.mean ?? 0, near: objective.requiredShare)
      let low = removal.share.low ?? 0
      let high = removal.share.high ?? 1
      let word =
        low >= objective.requiredShare ? "meets" : high < objective.requiredShare ? "misses still" : "too close to call"
      return "without \(removal.cause) \(share) (\(word))"
    }
    return ("What would mend it", "The same years \(parts.joined(separator: "; ")).")
  }

  private var costs: (heading: String, words: String)? {
    guard ranking.isPriced, let cost = first.costUsdPerYear.mean else {
      return ("What it costs", "Nothing that these designs use has a price.")
    }
    guard let baseline = designs.first(where: { $0.topology == "single-site" && $0.design != first.design }),
      let zero = baseline.costUsdPerYear.mean
    else { return ("What it costs", "\(Figures.dollars(cost)) a year, amortised.") }
    let front = ranking.kept.sorted { ($0.design.costUsdPerYear.mean ?? 0) < ($1.design.costUsdPerYear.mean ?? 0) }
    var steps: [String] = []
    for (from, to) in zip(front, front.dropFirst()) {
      guard let a = from.design.lostMinutesPerYear.mean, let b = to.design.lostMinutesPerYear.mean, b < a,
        let dollars = to.design.costUsdPerYear.mean, let before = from.design.costUsdPerYear.mean
      else { continue }
      steps.append(
        "\(to.design.design) buys \(Figures.minutes(a - b)) minutes for \(Figures.dollars(dollars - before))")
    }
    let dear = steps.suffix(2).joined(separator: "; ")
    return (
      "What it costs",
      "\(Figures.dollars(cost - zero)) a year above \(baseline.design)\(dear.isEmpty ? "" : ". Step by step: \(dear)")."
    )
  }

  /// A number in words up to twelve.
  func count(_ n: Int) -> String {
    let words = [
      "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ]
    return words.indices.contains(n) ? words[n] : String(n)
  }

  /// A design's name at the beginning of a sentence.
  func sentence(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }
}

/// A reason of the first screen, and which of a reader's questions it answers.
struct Reason {
  let answers: String
  let heading: String
  let words: String
}
