import Charts

/// The report of a replayed trace: what the flow level says beside what single requests met.
struct TracePage: QuestionPage {
  struct Stored: StoredAnswer {
    struct Latency: Decodable {
      let mean: Double?
      let p50: Double?
      let p95: Double?
      let p99: Double?
    }

    struct Quantiles: Decodable {
      let share: [Double]
      let firstTokenSeconds: [Double]?
      let perTokenSeconds: [Double]?
      let endToEndSeconds: [Double]?
    }

    struct Level: Decodable {
      let level: String
      let firstTokenSeconds: Latency
      let perTokenSeconds: Latency?
      let endToEndSeconds: Latency
      let lateShare: Double?
      let requestsRefused: Double
      let preemptions: Int?
      let requestsInOverload: Int?
      let cannotSee: String
      let quantiles: Quantiles
    }

    struct Arrivals: Decodable {
      let minutesEach: Int
      let busiestRps: [Double]
    }

    struct Difference: Decodable {
      let figure: String
      let flowOverRequestShare: Double
    }

    let model: String
    let design: String
    let requests: Int
    let traceSeconds: Double
    let replicas: Int
    let routing: String
    let patienceSeconds: Double
    let busiestMinuteRps: Double
    let busiestMinuteUtilizationShare: Double
    let dispersionIndex10Seconds: Double?
    let saturationRps: Double?
    let arrivals: Arrivals
    let levels: [Level]
    let notableDifferences: [Difference]

    func check() throws {
      guard !levels.isEmpty else { throw PageError("'levels' is empty") }
      for level in levels {
        let quantiles = level.quantiles
        let series = [quantiles.firstTokenSeconds, quantiles.perTokenSeconds, quantiles.endToEndSeconds].compactMap {
          $0
        }
        guard series.allSatisfy({ $0.count == quantiles.share.count }) else {
          throw PageError("the quantiles of level '\(level.level)' are of unlike lengths")
        }
      }
    }
  }

  let stored: Stored
  let provenance: String

  private var flow: Stored.Level? { stored.levels.first { $0.level == "flow" } }
  private var request: Stored.Level? { stored.levels.first { $0.level == "request" } }
  /// The level whose figures are taken: single requests where they were served.
  private var taken: Stored.Level { request ?? stored.levels[0] }
  private var pool: String {
    stored.replicas == 1 ? "one replica" : "\(Figures.grouped(Double(stored.replicas))) replicas"
  }

  var page: AnswerPage {
    AnswerPage(
      model: stored.model,
      question:
        "What do \(Figures.grouped(Double(stored.requests))) requests meet in \(pool), and does the plan's level see it?",
      title: title, sure: sure, reasons: reasons,
      sections: [arrivals, curves(.first), curves(.whole), residuals, figures].compactMap { $0 },
      provenance: "The trace, \(Figures.time(stored.traceSeconds)) long, \(stored.routing), \(provenance).")
  }

  // MARK: Words

  /// Where both levels ran: whether they agree within a tenth, and the largest difference where not.
  private var title: String {
    guard let tail = taken.firstTokenSeconds.p99 else { return "No request had a first token through \(pool)." }
    let answer = "99 % of requests have a first token within \(Figures.time(tail)) through \(pool)"
    guard flow != nil, request != nil else { return answer + "." }
    guard let worst = stored.notableDifferences.max(by: { size($0) < size($1) }) else {
      return "Both levels agree within a tenth: \(answer)."
    }
    let share = worst.flowOverRequestShare
    return "The flow level says \(Figures.percent(abs(share))) \(share < 0 ? "less" : "more") than single requests for "
      + "\(worst.figure): \(answer), request by request."
  }

  private func size(_ difference: Stored.Difference) -> Double { abs(difference.flowOverRequestShare) }

  private var sure: String {
    let unseen = stored.levels.map { "the \($0.level) level cannot see \($0.cannotSee)" }
    return "How sure: " + unseen.joined(separator: "; ") + "."
  }

