import Experiments
import OutputAnalysis
import ServiceModel

/// What the designs of a plan would have lost on the days of some incidents: what `nines replay` prints.
public struct ReplayAnswer: Sendable {
  /// One incident with the figures of every design.
  public struct Incident: Sendable {
    public let replayed: ReplayedIncident
    /// What it hit, in the words of its file or of the command.
    public let hit: String
    /// The plan's day that stands for its date.
    public let planDay: CalendarDay
    public let figures: [ReplayFigures]
    /// The likeliest course in the first world, design by design; empty where nobody looks at it.
    public let timelines: [TimelineReport]

    public init(
      _ replayed: ReplayedIncident, hit: String, services: [Service], days: [[[Replay.Day]]],
      timelines: [TimelineReport] = []
    ) {
      self.timelines = timelines
      self.replayed = replayed
      self.hit = hit
      planDay = services[0].begins.adding(days: replayed.day)
      figures = services.indices.map { design in
        ReplayFigures(
          services[design], days: days.map { $0[design] }, first: design == 0 ? nil : days.map { $0[0] })
      }
    }

    /// Whether something of the incident is not known.
    var isUncertain: Bool { replayed.courses.count > 1 }
  }

  public let model: String
  public let size: StudySize
  public let withOwnFailures: Bool
  public let incidents: [Incident]

  public init(model: String, size: StudySize, withOwnFailures: Bool, incidents: [Incident]) {
    self.model = model
    self.size = size
    self.withOwnFailures = withOwnFailures
    self.incidents = incidents
  }
}

extension ReplayFigures {
  /// Who brought users back, in the worlds of the likeliest course: `failover 90 %, repair 10 %`.
  var recoveredBy: String {
    let ends = endedBy.filter { $0.share > 0 }.map { "\($0.end.rawValue) \(Wording.percent($0.share))" }
    return (ends + (absorbed > 0 ? ["no outage \(Wording.percent(absorbed))"] : [])).joined(separator: ", ")
  }
}
