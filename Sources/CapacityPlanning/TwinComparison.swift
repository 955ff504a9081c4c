import ExactTwins
import Experiments
import OutputAnalysis
import ServiceModel

/// A simulated figure beside the value that theory gives it.
public struct TwinComparison: Sendable {
  /// The figure's name with its unit, as in the output: `downtime_minutes_per_year`.
  public let figure: String
  /// In the figure's unit.
  public let exact: TwinValue
  /// The simulated value in the same unit; nil where nothing happened to measure.
  public let simulated: Double?
  public let standardError: Double

  /// (simulated - exact) / standard error; nil where the simulated figure does not vary or is not there.
  public var z: Double? {
    guard let simulated, standardError > 0 else { return nil }
    return (simulated - exact.value) / standardError
  }
}

extension TwinComparison {
  /// The figures of a design that theory is asked for: by name, and the factor from its unit to the output's.
  static func figures(of service: Service) -> [(name: String, figure: TwinFigure, factor: Double)] {
    let years = service.horizon.years
    var figures: [(name: String, figure: TwinFigure, factor: Double)] = [
      ("downtime_minutes_per_year", .known(.downtime), 1 / 60 / years),
      ("outages_per_year", .known(.outages), 1 / years),
      ("recovery_mean_seconds", .known(.recovery(.mean)), 1),
    ]
    // What theory knows is the law of a whole replication: of a year only where it is one.
    for objective in service.objectives.availability where objective.figure == .time && service.horizon.isOneYear {
      let seconds = (1 - objective.atLeast) * service.horizon.seconds
      figures.append(("share_of_years_\(objective.atLeast)", .known(.horizonsWithin(downtimeSeconds: seconds)), 1))
    }
    let scopes = [FailureScope.region, .provider, .everywhere, .edge]
    for scope in scopes where service.failures.contains(where: { $0.scope == scope && $0.isLoss }) {
      figures.append(("\(scope.rawValue)_incidents_per_year", .incidents(scope), 1 / years))
    }
    return figures
  }

  /// Every figure of a record that theory knows, in the order of the output.
  public static func all(_ record: DesignRecord, without: Set<String> = []) -> [TwinComparison] {
    var service = record.service
    service.failures.removeAll { without.contains($0.name) }
    let twin = ExactTwin(service)
    return figures(of: service).compactMap { name, figure, factor in
      guard var value = twin.answer(figure).value else { return nil }
      value.value *= factor
      let measured = record.measure(figure, without: without)
      return TwinComparison(
        figure: name, exact: value, simulated: measured.map { $0.value * factor },
        standardError: (measured?.standardError ?? 0) * factor)
    }
  }
}

extension DesignRecord {
  fileprivate func measure(_ figure: TwinFigure, without: Set<String>) -> Measurement? {
    switch figure {
    case .known(let known): return measure(known)
    case .meanFailover, .outageAlone: return nil
    case .incidents(let scope):
      let modes = service.failures.indices.filter {
        service.failures[$0].scope == scope && !without.contains(service.failures[$0].name)
      }
      let sums = worlds.map { world in
        (
          sum: modes.reduce(0.0) { $0 + service.horizon.added(perYear: world.rates.incidents[$1]) }
            * Double(world.replications.count),
          count: Double(world.replications.count)
        )
      }
      return RatioEstimate(sums).map { Measurement(value: $0.value, standardError: $0.standardError) }
    }
  }
}
