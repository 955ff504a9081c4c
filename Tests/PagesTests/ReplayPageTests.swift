import Foundation
import Testing

@testable import Pages

/// Designs side by side on the same failure, on the page of a replay.
@Suite struct ReplayPageTests {
  private func timeline(_ design: String, lost: Int, instants: Int = 3, answered: [Double]? = nil) -> String {
    let demand = [Double](repeating: 100, count: instants)
    return """
      {"design": "\(design)", "requests_lost": \(lost), "outages": [
         {"cause": "region", "fault_seconds": 0, "end_seconds": 120, "recovery_seconds": 120, "ended_by": "failover",
          "requests_lost": \(lost), "phases": [{"lane": "detect", "from_seconds": 0, "to_seconds": 30, "words": "alarm"}]}],
       "course": {"seconds": \((0..<instants).map { $0 * 60 }), "demand_rps": \(demand), "answered_rps": \(answered ?? demand),
         "capacity_rps": \(demand)}}
      """
  }

  private func page(_ timelines: String) throws -> StoredPage {
    func design(_ name: String, _ minutes: Int) -> String {
      #"{"design": "\#(name)", "lost_minutes": {"mean": \#(minutes)}, "requests_lost": {"mean": 5}}"#
    }
    return try StoredPage(
      """
      {"model": "m", "seed": 1, "worlds": 4, "incidents": [{"incident": "outage of May", "date": "2025-05-01",
        "plan_day": "2027-05-06", "hit": "region a", "designs": [\(design("cold", 40)), \(design("warm", 3))]\(timelines)}]}
      """)
  }

  /// The design that loses least comes first.
  @Test func everyDesignHasItsCourse() throws {
    let both = [timeline("cold", lost: 900), timeline("warm", lost: 60)].joined(separator: ",")
    let page = try page(#", "timelines": [\#(both)]"#)
    #expect(
      page.headings == [
        "Outage of May: warm loses least", "Outage of May, warm: region is over after 120 s",
        "Outage of May, cold: region is over after 120 s",
      ])
    #expect(try self.page("").headings == ["Outage of May: warm loses least"])
  }

  @Test func aCourseOfUnlikeLengthsIsRefused() {
    #expect(throws: PageError.self) {
      try page(#", "timelines": [\#(timeline("cold", lost: 9, answered: [100]))]"#)
    }
  }

  /// Of a long course as many instants are drawn as have room, and those at which answers jump.
  @Test func jumpsAreAlwaysDrawn() throws {
    var answered = [Double](repeating: 100, count: 1000)
    for at in 501..<505 { answered[at] = 0 }
    let text = timeline("a", lost: 9, instants: 1000, answered: answered)
    let drawn = try stored(StoredTimeline.self, in: text).drawn(100)
    #expect(drawn.count == 103 && drawn.contains(501) && drawn.contains(505))
    #expect(drawn.first == 0 && drawn.last == 999)
    #expect(try stored(StoredTimeline.self, in: text).drawn(.max).count == 1000)
  }
}
