import Charts

/// The report of tried alerts: how soon each rings by cause, what it misses, how often it rings for nothing, and which costs
/// least.
struct AlertPage: QuestionPage {
  struct Stored: StoredAnswer {
    /// An interval, or a bound where the outages are too few for one; nothing where it is never or not known.
    struct Detection: Decodable {
      let mean: Double?
      let low: Double?
      let high: Double?
      let atMost: Double?
      let atLeast: Double?

      /// What is known where there is no more than a bound; nil where there is a figure, or nothing.
      var bound: ClosedRange<Double>? {
        guard mean == nil else { return nil }
        return atMost.map { 0...$0 } ?? atLeast.map { $0...(.infinity) }
      }

      /// Seconds; infinite where an outage in two, or in twenty, is missed.
      var seconds: Double? { mean ?? atMost ?? atLeast }
    }

    struct Row: Decodable {
      let key: String
      let outages: Int
      let seen: Int
      let detectP50Seconds: Detection?
      let detectP95Seconds: Detection?
      let missedShare: StoredFigure?
    }

    struct Alert: Decodable {
      let alert: String
      let severity: String
      let cannotRing: Bool
      let byCause: [Row]
      let bySign: [Row]
      let unseenMinutesPerYear: StoredFigure
      let falseAlarmsPerMonth: StoredFigure?
      let costMinutesPerYear: Double?
      let best: Bool

      var seen: Int { byCause.reduce(0) { $0 + $1.seen } }
      var outages: Int { byCause.reduce(0) { $0 + $1.outages } }
    }

    /// A level of the on-call, or a receiver: how often it is called, how long after the fault, and by what.
    struct Called: Decodable {
      let who: String
      let outages: Int
      let afterP50Seconds: Detection?
      let ringing: [String]
      let ringingShare: Double
    }

    struct Cause: Decodable {
      let cause: String
      let outagesPerYear: StoredFigure
      let lookedAt: Int
      let pagedWith: [String]
      let pagedWithShare: Double
      let alertsRinging: Double
      let groupsRinging: Double
      /// nil in the results of versions that did not say it.
      let called: [Called]?

      /// Those that have a name.
      var named: [Called] { (called ?? []).filter { !$0.who.isEmpty } }
    }

    let model: String
    let design: String
    let rules: String
    let promtool: String
    let seed: UInt64
    let replications: Int
    let weeks: Int
    let quietDays: Double
    let falseAlarmMinutes: Double
    let causes: [Cause]
    let alerts: [Alert]

    func check() throws {
      guard !alerts.isEmpty else { throw PageError("'alerts' is empty") }
    }
  }

  let stored: Stored
  let provenance: String

  /// Alerts that ask for what is published.
  var able: [Stored.Alert] { stored.alerts.filter { !$0.cannotRing } }
  private var best: [Stored.Alert] { able.filter(\.best) }
  private var cheapest: Stored.Alert? {
    best.min { ($0.costMinutesPerYear ?? .infinity) < ($1.costMinutesPerYear ?? .infinity) }
  }

  var page: AnswerPage {
    AnswerPage(
      model: stored.model,
      question: "How soon would the alerts of \(stored.rules) ring, and how often for nothing?", title: title,
      sure: sure,
      reasons: reasons,
      sections: [unseen, falseAlarms].compactMap { $0 } + stored.causes.compactMap(detection)
        + [calls, signs, storms].compactMap { $0 },
      provenance: "\(stored.design): outages of \(counted(stored.replications, "simulated year")), "
        + "\(Figures.digits(stored.quietDays)) days without one, seed \(stored.seed); rules by promtool \(stored.promtool), "
        + "\(provenance).")
  }

  // MARK: Words

  /// Which alert costs least, and whether it can be told from the others.
  private var title: String {
    guard let cheapest else { return "No alert can ring on what this service publishes." }
    let unseen = "\(Figures.minutes(cheapest.unseenMinutesPerYear.mean ?? 0)) unseen minutes a year"
    let pages = cheapest.falseAlarmsPerMonth?.mean.map { " and \(Figures.digits($0)) false alarms a month" } ?? ""
    return best.count == 1
      ? "\(cheapest.alert) costs least: \(unseen)\(pages)."
      : "\(cheapest.alert) costs least so far, \(unseen)\(pages), and cannot be told from \(counted(best.count - 1, "other"))."
  }

  private var sure: String {
    guard let cheapest else { return "" }
    let interval = cheapest.unseenMinutesPerYear.interval.map {
      "\(Figures.minutes($0.lowerBound)) to \(Figures.minutes($0.upperBound)) minutes"
    }
    let pages = cheapest.falseAlarmsPerMonth?.interval.map {
      ", \(Figures.digits($0.lowerBound)) to \(Figures.digits($0.upperBound)) false alarms a month"
    }
    return "How sure: \(interval ?? "not known")\(pages ?? "") (95 % intervals). What is best counts a false alarm as "
      + "\(Figures.minutes(stored.falseAlarmMinutes)) unseen minutes, by differences over the same outages."
  }

