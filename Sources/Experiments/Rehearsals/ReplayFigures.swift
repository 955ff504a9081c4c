import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// What one design would have lost on the day of one incident.
public struct ReplayFigures: Sendable {
  /// A figure over the luck of many worlds, and over what is not known of the incident.
  public struct Figure: Sendable {
    /// Of the likeliest course.
    public let luck: Interval
    /// Means of the mildest and of the worst course; the likeliest twice where everything is known.
    public let low: Double
    public let high: Double

    init(_ courses: [[Double]]) {
      luck = meanInterval(courses[courses.count / 2], of: .amount)
      let means = courses.map { Moments($0).mean }
      (low, high) = (means.min()!, means.max()!)
    }
  }

  public let design: String
  /// Lost minutes of the days that are looked at.
  public let lostMinutes: Figure
  public let requestsLost: Figure
  public let downtimeMinutes: Figure
  /// Of the worlds that had an outage; nil where none had.
  public let recoverySeconds: Figure?
  /// Of the worlds in which a failover could help; nil where none could, or where one never came to an end.
  public let failoverSeconds: Figure?
  public let dataLossSeconds: Figure?
  /// Share of worlds by what ended the outage in the likeliest course, in the order of `OutageEnd.allCases`.
  public let endedBy: [(end: OutageEnd, share: Double)]
  /// Share of worlds in which there was no outage in the likeliest course.
  public let absorbed: Double
  /// Lost minutes against the first design under the same luck, in the likeliest course; nil for the first.
  public let difference: PairedDifference?

  /// - Parameters:
  ///   - days: Of this design, by course and world.
  ///   - first: Of the first design.
  public init(_ service: Service, days: [[Replay.Day]], first: [[Replay.Day]]?) {
    design = service.design.name
    func all(_ value: (Replay.Day) -> Double) -> Figure { Figure(days.map { $0.map(value) }) }
    func some(_ value: (Replay.Day) -> Double?) -> Figure? {
      let values = days.map { $0.compactMap(value) }
      guard values.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isFinite) }) else { return nil }
      return Figure(values)
    }
    lostMinutes = all(\.lostMinutes)
    requestsLost = all(\.requestsLost)
    downtimeMinutes = all(\.downtimeMinutes)
    recoverySeconds = some(\.recoverySeconds)
    failoverSeconds = some(\.failoverSeconds)
    dataLossSeconds = some(\.dataLossSeconds)
    let middle = days[days.count / 2]
    let worlds = Double(middle.count)
    endedBy = OutageEnd.allCases.map { end in (end, Double(middle.count { $0.endedBy == end }) / worlds) }
    absorbed = Double(middle.count { $0.endedBy == nil }) / worlds
    difference = first.map { first in
      PairedDifference(from: first[first.count / 2].map(\.lostMinutes), to: middle.map(\.lostMinutes))
    }
  }
}
