import EventKernel
import ServiceModel

/// Balancers in front of several sites each, compiled for simulation: which sites a target stands for, and what moves clients
/// there.
///
/// A target below 0 stands for sites that serve already: -1 for those that are not behind the lost site's own balancer, and
/// -2 and below for those behind one balancer each.
struct BalancerPlan: Sendable {
  /// Of each site the balancer that it stands behind; -1: none.
  private let behind: ContiguousArray<Int>
  private let moves: ContiguousArray<MovePlan>
  /// What moves clients between balancers, or everybody where there are none.
  private let move: MovePlan

  init(_ balancers: [SharedBalancer], _ move: MovePlan, sites: [Site]) {
    self.move = move
    behind = ContiguousArray(
      sites.map { site in balancers.firstIndex { $0.sites.contains(site.name) } ?? -1 })
    moves = ContiguousArray(balancers.map { MovePlan(within: $0, after: move) })
  }

  /// Whom a site's traffic goes to, of those that serve already: the sites behind its own balancer first.
  func servingTargets(of site: Int) -> [Int] { behind[site] < 0 ? [-1] : [-2 - behind[site], -1] }

  /// Whether a site is one of those that a target below 0 stands for.
  func stands(_ target: Int, for other: Int, insteadOf site: Int) -> Bool {
    if target < -1 { return behind[other] == -2 - target }
    return behind[site] < 0 || behind[other] != behind[site]
  }

  /// What moves clients of a site to a target.
  func mover(from site: Int, to target: Int) -> MovePlan {
    let own = behind[site]
    guard own >= 0, target >= 0 ? behind[target] == own : target == -2 - own else { return move }
    return moves[own]
  }
}

extension MovePlan {
  /// The change of a balancer's weights: once a standby behind it is as far as for any other change, all clients have moved; it needs no
  /// record and nobody's leave.
  fileprivate init(within balancer: SharedBalancer, after move: MovePlan) {
    self.init(
      takes: balancer.takes, syncSeconds: 0, ttl: .zero, ignoring: 0, stay: .none, checks: nil, after: move.after,
      afterCapacity: move.afterCapacity, needsChange: false, dependencies: [], controlledBy: -1)
  }
}
