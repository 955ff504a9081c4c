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
  /// Nodes are under repair.
  case nodeSpares = "node-spares"
  /// A zone of a site is lost.
  case zoneLoss = "zone-loss"
  /// A serving site is lost.
  case siteLoss = "site-loss"

  /// The term that pays for a scope of failures; nil where no capacity does.
  init?(_ scope: FailureScope) {
    switch scope {
    case .gpu, .process, .node, .rack: self = .nodeSpares
    case .zone: self = .zoneLoss
    case .region, .provider, .area: self = .siteLoss
    case .everywhere, .edge, .dependency, .link, .procedure: return nil
    }
  }
}

/// One term by formula: what it asks for by itself, or why nothing can be said.
public struct TermAlone: Equatable, Sendable {
  public let term: SizeTerm
  /// Nodes at all serving sites that this term alone asks for; nil where it does not apply.
  public let nodes: Int?
  /// These above the requirement, as a share of it.
  public let overRequirement: Double?
  /// The formula with its numbers, or the reason why there is none.
  public let basis: String
}

/// The terms side by side and all at once.
public struct SizeTerms: Equatable, Sendable {
  public let alone: [TermAlone]
  /// Nodes with every known term at once, quantiles added up: an upper end, as different causes seldom meet.
  public let compositeNodes: Int
  public let compositeOverRequirement: Double

  /// - Parameter peak: The peak where the plan gives it as low, mid and high.
  public init(_ service: Service, peak: UncertainInputName?) {
    let sites = service.servingSites
    let requirement = sites.map { service.requirementNodes(at: $0) }
    let total = requirement.reduce(0, +)
    let growth = peak.map { SizeTerms.forecastQuantile($0) }
    let unavailability = service.nodeUnavailability
    let zoneShare = sites.map { service.zoneLossShare(at: $0) }

    func term(_ term: SizeTerm, _ nodes: [Int]?, _ basis: String) -> TermAlone {
      let sum = nodes?.reduce(0, +)
      return TermAlone(
        term: term, nodes: sum, overRequirement: sum.map { Double($0) / Double(total) - 1 }, basis: basis)
    }
    func scaled(by factor: Double) -> [Int] {
      sites.map { service.nodes(for: service.traffic.peakRPS * factor * service.servingShare(of: $0), at: $0) }
    }
    func spared(_ counts: [Int]) -> [Int] {
      counts.map { unitsNeeded(needed: $0, unitUnavailability: unavailability, target: SizeTerms.poolTarget) }
    }
    alone = [
      term(
        .stochastic, nil,
        "not computed: the plan does not say how many requests a replica holds at once and for how long"),
      term(
        .demandAbovePeak, nil,
        service.traffic.noise == nil
          ? "nothing: demand follows its curve and never exceeds the planning peak"
          : "not computed: the planning peak is P99.9 of noisy demand and holds most of the noise; simulated"),
      growth.map { term(.forecastError, scaled(by: 1 + $0), "99 % quantile of the uncertain peak") }
        ?? term(.forecastError, nil, "not computed: the plan gives its peak as one number"),
      unavailability > 0
        ? term(
          .nodeSpares, spared(requirement),
          "least n with the requirement up at 99.99 %, nodes \(SizeTerms.percent(1 - unavailability)) available")
        : term(.nodeSpares, nil, "no node of the plan fails"),
      zoneShare.contains { $0 > 0 }
        ? term(
          .zoneLoss, zip(requirement, zoneShare).map { Int((Double($0) * (1 + $1) - 1e-9).rounded(.up)) },
          "1 zone of z lost: 1/(z - 1)")
        : term(.zoneLoss, nil, "no zone of the plan fails by itself"),
      sites.count > 1
        ? term(
          .siteLoss, sites.map { service.survivorNodes(at: $0) }, "1 of \(sites.count) serving sites lost: k/(r - k)")
        : term(.siteLoss, nil, "one site serves: its loss is the standby's matter, not the buffer's"),
    ]
    let survivors = sites.map { service.survivorNodes(at: $0) }
    let composite = spared(
      sites.indices.map { i in
        let loss = max(Double(survivors[i]), Double(requirement[i]) * (1 + zoneShare[i]))
        return Int((loss * (1 + (growth ?? 0)) - 1e-9).rounded(.up))
      })
    compositeNodes = composite.reduce(0, +)
    compositeOverRequirement = Double(compositeNodes) / Double(total) - 1
  }

  /// Share of time in which the nodes' requirement must be up.
  static let poolTarget = 0.9999

  /// By how much the 99 % quantile of a peak given as low, mid and high (5, 50, 95 %) exceeds its median, lognormal.
  static func forecastQuantile(_ peak: UncertainInputName) -> Double {
    guard peak.mid > 0, peak.high > peak.mid else { return 0 }
    return pow(peak.high / peak.mid, normalQuantile(0.99) / normalQuantile(0.95)) - 1
  }

  private static func percent(_ share: Double) -> String {
    let text = String((share * 1_000_000).rounded() / 10_000)
    return text + " %"
  }
}

extension Service {
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

extension FailureMode {
  /// Whether what it strikes stops answering.
  var isLoss: Bool {
    if case .loss = effect { return true }
    return false
  }
}
