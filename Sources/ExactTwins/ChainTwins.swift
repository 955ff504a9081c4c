import QueueingTheory
import ServiceModel
import Stochastics

/// One site of like nodes with exponential lives and repairs that share a cause or wait for crews.
struct PoolTwin: Sendable {
  let pool: CommonCausePool
  private let summary: String

  init(_ service: Service) throws(TwinRefusal) {
    try require(service.used.count == 1, "nodes of several sites share causes or crews")
    let site = service.used[0]
    let losses = service.failures.filter(\.isLoss)
    guard losses.count == 1, let mode = losses.first, mode.scope == .node,
      case .exponential(let life) = mode.lifetime, case .exponential(let repair) = mode.lasts, mode.repairs.count <= 1
    else { throw TwinRefusal("the nodes' lives and repairs are not one exponential law each") }
    try require(
      service.detection.probes == nil, "a site's balancer sends requests to dead nodes until its probes notice")
    var shared = 0.0
    for cause in service.failures where cause.name != mode.name {
      guard case .exponential(let mean) = cause.lifetime, cause.effect == .strikes(mode.name),
        [.region, .provider, .everywhere].contains(cause.scope)
      else { throw TwinRefusal("'\(cause.name)' does not take all nodes at exponential times") }
      shared += 1 / mean
    }
    try require(mode.repairs.allSatisfy { $0.spare == nil }, "'\(mode.name)' waits for a part")
    let nodes = service.standingNodes(at: site)
    let enough = Int((service.leastAnswered / service.ratedRPS(ofNodeAt: site)).rounded(.up))
    let needed = max(1, site.minimumNodes, enough)
    try require(needed <= nodes && nodes <= 500, "the site cannot carry the demand, or has more than 500 nodes")
    let crew = mode.repairs.first?.crew.flatMap { name in service.crews.first { $0.name == name } }
    do {
      pool = try CommonCausePool(
        units: nodes, needed: needed, failureRate: 1 / life, sharedRate: shared, repairRate: 1 / repair,
        crews: min(nodes, crew?.people ?? nodes))
    } catch {
      throw TwinRefusal("the chain has no steady state")
    }
    summary =
      "Markov chain: \(needed) of \(nodes) nodes"
      + (crew.map { ", \($0.people) \($0.people == 1 ? "person" : "people") to mend them" } ?? "")
      + (shared > 0 ? ", a common cause" : "")
  }

  func value(of figure: KnownFigure, in service: Service) throws(TwinRefusal) -> TwinValue {
    switch figure {
    case .unavailability: return TwinValue(pool.unavailability, .exact, summary, neglects: TwinValue.longRun)
    case .downtime:
      return TwinValue(pool.unavailability * service.horizonSeconds, .exact, summary, neglects: TwinValue.longRun)
    case .outages:
      return TwinValue(pool.failureFrequency * service.horizonSeconds, .exact, summary, neglects: TwinValue.longRun)
    case .horizonsWithin, .recovery, .outagesWithin, .requestsLostPerIncident, .dataLoss:
      throw TwinRefusal("the chain knows shares of time and frequencies, not laws")
    }
  }
}

/// Two like sites with exponential lives and repairs; one serves until it fails, then the other, without failback.
///
/// Detection is a quick exponential time, or with some chance a slow one. The chain draws it at the failure, as the
/// simulation does; after a loss of both it serves at the first repair, while a switch that is under way is finished first
/// in the simulation.
struct TurnsTwin: Sendable {
  let chain: CoveredStandby

  static func applies(to service: Service) -> Bool {
    service.used.count == 2 && service.failback == .never && law(service) != nil
      && !service.failures.isEmpty
      && service.failures.allSatisfy { mode in
        mode.scope == .region && mode.sites == nil && mode.repairs.isEmpty && mode.lifetime.isExponential
          && mode.lasts.isExponential
      }
  }

  /// The chance of a quick detection, and the means of a quick and a slow one.
  private static func law(_ service: Service) -> (covered: Double, quick: Double, slow: Double)? {
    guard case .takes(.mixture(let parts)) = service.detection, parts.count == 2,
      case .exponential(let quick) = parts[0].law, case .exponential(let slow) = parts[1].law
    else { return nil }
    return (parts[0].share, quick, slow)
  }

  init(_ service: Service) throws(TwinRefusal) {
    try require(service.failures.count == 1, "several causes strike the sites")
    let execution = service.execution
    guard let law = TurnsTwin.law(service), let standby = service.used.first(where: { $0.keep < .serving }),
      service.used[0].region != service.used[1].region
    else { throw TwinRefusal("the two sites are not alike") }
    try require(
      standby.keep == .warm && execution.steps.isEmpty && execution.works == 1 && execution.move.mechanism == .balancer
        && execution.move.takes == .constant(0) && service.decision == Decision(preCheck: .constant(0)),
      "more than a detection lies between a loss and the standby's answers")
    for site in service.used {
      try require(
        Double(service.standingNodes(at: site)) * service.ratedRPS(ofNodeAt: site) >= service.leastAnswered,
        "\(site.name) cannot carry the demand")
    }
    let mode = service.failures[0]
    do {
      chain = try CoveredStandby(
        failureRate: 1 / mode.lifetime.mean, repairRate: 1 / mode.lasts.mean, coverage: law.covered,
        switchRate: 1 / law.quick, manualRate: 1 / law.slow)
    } catch {
      throw TwinRefusal("the chain has no steady state")
    }
  }

  private static let neglects = "a switch that is under way when both sites are lost is finished first: below 0.1 %"

  func value(of figure: KnownFigure, in service: Service) throws(TwinRefusal) -> TwinValue {
    let summary = "Markov chain: two sites that take turns"
    switch figure {
    case .unavailability: return TwinValue(chain.unavailability, .exact, summary, neglects: TurnsTwin.neglects)
    case .downtime:
      return TwinValue(
        chain.unavailability * service.horizonSeconds, .exact, summary, neglects: TurnsTwin.neglects)
    case .outages, .horizonsWithin, .recovery, .outagesWithin, .requestsLostPerIncident, .dataLoss:
      throw TwinRefusal("the chain knows shares of time, not laws")
    }
  }
}

extension Distribution {
  var isExponential: Bool { if case .exponential = self { true } else { false } }
}
