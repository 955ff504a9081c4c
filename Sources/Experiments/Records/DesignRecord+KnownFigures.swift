import EventKernel
import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// A simulated figure with its standard error, in the figure's own unit.
public struct Measurement: Equatable, Sendable {
  public let value: Double
  /// Zero where the figure does not vary.
  public let standardError: Double

  public init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}

extension DesignRecord {
  /// Measures a figure that theory can know; the observation behind the error is the world.
  ///
  /// - Returns: nil where there was nothing to measure it on: no outage, no failover.
  public func measure(_ figure: KnownFigure) -> Measurement? {
    switch figure {
    case .unavailability:
      perHorizon(\.estimates) { $0.downtimeMinutes / Horizon.yearMinutes }
    case .downtime:
      perHorizon(\.estimates) { service.horizon.added(perYear: $0.downtimeMinutes) * 60 }
    case .outages:
      perHorizon { Double($0.outages) }
    case .horizonsWithin(let seconds):
      perHorizon { service.horizon.added(perYear: $0.downtimeMinutes) * 60 <= seconds ? 1 : 0 }
    case .recovery(let statistic):
      statistic.measured(in: recoverySeconds)
    case .outagesWithin(let seconds):
      KnownFigure.Statistic.mean.measured(in: recoverySeconds.map { $0.map { $0 <= seconds ? 1 : 0 } })
    case .requestsLostPerIncident:
      ratio(
        worlds.map { world in
          (sum: world.amounts.counted(.lost), count: Double(world.incidents.reduce(0, +)))
        })
    case .dataLoss(let name, let statistic):
      service.traffic.classes.firstIndex { $0.name == name }.flatMap { index in
        statistic.measured(in: worlds.map { $0.dataLossSeconds[index] })
      }
    }
  }

  private var recoverySeconds: [[Double]] { worlds.map { $0.outages.map(\.recoverySeconds) } }

  /// - Parameter parts: Replications as they came, or what branches say of them.
  private func perHorizon(
    _ parts: (WorldRecord) -> [YearRecord] = { $0.replications }, _ value: (YearRecord) -> Double
  ) -> Measurement? {
    ratio(worlds.map { world in (parts(world).reduce(0) { $0 + value($1) }, Double(world.replications.count)) })
  }
}

private func ratio(_ worlds: [(sum: Double, count: Double)]) -> Measurement? {
  RatioEstimate(worlds).map { Measurement(value: $0.value, standardError: $0.standardError) }
}

extension KnownFigure.Statistic {
  fileprivate func measured(in worlds: [[Double]]) -> Measurement? {
    switch self {
    case .mean:
      ratio(worlds.map { ($0.reduce(0, +), Double($0.count)) })
    case .quantile(let p):
      // Half of an interval is Student's factor times the standard error.
      quantileInterval(worlds: worlds, p: p).interval.map { interval in
        Measurement(
          value: interval.estimate, standardError: interval.halfWidth / studentFactor(count: worlds.count))
      }
    }
  }
}
