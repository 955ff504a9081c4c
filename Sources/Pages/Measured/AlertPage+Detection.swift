import Charts

/// How soon alerts ring, cause by cause and sign by sign, and what rings at once.
extension AlertPage {
  private func seconds(_ detection: Stored.Detection?, of row: Stored.Row) -> Double? {
    // What is stored without a number is infinite.
    detection.map { $0.seconds ?? .infinity } ?? (row.outages > 0 && row.seen == 0 ? .infinity : nil)
  }

  private func words(_ detection: Stored.Detection?, of row: Stored.Row) -> String {
    guard let seconds = seconds(detection, of: row) else { return "never or not known" }
    guard seconds.isFinite else { return "never" }
    if detection?.mean == nil { return "\(detection?.atMost == nil ? "at least" : "at most") \(Figures.time(seconds))" }
    let between = range(detection?.low, detection?.high).map {
      $0.lowerBound == $0.upperBound ? "" : " (\(Figures.time($0.lowerBound)) to \(Figures.time($0.upperBound)))"
    }
    return Figures.time(seconds) + (between ?? "")
  }

  private func cell(_ detection: Stored.Detection?, of row: Stored.Row) -> TableCell {
    let text = words(detection, of: row)
    if let bound = detection?.bound { return .bound(bound, .seconds, text) }
    return .number(
      seconds(detection, of: row), .seconds, ends: range(detection?.low, detection?.high), without: text
    ) { _ in text }
  }

  private func mark(
    _ detection: Stored.Detection?, of row: Stored.Row, alert: Stored.Alert, _ name: String, isHollow: Bool
  ) -> MarksChart.Mark? {
    guard let seconds = seconds(detection, of: row) else { return nil }
    // A bound leaves all beyond it open.
    let interval =
      detection?.mean != nil
      ? range(detection?.low, detection?.high)
      : seconds.isFinite ? (detection?.atMost == nil ? seconds...(.infinity) : 0...seconds) : nil
    return .init(
      seconds, interval: interval, tint: tint(alert), isHollow: isHollow,
      words: "\(alert.alert), \(name): \(words(detection, of: row)) after the fault")
  }

  /// Half of the outages, and 19 in 20; one mark where it is never in half of them already.
  private func marks(_ row: Stored.Row, of alert: Stored.Alert) -> [MarksChart.Mark] {
    let half = mark(row.detectP50Seconds, of: row, alert: alert, "in half", isHollow: false)
    let most = mark(row.detectP95Seconds, of: row, alert: alert, "in 19 of 20", isHollow: true)
    return half?.value == .infinity ? [half].compactMap { $0 } : [half, most].compactMap { $0 }
  }

  /// A cause's alerts, the soonest first.
  func detection(_ cause: Stored.Cause) -> AnswerPage.Section? {
    let tried = able.compactMap { alert in alert.byCause.first { $0.key == cause.cause }.map { (alert: alert, row: $0) }
    }
    let order = tried.enumerated().sorted { a, b in
      let (first, second) = (
        seconds(a.element.row.detectP50Seconds, of: a.element.row) ?? .infinity,
        seconds(b.element.row.detectP50Seconds, of: b.element.row) ?? .infinity
      )
      return (first, -a.element.row.seen, a.offset) < (second, -b.element.row.seen, b.offset)
    }.map(\.element)
    guard let first = order.first, first.row.outages > 0 else { return nil }
    let blind = order.count { $0.row.seen == 0 }
    let median = seconds(first.row.detectP50Seconds, of: first.row) ?? .infinity
    let title =
      first.row.seen == 0
      ? "\(capitalised(cause.cause)): no alert rings"
      : "\(capitalised(cause.cause)): \(first.alert.alert) rings first"
        + (median.isFinite ? ", half of the time within \(Figures.time(median))" : "")
        + (blind == 0 ? "" : "; \(blind) of \(counted(order.count, "alert")) never \(blind == 1 ? "does" : "do")")
    return AnswerPage.Section(
      title: title,
      how:
        "From the fault, log scale. Full: in half of the outages; open: in 19 of 20; at the right end: never, or not in so many. "
        + "Of this cause \(counted(cause.lookedAt, "outage")) were tried, and "
        + "\(Figures.digits(cause.outagesPerYear.mean ?? 0)) come a year.",
      legend: legend,
      drawings: [
        MarksChart(
          title: title,
          rows: order.map { alert, row in
            .init(
              name: alert.alert, detail: "saw \(row.seen) of \(row.outages)",
              marks: marks(row, of: alert))
          }, xTitle: "from the fault to the alert", unit: .seconds, isLogarithmic: true
        ).drawing
      ], table: table(summary: "\(capitalised(cause.cause)), alert by alert", order))
  }

  private func table(summary: String, _ rows: [(alert: Stored.Alert, row: Stored.Row)]) -> PageTable {
    PageTable(
      summary: summary, heads: ["Alert", "Outages", "Seen", "P50", "P95", "Missed"],
      rows: rows.map { alert, row in
        let missed = row.missedShare?.interval
        return [
          .words(alert.alert), .count(row.outages), .count(row.seen), cell(row.detectP50Seconds, of: row),
          cell(row.detectP95Seconds, of: row),
          .number(row.missedShare?.mean, .share, ends: missed) { mean in
            missed.map { "\(Figures.percent($0.lowerBound)) to \(Figures.percent($0.upperBound))" }
              ?? Figures.percent(mean)
          },
        ]
      })
  }

  /// The same outages by how they show themselves.
  var signs: AnswerPage.Section? {
    let rows = able.flatMap { alert in alert.bySign.map { (alert, $0) } }
    guard !rows.isEmpty else { return nil }
    let keys = rows.reduce(into: [String]()) { if !$0.contains($1.1.key) { $0.append($1.1.key) } }
    return AnswerPage.Section(
      title: "By how an outage shows itself: \(keys.joined(separator: ", "))",
      how:
        "Refused: answered with an error; silent: clients hang; slow: some health checks fail; green: health checks are well; "
        + "unreachable: requests do not get to the gateway.",
      table: PageTable(
        summary: "Every alert and sign", heads: ["Alert", "Sign", "Outages", "Seen", "P50", "P95"],
        rows: rows.map { alert, row in
          [
            .words(alert.alert), .words(row.key), .count(row.outages), .count(row.seen),
            cell(row.detectP50Seconds, of: row), cell(row.detectP95Seconds, of: row),
          ]
        }, wordColumns: [1]))
  }

  /// What rang at once.
  var storms: AnswerPage.Section? {
    guard let loudest = stored.causes.max(by: { $0.alertsRinging < $1.alertsRinging }), loudest.alertsRinging > 0 else {
      return nil
    }
    return AnswerPage.Section(
      title: "\(capitalised(loudest.cause)) is loudest: \(Figures.digits(loudest.alertsRinging)) alerts at once, "
        + "\(Figures.digits(loudest.groupsRinging)) after grouping",
      how:
        "The most that rang at once in an outage, on average, and what was ringing when somebody was paged first, most often.",
      table: PageTable(
        summary: "What rang at once",
        heads: ["Cause", "Outages a year", "Tried", "Ringing", "Groups", "Paged first with"],
        rows: stored.causes.map { cause in
          [
            .words(cause.cause), cell(cause.outagesPerYear), .count(cause.lookedAt), .digits(cause.alertsRinging),
            .digits(cause.groupsRinging),
            .words(
              cause.pagedWith.isEmpty
                ? "nobody" : "\(cause.pagedWith.joined(separator: " ")) (\(Figures.percent(cause.pagedWithShare)))"),
          ]
        }, wordColumns: [5]))
  }
}
