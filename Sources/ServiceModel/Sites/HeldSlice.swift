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
