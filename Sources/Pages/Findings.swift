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
  var designs: [StoredComparison.Design] { comparison.designs }

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
      return "Nothing is asked of these designs. \(sentence(first.design)) \(losesLeast): "
        + "\(Figures.minutes(first.lostMinutesPerYear.mean ?? 0)) minutes a year\(price.isEmpty ? "" : ",\(price)")."
    }
    let meeting = ranking.places.filter { $0.design.verdict == "meets" }
    if !meeting.isEmpty {
      if designs.count == 1 { return "\(sentence(first.design)) meets every objective,\(price.isEmpty ? "" : price)." }
      return
        "\(sentence(first.design)) \(how(meeting.map(\.design))) every objective\(price.isEmpty ? "" : ",\(price)")."
    }
    let open = ranking.places.filter { $0.design.verdict == "undecided" }.map(\.design.design)
    if !open.isEmpty {
      return "Undecided after \(Figures.grouped(Double(comparison.replications))) years: "
        + "\(open.joined(separator: ", ")) may meet every objective. No design is shown to."
    }
    let none = designs.count == 1 ? "\(sentence(first.design)) does not." : "None of the \(count(designs.count))."
    let equal = designs.filter { $0.design != first.design && keepsTheSame($0) }.map(\.design)
    let closest =
      designs.count == 1
      ? "It keeps"
      : equal.isEmpty
        ? "\(sentence(first.design)) comes closest:"
        : "\(sentence(first.design)) and \(equal.count == 1 ? equal[0] : "\(count(equal.count)) more") come equally close:"
    return "\(none) \(closest) \(gap(first))\(price.isEmpty ? "" : ",\(price)")."
  }

  /// How the first design stands among those that meet: what costs the same, as far as is known, is called a tie.
  private func how(_ meeting: [StoredComparison.Design]) -> String {
    guard meeting.count > 1 else {
      let open = designs.contains { $0.verdict == "undecided" }
      return open ? "alone is shown to meet" : "alone meets"
    }
    guard ranking.isPriced else { return "and \(meeting.count - 1) more meet" }
    let equal = meeting.filter { $0.design != first.design && !isDearer($0) }.map(\.design)
    guard !equal.isEmpty else { return "is the cheapest of \(meeting.count) that meet" }
    let others = equal.count == 1 ? equal[0] : "\(count(equal.count)) more"
    return "and \(others), which cost the same as far as is known, are the cheapest of \(meeting.count) that meet"
  }

  /// Whether a design costs more than the first for certain, on the same failures: by the difference of each pair of years, of
  /// which what both have in common is no part.
  private func isDearer(_ design: StoredComparison.Design) -> Bool {
    if let more = Ranking.difference(from: first.design, to: design.design, comparison.pairs, \.costUsdPerYear) {
      return more.low > 0
    }
    // What nobody paired counts as independent, which is wider than it is.
    func half(_ cost: StoredComparison.Mean) -> Double {
      cost.interval.map { ($0.upperBound - $0.lowerBound) / 2 } ?? 0
    }
    let (own, other) = (first.costUsdPerYear, design.costUsdPerYear)
    let reach = (half(own) * half(own) + half(other) * half(other)).squareRoot()
    return (other.mean ?? 0) - (own.mean ?? 0) > reach
  }

  /// Whether a design keeps each objective in the very share in which the first does.
  private func keepsTheSame(_ design: StoredComparison.Design) -> Bool {
    design.objectives.map { $0.share?.mean } == first.objectives.map { $0.share?.mean }
  }

  /// Whether the first design is known to lose less than every other, or only does by the means.
  private var losesLeast: String {
    let isKnown = designs.allSatisfy { design in
      guard design.design != first.design else { return true }
      return Ranking.difference(from: design.design, to: first.design, comparison.pairs).map { $0.high < 0 } ?? false
    }
    return isKnown ? "loses least" : "loses least by the means"
  }

  /// How far a design is from the first objective that it misses.
  func gap(_ design: StoredComparison.Design) -> String {
    let missed = design.objectives.filter { $0.verdict == "misses" }
    guard let worst = missed.first, let share = worst.share?.mean else {
      return design.verdict == "undecided"
        ? "undecided after \(Figures.grouped(Double(comparison.replications))) years"
        : "nothing that was judged is missed"
    }
    let asked = Asked(worst)
    let open = design.objectives.count { $0.verdict == "undecided" }
    let rest =
      missed.count > 1
      ? ", and \(count(missed.count - 1)) more missed"
      : open > 0 ? ", \(count(open)) more undecided" : design.objectives.count > 1 ? ", all else met" : ""
    return "\(Figures.percent(share, near: worst.requiredShare)) of \(asked.cases) instead of "
      + "\(Figures.percent(worst.requiredShare))\(rest)"
  }

  /// How sure the answer is: the interval of what decides it, what the inputs allow, how much is assumed.
  var sure: String {
    var parts: [String] = []
    if let deciding, let share = deciding.share, let interval = share.interval {
      let required = deciding.requiredShare
      // Ends that read alike are one.
      func percents(_ ends: ClosedRange<Double>) -> String {
        let low = Figures.percent(ends.lowerBound, near: required)
        let high = Figures.percent(ends.upperBound, near: required)
        return low == high ? low : "\(low) to \(high)"
      }
      parts.append(
        interval.lowerBound < interval.upperBound
          ? "by chance \(percents(interval)) of \(Asked(deciding).cases) "
            + "(95 % interval; \(Figures.percent(required)) is needed)"
          : "chance plays no part in it (\(Figures.percent(required)) is needed)")
      if let band = share.band {
        parts.append("by the uncertain inputs \(percents(band))")
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

  /// The objective of the first design that decides its verdict: the first that is missed, then the first that is open, then
  /// the one that is kept with the least to spare.
  var deciding: StoredComparison.Objective? {
    first.objectives.first { $0.verdict == "misses" } ?? first.objectives.first { $0.verdict == "undecided" }
      ?? first.objectives.filter { $0.share?.mean != nil }.min { margin($0) < margin($1) }
  }

  private func margin(_ objective: StoredComparison.Objective) -> Double {
    (objective.share?.mean ?? 1) - objective.requiredShare
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
