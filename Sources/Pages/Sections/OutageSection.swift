import Charts

/// Single outages, second by second.
struct OutageSection {
  private let findings: Findings

  init(_ findings: Findings) { self.findings = findings }

  var values: [[String: Any]] {
    (findings.comparison.shownOutages ?? []).filter { $0.course.seconds.count > 1 && $0.recoverySeconds > 0 }.map(
      values)
  }

  private func values(_ outage: StoredComparison.Outage) -> [String: Any] {
    let objective = findings.comparison.designs.first { $0.design == outage.design }?.objectives
      .first { $0.objective == "recovery_\(outage.scope ?? "")_seconds" }
    let title = title(outage)
    // A week of waiting would leave nothing of the first minutes: the axis ends shortly after the outage is over.
    let chart = OutageChart(
      title: title,
      phases: outage.phases.filter { $0.fromSeconds <= outage.recoverySeconds * 1.05 }.map {
        .init(lane: $0.lane, from: $0.fromSeconds, to: min($0.toSeconds, outage.recoverySeconds * 1.1), words: $0.words)
      },
      points: zip(
        zip(outage.course.seconds, outage.course.demandRps), zip(outage.course.answeredRps, outage.course.capacityRps)
      )
      .map { .init(seconds: $0.0, demand: $0.1, answered: $1.0, capacity: $1.1) },
      over: outage.recoverySeconds, target: objective?.threshold, lost: outage.requestsLost)
    var values: [String: Any] = [
      "title": title, "chart": chart.drawing.values, "how": how(outage), "course": course(outage).values,
      "command":
        "nines drill plan.yaml --design \(outage.design) --outage \(outage.outage) --seed \(findings.comparison.seed)",
    ]
    // An outage that nobody answered has no steps, and no table of them.
    if !outage.phases.isEmpty { values["phases"] = phases(outage).values }
    return values
  }

  private func phases(_ outage: StoredComparison.Outage) -> PageTable {
    PageTable(
      summary: "What was done, as a table", heads: ["Step", "From", "To", "What"],
      rows: outage.phases.map { phase in
        // The words are the beginning of a sentence that the length ends, here as in the drawing.
        let words = "\(phase.words) \(Figures.time(phase.toSeconds - phase.fromSeconds))"
        return [.words(phase.lane), .time(phase.fromSeconds), .time(phase.toSeconds), .words(words)]
      }, wordColumns: [3])
  }

  /// What is drawn below the lanes, until shortly after the end.
  private func course(_ outage: StoredComparison.Outage) -> PageTable {
    let course = outage.course
    let shown = course.seconds.indices.filter { course.seconds[$0] <= outage.recoverySeconds * 1.1 }
    let rows = shown.map { at -> [TableCell] in
      let rates = [course.demandRps[at], course.answeredRps[at], course.capacityRps[at]]
      return [.time(course.seconds[at])] + rates.map { .rate($0) }
    }
    return PageTable(
      summary: "Demand and answers as a table", heads: ["Since the fault", "Demand a second", "Answered", "Capacity"],
      rows: rows, isLong: true)
  }

  private func title(_ outage: StoredComparison.Outage) -> String {
    let time = Figures.time(outage.recoverySeconds)
    switch outage.reason {
    case "failover":
      guard let longest = outage.phases.max(by: { $0.toSeconds - $0.fromSeconds < $1.toSeconds - $1.fromSeconds }),
        longest.toSeconds - longest.fromSeconds > 0.3 * outage.recoverySeconds
      else { return "One outage, second by second: \(outage.design) is back after \(time)" }
      let length = min(longest.toSeconds, outage.recoverySeconds) - longest.fromSeconds
      return
        "One outage, second by second: \(outage.design) is back after \(time), of which \(longest.lane) takes \(Figures.time(length))"
    case "late": return "One outage that no failover ended: \(outage.design) is back after \(time)"
    default: return "The longest outage of all: \(outage.cause), \(time)"
    }
  }

  private func how(_ outage: StoredComparison.Outage) -> String {
    let why =
      switch outage.reason {
      case "failover": "The median of the losses of a site that a failover ended."
      case "late": "The median of the losses of a site that the failover came too late for, or never."
      default: "The longest of all outages of \(outage.design)."
      }
    return
      "\(why) Cause: \(outage.cause); ended by: \(outage.endedBy); the plan's day \(Int(max(0, min(outage.faultHours, 1e9)) / 24) + 1). "
      + "Dashed: what the sites that take traffic could answer."
  }
}
