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
  var reasons: [(heading: String, words: String)] { [inTheWay, wouldMend, costs].compactMap { $0 } }

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
      let next = ranking.kept.dropFirst().first { $0.design.verdict != "meets" }
      return next.map { ("Why not a cheaper one", "\(sentence($0.design.design)): \(gap($0.design)).") }
    }
    let removals = (first.removals ?? []).filter { removal in
      removal.objective == objective.objective && (removal.share.mean ?? 0) > (objective.share?.mean ?? 0)
    }.sorted { ($0.share.mean ?? 0) > ($1.share.mean ?? 0) }.prefix(2)
    guard !removals.isEmpty else { return nil }
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

/// An objective in words.
struct Asked {
  let words: String
  /// What its share counts.
  let cases: String
  /// The heading of its column, and its second line.
  let heading: String
  let needs: String

  init(_ objective: StoredComparison.Objective) {
    let share = Figures.percent(objective.requiredShare).replacing(" ", with: "\u{A0}")
    let name = objective.objective
    let limit = Figures.time(objective.threshold).replacing(" ", with: "\u{A0}")
    needs = "needs \(share)"
    if name.hasPrefix("availability_requests") || name.hasPrefix("availability_time") {
      let minutes = Figures.digits((1 - objective.threshold) * 525_960)
      let of = name.hasPrefix("availability_time") ? "of the time" : "of requests"
      cases = "years"
      words = "\(nines(objective.threshold)) \(of) in \(share) of years"
      heading = "Years within \(minutes) \(name.hasPrefix("availability_time") ? "minutes down" : "lost min")"
    } else if name.hasPrefix("recovery_") {
      let scope = limited(name, "recovery_")
      cases = "\(scope) outages"
      words = "back within \(limit) of a lost \(scope) in \(share) of outages"
      heading = "\(scope.prefix(1).uppercased() + scope.dropFirst()) back within \(limit)"
    } else if name.hasPrefix("data_loss_") {
      let traffic = limited(name, "data_loss_")
      cases = "failovers"
      words = "\(traffic) losing at most \(limit) in \(share) of failovers"
      heading = "\(traffic.prefix(1).uppercased() + traffic.dropFirst()) loses at most \(limit)"
    } else {
      cases = name.hasPrefix("monthly") ? "months" : name.hasPrefix("rolling") ? "windows of 30 days" : "years"
      words = "\(objective.words) of at least \(nines(objective.threshold)) in \(share) of \(cases)"
      heading = "\(objective.words.prefix(1).uppercased() + objective.words.dropFirst()) \(nines(objective.threshold))"
    }
  }
}

/// The scope or the class whose time an objective limits, be it one limit of several: `recovery_region_seconds_limit_2`.
func limited(_ name: String, _ prefix: String) -> String {
  let parts = name.dropFirst(prefix.count).split(separator: "_", omittingEmptySubsequences: false)
  return parts.prefix(parts.lastIndex(of: "seconds") ?? parts.count).joined(separator: "_")
}

/// A share near one with the nines that it was asked with.
func nines(_ share: Double) -> String {
  var text = Figures.fixed(share * 100, 6)
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return "\(text) %"
}
