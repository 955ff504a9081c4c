import Charts

/// The report of a load test: the windows that kept the limits and those that missed them, and the rate between.
struct LoadFitPage: QuestionPage {
  struct Stored: StoredAnswer {
    struct Rate: Decodable {
      let value: Double?
      let low: Double?
      let high: Double?
    }

    struct Window: Decodable {
      let rps: Double
      let responseSeconds: Double?
      let failedShare: Double
      let keeps: Bool
    }

    let origin: String
    let tool: String
    let percentile: Int
    let withinSeconds: Double
    let failedShare: Double
    let replicas: Int
    let windows: Int
    let windowsKept: Int
    let ratedRps: Rate
    let measured: [Window]
  }

  let stored: Stored
  let provenance: String

  private var limits: String {
    "P\(stored.percentile) of \(Figures.time(stored.withinSeconds)) and \(Figures.percent(stored.failedShare)) failures"
  }

  var page: AnswerPage {
    AnswerPage(
      model: stored.origin, question: "What does a replica carry within \(limits)?", title: title, sure: sure,
      reasons: [],
      sections: [windows].compactMap { $0 },
      provenance: "A load test of \(stored.tool) through \(counted(stored.replicas, "replica")), \(provenance).")
  }

  private var title: String {
    if let mid = stored.ratedRps.value {
      return "A replica carries \(Figures.digits(mid)) requests a second within \(limits)."
    }
    if let low = stored.ratedRps.low {
      return
        "No window missed: a replica carries \(Figures.digits(low)) requests a second at least. Test with more load."
    }
    return
      "Every window missed: a replica carries less than \(Figures.digits(stored.ratedRps.high ?? 0)) requests a second. "
      + "Test with less load."
  }

  private var sure: String {
    let kept = "\(Figures.grouped(Double(stored.windowsKept))) of \(counted(stored.windows, "window")) kept the limits"
    guard let between = range(stored.ratedRps.low, stored.ratedRps.high), stored.ratedRps.value != nil else {
      return "How sure: \(kept)."
    }
    return "How sure: \(kept). Below \(Figures.digits(between.lowerBound)) at most one in twenty misses, above "
      + "\(Figures.digits(between.upperBound)) at most one in twenty keeps them."
  }

  private var windows: AnswerPage.Section? {
    let answered = stored.measured.filter { $0.responseSeconds != nil }
    guard answered.count > 1 else { return nil }
    func group(_ name: String, _ tint: Tint, keeps: Bool) -> ScatterChart.Group {
      .init(
        name: name, tint: tint, isHollow: !keeps,
        points: answered.filter { $0.keeps == keeps }.map { window in
          .init(
            x: window.rps, y: window.responseSeconds ?? 0,
            words: "\(Figures.digits(window.rps)) requests a second: \(Figures.time(window.responseSeconds ?? 0)), "
              + "\(Figures.percent(window.failedShare)) failed")
        })
    }
    let slowest = answered.map { $0.responseSeconds ?? 0 }.max() ?? 0
    let title = "Response times reach \(Figures.time(slowest)) where the limit is \(Figures.time(stored.withinSeconds))"
    let between = range(stored.ratedRps.low, stored.ratedRps.high)
    return AnswerPage.Section(
      title: title,
      how: "P\(stored.percentile) of each window against the load of a replica."
        + (between == nil ? "" : " Shaded: the range in which windows both keep and miss."),
      legend: [(Tint.part(0).swatch, "kept"), (Tint.part(4).swatch, "missed")],
      drawings: [
        ScatterChart(
          title: title, groups: [group("kept", .part(0), keeps: true), group("missed", .part(4), keeps: false)],
          level: (stored.withinSeconds, "the limit, \(Figures.time(stored.withinSeconds))"),
          stretch: between.map { ReachChart.Stretch($0, words: "windows both keep and miss") },
          xTitle: "requests a second of a replica", xUnit: .plain, yTitle: "response time", yUnit: .seconds,
          isLogarithmic: false
        ).drawing
      ],
      table: PageTable(
        summary: "Every window that is drawn", heads: ["Requests a second", "Response time", "Failed", "Limits"],
        rows: stored.measured.map { window in
          [
            .rate(window.rps), .time(window.responseSeconds), .share(window.failedShare),
            window.keeps ? "kept" : "missed",
          ]
        }, wordColumns: [3]))
  }
}
