import Charts

/// The stages of a roadmap on the page of a search.
extension SearchPage {
  struct StoredRoadmap: Decodable {
    struct Stage: Decodable {
      let design: String
      let from: String
      let months: Int
      let costUsdPerYear: Double
      let lostMinutesPerYear: Double
      let stageCostUsd: Double
      let stageLostMinutes: Double
      let regionFailoverP95Seconds: Double?
      let verdict: String
      let bottleneck: String?
    }

    let costUsd: Double
    let lostMinutes: Double
    let stages: [Stage]

    /// What the whole way costs and loses, in words.
    var finding: String {
      "\(stages.count) \(stages.count == 1 ? "stage" : "stages"): \(Figures.dollars(costUsd)) and "
        + "\(Figures.minutes(lostMinutes)) lost minutes expected"
    }
  }

  /// Designs one after the other; nil where the plan names none.
  var stages: AnswerPage.Section? {
    guard let roadmap = stored.roadmap else { return nil }
    return AnswerPage.Section(
      title: roadmap.finding, how: "All on the same failures; the last stage is looked at for a year.",
      table: PageTable(
        summary: "Every stage",
        heads: [
          "Stage", "From", "Months", "Cost a year", "Lost minutes a year", "Failover P95", "Verdict",
          "Cost of the stage", "Lost minutes of the stage", "Bottleneck",
        ],
        rows: roadmap.stages.map {
          [
            .words($0.design), .words($0.from), .count($0.months), .dollars($0.costUsdPerYear),
            .minutes($0.lostMinutesPerYear), .time($0.regionFailoverP95Seconds),
            .words($0.verdict.replacing("_", with: " ")), .dollars($0.stageCostUsd), .minutes($0.stageLostMinutes),
            .words($0.bottleneck ?? "-"),
          ]
        }, wordColumns: [1, 6, 9]))
  }
}
