import Charts

/// The report of a sized design: lost minutes and the objective's share against the fleet, with 20-30 % shaded.
struct SizePage: QuestionPage {
  struct Stored: StoredAnswer {
    struct Point: Decodable {
      let nodes: Int
      let replicas: Int
      let aboveRequirementPercent: Double
      let lostMinutesPerYear: StoredFigure
      let objectiveShare: StoredFigure?
      let verdict: String
      let costUsdPerYear: Double
      let addedCostUsdPerYear: Double
      let usdPerAvoidedMinute: Double?
      let replications: Int
    }

    struct Answer: Decodable {
      let status: String
      let nodes: Int
      let aboveRequirementPercent: Double
      let addedCostUsdPerYear: Double
      let lostMinutesPerYear: StoredFigure
      let objectiveShare: StoredFigure?
    }

    struct Saving: Decodable {
      let cause: String
      let mean: Double
    }

    struct Term: Decodable {
      let term: String
      let nodes: Int?
      let simulatedNodes: Int?
      let basis: String
    }

    struct Reading: Decodable {
      let reading: String
      let askedPercent: Double
      let percentOverRequirement: Double
      let nodes: Int
      let verdict: String
    }

    let model: String
    let design: String
    let seed: UInt64
    let replications: Int
    let worlds: Int
    let peakRps: Double
    let requirementReplicas: Int
    let requirementNodes: Int
    /// Share of years that is asked for; nil where none is.
    let requiredShare: Double?
    let curve: [Point]
    let answer: Answer
    let bindingTerm: String
    let savedLostMinutesPerYear: [Saving]
    let terms: [Term]
    let readings: [Reading]
    /// A course for each growth; nil where no months were asked for.
    let byMonth: [StoredCourse]?

    func check() throws {
      guard !curve.isEmpty else { throw PageError("'curve' is empty") }
    }
  }

  let stored: Stored
  let provenance: String

  private var answer: Stored.Answer { stored.answer }
  private var isMet: Bool { answer.status == "met" }

  var page: AnswerPage {
    AnswerPage(
      model: stored.model,
      question:
        "How much capacity above the requirement does \(stored.design) need at \(Figures.digits(stored.peakRps)) "
        + "requests a second?",
      title: title, sure: sure, reasons: reasons,
      sections: [minutes, share, stored.byMonth.flatMap(months), terms].compactMap { $0 },
      provenance:
        "Up to \(Figures.grouped(Double(stored.replications))) years a fleet on the same failures and traffic "
        + "(\(stored.worlds) worlds), seed \(stored.seed), \(provenance).")
  }

  private var title: String {
    switch answer.status {
    case "met" where answer.aboveRequirementPercent <= 0:
      "\(capitalised(stored.design)) needs no buffer: the requirement of \(answer.nodes) nodes meets the objective."
    case "met" where answer.addedCostUsdPerYear <= 0 && answer.nodes <= stored.requirementNodes:
      "\(capitalised(stored.design)) needs no node above the requirement's \(answer.nodes), whose replicas are "
        + "\(percent(answer.aboveRequirementPercent)) more than it takes."
    case "met":
      "\(capitalised(stored.design)) needs \(answer.nodes) nodes: \(percent(answer.aboveRequirementPercent)) over the "
        + "requirement, for \(Figures.dollars(answer.addedCostUsdPerYear)) a year more than no buffer."
    case "undecided": "Undecided after \(Figures.grouped(Double(stored.replications))) years: more may tell."
    default: "No buffer mends \(stored.design): what is missing is not capacity."
    }
  }

  private var sure: String {
    guard let share = answer.objectiveShare, let mean = share.mean else {
      return
        "How sure: \(Figures.minutes(answer.lostMinutesPerYear.mean ?? 0)) lost minutes a year at \(answer.nodes) nodes."
    }
    let between = share.interval.map {
      ", by chance \(Figures.percent($0.lowerBound)) to \(Figures.percent($0.upperBound)) (95 % interval)"
    }
    return "How sure: \(answer.nodes) nodes keep the objective in \(Figures.percent(mean)) of years\(between ?? "")."
  }

  private var reasons: [Reason] {
    let saved = stored.savedLostMinutesPerYear.filter { $0.mean > 0 }.prefix(3)
      .map { "\($0.cause) \(Figures.minutes($0.mean))" }
    let binding = Reason(
      answers: "way", heading: "What binds it",
      words: (stored.bindingTerm == "none"
        ? "Nothing: the requirement alone meets the objective"
        : capitalised(stored.bindingTerm.replacing("-", with: " ")))
        + (saved.isEmpty ? "." : ". Minutes a year that the fleet saves: \(saved.joined(separator: ", "))."))
    let rule = Reason(answers: "rule", heading: "What becomes of 20-30 %", words: readings)
    return [binding, rule, nextStep].compactMap { $0 }
  }

  private var readings: String {
    let groups = ["over_requirement", "of_capacity"].compactMap { kind -> String? in
      let rows = stored.readings.filter { $0.reading.replacing("-", with: "_") == kind }
      guard let first = rows.first, let last = rows.last else { return nil }
      let verdicts = Set(rows.map(\.verdict)).count == 1 ? first.verdict : "\(first.verdict) to \(last.verdict)"
      let name = kind == "of_capacity" ? "Kept free of capacity" : "Over the requirement"
      return "\(name): \(first.nodes) to \(last.nodes) nodes, \(verdicts)."
    }
    return groups.isEmpty
      ? stored.readings.map { "\($0.nodes) nodes \($0.verdict)" }.joined(separator: "; ")
      : groups.joined(separator: " ")
  }

