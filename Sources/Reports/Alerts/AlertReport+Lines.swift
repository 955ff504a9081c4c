import OutputAnalysis
import Telemetry

extension AlertReport {
  /// The tables for a terminal, and what they mean.
  public func lines(width: Int) -> [String] {
    var lines = alertTable.lines(width: width) + [""]
    for alert in answer.alerts where seen(alert) > 0 {
      var table = TextTable()
      table.append([alert.name, "outages", "seen", "p50", "p95", "missed"])
      for row in alert.byCause { table.append(cells(row, key: row.key)) }
      for row in alert.bySign { table.append(cells(row, key: "where \(row.key)")) }
      lines += table.lines(width: width) + [""]
    }
    lines += stormTable.lines(width: width) + [""]
    if isCalled { lines += calledTable.lines(width: width) + [""] }
    return lines + sentences.flatMap { Wording.wrapped($0, width: min(width, 110), indent: "") }
  }

  private func cells(_ row: AlertFigures.Row, key: String) -> [String] {
    [
      key, String(row.outages), String(row.seen), seconds(row.p50), seconds(row.p95), row.missedShare.map(range) ?? "-",
    ]
  }

  private func seen(_ alert: AlertFigures) -> Int { alert.byCause.reduce(0) { $0 + $1.seen } }

  private var alertTable: TextTable {
    var table = TextTable()
    var header = ["ALERT", "severity", "seen", "unseen min/y", "false/month", "cost min/y", "best"]
    if answer.mutes { header.insert("muted", at: 3) }
    table.append(header)
    for alert in answer.alerts {
      let tried = alert.byCause.reduce(0) { $0 + $1.outages }
      guard !alert.cannotRing else {
        table.append([alert.name, alert.severity] + header.dropFirst(3).map { _ in "-" } + ["cannot ring"])
        continue
      }
      var row = [
        alert.name, alert.severity, "\(seen(alert)) of \(tried)",
        "\(Wording.minutes(alert.unseenMinutes.estimate)) +-\(Wording.minutes(alert.unseenMinutes.halfWidth))",
        alert.falseAlarms.map(count) ?? "-", Wording.minutes(alert.cost), alert.isBest ? "best" : "",
      ]
      if answer.mutes { row.insert(String(alert.inhibited), at: 3) }
      table.append(row)
    }
    return table
  }

  private var stormTable: TextTable {
    var table = TextTable()
    var header = ["CAUSE", "outages/y", "tried", "ringing", "groups", "paged first with"]
    if answer.mutes { header.insert("left", at: 4) }
    table.append(header)
    for cause in answer.causes {
      var row = [
        cause.name, Wording.fixed(cause.outagesPerYear.estimate, 2), String(cause.lookedAt),
        Wording.fixed(cause.meanRinging, 1), Wording.fixed(cause.meanGroups, 1),
        cause.pagedWith.isEmpty
          ? "nobody" : "\(cause.pagedWith.joined(separator: " ")) (\(Wording.percent(cause.pagedShare)))",
      ]
      if answer.mutes { row.insert(Wording.fixed(cause.meanLeft, 1), at: 4) }
      table.append(row)
    }
    return table
  }

  /// Whether anybody with a name is called.
  private var isCalled: Bool { answer.causes.contains { $0.called.contains { !$0.who.isEmpty } } }

  private var calledTable: TextTable {
    var table = TextTable()
    table.append(["CALLED", "cause", "outages", "p50", "ringing then"])
    for cause in answer.causes {
      for called in cause.called where !called.who.isEmpty {
        table.append([
          called.who, cause.name, "\(called.outages) of \(cause.lookedAt)", seconds(called.p50),
          "\(called.ringing.joined(separator: " ")) (\(Wording.percent(called.ringingShare)))",
        ])
      }
    }
    return table
  }

  private var sentences: [String] {
    let days = answer.weeks.reduce(0) { $0 + $1.quietDays }
    let best = answer.alerts.filter(\.isBest).map(\.name)
    var sentences = [
      "\(model), \(design): outages of \(size.replications) simulated years, \(Wording.fixed(days, 1)) days without one, "
        + "seed \(size.seed); rules by promtool \(promtool).",
      "Times count from the fault; a miss counts as never. Unseen minutes are those of outages that had passed when the alert "
        + "rang, all of those that it missed; what rings after an outage has missed it. +- is half a 95 % interval; a range is "
        + "one. How often it rings for nothing stands on what fails ordinarily, which is assumed (--ordinary-errors and its like).",
    ]
    if answer.mutes {
      sentences.append(
        "Muted are outages in which others inhibited the alert as long as it rang: it has seen them and paged nobody. What is "
          + "left when they have is grouped.")
    }
    if isCalled {
      sentences.append(
        "Called are the levels of the plan's on-call, and receivers of other names: when a group has waited and still rings, or when the "
          + "level before has not acknowledged, each within the median of its law; times count from the fault.")
    }
    return sentences
      + [AlertSentences.best(best, falseAlarm: answer.falseAlarmMinutes)].compactMap { $0 }
  }

  private func count(_ interval: Interval) -> String {
    "\(Wording.fixed(interval.estimate, 1)) (\(Wording.fixed(interval.low, 1))-\(Wording.fixed(interval.high, 1)))"
  }

  private func range(_ interval: Interval) -> String {
    "\(Wording.percent(interval.low))-\(Wording.percent(interval.high))"
  }

  private func seconds(_ estimate: Estimate) -> String {
    func words(_ value: Double) -> String { value == -.infinity ? "?" : Wording.duration(value) }
    return switch estimate {
    case .interval(let interval) where interval.low == interval.high: words(interval.estimate)
    case .interval(let interval): "\(words(interval.estimate)) (\(words(interval.low))-\(words(interval.high)))"
    case .atMost(let bound, _): bound.isFinite ? "<= \(words(bound))" : "never"
    case .atLeast(let bound, _): bound.isFinite ? ">= \(words(bound))" : "never"
    case .rare, .noData: "-"
    }
  }
}
