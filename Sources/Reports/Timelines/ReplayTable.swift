import Experiments
import OutputAnalysis

/// A replay for people: a table for each incident, and what to make of it.
public func replayLines(_ answer: ReplayAnswer, width: Int) -> [String] {
  var lines: [String] = []
  for incident in answer.incidents {
    if !lines.isEmpty { lines.append("") }
    lines += incidentLines(incident, width: width)
  }
  let causes =
    answer.withOwnFailures
    ? "with the plan's own failures beside the incident" : "the incident alone, without the plan's other failures"
  lines.append("")
  lines += Wording.wrapped(
    "\(answer.size.worlds) worlds, seed \(answer.size.seed), \(causes). +- is half the 95 % interval of the mean over the luck of "
      + "that day: where in the probes' interval the fault falls, how long people and steps take.",
    width: min(width, 110),
    indent: "")
  return lines
}

private func incidentLines(_ incident: ReplayAnswer.Incident, width: Int) -> [String] {
  var table = TextTable()
  let range = incident.isUncertain ? ["least-most"] : []
  table.append(
    ["DESIGN", "lost min"] + range
      + ["recovered in", "failover", "data lost", "requests lost", "recovered by"])
  for figures in incident.figures {
    let known = incident.isUncertain ? [span(figures.lostMinutes, Wording.minutes)] : []
    table.append(
      [figures.design, minutes(figures.lostMinutes)]
        + known + [
          figures.recoverySeconds.map { Wording.duration($0.luck) } ?? "-",
          Wording.duration(figures.failoverSeconds?.luck.estimate),
          Wording.duration(figures.dataLossSeconds?.luck.estimate),
          Wording.count(Int(figures.requestsLost.luck.estimate.rounded())), figures.recoveredBy,
        ])
  }
  return heading(incident).flatMap { Wording.wrapped($0, width: width) } + table.lines(width: width)
    + best(incident, width: width)
}

private func heading(_ incident: ReplayAnswer.Incident) -> [String] {
  let replayed = incident.replayed
  let middle = replayed.courses[replayed.courses.count / 2]
  func clock(_ seconds: Double) -> String {
    let within = Int(seconds.rounded()) - replayed.day * 86_400
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    let days = within >= 86_400 ? " +\(within / 86_400) d" : ""
    return "\(two(within / 3600 % 24)):\(two(within / 60 % 60))\(days)"
  }
  let likely = incident.isUncertain ? ", likeliest" : ""
  return [
    "\(replayed.name): \(incident.hit), \(replayed.date) \(clock(middle.startSeconds))-\(clock(middle.endSeconds)) UTC\(likely); "
      + "stood for by \(incident.planDay), day \(replayed.day + 1) of the plan"
  ]
}

/// Minutes with half the interval of their luck, no finer than a tenth of a minute.
private func minutes(_ figure: ReplayFigures.Figure) -> String {
  let estimate = Wording.minutes(figure.luck.estimate)
  return figure.luck.isExact ? estimate : "\(estimate) +-\(Wording.minutes(max(figure.luck.halfWidth, 0.1)))"
}

private func span(_ figure: ReplayFigures.Figure, _ form: (Double) -> String) -> String {
  "\(form(figure.low))-\(form(figure.high))"
}

/// Which design would have lost least, and what that is against the first.
private func best(_ incident: ReplayAnswer.Incident, width: Int) -> [String] {
  guard let first = incident.figures.first, incident.figures.count > 1,
    let best = incident.figures.min(by: { $0.lostMinutes.luck.estimate < $1.lostMinutes.luck.estimate })
  else { return [] }
  let equal = incident.figures.filter {
    $0.design != best.design && $0.lostMinutes.luck.estimate == best.lostMinutes.luck.estimate
  }.map(\.design)
  return Wording.wrapped(
    ReplaySentences.least(
      best.design, equal: equal, first: first.design,
      difference: best.design == first.design ? nil : best.difference?.difference),
    width: min(width, 110), indent: "")
}