  private var nextStep: Reason? {
    guard let index = stored.curve.firstIndex(where: { $0.nodes == answer.nodes }),
      stored.curve.indices.contains(index + 1)
    else { return nil }
    let (here, next) = (stored.curve[index], stored.curve[index + 1])
    let cost = Figures.dollars(next.costUsdPerYear - here.costUsdPerYear)
    let saved = next.usdPerAvoidedMinute.map { "\(Figures.dollars($0)) for each lost minute less" }
    return Reason(
      answers: "next", heading: "What one more step buys",
      words: "\(next.nodes) nodes cost \(cost) a year more: \(saved ?? "no difference that these years can tell").")
  }

  /// 20 to 30 % in both readings, over the requirement.
  private var stretches: [ReachChart.Stretch] {
    let kinds = stored.readings.reduce(into: [String]()) { if !$0.contains($1.reading) { $0.append($1.reading) } }
    return kinds.compactMap { kind in
      let over = stored.readings.filter { $0.reading == kind }.map { $0.percentOverRequirement / 100 }
      guard let low = over.min(), let high = over.max(), high > low else { return nil }
      let name = kind.contains("capacity") ? "20-30 % of capacity kept free" : "20-30 % over the requirement"
      return ReachChart.Stretch(low...high, words: name)
    }
  }

  private func points(_ y: (Stored.Point) -> StoredFigure?) -> [ReachChart.Point] {
    stored.curve.compactMap { point in
      guard let figure = y(point), let mean = figure.mean else { return nil }
      return .init(
        x: point.aboveRequirementPercent / 100, y: mean, interval: figure.interval,
        isAnswer: point.nodes == answer.nodes)
    }
  }

  private var minutes: AnswerPage.Section {
    let first = stored.curve[0].lostMinutesPerYear.mean ?? 0
    let title =
      isMet && answer.nodes <= stored.requirementNodes
      ? "The requirement alone loses \(Figures.minutes(first)) minutes a year"
      : isMet
        ? "Lost minutes fall from \(Figures.minutes(first)) without buffer to "
          + "\(Figures.minutes(answer.lostMinutesPerYear.mean ?? 0)) at the answer"
        : "Lost minutes against the fleet"
    return AnswerPage.Section(
      title: title, how: "Band: 95 % interval. Ring: the answer, or where more stops helping. Shaded: a rule of thumb.",
      drawings: [
        ReachChart(
          title: title,
          lines: [.init(name: stored.design, tint: .design(5), points: points(\.lostMinutesPerYear))],
          stretches: stretches, xTitle: "capacity over the requirement", xUnit: .percent,
          yTitle: "lost minutes a year",
          yUnit: .minutes, isLogarithmic: true
        ).drawing()
      ],
      table: PageTable(
        summary: "Every fleet",
        heads: [
          "Nodes", "Replicas", "Over the requirement", "Lost minutes a year", "Keeps the objective", "Verdict",
          "Cost a year", "Years",
        ],
        rows: stored.curve.map { point in
          [
            .count(point.nodes), .count(point.replicas), .number(point.aboveRequirementPercent, .percent, percent),
            .minutes(point.lostMinutesPerYear.mean ?? 0), .share(point.objectiveShare?.mean),
            .words(marked(point.verdict)), .dollars(point.costUsdPerYear), .count(point.replications),
          ]
        }))
  }

  private var share: AnswerPage.Section? {
    let points = points(\.objectiveShare)
    guard points.count > 1 else { return nil }
    let title = "In which share of years each fleet keeps the objective"
    let level = stored.requiredShare.map { (value: $0, words: "\(Figures.percent($0)) of years are asked for") }
    return AnswerPage.Section(
      title: title, how: "The objective holds where the whole interval stands at or above what is asked.",
      drawings: [
        ReachChart(
          title: title, lines: [.init(name: stored.design, tint: .design(5), points: points)], level: level,
          stretches: stretches,
          xTitle: "capacity over the requirement", xUnit: .percent, yTitle: "share of years", yUnit: .percent
        ).drawing()
      ])
  }

  private var terms: AnswerPage.Section? {
    guard !stored.terms.isEmpty else { return nil }
    return AnswerPage.Section(
      title: "What each term would ask for alone"
        + (stored.bindingTerm == "none" ? "" : ": \(stored.bindingTerm.replacing("-", with: " ")) binds"),
      how: "By formula and simulated alone, in nodes above the requirement of \(stored.requirementNodes).",
      table: PageTable(
        summary: "Terms and their formulas", heads: ["Term", "By formula", "Simulated alone", "Formula"],
        rows: stored.terms.map {
          [
            .words($0.term.replacing("-", with: " ")), .count($0.nodes), .count($0.simulatedNodes), .words($0.basis),
          ]
        }, wordColumns: [3]))
  }

  private func percent(_ percent: Double) -> String { Figures.fixed(percent, 1) + " %" }
}
