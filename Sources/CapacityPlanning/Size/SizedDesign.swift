import Costing
import Experiments
import OutputAnalysis
import ServiceModel

/// How large the serving fleets of a design should be: the buffer curve and what follows from it.
public struct SizedDesign: Sendable {
  /// The design as the plan has it.
  public var service: Service { design.wrappedValue }
  let design: Shared<Service>
  /// How much was simulated of a fleet at the most.
  public let size: StudySize
  /// Nodes for the planning peak, by serving site.
  public let requirementNodes: [Int]
  /// What the loss of a site asks for, apart from any buffer.
  public let reserve: SiteLossNeed
  /// The curve, from the requirement up; it contains the answer.
  public let points: [BufferPoint]
  /// The answer, or why there is none.
  public let conclusion: Conclusion
  /// The largest fleet that was tried; larger ones save nothing that could be seen, or may not be bought.
  public let largest: BufferPoint
  /// Whether a quota ended the search there.
  public let isCutByQuota: Bool
  /// 20, 25 and 30 % in both readings.
  public let readings: [JudgedReading]
  /// The buffer that the plan asks for, before and after rounding.
  public let planned: RoundedFleet
  /// What the buffer is made of, and what it is held for.
  public let terms: SizeTerms
  public let binding: BindingTerm
  /// Minutes a year that the buffer takes from each cause, from the requirement alone to the answer; largest first.
  public let saved: [CauseSaving]
  /// The answer where the planning peak is at the ends of what the plan allows; empty where it is one number.
  public let peaks: [PeakAnswer]
  /// The answer over the law of an uncertain peak; nil where the peak is one number, or no fleet meets the objective at its
  /// middle.
  public let uncertainPeak: UncertainPeakAnswer?
  /// What less buffer would save and cost; empty where there is no answer to take from.
  public let replacements: [BufferReplacement]

  /// The fleet that is enough, or what stands in the way of saying so.
  public enum Conclusion: Sendable {
    /// The smallest fleet that meets what is promised of availability, to all and to each class or service.
    case answer(BufferPoint)
    /// No fleet meets it; beyond this one lost minutes no longer fall measurably.
    case notReachable(enough: BufferPoint)
    /// The largest fleet's interval straddles the objective; beyond this one lost minutes no longer fall measurably.
    case undecided(enough: BufferPoint)

    /// The fleet that the curve recommends.
    public var point: BufferPoint {
      switch self {
      case .answer(let point), .notReachable(let point), .undecided(let point): point
      }
    }
  }

  /// The requirement without any buffer; under autoscaling the smallest floor.
  public var withoutBuffer: BufferPoint { points[0] }

  /// Lost minutes a year below which a fall is not called measurable: a hundredth of what the objective allows.
  public var tolerance: Double { SizedDesign.tolerance(service) }

  static func tolerance(_ service: Service) -> Double {
    (1 - (service.promisedAvailability.map(\.objective.atLeast).max() ?? 0.9999)) * Horizon.yearMinutes / 100
  }
}

/// What the loss of one serving site, or of as many as the plan says, asks for, apart from any buffer.
public struct SiteLossNeed: Equatable, Sendable {
  /// As a share of the peak, before rounding: k / (r - k).
  public let share: Double
  /// The same in whole nodes, site by site rounded up.
  public let nodes: Int
  /// What a year of the fleets that survive costs beyond one of the fleets that are required, as the plan pays for nodes; nil where
  /// a site has no price or an autoscaler sizes the fleets.
  public let dollars: Double?

  init(_ service: Service) {
    let sites = service.servingSites
    let required = sites.map { service.requirementNodes(at: $0) }
    let surviving = sites.map { service.survivorNodes(at: $0) }
    share = service.siteLossReserveShare
    nodes = surviving.reduce(0, +) - required.reduce(0, +)
    let isPriced = service.autoscaling == nil && sites.allSatisfy { $0.node.dollarsPerHour != nil }
    func year(_ fleets: [Int]) -> Double {
      let held = service.holding(fleets)
      return CostSheet(of: held, usage: .nothing(for: held), studyID: "").amortisedYear.dollars
    }
    dollars = isPriced ? year(surviving) - year(required) : nil
  }
}

/// A percentage as it is asked for, and what the simulation says of that fleet.
public struct JudgedReading: Sendable {
  /// The percentage, and the whole nodes that it comes to.
  public let fleet: RoundedFleet
  /// The first point of the curve that holds it.
  public let point: BufferPoint
  /// The same over an uncertain peak; nil where that was not asked.
  public let uncertainPeak: JudgedFleet?
  /// Whether the remaining sites carry the peak after as many are lost as the plan says; nil where only one site serves.
  public var survivesSiteLoss: Bool? {
    guard point.nodes.count > 1 else { return nil }
    return (point.utilizationSiteLost ?? .infinity) <= 1 + 1e-9
  }
}

/// What the buffer is held for.
public enum BindingTerm: Equatable, Sendable {
  /// The requirement alone meets the objective.
  case none
  case term(SizeTerm)
  /// What is missing is not capacity; the cause that loses most with the largest fleet.
  case notCapacity(String)

  /// As files name it.
  public var name: String {
    switch self {
    case .none: "none"
    case .term(let term): term.rawValue
    case .notCapacity(let cause): "not-capacity: \(cause)"
    }
  }
}

/// What a buffer takes from one cause.
public struct CauseSaving: Equatable, Sendable {
  /// The failure mode's name, or `overload`.
  public let cause: String
  /// Lost minutes of a year of 8766 h that it takes away.
  public let minutesPerYear: Double
}

/// The answer at one value of an uncertain peak.
public struct PeakAnswer: Sendable {
  /// `low`, `mid` or `high`.
  public let label: String
  /// The planning peak in requests a second, the nodes for it, and the answer there.
  public let peakRPS: Double
  public let requirementNodes: Int
  public let conclusion: SizedDesign.Conclusion
}

/// Why a design cannot be sized.
public enum SizeProblem: Error, CustomStringConvertible {
  case noAvailabilityObjective
  /// The horizon holds no whole year.
  case noWholeYear(hours: Double)

  private static let example = "objectives: { availability: { of: requests, at-least: 99.99%, in: 90% of years } }"

  public var description: String {
    switch self {
    case .noAvailabilityObjective:
      "the plan has no availability objective, so no buffer can be judged. "
        + "Add '\(SizeProblem.example)'"
    case .noWholeYear(let hours):
      "a share of years cannot be told from a horizon of \(Int(hours)) h, so no buffer can be judged. "
        + "Write 'horizon: 1y'"
    }
  }
}