  private var reasons: [Reason] {
    let dispersion =
      stored.dispersionIndex10Seconds.map {
        " Arrivals in ten seconds vary \(Figures.digits($0)) times as a Poisson process."
      }
      ?? ""
    let load = Reason(
      answers: "load", heading: "How full it is",
      words: "The busiest minute brings \(Figures.digits(stored.busiestMinuteRps)) requests a second, "
        + "\(Figures.percent(stored.busiestMinuteUtilizationShare)) of saturation.\(dispersion)")
    let late = Reason(
      answers: "late", heading: "Who waits too long",
      words: stored.levels.map { level in
        "\(capitalised(level.level)): \(level.lateShare.map { Figures.percent($0) } ?? "-") without a first token in "
          + "\(Figures.time(stored.patienceSeconds)), \(Figures.digits(level.requestsRefused.rounded())) refused."
      }.joined(separator: " "))
    let cache = request.flatMap(\.preemptions).map { count in
      Reason(
        answers: "cache", heading: "Who lost a place in the cache",
        words: count == 0
          ? "No request was preempted." : "Requests were preempted \(Figures.grouped(Double(count))) times.")
    }
    return [load, late, cache].compactMap { $0 }
  }

  // MARK: Pictures

  /// A time of a request that both levels tell.
  private enum Figure {
    case first, whole

    var name: String { self == .first ? "first token" : "end to end" }
    var said: String { self == .first ? "requests have their first token within" : "requests are answered within" }

    func seconds(_ quantiles: Stored.Quantiles) -> [Double]? {
      self == .first ? quantiles.firstTokenSeconds : quantiles.endToEndSeconds
    }

    func latency(_ level: Stored.Level) -> Stored.Latency {
      self == .first ? level.firstTokenSeconds : level.endToEndSeconds
    }
  }

  private func tint(_ level: Stored.Level) -> Tint { level.level == "flow" ? .part(1) : .part(0) }

  private var legend: [(swatch: String, name: String)] {
    stored.levels.map {
      (tint($0).swatch, $0.level == "flow" ? "flow: the latency curve at each minute's load" : "request by request")
    }
  }

  private var arrivals: AnswerPage.Section? {
    let rates = stored.arrivals.busiestRps
    guard rates.count > 1, let most = rates.max() else { return nil }
    let each = stored.arrivals.minutesEach
    let title = "The busiest minute brings \(Figures.digits(most)) requests a second"
    return AnswerPage.Section(
      title: title, how: each == 1 ? "Requests of each minute." : "The busiest of each \(each) minutes.",
      drawings: [
        ReachChart(
          title: title,
          lines: [
            .init(
              name: "minute", tint: .part(0),
              points: rates.enumerated().map { .init(x: Double($0 * each), y: $1, interval: nil) })
          ],
          level: stored.saturationRps.map { (value: $0, words: "saturation of \(pool), \(Figures.digits($0))") },
          xTitle: "minutes from the first request", yTitle: "requests a second", yUnit: .plain
        ).drawing()
      ],
      table: PageTable(
        summary: "Every minute that is drawn", heads: ["Minute", "Requests a second"],
        rows: rates.enumerated().map { [.count($0 * each), .rate($1)] }))
  }

