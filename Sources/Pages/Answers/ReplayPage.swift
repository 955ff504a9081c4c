import Charts

/// The report of replayed incidents: what each design would have lost, side by side on the same failure.
struct ReplayPage: QuestionPage {
  struct Stored: StoredAnswer {
    struct Figure: Decodable {
      let mean: Double?
      let low: Double?
      let high: Double?
      let least: Double?
      let most: Double?
    }

    struct Design: Decodable {
      let design: String
      let lostMinutes: Figure
      let requestsLost: Figure
      let recoverySeconds: Figure?
      let failoverSeconds: Figure?
      let dataLossSeconds: Figure?
      let avoidedMinutes: StoredFigure?
    }

    struct Incident: Decodable {
      let incident: String
      let date: String
      let planDay: String
      let hit: String
      let designs: [Design]
      /// Of the likeliest course in the first world; nil in a result without a page of its own.
      let timelines: [StoredTimeline]?
    }

    let model: String
    let seed: UInt64
    let worlds: Int
    let incidents: [Incident]

    func check() throws {
      guard incidents.allSatisfy({ !$0.designs.isEmpty }), !incidents.isEmpty else {
        throw PageError("'incidents' has no designs")
      }
      for timeline in incidents.flatMap({ $0.timelines ?? [] }) { try timeline.check() }
    }
  }

  let stored: Stored
  let provenance: String

  /// Courses that a page has room for, over all incidents, and instants of each.
  private static let mostCourses = 12
  private static let mostInstants = 250

  /// What designs do on the same failure, those first that lose least; of each incident as many as have room.
  private func courses(of incident: Stored.Incident) -> [AnswerPage.Section] {
    let room = max(2, ReplayPage.mostCourses / stored.incidents.count)
    return (incident.timelines ?? []).sorted { $0.requestsLost < $1.requestsLost }.prefix(room)
      .compactMap { $0.section(capitalised(incident.incident), most: ReplayPage.mostInstants) }
  }

  private var sums: [(design: String, minutes: Double)] {
    stored.incidents[0].designs.map { design in
      let own = stored.incidents.compactMap { $0.designs.first { $0.design == design.design }?.lostMinutes.mean }
      return (design.design, own.reduce(0, +))
    }
  }

  var page: AnswerPage {
    AnswerPage(
      model: stored.model, question: "What would each design have lost on the days of these incidents?", title: title,
      sure: "How sure: over the luck of \(stored.worlds) worlds, the incidents as the file has them.", reasons: [],
      sections: stored.incidents.flatMap { [section($0)] + courses(of: $0) },
      provenance: "Seed \(stored.seed), \(provenance).")
  }

  private var title: String {
    let (least, most) = (sums.min { $0.minutes < $1.minutes }, sums.max { $0.minutes < $1.minutes })
    let count = stored.incidents.count
    let those = count == 1 ? "the incident" : "the \(count) incidents"
    guard let least, let most, least.minutes < most.minutes else {
      return "No design would have lost less in \(those)."
    }
    return
      "\(capitalised(least.design)) would have lost least in \(those): \(Figures.minutes(least.minutes)) minutes instead of "
      + "\(Figures.minutes(most.minutes)) with \(most.design)."
  }

  private func section(_ incident: Stored.Incident) -> AnswerPage.Section {
    let best = incident.designs.min { ($0.lostMinutes.mean ?? 0) < ($1.lostMinutes.mean ?? 0) }
    let title = "\(capitalised(incident.incident)): \(best.map { "\($0.design) loses least" } ?? "")"
    let chart = IntervalRowsChart(
      title: title,
      rows: incident.designs.enumerated().map { index, design in
        .init(
          name: design.design,
          detail: design.recoverySeconds?.mean.map { "back in \(Figures.time($0))" } ?? "no outage",
          tint: index < Tint.designs ? .design(index) : .other,
          band: range(design.lostMinutes.least, design.lostMinutes.most),
          interval: range(design.lostMinutes.low, design.lostMinutes.high), mean: design.lostMinutes.mean ?? 0,
          mark: nil)
      }, threshold: nil, xTitle: "lost minutes of the day (log)")
    return AnswerPage.Section(
      title: title,
      how:
        "\(capitalised(incident.hit)) failed on \(incident.date), in the plan on \(incident.planDay). Dark: 95 % interval over luck. Pale: from "
        + "the mildest to the worst course that the file allows.",
      drawings: [chart.drawing],
      table: PageTable(
        summary: "Every design",
        heads: [
          "Design", "Lost minutes", "Requests lost", "Recovered in", "Failover time", "Data lost", "Minutes avoided",
        ],
        rows: incident.designs.map { design in
          [
            .words(design.design), .minutes(design.lostMinutes.mean ?? 0),
            .digits(design.requestsLost.mean ?? 0, .other("requests")), .time(design.recoverySeconds?.mean),
            .time(design.failoverSeconds?.mean), .time(design.dataLossSeconds?.mean),
            .number(design.avoidedMinutes?.mean, .minutes) { signed($0, Figures.minutes) },
          ]
        }))
  }
}
