import Charts

/// The report of fitted durations: the sample's distribution function against the best law's.
struct DurationFitPage: QuestionPage {
  struct Stored: StoredAnswer {
    struct Parameter: Decodable {
      let name: String
      let value: Double
      let low: Double?
      let high: Double?
    }

    struct Law: Decodable {
      let law: String
      let phrase: String?
      let refused: String?
      let parameters: [Parameter]?
      let aic: Double?
      let ks: Double?
      let ksP: Double?
      let ad: Double?
      let adP: Double?
    }

    struct Curve: Decodable {
      let share: [Double]
      let seconds: [Double]
    }

    struct Point: Decodable {
      let share: Double
      let observedSeconds: Double
      let fittedSeconds: Double?
      let shareEnded: Double
      let fittedShareEnded: Double
    }

    let origin: String
    let ended: Int
    let censored: Int
    let constantSeconds: Double?
    let laws: [Law]
    let fittedCurve: Curve?
    let measured: [Point]

    func check() throws {
      guard constantSeconds != nil || laws.contains(where: { $0.phrase != nil }) else {
        throw PageError("'laws' has no law that was fitted")
      }
    }
  }

  let stored: Stored
  let provenance: String

  private var best: Stored.Law? { stored.constantSeconds == nil ? stored.laws.first { $0.phrase != nil } : nil }

  var page: AnswerPage {
    AnswerPage(
      model: stored.origin,
      question: "Which law do the \(counted(stored.ended, "duration")) of \(stored.origin) follow?",
      title: title, sure: sure, reasons: reasons, sections: [shares, residuals, laws].compactMap { $0 },
      provenance: "Fitted by maximum likelihood, \(provenance).")
  }

  /// Whether the nearest law describes the sample: by the chance of a larger distance where there is one.
  private var title: String {
    if let constant = stored.constantSeconds {
      return "All \(counted(stored.ended, "duration")) are \(Figures.time(constant)): a constant, and no law."
    }
    guard let best else { return "No law can be fitted." }
    guard let distance = best.ks else { return "One duration fits any law: more are needed to tell them apart." }
    let off = "no share is off by more than \(points(distance))"
    guard let chance = best.ksP else { return "\(article(best.law)) comes closest: \(off)." }
    return chance >= 0.05
      ? "\(article(best.law)) describes these durations: \(off)."
      : "None of the laws describes these durations: \(article(best.law).lowercasedFirst) comes closest, off by up to "
        + "\(points(distance))."
  }

  private func article(_ law: String) -> String {
    "\("aeiou".contains(law.prefix(1)) ? "An" : "A") \(law) law"
  }

  private func points(_ share: Double) -> String { "\(Figures.digits(share * 100)) percentage points" }

  private var sure: String {
    guard let best else { return "" }
    if let chance = best.ksP {
      return
        "How sure: were the law true, so large a distance would come by chance in \(Figures.percent(chance)) of samples "
        + "of this size."
    }
    return stored.censored > 0
      ? "How sure: \(counted(stored.censored, "duration")) had not ended, and with such no test has a chance to tell."
      : "How sure: not at all."
  }

  private var reasons: [Reason] {
    guard let best, let phrase = best.phrase else { return [] }
    let parameters = (best.parameters ?? []).compactMap { parameter in
      range(parameter.low, parameter.high).map {
        "\(parameter.name) \(value(parameter.value, parameter.name)) (\(value($0.lowerBound, parameter.name)) to "
          + "\(value($0.upperBound, parameter.name)))"
      }
    }
    let next = stored.laws.filter { $0.phrase != nil }.dropFirst().first
    return [
      Reason(answers: "line", heading: "The line for the plan", words: "lasts: \(phrase)"),
      Reason(
        answers: "parameters", heading: "Its parameters, with 95 % intervals",
        words: parameters.isEmpty ? "Not determined." : parameters.joined(separator: ", ") + "."),
      next.flatMap { other in
        guard let aic = other.aic, let own = best.aic else { return nil }
        return Reason(
          answers: "next", heading: "What comes next",
          words: "\(article(other.law)), \(Figures.digits(aic - own)) higher by AIC.")
      },
    ].compactMap { $0 }
  }

  private func value(_ value: Double, _ name: String) -> String {
    switch name {
    case "shape", "sigma": Figures.digits(value)
    case "share": Figures.percent(value)
    default: Figures.time(value)
    }
  }

