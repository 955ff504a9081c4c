import ServingModel

/// One figure of one level of a replayed trace.
struct TraceRow {
  let level: String
  let figure: String
  let seconds: LatencyFigures
}

extension TraceReplay {
  /// The figures of the levels that were asked for, flow first.
  var rows: [TraceRow] {
    var rows: [TraceRow] = []
    if let flow {
      rows.append(TraceRow(level: "flow", figure: "first token", seconds: flow.firstToken))
      rows.append(TraceRow(level: "flow", figure: "end to end", seconds: flow.endToEnd))
    }
    if let request, request.completed > 0 {
      rows.append(TraceRow(level: "request", figure: "first token", seconds: request.firstToken.figures))
      if request.perToken.count > 0 {
        rows.append(TraceRow(level: "request", figure: "per token", seconds: request.perToken.figures))
      }
      rows.append(TraceRow(level: "request", figure: "end to end", seconds: request.endToEnd.figures))
    }
    return rows
  }
}

/// A replayed trace for a terminal.
public func traceLines(_ replay: TraceReplay, model: String, width: Int) -> [String] {
  func decimals(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return "-" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let text = String(Int((value * scale).rounded()))
    if digits == 0 { return text }
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    return "\(padded.dropLast(digits)).\(padded.suffix(digits))"
  }
  let summary = replay.summary
  var lines = [
    "\(model): \(summary.requests) requests in \(decimals(summary.end.seconds, 0)) s through \(replicas(replay.replicas)), "
      + "\(replay.routing.name)",
    "busiest minute \(decimals(100 * replay.peakUtilization, 0)) % of saturation, index of dispersion in ten seconds "
      + (summary.tenSeconds.dispersion.map { "\(decimals($0, 1)) (1: Poisson)" } ?? "not known from so few requests"),
    "",
  ]
  var table = TextTable()
  table.append(["seconds", "level", "mean", "p50", "p95", "p99"])
  for figure in ["first token", "per token", "end to end"] {
    for row in replay.rows where row.figure == figure {
      let values = [row.seconds.mean, row.seconds.p50, row.seconds.p95, row.seconds.p99]
      table.append([figure, row.level] + values.map { decimals($0, 3) })
    }
  }
  lines += table.lines(width: width) + [""]
  if let flow = replay.flow {
    lines.append("flow: by \(curveWords(replay.curve))")
    let late = flow.share(firstTokenAfter: replay.patience)
    lines.append(
      "flow: \(decimals(100 * late, 2)) % without a first token in \(decimals(replay.patience, 0)) s, "
        + "\(flow.requestsInOverload) requests in overload"
        + (replay.queueLimit == nil ? "" : ", \(decimals(flow.refused, 0)) refused by a full queue"))
    lines.append("  cannot see \(TraceReplay.unseenByFlow)")
  }
  if let request = replay.request {
    let late = request.ended == 0 ? 0 : Double(request.timedOut) / Double(request.ended)
    lines.append(
      "request: \(decimals(100 * late, 2)) % without a first token in \(decimals(replay.patience, 0)) s, "
        + "\(request.refused) refused, \(request.preemptions) preemptions")
    lines.append("  cannot see \(TraceReplay.unseenByRequest)")
  }
  if let prefixes = replay.prefixes {
    let share = decimals(100 * prefixes.share, 1)
    lines.append(
      "prefixes: \(share) % of the prompt tokens stand in blocks of \(prefixes.blockTokens) that a request before has brought, in one "
        + "cache " + (prefixes.cacheTokens.map { "of \($0) tokens" } ?? "without a bound"))
    lines.append("  in a plan whose replicas share it: replica: { prefix-cache: { hits: \(share)% of prompt } }")
  }
  if !replay.differences.isEmpty {
    lines.append(
      "the levels differ: flow says "
        + replay.differences.map { difference in
          "\(difference.figure) \(difference.share < 0 ? "-" : "+")\(decimals(100 * abs(difference.share), 0)) %"
        }.joined(separator: ", ") + " of the request level, which sees each request: take its figures")
  }
  return lines.flatMap { wrappedLine($0, width: width) }
}

/// A latency curve's origin, for a sentence.
private func curveWords(_ curve: LatencyCurve.Provenance) -> String {
  guard case .tabulated(let run) = curve else { return "the birth-death chain's curve" }
  let dispersion = (run.dispersion * 10).rounded() / 10
  return "a curve measured request by request, \(replicas(run.replicas)), \(run.routing), index of dispersion "
    + "\(dispersion)" + (run.queueLimit.map { ", a queue of \($0) beside the batch" } ?? "")
}

private func replicas(_ count: Int) -> String { count == 1 ? "1 replica" : "\(count) replicas" }

/// `trace.csv`: one row per level and figure.
public func traceTable(_ replay: TraceReplay) -> CSVTable {
  typealias Column = CSVColumn<TraceRow>
  return CSVTable(
    replay.rows,
    columns: [
      Column("level") { .words($0.level) },
      Column("figure") { .words($0.figure) },
      Column("mean_seconds") { .number($0.seconds.mean, decimals: 6) },
      Column("p50_seconds") { .number($0.seconds.p50, decimals: 6) },
      Column("p95_seconds") { .number($0.seconds.p95, decimals: 6) },
      Column("p99_seconds") { .number($0.seconds.p99, decimals: 6) },
    ])
}
