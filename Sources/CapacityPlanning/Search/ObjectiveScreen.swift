import EventKernel
import ExactTwins
import FailoverSimulation
import ServiceModel

/// An objective that a design cannot keep even if everything goes as well as it can.
public struct ObjectiveCeiling: Equatable, Sendable {
  /// Position among the objectives of the plan.
  public let objective: Int
  /// The share that keeps it at best, by theory.
  public let atMost: Double
  /// The failures that take everything away, in the order of the plan.
  public let causes: [String]
}

/// Sets designs aside by theory, before any of their years is simulated.
struct ObjectiveScreen {
  private var demand: (traffic: Traffic, horizonHours: Double, means: [Double])?
  private var known: [(best: BestCase, objectives: Objectives, ceiling: ObjectiveCeiling?)] = []

  /// The objective of which a design falls shortest at best; nil where theory leaves all of them open.
  mutating func ceiling(of service: Service, seed: UInt64) throws -> ObjectiveCeiling? {
    let best = BestCase(service)
    guard !best.losses.isEmpty else { return nil }
    let demand = try demand(of: service, seed: seed)
    // Many designs of a search differ in nothing that theory sees.
    if let known = known.first(where: { $0.best == best && $0.objectives == service.objectives }) {
      return known.ceiling
    }
    let ceiling = ObjectiveScreen.ceiling(of: service, best, demand: demand)
    known.append((best, service.objectives, ceiling))
    return ceiling
  }

  /// Mean demand by five minutes, of the first world: the same for all designs of one traffic.
  mutating func demand(of service: Service, seed: UInt64) throws -> [Double] {
    if let demand, demand.traffic == service.traffic, demand.horizonHours == service.horizonHours {
      return demand.means
    }
    known = []
    let world = try DemandWorld(service, seed: seed, number: 0)
    let means = world.fiveMinuteMeans(until: .zero + Span(seconds: service.horizonHours * 3600)).map(Double.init)
    demand = (service.traffic, service.horizonHours, means)
    return means
  }

  private static func ceiling(of service: Service, _ best: BestCase, demand: [Double]) -> ObjectiveCeiling? {
    let short = shares(of: service, best, demand: demand).enumerated().filter {
      $0.element.atMost < $0.element.required - BestCase.neglected
    }
    return short.min { $0.element.atMost - $0.element.required < $1.element.atMost - $1.element.required }.map {
      ObjectiveCeiling(objective: $0.offset, atMost: $0.element.atMost, causes: best.losses.map(\.cause))
    }
  }

  /// The share of each objective at best, 1 where theory leaves it open; the first ones in the order of
  /// `ObjectiveVerdict.all`.
  static func shares(
    of service: Service, _ best: BestCase, demand: [Double]
  ) -> [(atMost: Double, required: Double)] {
    let seconds = service.horizonHours * 3600
    let availability = service.objectives.availability.flatMap { objective in
      let budget = (1 - objective.atLeast) * seconds
      // What theory knows is the law of a whole replication: of a year only where it is one.
      let share =
        !service.horizon.isOneYear
        ? nil
        : objective.figure == .time
          ? best.shareOfHorizons(downtimeWithin: budget) : best.shareOfHorizons(lostWithin: budget, demand: demand)
      let lines = max(1, service.judgedYears.count)
      return Array(repeating: (atMost: share ?? 1, required: objective.share), count: lines)
    }
    let recovery = service.objectives.recovery.map { objective in
      let share = best.shareOfOutages(of: objective.scope, within: objective.withinSeconds)
      return (atMost: share ?? 1, required: objective.share)
    }
    return availability + recovery
  }
}