  /// The sample's steps, and the law as a smooth curve.
  private var shares: AnswerPage.Section? {
    guard let best, let curve = stored.fittedCurve, stored.measured.count > 1 else { return nil }
    var steps: [(value: Double, share: Double)] = []
    var before = 0.0
    for point in stored.measured {
      steps += [(point.observedSeconds, before), (point.observedSeconds, point.shareEnded)]
      before = point.shareEnded
    }
    let low = stored.measured[0].observedSeconds / 1.5
    let high = (stored.measured.last?.observedSeconds ?? 1) * 1.5
    let law = zip(curve.seconds, curve.share).filter { $0.0 >= low && $0.0 <= high }.map { (value: $0, share: $1) }
    let far = stored.measured.max { gap($0) < gap($1) }
    let title =
      far.map { point in
        "\(Figures.percent(point.shareEnded)) had ended after \(Figures.time(point.observedSeconds)), by the law "
          + "\(Figures.percent(point.fittedShareEnded)): where they part most"
      } ?? "Measured against the law"
    return AnswerPage.Section(
      title: title,
      how: "Share of durations that have ended, log scale. Stairs: measured"
        + (stored.censored > 0 ? ", open ones counted as longer (Kaplan and Meier)." : "."),
      legend: [(Tint.part(0).swatch, "measured"), (Tint.part(1).swatch, "\(best.law), fitted")],
      drawings: [
        CurvesChart(
          title: title,
          curves: [
            .init(name: "measured", tint: .part(0), isDashed: false, points: steps),
            .init(name: best.law, tint: .part(1), isDashed: true, points: law),
          ], post: nil, direction: .within("durations are at most"), unit: .seconds, xTitle: "duration",
          yTitle: "share that has ended", xRange: low...high
        ).drawing
      ], table: table)
  }

  private func gap(_ point: Stored.Point) -> Double { abs(point.shareEnded - point.fittedShareEnded) }

  private var table: PageTable {
    PageTable(
      summary: "Measured against fitted, duration by duration",
      heads: ["Share", "Measured", "By the law", "Share ended", "By the law"],
      rows: stored.measured.map { point in
        [
          .share(point.share), .time(point.observedSeconds), .time(point.fittedSeconds), .share(point.shareEnded),
          .share(point.fittedShareEnded),
        ]
      })
  }

  /// How much longer or shorter the measured quantiles are.
  private var residuals: AnswerPage.Section? {
    let points = stored.measured.compactMap { point -> ReachChart.Point? in
      guard let fitted = point.fittedSeconds, fitted > 0 else { return nil }
      return .init(x: point.share, y: point.observedSeconds / fitted - 1, interval: nil)
    }
    // What the shortest and the longest few do is chance.
    let inner = points.filter { $0.x >= 0.1 && $0.x <= 0.9 }
    guard points.count > 2, let far = inner.max(by: { abs($0.y) < abs($1.y) }) else { return nil }
    let title =
      abs(far.y) <= fitTolerance
      ? "Between the shortest and the longest tenth no duration is off by more than \(Figures.percent(abs(far.y)))"
      : "At \(Figures.percent(far.x)) durations are \(Figures.percent(abs(far.y))) "
        + "\(far.y > 0 ? "longer" : "shorter") than the law says"
    return AnswerPage.Section(
      title: title, how: "Measured over fitted duration at the same share; the few at both ends are the least certain.",
      drawings: [
        ReachChart(
          title: title, lines: [.init(name: "measured over fitted", tint: .part(0), points: points)],
          level: (0, "alike"),
          xTitle: "share of durations", xUnit: .percent, yTitle: "measured against fitted", yUnit: .change
        ).drawing()
      ])
  }

  private var laws: AnswerPage.Section? {
    guard !stored.laws.isEmpty else { return nil }
    func text(_ value: Double?, _ digits: Int) -> TableCell { .number(value) { Figures.fixed($0, digits) } }
    return AnswerPage.Section(
      title: "The laws that were tried, best first",
      how:
        "By AIC: two for each parameter, less twice the logarithm of the likelihood. KS and AD are distances; p is the share of "
        + "fitted resamples that lie farther off.",
      table: PageTable(
        summary: "Every law", heads: ["Law", "For the plan", "AIC", "KS", "p (KS)", "AD", "p (AD)"],
        rows: stored.laws.map { law in
          [
            .words(law.law), .words(law.phrase ?? law.refused ?? ""), text(law.aic, 1), text(law.ks, 3),
            text(law.ksP, 3),
            text(law.ad, 2), text(law.adP, 3),
          ]
        }, wordColumns: [1]))
  }
}

extension String {
  /// `a law` of `A law`.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
