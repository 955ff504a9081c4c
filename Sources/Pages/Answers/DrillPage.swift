import Charts
import Foundation

/// The report of a drill: what each design does in the same stretch of time under the same luck, side by side.
struct DrillPage {
  struct Stored: Decodable {
    struct Outage: Decodable {
      let cause: String
      let faultSeconds: Double
      let endSeconds: Double?
      let recoverySeconds: Double?
      let endedBy: String
      let requestsLost: Double
      let phases: [StoredComparison.Phase]
    }

    struct Timeline: Decodable {
      let design: String
      let requestsLost: Double
      let outages: [Outage]
      let course: StoredComparison.Course
    }

    let model: String
    let seed: UInt64
    let replication: Int
    let fromSeconds: Double
    let lastsSeconds: Double
    let timelines: [Timeline]
  }

  private let stored: Stored
  private let provenance: String

  init(json: String, _ provenance: String) throws {
    stored = try Pages.stored(Stored.self, in: json)
    guard !stored.timelines.isEmpty else { throw PageError("'timelines' is empty") }
    for timeline in stored.timelines {
      let course = timeline.course
      guard [course.demandRps, course.answeredRps, course.capacityRps].allSatisfy({ $0.count == course.seconds.count })
      else { throw PageError("the course of '\(timeline.design)' has series of unlike lengths") }
    }
    self.provenance = provenance
  }

  var page: AnswerPage {
    AnswerPage(
      model: stored.model, question: "What does each design do in the same \(Figures.time(stored.lastsSeconds))?",
      title: title,
      sure: "One course of events, the same in every design: a picture of how, not of how often.", reasons: [],
      sections: [overview] + stored.timelines.compactMap(section),
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
            ? [[timeline.design, "none", "-", "-", Figures.digits(timeline.requestsLost.rounded())]]
            : timeline.outages.map {
              [
                timeline.design, $0.cause, $0.endedBy, $0.recoverySeconds.map(Figures.time) ?? "not yet",
                Figures.digits($0.requestsLost.rounded()),
              ]
            }
        }, wordColumns: [1, 2]))
  }

  /// The longest outage of a design, second by second.
  private func section(_ timeline: Stored.Timeline) -> AnswerPage.Section? {
    guard timeline.course.seconds.count > 1 else { return nil }
    let longest = timeline.outages.max { ($0.recoverySeconds ?? .infinity) < ($1.recoverySeconds ?? .infinity) }
    guard let longest, let over = longest.recoverySeconds, over > 0 else {
      return AnswerPage.Section(
        title: "\(capitalised(timeline.design)): nobody waits", how: "No outage in this stretch of time.")
    }
    let title = "\(capitalised(timeline.design)): \(longest.cause) is over after \(Figures.time(over))"
    let course = timeline.course
    // Every design is drawn over the same time, so that lanes can be compared by eye.
    let chart = OutageChart(
      title: title,
      phases: longest.phases.map { .init(lane: $0.lane, from: $0.fromSeconds, to: $0.toSeconds, words: $0.words) },
      points: course.seconds.indices.map {
        .init(
          seconds: course.seconds[$0] - longest.faultSeconds, demand: course.demandRps[$0],
          answered: course.answeredRps[$0],
          capacity: course.capacityRps[$0])
      }, over: over, target: nil, lost: longest.requestsLost)
    return AnswerPage.Section(
      title: title, how: "Ended by \(longest.endedBy). Dashed: what the sites that take traffic could answer.",
      drawings: [chart.drawing])
  }
}
