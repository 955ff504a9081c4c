import Charts

/// Who is called in an outage, and how long after its fault.
extension AlertPage {
  /// nil where nobody who is called has a name.
  var calls: AnswerPage.Section? {
    let rows = stored.causes.flatMap { cause in cause.named.map { (cause: cause, called: $0) } }
    guard !rows.isEmpty else { return nil }
    return AnswerPage.Section(
      title: callsTitle,
      how:
        "Levels of the plan's on-call and receivers of other names: when a group has waited and still rings, or when the level before "
        + "has not acknowledged, each within the median of its law. From the fault, log scale; at the right end: not in half of "
        + "the outages.",
      drawings: [
        MarksChart(
          title: callsTitle, rows: rows.map { row($0.cause, $0.called) }, xTitle: "from the fault to the call",
          unit: .seconds, isLogarithmic: true
        ).drawing
      ],
      table: PageTable(
        summary: "Who is called when, by what",
        heads: ["Who", "Cause", "Called in", "Of outages", "P50", "Ringing then", "In"],
        rows: rows.map { cause, called in
          [
            .words(called.who), .words(cause.cause), .count(called.outages), .count(cause.lookedAt), cell(called),
            .words(called.ringing.joined(separator: " ")), .share(called.ringingShare),
          ]
        }, wordColumns: [1, 5]))
  }

  /// How long it takes until somebody is called, cause by cause: the soonest and the latest.
  private var callsTitle: String {
    let firsts = stored.causes.filter { !$0.named.isEmpty }.map { cause in
      (cause: cause.cause, seconds: cause.named.map { seconds($0) }.min() ?? .infinity)
    }
    guard let soonest = firsts.min(by: { $0.seconds < $1.seconds }), soonest.seconds.isFinite else {
      return "In half of the outages and more nobody is called"
    }
    let words = "Half of the time somebody is called within \(Figures.time(soonest.seconds)) of \(soonest.cause)"
    guard firsts.count > 1, let latest = firsts.max(by: { $0.seconds < $1.seconds }), latest.seconds > soonest.seconds
    else { return words }
    return latest.seconds.isFinite
      ? "\(words), and of \(latest.cause) within \(Figures.time(latest.seconds))"
      : "\(words); of \(latest.cause) nobody is, in half of its outages or more"
  }

  private func row(_ cause: Stored.Cause, _ called: Stored.Called) -> MarksChart.Row {
    MarksChart.Row(
      name: "\(cause.cause): \(called.who)", detail: "\(called.outages) of \(cause.lookedAt)",
      marks: [
        .init(
          seconds(called), interval: ends(called), tint: .part(0),
          words: "\(called.who), \(cause.cause): \(cell(called).text) after the fault")
      ])
  }

  private func seconds(_ called: Stored.Called) -> Double { called.afterP50Seconds?.seconds ?? .infinity }

  private func ends(_ called: Stored.Called) -> ClosedRange<Double>? {
    range(called.afterP50Seconds?.low, called.afterP50Seconds?.high)
  }

  private func cell(_ called: Stored.Called) -> TableCell {
    if let bound = called.afterP50Seconds?.bound {
      return .bound(
        bound, .seconds,
        bound.upperBound.isFinite
          ? "at most \(Figures.time(bound.upperBound))" : "at least \(Figures.time(bound.lowerBound))")
    }
    return .number(called.afterP50Seconds?.seconds, .seconds, ends: ends(called), without: "not in half") { seconds in
      let between = ends(called).flatMap { $0.lowerBound == $0.upperBound ? nil : $0 }
      return Figures.time(seconds)
        + (between.map { " (\(Figures.time($0.lowerBound)) to \(Figures.time($0.upperBound)))" } ?? "")
    }
  }
}
