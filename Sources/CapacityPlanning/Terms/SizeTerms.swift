import Costing
import Foundation
import Numerics
import QueueingTheory
import ServiceModel

/// A reason to hold capacity above the requirement.
public enum SizeTerm: String, CaseIterable, Sendable {
  /// Requests arrive at random and wait for a slot.
  case stochastic = "stochastic"
  /// The year has moments above its planning peak.
  case demandAbovePeak = "demand-above-peak"
  /// The peak is not known for certain.
  case forecastError = "forecast-error"
  /// Demand climbs while an autoscaler's nodes are still on their way.
  case rampLag = "ramp-x-lag"
  /// Nodes are under repair.
  case nodeSpares = "node-spares"
  /// A zone of a site is lost.
  case zoneLoss = "zone-loss"
  /// A serving site is lost.
  case siteLoss = "site-loss"
  /// A part of a site's nodes is lost at once, or taken out by planned work.
  case partialLoss = "partial-loss"

  /// The term that pays for a failure mode; nil where no capacity does.
  init?(_ mode: FailureMode) {
    guard !mode.takesPartOfASite else {
      self = .partialLoss
      return
    }
    switch mode.scope {
    case .gpu, .process, .node, .rack: self = .nodeSpares
    case .zone: self = .zoneLoss
    case .region, .provider, .area: self = .siteLoss
    case .everywhere, .edge, .dependency, .link, .procedure: return nil
    }
  }
}

/// One term by formula and by simulation: what it asks for by itself, or why nothing can be said.
public struct TermAlone: Equatable, Sendable {
  public let term: SizeTerm
  /// Nodes at all serving sites that this term alone asks for by formula; nil where it does not apply.
  public let nodes: Int?
  /// The same of replicas, before they are rounded to nodes; nil where the formula counts nodes.
  public let replicas: Int?
  /// These above the requirement, as a share of it: of replicas where they are known, else of nodes.
  public let overRequirement: Double?
  /// The formula with its numbers, or the reason why there is none.
  public let basis: String
  /// Nodes of the smallest fleet that meets the objective with this cause alone, on the luck of the curve; nil where it was
  /// not simulated.
  public internal(set) var simulatedNodes: Int?
}

/// The terms side by side and all at once.
public struct SizeTerms: Equatable, Sendable {
  public internal(set) var alone: [TermAlone]
  /// Nodes with every known term at once, quantiles added up: an upper end, as different causes seldom meet.
  public let compositeNodes: Int
  public let compositeReplicas: Int
  /// The composite's replicas above the requirement, as a share of it.
  public let compositeOverRequirement: Double

  /// - Parameters:
  ///   - peak: The peak where the plan gives it as low, mid and high.
  ///   - simulated: Nodes of the smallest fleet that meets the objective with one term's cause alone.
  public init(_ service: Service, peak: UncertainInputName?, simulated: [SizeTerm: Int] = [:]) {
    let formulas = TermFormulas(service, peak: peak)
    let requirement = formulas.requirement.reduce(0, +)
    alone = formulas.all
    for index in alone.indices { alone[index].simulatedNodes = simulated[alone[index].term] }
    // Demand above the planning peak has no formula here: the simulation of it alone stands in.
    let above = simulated[.demandAbovePeak].map { max(1, Double($0) / Double(requirement)) } ?? 1
    let nodes = formulas.composite(demandAbove: above)
    compositeNodes = nodes.reduce(0, +)
    compositeReplicas = zip(nodes, service.servingSites).reduce(0) { $0 + $1.0 * service.replicasPerNode(at: $1.1) }
    compositeOverRequirement = formulas.overRequirement(nodes)
  }

  /// The largest fleet that one cause alone asks for in the simulation; nil where none was simulated.
  public var largestSimulatedAlone: TermAlone? {
    alone.filter { $0.simulatedNodes != nil }.max { ($0.simulatedNodes ?? 0) < ($1.simulatedNodes ?? 0) }
  }
}

extension FailureMode {
  /// Whether it strikes some nodes of what is larger than a node.
  var takesPartOfASite: Bool { isLoss && target.isPartial && !scope.isSmall }
}

extension Service {
  /// The largest share of years in which an availability objective is wanted.
  var wantedShareOfYears: Double { promisedAvailability.map(\.objective.share).max() ?? 0.9 }

  /// Long-run share of time in which a node is under repair, over all failure modes of nodes; renewal reward.
  var nodeUnavailability: Double {
    1
      - failures.filter { $0.scope == .node && $0.isLoss }.reduce(1) { up, mode in
        up * mode.lifetime.mean / (mode.lifetime.mean + mode.lasts.mean)
      }
  }

  /// What the loss of one zone asks for above a site's share of the peak; 0 where zones do not fail or are not several.
  func zoneLossShare(at site: Site) -> Double {
    let fails = failures.contains { $0.scope == .zone && $0.isLoss && ($0.sites?.contains(site.name) ?? true) }
    return fails && site.zones > 1 ? 1 / Double(site.zones - 1) : 0
  }
}
