import Experiments
import ServiceModel
import Testing

@testable import CapacityPlanning

/// Stages one after the other, on the same worlds.
struct RoadmapTests {
  private static func day(_ year: Int, _ month: Int) -> CalendarDay { CalendarDay(year: year, month: month, day: 1) }

  private static func stage(_ nodes: Int, from: CalendarDay) -> (from: CalendarDay, candidate: SearchCandidate) {
    let settings = [SearchCandidate.Setting(path: "nodes", text: "\(nodes)")]
    return (from, SearchCandidate(settings: settings, form: .service(SmallService().service.holding([nodes]))))
  }

  @Test func aStageCostsAndLosesWhatItsMonthsDo() async throws {
    let stages = [
      Self.stage(31, from: Self.day(2027, 1)), Self.stage(34, from: Self.day(2027, 10)),
      Self.stage(38, from: Self.day(2029, 1)),
    ]
    let roadmap = try await Roadmap(stages, size: .small(), confidence: 0.95)
    #expect(roadmap.stages.map(\.months) == [9, 15, 12])
    // The fleets are fixed, so their cost is exact: ten dollars a node-hour.
    // 31 nodes for 9 months, 34 for 15, 38 for 12: 1245 months of 730.5 hours.
    let dollars: Double = 10 * 730.5 * 1245
    #expect(abs(roadmap.dollars - dollars) < 0.1)
    let minutes = roadmap.stages.map(\.design.lostMinutes)
    #expect(minutes[0] > minutes[1] && minutes[1] > minutes[2])
    let weighted: Double = zip(minutes, [9.0, 15, 12]).reduce(0) { $0 + $1.0 * $1.1 / 12 }
    #expect(abs(roadmap.lostMinutes - weighted) < 1e-9)
    let last = roadmap.standing(roadmap.stages[2])
    #expect(last.dollars > roadmap.dollars && last.lostMinutes < roadmap.lostMinutes)
    // Nine months of the first design and fifteen of the second in place of the last one's: 24 months of its error too.
    let errors = roadmap.stages.map(\.design.lostMinutesError)
    let more: Double = 0.75 * (minutes[0] - minutes[2]) + 1.25 * (minutes[1] - minutes[2])
    let parts = [0.75 * errors[0], 1.25 * errors[1], 2 * errors[2]]
    let half: Double = 1.959964 * parts.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let difference = roadmap.lostMinutesMore
    #expect(abs(difference.estimate - more) < 1e-9 && abs(difference.halfWidth - half) < 1e-9)
  }
}
