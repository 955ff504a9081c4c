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
        (
          "quantiles",
          quantilesJSON([("first_token_seconds", flow.firstTokens), ("end_to_end_seconds", flow.responses)])
        ),
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
        (
          "quantiles",
          quantilesJSON([
            ("first_token_seconds", request.firstToken), ("per_token_seconds", request.perToken),
            ("end_to_end_seconds", request.endToEnd),
          ])
        ),
        ("cannot_see", .string(TraceReplay.unseenByRequest)),
      ]))
  }
  return .object(
    ([
      ("model", .string(model)), ("design", .string(design)), ("requests", .integer(replay.summary.requests)),
      ("trace_seconds", .number(replay.summary.end.seconds)), ("replicas", .integer(replay.replicas)),
      ("routing", .string(replay.routing.name)), ("patience_seconds", .number(replay.patience)),
      ("busiest_minute_rps", .number(replay.summary.busiestRate)),
      ("busiest_minute_utilization_share", .number(replay.peakUtilization)),
      ("dispersion_index_10_seconds", replay.summary.tenSeconds.dispersion.map { .number($0) } ?? .null),
      ("saturation_rps", saturationJSON(replay)), ("arrivals", arrivalsJSON(replay.summary)),
      ("levels", .array(levels)),
      (
        "notable_differences",
        .array(
          replay.differences.map {
            .object([("figure", .string($0.figure)), ("flow_over_request_share", .number($0.share))])
          })
      ),
    ] as [(key: String, value: JSONValue)]) + (replay.prefixes.map { [("prefix_hits", prefixJSON($0))] } ?? []))
}

private func prefixJSON(_ prefixes: PrefixHits) -> JSONValue {
  .object([
    ("share", .number(prefixes.share)), ("prompt_tokens", .integer(prefixes.promptTokens)),
    ("hit_tokens", .integer(prefixes.hitTokens)), ("block_tokens", .integer(prefixes.blockTokens)),
    ("cache_tokens", prefixes.cacheTokens.map { .integer($0) } ?? .null),
  ])
}

/// Times that shares of the requests stay within, for curves: each percent, and where the tail is.
private func quantilesJSON(_ times: [(name: String, histogram: LatencyHistogram)]) -> JSONValue {
  let shares = (1...99).map { Double($0) / 100 } + [0.995, 0.999]
  return .object(
    [("share", .array(shares.map { .number($0) }))]
      + times.filter { $0.histogram.count > 0 }.map { times in
        (times.name, .array(shares.map { .number(times.histogram.quantile($0)) }))
      })
}

/// What the pool answers a second at most; null where nothing says it.
private func saturationJSON(_ replay: TraceReplay) -> JSONValue {
  guard replay.peakUtilization > 0, replay.peakUtilization.isFinite else { return .null }
  return .number(replay.summary.busiestRate / replay.peakUtilization)
}

/// Requests a second of each minute, or of the busiest of several where the trace is long.
private func arrivalsJSON(_ summary: TraceSummary) -> JSONValue {
  let counts = summary.minutes.counts
  let each = max(1, (counts.count + 239) / 240)
  let busiest = stride(from: 0, to: counts.count, by: each).map { counts[$0..<min($0 + each, counts.count)].max() ?? 0 }
  return .object([
    ("minutes_each", .integer(each)),
    ("busiest_rps", .array(busiest.map { .number(Double($0) / summary.minutes.window) })),
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
