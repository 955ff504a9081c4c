import OutputAnalysis
import Telemetry

extension AlertReport {
  /// The tables for a terminal, and what they mean.
  public func lines(width: Int) -> [String] {
    let prose = min(width, 110)
    var lines = alertTable.lines(width: width) + [""]
    for alert in answer.alerts where !alert.cannotRing {
      var table = TextTable()
      table.append([alert.name, "outages", "seen", "p50", "p95", "missed"])
      for row in alert.byCause + alert.bySign {
        table.append([
          row.key, String(row.outages), String(row.seen), seconds(row.p50), seconds(row.p95),
          row.missedShare.map(range) ?? "-",
        ])
      }
      lines += table.lines(width: width) + [""]
    }
    lines += stormTable.lines(width: width) + [""]
    return lines + sentences.flatMap { Wording.wrapped($0, width: prose, indent: "") }
  }

  private var alertTable: TextTable {
    var table = TextTable()
    table.append(["ALERT", "severity", "unseen min/y", "false/month", "cost min/y", "best"])
    for alert in answer.alerts {
      guard !alert.cannotRing else {
        table.append([alert.name, alert.severity, "-", "-", "-", "never rings"])
        continue
      }
      table.append([
        alert.name, alert.severity,
        "\(Wording.minutes(alert.unseenMinutes.estimate)) +-\(Wording.minutes(alert.unseenMinutes.halfWidth))",
        alert.falseAlarms.map(count) ?? "-", Wording.minutes(alert.cost), alert.isBest ? "best" : "",
      ])
    }
    return table
  }

  private var stormTable: TextTable {
    var table = TextTable()
    table.append(["CAUSE", "outages/y", "tried", "ringing", "groups", "paged first with"])
    for cause in answer.causes {
      table.append([
        cause.name, Wording.fixed(cause.outagesPerYear.estimate, 3), String(cause.lookedAt),
        Wording.fixed(cause.meanRinging, 1), Wording.fixed(cause.meanGroups, 1),
        cause.pagedWith.isEmpty
          ? "nobody" : "\(cause.pagedWith.joined(separator: " ")) (\(Wording.percent(cause.pagedShare)))",
      ])
    }
    return table
  }

  private var sentences: [String] {
    let days = answer.weeks.reduce(0) { $0 + $1.quietDays }
    let best = answer.alerts.filter(\.isBest).map(\.name)
    var sentences = [
      "\(model), \(design): outages of \(size.replications) simulated years, \(Wording.fixed(days, 1)) days without one, "
        + "seed \(size.seed); rules by promtool \(promtool).",
      "Times count from the fault. Unseen minutes are those of outages that had passed when the alert rang, all of those that "
        + "it missed; what rings after an outage has missed it. +- is half a 95 % interval; a range is one.",
    ]
    if !best.isEmpty {
      sentences.append(
        "A false alarm counts \(Wording.minutes(answer.falseAlarmMinutes)) unseen minutes: "
          + (best.count == 1
            ? "\(best[0]) costs least." : "\(best.joined(separator: ", ")) cost least, and cannot be told apart."))
    }
    return sentences
  }

  private func count(_ interval: Interval) -> String {
    "\(Wording.fixed(interval.estimate, 1)) (\(Wording.fixed(interval.low, 1))-\(Wording.fixed(interval.high, 1)))"
  }

  private func range(_ interval: Interval) -> String {
    "\(Wording.percent(interval.low))-\(Wording.percent(interval.high))"
  }

  private func seconds(_ estimate: Estimate) -> String {
    switch estimate {
    case .interval(let interval): Wording.duration(interval.estimate)
    case .atMost(let bound, _): bound.isFinite ? "<= \(Wording.duration(bound))" : "never"
    case .atLeast(let bound, _): bound.isFinite ? ">= \(Wording.duration(bound))" : "never"
    case .rare, .noData: "-"
    }
  }
}
