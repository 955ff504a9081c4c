import ServingModel

/// A replayed trace for programs; the keys are documented in docs/reference/output.md.
public func traceJSON(_ replay: TraceReplay, model: String, design: String) -> JSONValue {
  var levels: [JSONValue] = []
  if let flow = replay.flow {
    levels.append(
      .object([
        ("level", .string("flow")), ("first_token_seconds", latencyJSON(flow.firstToken)),
        ("end_to_end_seconds", latencyJSON(flow.endToEnd)),
        ("late_share", .number(flow.share(firstTokenAfter: replay.patience))),
        ("requests_in_overload", .integer(flow.requestsInOverload)),
        ("requests_refused", .number(flow.refused)), ("curve", .string(replay.curve.name)),
        ("cannot_see", .string(TraceReplay.unseenByFlow)),
      ]))
  }
  if let request = replay.request {
    levels.append(
      .object([
        ("level", .string("request")), ("first_token_seconds", latencyJSON(request.firstToken.figures)),
        ("per_token_seconds", latencyJSON(request.perToken.figures)),
        ("end_to_end_seconds", latencyJSON(request.endToEnd.figures)),
        ("late_share", .number(request.ended == 0 ? 0 : Double(request.timedOut) / Double(request.ended))),
        ("requests_completed", .integer(request.completed)), ("requests_refused", .integer(request.refused)),
        ("preemptions", .integer(request.preemptions)),
        ("percentile_resolution_share", .number(LatencyHistogram.resolution)),
        ("cannot_see", .string(TraceReplay.unseenByRequest)),
      ]))
  }
  return .object([
    ("model", .string(model)), ("design", .string(design)), ("requests", .integer(replay.summary.requests)),
    ("trace_seconds", .number(replay.summary.end.seconds)), ("replicas", .integer(replay.replicas)),
    ("routing", .string(replay.routing.name)), ("patience_seconds", .number(replay.patience)),
    ("busiest_minute_rps", .number(replay.summary.busiestRate)),
    ("busiest_minute_utilization_share", .number(replay.peakUtilization)),
    ("dispersion_index_10_seconds", replay.summary.tenSeconds.dispersion.map { .number($0) } ?? .null),
    ("levels", .array(levels)),
    (
      "notable_differences",
      .array(
        replay.differences.map {
          .object([("figure", .string($0.figure)), ("flow_over_request_share", .number($0.share))])
        })
    ),
  ])
}

extension LatencyCurve.Provenance {
  /// As a plan names it.
  fileprivate var name: String {
    switch self {
    case .birthDeath: "birth-death"
    case .tabulated: "request-level"
    }
  }
}

private func latencyJSON(_ figures: LatencyFigures) -> JSONValue {
  .object([
    ("mean", .number(figures.mean)), ("p50", .number(figures.p50)), ("p95", .number(figures.p95)),
    ("p99", .number(figures.p99)),
  ])
}
