import EventKernel
import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// The figures of one design with their intervals: what a comparison prints. Whatever is not a share or the length of an
/// event is per year of 8766 h, whatever the plan's horizon.
public struct DesignFigures: Sendable {
  public var service: Service { design.wrappedValue }
  let design: Shared<Service>
  public let replications: Int
  /// Whole years in them: what bad years are told from.
  public let judgedYears: Int
  public let demandPerYear: Double
  /// Mean over years, as an interval or, below ten incidents, as a bound on their rate.
  public let lostMinutes: Estimate
  public let downtimeMinutes: Estimate
  public let requestsLost: Estimate
  /// Standard errors of the means below, from the world means.
  public let lostMinutesError: Double
  public let requestsLostError: Double
  public let downtimeError: Double
  public let meanLostMinutes: Double
  public let meanDowntimeMinutes: Double
  public let meanRequestsLost: Double
  /// Lost minutes of a year that one in ten exceeds; under growth of that year of the horizon in which they are most. nil
  /// where the horizon holds no whole year.
  public let badYear: Double?
  public let outagesPerYear: Double
  public let verdicts: [ObjectiveVerdict]
  public let scopes: [ScopeFigures]
  public let dataLoss: [ClassLoss]
  public let causes: [CauseLoss]
  /// Node-hours a year by site, with their standard errors over replications.
  public let nodeHours: [(mean: Double, standardError: Double)]
  /// Latency, streams, attempts and use of GPUs; nil where the plan has no replica model.
  public let serviceLevels: ServiceLevels?
  /// nil where nothing in the plan makes answers worse.
  public let lesserAnswers: LesserAnswers?
  /// nil where no class of traffic has state.
  public let conversations: ConversationFigures?
  /// nil where traffic is never moved on purpose.
  public let evacuations: EvacuationFigures?
  /// What became of each of several services, in the plan's order; empty where one has the fleet.
  public let services: [ServiceFigures]
  /// How well branches did; nil where years count as they came.
  public let branches: BranchFigures?

  /// Share of years that keep the plan's first objective on availability, in the year of the horizon that keeps it least
  /// where years are judged apart; nil without an objective or a whole year.
  public var availabilityShare: Interval? {
    guard !service.objectives.availability.isEmpty else { return nil }
    return verdicts.prefix(service.judgedYears.count).compactMap(\.share).min { $0.estimate < $1.estimate }
  }
}

/// One line of the objectives and how the design stands to it.
public struct ObjectiveVerdict: Sendable {
  public let text: String
  public let subject: ObjectiveSubject
  /// Its name in tables and files.
  public let figure: String
  public let threshold: Double
  public let requiredShare: Double
  /// Share of years, windows, outages or failovers that keep it; nil where there were none to judge.
  public let share: Interval?
  public let verdict: Verdict
  /// For each world with something to judge: how many years, outages or failovers kept it, of how many.
  public var worlds: [(met: Int, years: Int)] = []
}

/// Recovery after failures of one scope.
public struct ScopeFigures: Sendable {
  public let scope: FailureScope
  /// Failures of this scope that struck something, a year.
  public let incidentsPerYear: Double
  public let outages: Int
  /// Share of incidents without an outage.
  public let absorbed: Double
  /// Share of outages that a failover ended.
  public let endedByFailover: Double
  public let recovery: QuantileSet
  public let failover: QuantileSet
  /// Of the failovers that ended an outage.
  public let phases: FailoverPhases
}

/// P50, P95 and P99 in seconds; nil where there were too few to say.
public struct QuantileSet: Sendable {
  public let count: Int
  public let p50: Double?
  public let p95: Double?
  public let p99: Double?
  public let p95Interval: Estimate?
  public let p99Interval: Estimate?

  init(_ worlds: [[Double]]) {
    let all = worlds.flatMap { $0 }.sorted()
    count = all.count
    func at(_ p: Double) -> Double? {
      // One value beyond the quantile is the least that lets it be named at all.
      Double(all.count) * (1 - p) >= 1 ? quantile(ofSorted: all, p) : nil
    }
    p50 = at(0.5)
    p95 = at(0.95)
    p99 = at(0.99)
    func interval(_ p: Double) -> Estimate? {
      all.isEmpty || all.contains(where: \.isInfinite) ? nil : quantileInterval(worlds: worlds, p: p)
    }
    p95Interval = interval(0.95)
    p99Interval = interval(0.99)
  }
}

/// Data-loss windows of one class of traffic over all failovers.
public struct ClassLoss: Sendable {
  public let name: String
  public let isStateless: Bool
  public let seconds: QuantileSet
}

/// What one cause costs, in lost minutes a year: in outages that it began, and outside outages.
public struct CauseLoss: Sendable {
  /// The failure mode's name, or `overload`.
  public let name: String
  public let inOutages: Double
  public let outsideOutages: Double
  public let outagesPerYear: Double
  public var lostMinutes: Double { inOutages + outsideOutages }
}