  private func curves(_ figure: Figure) -> AnswerPage.Section? {
    let curves = stored.levels.compactMap { level -> CurvesChart.Curve? in
      guard let seconds = figure.seconds(level.quantiles) else { return nil }
      return .init(
        name: level.level, tint: tint(level), isDashed: level.level == "flow",
        points: zip(seconds, level.quantiles.share).map { (value: max($0, 1e-6), share: $1) })
    }
    let values = curves.flatMap { $0.points.map(\.value) }
    guard let low = values.min(), let high = values.max(), high > low else { return nil }
    let title =
      stored.levels.count == 2
      ? "\(capitalised(figure.name)): "
        + stored.levels.compactMap { level in
          figure.latency(level).p95.map { "\(Figures.time($0)) by \(level.level)" }
        }.joined(separator: ", ") + " at P95"
      : "\(capitalised(figure.name)): \(figure.latency(taken).p95.map { Figures.time($0) } ?? "never") at P95"
    return AnswerPage.Section(
      title: title, how: "Share of requests within a time, log scale.", legend: legend,
      drawings: [
        CurvesChart(
          title: title, curves: curves, post: nil, direction: .within(figure.said), unit: .seconds,
          xTitle: figure == .first ? "time to the first token" : "time to the whole answer",
          yTitle: "share of requests", xRange: low...high
        ).drawing
      ],
      table: PageTable(
        summary: "\(capitalised(figure.name)) by share of requests",
        heads: ["Share"] + stored.levels.map { capitalised($0.level) },
        rows: stored.levels[0].quantiles.share.indices.map { place in
          [.share(stored.levels[0].quantiles.share[place])]
            + stored.levels.map { level in
              .time(figure.seconds(level.quantiles).flatMap { $0.indices.contains(place) ? $0[place] : nil })
            }
        }))
  }

  /// Flow over request level less one, percentile by percentile.
  private var residuals: AnswerPage.Section? {
    guard let flow, let request else { return nil }
    func line(_ figure: Figure, _ tint: Tint) -> ReachChart.Line? {
      guard let modelled = figure.seconds(flow.quantiles), let met = figure.seconds(request.quantiles),
        modelled.count == met.count
      else { return nil }
      let points: [ReachChart.Point] = request.quantiles.share.indices.compactMap { place in
        guard place < met.count, met[place] > 0 else { return nil }
        return ReachChart.Point(
          x: request.quantiles.share[place], y: modelled[place] / met[place] - 1, interval: nil)
      }
      return ReachChart.Line(name: figure.name, tint: tint, points: points)
    }
    let lines = [line(.first, .part(2)), line(.whole, .part(3))].compactMap { $0 }
    // What the quickest half of the requests meet, nobody plans for.
    let upper = lines.flatMap { line in line.points.filter { $0.x >= 0.5 }.map { (line.name, $0) } }
    let worst = upper.max { abs($0.1.y) < abs($1.1.y) }
    guard let worst, lines.allSatisfy({ $0.points.count > 1 }) else { return nil }
    let title =
      "From the median on flow is off by up to \(Figures.change(worst.1.y)), at \(Figures.percent(worst.1.x)) of \(worst.0)"
    return AnswerPage.Section(
      title: title, how: "Flow over request by request, at the same share of requests; nothing is off at 0 %.",
      legend: lines.map { ($0.tint.swatch, $0.name) },
      drawings: [
        ReachChart(
          title: title, lines: lines, level: (0, "alike"), xTitle: "share of requests", xUnit: .percent,
          yTitle: "flow against request by request", yUnit: .change
        ).drawing()
      ],
      table: PageTable(
        summary: "Every percentile", heads: ["Share"] + lines.map { capitalised($0.name) },
        rows: lines[0].points.map { point in
          [.share(point.x)]
            + lines.map { line in
              .number(line.points.first { $0.x == point.x }?.y, .other("share"), Figures.change)
            }
        }))
  }

  private var figures: AnswerPage.Section {
    func row(_ level: Stored.Level, _ name: String, _ figures: Stored.Latency?) -> [TableCell]? {
      guard let figures, figures.mean != nil else { return nil }
      return [.words(name), .words(level.level)]
        + [figures.mean, figures.p50, figures.p95, figures.p99].map { .time($0) }
    }
    return AnswerPage.Section(
      title: "Every figure of both levels", how: "At request level of requests that were completed.",
      table: PageTable(
        summary: "Mean and percentiles", heads: ["Time", "Level", "Mean", "P50", "P95", "P99"],
        rows: stored.levels.flatMap { level in
          [
            row(level, "first token", level.firstTokenSeconds), row(level, "per token", level.perTokenSeconds),
            row(level, "end to end", level.endToEndSeconds),
          ].compactMap { $0 }
        }, wordColumns: [1]))
  }
}
