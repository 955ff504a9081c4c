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
  /// Every figure of a record that theory knows, in the order of the output.
  public static func all(_ record: DesignRecord, without: Set<String> = []) -> [TwinComparison] {
    var service = record.service
    service.failures.removeAll { without.contains($0.name) }
    let twin = ExactTwin(service)
    return ExactTwin.askedFigures(of: service).filter(\.isCompared).compactMap { asked in
      guard let value = twin.answer(asked).value else { return nil }
      let measured = record.measure(asked.figure, without: without)
      return TwinComparison(
        figure: asked.key, exact: value, simulated: measured.map { $0.value * asked.factor },
        standardError: (measured?.standardError ?? 0) * asked.factor)
    }
  }
}

extension DesignRecord {
  fileprivate func measure(_ figure: TwinFigure, without: Set<String>) -> Measurement? {
    switch figure {
    case .known(let known): return measure(known)
    case .meanFailover, .outageAlone, .meanUptime: return nil
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
