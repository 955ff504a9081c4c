/// Nodes that are held, in the place at which a need draws them: above `floor` others that are drawn first.
///
/// The one rule by which whatever is paid ahead meets a need, in fixed fleets, in fleets that follow demand, and in purchases:
/// supplies lie on one another in the order in which they are drawn, and a need of n nodes draws the lowest n. Each instant
/// stands alone, so that what nothing draws in one is carried to no other.
@frozen public struct HeldSlice: Equatable, Sendable {
  /// Nodes that are drawn before these, 0 or more.
  public let floor: Int
  /// How many these are, 0 or more; `Int.max` where any number can be had.
  public let nodes: Int

  @inlinable public init(above floor: Int = 0, nodes: Int) {
    self.floor = floor
    self.nodes = nodes
  }

  /// How many of these a need draws.
  @inlinable public func drawn(by need: Int) -> Int { min(max(0, need - floor), nodes) }

  /// How many of these draws a part of a need: so many nodes above others that are served first.
  @inlinable public func drawn(by need: Int, above others: Int) -> Int {
    drawn(by: others + need) - drawn(by: others)
  }

  /// The slice that is drawn when this one is used up.
  @inlinable public func next(nodes: Int) -> HeldSlice {
    let (top, isBeyond) = floor.addingReportingOverflow(self.nodes)
    return HeldSlice(above: isBeyond ? .max : top, nodes: nodes)
  }
}

/// Levels of a site's nodes up to which the time of what runs is added up, instant by instant: what is paid for in any case
/// is drawn from the first node on, so that what lies between two levels has one price.
public enum HeldLevel: Int, CaseIterable, Sendable {
  /// Machines of one's own.
  case owned
  /// Those, and committed nodes above them.
  case paidAhead
  /// What stands and what is reserved.
  case kept

  /// Of accounts site by site, each of all levels.
  @inlinable public init(ofAccount index: Int) { self = HeldLevel.allCases[index % HeldLevel.allCases.count] }
  @inlinable public static func site(ofAccount index: Int) -> Int { index / HeldLevel.allCases.count }
  @inlinable public func account(ofSite site: Int) -> Int { site * HeldLevel.allCases.count + rawValue }
}

extension Service {
  /// Nodes of a site up to a level. Nodes that are priced as spot run in every hour of a fixed fleet and draw nothing, so that
  /// what is drawn lies above them.
  public func nodes(upTo level: HeldLevel, at site: Site) -> Int {
    let spot = isAutoscaled(site) || site.node.spotDollarsPerHour == nil ? 0 : spotNodes(at: site)
    return switch level {
    case .owned: spot + (site.owned?.nodes ?? 0)
    case .paidAhead: spot + site.paidAheadNodes
    case .kept: standingNodes(at: site) + reservedNodes(at: site)
    }
  }
}

extension HeldSlice {
  /// Supplies in the order in which they are drawn.
  public static func stacked(_ nodes: [Int]) -> [HeldSlice] {
    var top = HeldSlice(nodes: 0)
    return nodes.map { count in
      top = top.next(nodes: count)
      return top
    }
  }
}
