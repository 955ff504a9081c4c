import Charts

/// The report of fitted replicas: measured times per token against what the four parts add up to.
struct ReplicaFitPage: QuestionPage {
  struct Stored: StoredAnswer {
    struct Parameter: Decodable {
      let name: String
      let value: Double
      let standardError: Double?
    }

    struct Replica: Decodable {
      let name: String
      let parameters: [Parameter]
      let points: Int
      let meanErrorShare: Double
      let largestErrorShare: Double
    }

    struct Point: Decodable {
      let replica: String
      let prompt: Double
      let output: Double
      let batch: Double
      let perTokenSeconds: Double
      let fittedPerTokenSeconds: Double

      var error: Double { fittedPerTokenSeconds / perTokenSeconds - 1 }
    }

    let origin: String
    let replicas: [Replica]
    let measured: [Point]

    func check() throws {
      guard !replicas.isEmpty else { throw PageError("'replicas' is empty") }
      guard measured.allSatisfy({ $0.perTokenSeconds > 0 }) else {
        throw PageError("'measured' has times that are not above zero")
      }
    }
  }

  let stored: Stored
  let provenance: String

  /// Replicas that are drawn: those that are fitted worst.
  static let mostDrawn = 12
  /// Which error a page says is none.
  private static let tolerance = 0.1

  private var worst: Stored.Replica {
    stored.replicas.max { $0.largestErrorShare < $1.largestErrorShare } ?? stored.replicas[0]
  }

  var page: AnswerPage {
    let drawn = stored.replicas.enumerated()
      .sorted { ($1.element.largestErrorShare, $0.offset) < ($0.element.largestErrorShare, $1.offset) }
      .prefix(Self.mostDrawn).map(\.element)
    return AnswerPage(
      model: stored.origin, question: "How long does an iteration take, by \(stored.origin)?", title: title, sure: sure,
      reasons: [], sections: [overview] + drawn.compactMap(section),
      provenance: "Least squares without negative parts, in relative error, \(provenance).")
  }

  private var title: String {
    let count = stored.replicas.count == 1 ? "The four parts" : "The four parts of \(stored.replicas.count) replicas"
    let largest = worst.largestErrorShare
    return largest <= Self.tolerance
      ? "\(count) describe every point: none is off by more than \(Figures.percent(largest))."
      : "\(count) miss a point by \(Figures.percent(largest)), of \(worst.name)."
  }

  private var sure: String {
    let points = stored.replicas.reduce(0) { $0 + $1.points }
    let mean = stored.replicas.map(\.meanErrorShare).max() ?? 0
    return
      "How sure: over \(counted(points, "point")) the mean error is \(Figures.percent(mean)) at most; outside the batches and "
      + "prompts that were measured nothing is known."
  }

  private var overview: AnswerPage.Section {
    AnswerPage.Section(
      title: "The parts of an iteration",
      how: "Standard errors in brackets; a part without one is held at zero or not determined.",
      table: PageTable(
        summary: "Every replica",
        heads: [
          "Replica", "Fixed", "Each request", "Each cached token", "Each prompt token", "Points", "Mean error",
          "Largest error",
        ],
        rows: stored.replicas.map { replica in
          [.words(replica.name)]
            + ["fixed", "per-sequence", "per-kv-token", "per-prefill-token"].map { name -> TableCell in
              replica.parameters.first { $0.name == name }.map { part($0) } ?? "-"
            } + [.count(replica.points), .share(replica.meanErrorShare), .share(replica.largestErrorShare)]
        }))
  }

  /// Microseconds where milliseconds would be zeros.
  private func part(_ parameter: Stored.Parameter) -> TableCell {
    let (scale, unit) = parameter.value < 1e-4 ? (1e6, "µs") : (1e3, "ms")
    let error = parameter.standardError.map { " (\(significant($0 * scale)))" } ?? ""
    return .number(parameter.value, .seconds) { "\(significant($0 * scale)) \(unit)\(error)" }
  }

  /// Three digits of numbers below a hundredth too.
  private func significant(_ value: Double) -> String {
    guard value > 0, value < 0.1 else { return Figures.digits(value) }
    return Figures.fixed(value, value < 0.001 ? 6 : value < 0.01 ? 5 : 4).replacing(/0+$/, with: "")
  }

  private func section(_ replica: Stored.Replica) -> AnswerPage.Section? {
    let points = stored.measured.filter { $0.replica == replica.name }
    guard points.count > 1, let far = points.max(by: { abs($0.error) < abs($1.error) }) else { return nil }
    let title =
      "\(replica.name): off by \(Figures.percent(replica.meanErrorShare)) on average, by "
      + "\(Figures.change(far.error)) at batch \(Figures.digits(far.batch)) with prompts of \(Figures.digits(far.prompt)) tokens"
    func words(_ point: Stored.Point) -> String {
      "batch \(Figures.digits(point.batch)), prompt \(Figures.digits(point.prompt)), output \(Figures.digits(point.output)): "
        + "measured \(Figures.time(point.perTokenSeconds)), fitted \(Figures.time(point.fittedPerTokenSeconds))"
    }
    return AnswerPage.Section(
      title: title,
      how: "A point on the dotted line is as fitted; shaded: within a tenth. Below: the error against the batch.",
      drawings: [
        ScatterChart(
          title: title,
          groups: [
            .init(
              name: replica.name, tint: .part(0),
              points: points.map { .init(x: $0.fittedPerTokenSeconds, y: $0.perTokenSeconds, words: words($0)) })
          ], likeness: 0.1, xTitle: "time per token, fitted", xUnit: .seconds, yTitle: "time per token, measured",
          yUnit: .seconds, isLogarithmic: true
        ).drawing,
        ScatterChart(
          title: "\(replica.name): error by batch",
          groups: [
            .init(
              name: replica.name, tint: .part(0),
              points: points.map { .init(x: $0.batch, y: $0.error, words: words($0)) })
          ], level: (0, "alike"), xTitle: "batch", xUnit: .plain, yTitle: "fitted against measured", yUnit: .change,
          isLogarithmic: false
        ).drawing,
      ],
      table: PageTable(
        summary: "\(replica.name), point by point",
        heads: ["Batch", "Prompt", "Output", "Measured", "Fitted", "Fitted against measured"],
        rows: points.map { point in
          [
            .digits(point.batch, .other("requests")), .digits(point.prompt, .other("tokens")),
            .digits(point.output, .other("tokens")), .time(point.perTokenSeconds), .time(point.fittedPerTokenSeconds),
            .number(point.error, .other("share"), Figures.change),
          ]
        }))
  }
}
