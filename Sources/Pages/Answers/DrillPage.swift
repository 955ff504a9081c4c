import Charts

/// The report of a drill: what each design does in the same stretch of time under the same luck, side by side.
struct DrillPage: QuestionPage {
  struct Stored: StoredAnswer {
    let model: String
    let seed: UInt64
    let replication: Int
    let fromSeconds: Double
    let lastsSeconds: Double
    let timelines: [StoredTimeline]

    func check() throws {
      guard !timelines.isEmpty else { throw PageError("'timelines' is empty") }
      for timeline in timelines { try timeline.check() }
    }
  }

  let stored: Stored
  let provenance: String

  var page: AnswerPage {
    AnswerPage(
      model: stored.model, question: "What does each design do in the same \(Figures.time(stored.lastsSeconds))?",
      title: title,
      sure: "One course of events, the same in every design: a picture of how, not of how often.", reasons: [],
      sections: [overview] + stored.timelines.compactMap { $0.section() },
      provenance: "Replication \(stored.replication), seed \(stored.seed), \(provenance).")
  }

  private var title: String {
    let (least, most) = (
      stored.timelines.min { $0.requestsLost < $1.requestsLost },
      stored.timelines.max { $0.requestsLost < $1.requestsLost }
    )
    guard let least, let most, most.requestsLost >= 1 else { return "Nothing is lost in this stretch of time." }
    guard least.requestsLost < most.requestsLost else {
      return "\(capitalised(least.design)) loses \(Figures.digits(least.requestsLost.rounded())) requests."
    }
    return
      "\(capitalised(least.design)) loses \(Figures.digits(least.requestsLost.rounded())) requests, \(most.design) "
      + "\(Figures.digits(most.requestsLost.rounded()))."
  }

  private var overview: AnswerPage.Section {
    AnswerPage.Section(
      title: "Every outage of every design", how: "From the fault to 95 % of demand, and what ended it.",
      table: PageTable(
        summary: "Outages", heads: ["Design", "Cause", "Ended by", "Back after", "Requests lost"],
        rows: stored.timelines.flatMap { timeline in
          timeline.outages.isEmpty
            ? [[.words(timeline.design), "none", "-", "-", lost(timeline.requestsLost)]]
            : timeline.outages.map {
              [
                .words(timeline.design), .words($0.cause), .words($0.endedBy),
                .time($0.recoverySeconds, without: "not yet"), lost($0.requestsLost),
              ]
            }
        }, wordColumns: [1, 2]))
  }

  private func lost(_ requests: Double) -> TableCell {
    .number(requests, .other("requests")) { Figures.digits($0.rounded()) }
  }
}
