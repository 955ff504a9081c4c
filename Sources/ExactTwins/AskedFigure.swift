import Foundation
import ServiceModel

/// A figure that theory is asked for: what it is called, and in which unit it is written.
public struct AskedFigure: Sendable {
  /// In words, for readers.
  public let words: String
  /// For programs, with its unit, as in the output: `downtime_minutes_per_year`.
  public let key: String
  public let figure: TwinFigure
  /// From the figure's own unit to the one in which it is written.
  public let factor: Double
  /// That unit, behind a number; empty for a share.
  public let unit: String
  /// Whether a simulation measures it in every comparison.
  public let isCompared: Bool

  init(
    _ words: String, _ key: String, _ figure: TwinFigure, factor: Double = 1, unit: String, isCompared: Bool = false
  ) {
    self.words = words
    self.key = key
    self.figure = figure
    self.factor = factor
    self.unit = unit
    self.isCompared = isCompared
  }
}

extension ExactTwin {
  /// Percentiles of a time that is asked for by its law.
  private static let percentiles: [(name: String, share: Double)] = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]

  /// All that theory is asked about a service, in the order of the output.
  public static func askedFigures(of service: Service) -> [AskedFigure] {
    let years = service.horizon.years
    var asked = [
      AskedFigure("share of time in outages", "unavailability", .known(.unavailability), unit: ""),
      AskedFigure(
        "downtime", "downtime_minutes_per_year", .known(.downtime), factor: 1 / 60 / years, unit: "min a year",
        isCompared: true),
      AskedFigure(
        "outages", "outages_per_year", .known(.outages), factor: 1 / years, unit: "a year", isCompared: true),
      AskedFigure("mean time between outages", "mean_uptime_hours", .meanUptime, factor: 1 / 3600, unit: "h"),
      AskedFigure("mean recovery time", "recovery_mean_seconds", .known(.recovery(.mean)), unit: "s", isCompared: true),
    ]
    asked += percentiles.map {
      AskedFigure(
        "recovery time \($0.name)", "recovery_\($0.name)_seconds", .known(.recovery(.quantile($0.share))), unit: "s")
    }
    for limit in Set(service.objectives.recovery.map(\.withinSeconds)).sorted() {
      let text = String(format: "%g", limit)
      asked.append(
        AskedFigure(
          "share of outages within \(text) s", "share_of_outages_within_\(text)_seconds",
          .known(.outagesWithin(seconds: limit)), unit: ""))
    }
    // What theory knows is the law of a whole replication: of a year only where it is one.
    for objective in service.objectives.availability where objective.figure == .time && service.horizon.isOneYear {
      let seconds = (1 - objective.atLeast) * service.horizon.seconds
      asked.append(
        AskedFigure(
          "share of years with \(String(format: "%.7g", objective.atLeast * 100)) % of time",
          "share_of_years_\(objective.atLeast)",
          .known(.horizonsWithin(downtimeSeconds: seconds)), unit: "", isCompared: true))
    }
    if service.sites.contains(where: { $0.keep > .nothing && $0.keep < .serving }) { asked += ofFailovers(service) }
    for scope in [FailureScope.region, .provider, .everywhere, .edge] {
      guard service.failures.contains(where: { $0.scope == scope && $0.isLoss }) else { continue }
      asked.append(
        AskedFigure(
          "failures of scope \(scope.rawValue)", "\(scope.rawValue)_incidents_per_year", .incidents(scope),
          factor: 1 / years, unit: "a year", isCompared: true))
    }
    return asked
  }

  /// What a failover takes, loses and leaves behind.
  private static func ofFailovers(_ service: Service) -> [AskedFigure] {
    var asked = [AskedFigure("mean failover time", "failover_mean_seconds", .meanFailover, unit: "s")]
    for mode in service.failures where mode.scope == .region {
      asked.append(
        AskedFigure(
          "part: mean outage by '\(mode.name)' alone", "outage_mean_seconds_by_\(mode.name)_alone",
          .outageAlone(mode: mode.name), unit: "s"))
    }
    asked.append(
      AskedFigure(
        "requests lost by an incident", "requests_lost_per_incident", .known(.requestsLostPerIncident),
        unit: "requests"))
    for own in service.traffic.classes where own.state != .stateless {
      asked.append(
        AskedFigure(
          "mean data loss of \(own.name)", "data_loss_\(own.name)_mean_seconds",
          .known(.dataLoss(trafficClass: own.name, .mean)), unit: "s"))
      asked += percentiles.map {
        AskedFigure(
          "data loss of \(own.name) \($0.name)", "data_loss_\(own.name)_\($0.name)_seconds",
          .known(.dataLoss(trafficClass: own.name, .quantile($0.share))), unit: "s")
      }
    }
    return asked
  }

  /// What theory says of a figure, in the unit in which it is written.
  public func answer(_ asked: AskedFigure) -> TwinAnswer {
    guard case .known(var value) = answer(asked.figure) else { return answer(asked.figure) }
    value.value *= asked.factor
    return .known(value)
  }
}
