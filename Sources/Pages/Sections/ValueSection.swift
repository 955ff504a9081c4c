import Charts

/// Which design is the cheapest in total by what a lost minute is worth: the break-evens of the result.
struct ValueSection {
  private let findings: Findings
  private var comparison: StoredComparison { findings.comparison }
  private var steps: [StoredComparison.BreakEven] { comparison.breakEvens }

  init(_ findings: Findings) { self.findings = findings }

  /// Designs that are cheapest somewhere, from which value on; one alone where no value of a minute changes it.
  var stretches: [ValueStrip.Stretch] {
    guard let first = steps.first?.from ?? cheapest?.design else { return [] }
    return [ValueStrip.Stretch(name: first, tint: tint(first), from: 0)]
      + steps.map {
        ValueStrip.Stretch(name: $0.to, tint: tint($0.to), from: $0.usdPerMinute.mean, known: $0.known)
      }
  }

  private func tint(_ name: String) -> Tint { findings.ranking.place(of: name)?.tint ?? .other }

  private var cheapest: StoredComparison.Design? {
    func key(_ design: StoredComparison.Design) -> (Double, Double) {
      (design.costUsdPerYear.mean ?? 0, design.lostMinutesPerYear.mean ?? 0)
    }
    return comparison.designs.min { key($0) < key($1) }
  }

  /// What is said where one design is the cheapest whatever a minute is worth; what is not told apart from it is named.
  func cheapestThroughout(_ name: String) -> String {
    let equal = comparison.designs.filter { $0.tiedWith == name }.map(\.design)
    let words = "\(findings.sentence(name)) is the cheapest at any value of a lost minute"
    guard equal.isEmpty else {
      return "\(words) by the means; not told apart from it: \(equal.joined(separator: ", "))"
    }
    return mayLoseMore(name) ? "\(words) by the means" : words
  }

  /// Whether another design may lose less, on the same failures: then it would be the cheaper one where minutes are dear.
  private func mayLoseMore(_ name: String) -> Bool {
    comparison.designs.contains { other in
      guard other.design != name else { return false }
      return Ranking.difference(from: other.design, to: name, comparison.pairs).map { $0.high > 0 } ?? false
    }
  }

  /// Up to five names, and how many more.
  private func listed(_ names: [String]) -> String {
    let shown = names.count > 6 ? Array(names.prefix(5)) + ["\(findings.count(names.count - 5)) more"] : names
    return shown.count > 1
      ? "\(shown.dropLast().joined(separator: ", ")) and \(shown[shown.count - 1])" : shown.joined()
  }

  var values: [String: Any]? {
    let stretches = stretches
    guard stretches.count > 1 else { return nil }
    let never = findings.ranking.places.map(\.design.design).filter { name in !stretches.contains { $0.name == name } }
    var how = [
      "Cheapest in cost plus loss, by what a lost minute is worth (log scale); below it the 95 % interval of each break-even.",
      ownValue,
    ]
    if !never.isEmpty {
      how.append("\(listed(never)) \(never.count == 1 ? "is" : "are") cheapest at no value.")
    }
    return [
      "title": title, "chart": ValueStrip(title: title, stretches: stretches).drawing.values, "data": table.values,
      "how": how.joined(separator: " "),
    ]
  }

  var title: String {
    guard let last = steps.last else { return "What a lost minute is worth" }
    return "On money alone, \(last.to) pays from \(Figures.dollars(last.usdPerMinute.mean)) a lost minute"
      + (last.isCertain ? "" : ", if it loses less than \(last.from): that is not certain")
  }

  /// What the plan's own value of a lost minute says.
  var ownValue: String {
    guard let value = comparison.usdPerLostMinute else {
      let minutes = (findings.first.services ?? []).compactMap { service in
        service.usdPerLostMinute.map { "\(service.service) \(Figures.dollars($0))" }
      }
      return minutes.isEmpty
        ? "The plan does not say what a lost minute is worth."
        : "What a lost minute costs depends on whose it is: \(minutes.joined(separator: ", ")). What each design loses so stands in "
          + "the table by service."
    }
    let words = "In this plan a lost minute costs \(Figures.dollars(value)): at that value"
    guard let choice = stretches.last(where: { $0.from <= value }) else { return "" }
    let open = steps.first { step in
      (step.from == choice.name || step.to == choice.name) && step.known?.contains(value) == true
    }
    if let open { return "\(words) \(open.from) and \(open.to) are not told apart in total." }
    let first = findings.first
    let more = choice.name != first.design && first.verdict == "meets"
    return "\(words) \(choice.name) is the cheapest in total"
      + (more ? "; what \(first.design) costs above that is paid for the objectives." : ".")
  }

  private var table: PageTable {
    PageTable(
      summary: "Break-evens as a table",
      heads: ["From", "To", "\(Figures.moneyFirst) a lost minute", "95 % from", "95 % to", "Inputs from", "Inputs to"],
      rows: steps.map { step in
        let value = step.usdPerMinute
        let ends: [TableCell] =
          value.exact == true
          ? [.number(value.mean, .money) { _ in "exact" }, .number(value.mean, .money) { _ in "exact" }]
          : [.dollars(value.low), .dollars(value.high, without: "not certain")]
        // A range whose ends are missing stands for a design that loses no less at some reading.
        let inputs: [TableCell] =
          comparison.inputPoints ?? 0 > 0
          ? [.dollars(value.inputsLow, without: "never"), .dollars(value.inputsHigh, without: "never")] : ["-", "-"]
        return [.words(step.from), .words(step.to), .dollars(value.mean)] + ends + inputs
      }, wordColumns: [1])
  }
}

extension StoredComparison.BreakEven {
  /// Whether the second design is known to lose less.
  var isCertain: Bool { usdPerMinute.exact == true || usdPerMinute.high != nil }

  /// Between which values the break-even lies; nil where it is exact.
  var known: ClosedRange<Double>? {
    guard usdPerMinute.exact != true, let low = usdPerMinute.low else { return nil }
    return low...max(low, usdPerMinute.high ?? .infinity)
  }
}