  private var reasons: [Reason] {
    let missing = stored.causes.filter { cause in
      !able.contains { alert in alert.byCause.contains { $0.key == cause.cause && $0.seen > 0 } }
    }
    let blind = Reason(
      answers: "blind", heading: "What no alert sees",
      words: missing.isEmpty
        ? "Every cause is seen by an alert at least once."
        : "No alert rings for \(missing.map(\.cause).joined(separator: ", ")).")
    let noisy = able.filter { ($0.falseAlarmsPerMonth?.low ?? 0) > 1 }
    let noise = Reason(
      answers: "noise", heading: "Who pages for nothing",
      words: stored.weeks == 0
        ? "No ordinary week was looked at."
        : noisy.isEmpty
          ? "No alert is shown to ring for nothing more than once a month."
          : noisy.map { "\($0.alert) \(Figures.digits($0.falseAlarmsPerMonth?.mean ?? 0)) times a month" }
            .joined(separator: ", ") + ".")
    let mute = stored.alerts.filter(\.cannotRing)
    let silent =
      mute.isEmpty
      ? nil
      : Reason(
        answers: "mute", heading: "Who cannot ring",
        words: "\(mute.map(\.alert).joined(separator: ", ")): nobody publishes what is asked for.")
    return [blind, noise, silent].compactMap { $0 }
  }

  // MARK: Cost

  func tint(_ alert: Stored.Alert) -> Tint { alert.best ? .part(2) : .part(0) }

  var legend: [(swatch: String, name: String)] {
    [(Tint.part(2).swatch, "costs least, or cannot be told from it"), (Tint.part(0).swatch, "costs more")]
  }

  private func rows(_ noun: String, _ figure: (Stored.Alert) -> StoredFigure?) -> [MarksChart.Row] {
    able.compactMap { alert in
      guard let figure = figure(alert), let mean = figure.mean else { return nil }
      let between =
        figure.interval.map { " (\(Figures.digits($0.lowerBound)) to \(Figures.digits($0.upperBound)))" } ?? ""
      return MarksChart.Row(
        name: alert.alert, detail: "\(Figures.digits(mean))\(between)",
        marks: [
          .init(
            mean, interval: figure.interval, tint: tint(alert),
            words: "\(alert.alert): \(Figures.digits(mean))\(between) \(noun)")
        ])
    }
  }

  private var unseen: AnswerPage.Section? {
    let rows = rows("unseen minutes a year", \.unseenMinutesPerYear)
    guard let cheapest, !rows.isEmpty else { return nil }
    let most = able.map { $0.unseenMinutesPerYear.mean ?? 0 }.max() ?? 0
    let title =
      "Between \(Figures.minutes(able.map { $0.unseenMinutesPerYear.mean ?? 0 }.min() ?? 0)) and \(Figures.minutes(most)) minutes of "
      + "outages a year pass before an alert rings"
    return AnswerPage.Section(
      title: title,
      how: "Minutes of outages that had passed when it rang, all of those that it missed, with 95 % intervals.",
      legend: legend,
      drawings: [
        MarksChart(title: title, rows: rows, xTitle: "unseen minutes a year", unit: .plain).drawing
      ],
      table: PageTable(
        summary: "Every alert, and \(cheapest.alert) that costs least",
        heads: [
          "Alert", "Severity", "Seen", "Of outages", "Unseen minutes a year", "False alarms a month",
          "Cost, minutes a year", "Best",
        ],
        rows: stored.alerts.map { alert in
          guard !alert.cannotRing else {
            return [.words(alert.alert), .words(alert.severity), "-", "-", "-", "-", "-", "cannot ring"]
          }
          return [
            .words(alert.alert), .words(alert.severity), .count(alert.seen), .count(alert.outages),
            cell(alert.unseenMinutesPerYear, .minutes), cell(alert.falseAlarmsPerMonth),
            .minutes(alert.costMinutesPerYear), alert.best ? "✓ best" : "",
          ]
        }, wordColumns: [1, 7]))
  }

  /// A figure with its interval in brackets.
  func cell(_ figure: StoredFigure?, _ unit: TableCell.Unit = .none) -> TableCell {
    let ends = figure?.interval
    let between = ends.map { " (\(Figures.digits($0.lowerBound)) to \(Figures.digits($0.upperBound)))" } ?? ""
    return .number(figure?.mean, unit, ends: ends) { Figures.digits($0) + between }
  }

  private var falseAlarms: AnswerPage.Section? {
    let rows = rows("false alarms a month", \.falseAlarmsPerMonth)
    guard !rows.isEmpty else { return nil }
    let most = able.max { ($0.falseAlarmsPerMonth?.mean ?? 0) < ($1.falseAlarmsPerMonth?.mean ?? 0) }
    let title =
      (most?.falseAlarmsPerMonth?.mean ?? 0) > 0
      ? "\(most?.alert ?? "") rings for nothing \(Figures.digits(most?.falseAlarmsPerMonth?.mean ?? 0)) times a month"
      : "No alert rang for nothing in \(Figures.digits(stored.quietDays)) days"
    return AnswerPage.Section(
      title: title,
      how:
        "How often an alert began to ring while nothing was out, with the exact interval of a Poisson number: few days leave much "
        + "open. It stands on what fails ordinarily, which is assumed.",
      legend: legend,
      drawings: [MarksChart(title: title, rows: rows, xTitle: "false alarms a month", unit: .plain).drawing])
  }
}
