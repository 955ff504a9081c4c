import OutputAnalysis
import ServiceModel

/// Answers that are worth less than ordinary ones: from an impaired site, in a degraded mode, from a rented
/// model, or without a dependency.
public struct LesserAnswers: Sendable {
  /// Share of demand that was answered so.
  public let share: Estimate
  public let meanShare: Double
  /// Minutes a year that their lesser worth amounts to: (worth lost / demand) x window.
  public let worthLostMinutes: Estimate
  public let meanWorthLostMinutes: Double

  /// nil where nothing in the plan makes answers worse.
  init?(_ record: DesignRecord) {
    let service = record.service
    let impairs = service.failures.contains { mode in
      if case .impairs(let left) = mode.effect { return left.quality < 1 }
      return false
    }
    let degrades =
      service.protection.degradedMode.map { $0.quality < 1 } ?? false
      || service.decision.responses.contains { response in
        if case .degrade(let answer) = response.response { return answer.quality < 1 }
        return false
      }
    let rents = service.rentedSites.contains { $0.rented?.worth ?? 1 < 1 }
    let misses = service.dependencies.contains { dependency in
      dependency.without.quality < 1 || dependency.breaker != nil && dependency.untilOpen.quality < 1
    }
    guard impairs || degrades || rents || misses else { return nil }
    func figure(_ range: FigureRange, _ figure: YearFigure) -> (Estimate, Double) {
      let means = record.worlds.map { $0.mean(figure) }
      return (
        .interval(meanInterval(means, of: range, observations: record.replications)),
        means.reduce(0, +) / Double(means.count)
      )
    }
    (share, meanShare) = figure(.share, .degradedShare)
    (worthLostMinutes, meanWorthLostMinutes) = figure(.upTo(Horizon.yearMinutes), .worthLostMinutes)
  }
}
