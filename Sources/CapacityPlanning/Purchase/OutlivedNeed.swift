import Costing
import ServiceModel

/// Nodes that are held longer than they are needed.
public struct OutlivedNeed: Equatable, Sendable {
  /// The class of what was bought, or the name of what was held already.
  public let name: String
  public let nodes: Int
  /// The first day from which, to the end of the months that are looked at or of the term, not all of them are needed.
  public let from: CalendarDay
  /// The most of them that any hour needs from then on.
  public let needed: Int
  /// When they end; nil where that is not within the months that are looked at.
  public let ends: CalendarDay?
}

extension PurchasePlan {
  /// What the best option holds in the expected world while the need has fallen below it, in the order in which it is drawn.
  public var outlived: [OutlivedNeed] {
    guard let best else { return [] }
    let world = question.worlds.count / 2
    let bought = question.commitments(options[best].policy, in: world)
    let peaks = (0..<question.months).map { question.peak(month: $0, in: world) }
    /// - Parameter floor: Nodes that are drawn before these in a month.
    func outlived(_ name: String, _ nodes: Int, _ span: Range<Int>, floor: (Int) -> Int)
      -> OutlivedNeed?
    {
      let months = span.clamped(to: 0..<question.months)
      let needed = months.map { min(nodes, max(0, peaks[$0] - floor($0))) }
      // All are needed until then, or never.
      let last = needed.lastIndex(of: nodes) ?? -1
      guard last < needed.count - 1 else { return nil }
      return OutlivedNeed(
        name: name, nodes: nodes, from: question.day(ofMonth: months.lowerBound + last + 1),
        needed: needed[(last + 1)...].max() ?? 0,
        ends: span.upperBound < question.months ? question.day(ofMonth: span.upperBound) : nil)
    }
    let held = question.existing.enumerated().compactMap { index, held in
      outlived(held.name, held.nodes, 0..<(held.endMonth ?? Int.max)) { month in
        question.existing[..<index].reduce(0) { $1.isHeld(in: month) ? $0 + $1.nodes : $0 }
      }
    }
    let terms = bought.enumerated().compactMap { index, term in
      outlived(question.offers[term.offer].name, term.units, term.firstMonth..<term.endMonth) {
        month in
        question.heldNodes(in: month)
          + bought[..<index].reduce(0) {
            $1.firstMonth <= month && month < $1.endMonth ? $0 + $1.units : $0
          }
      }
    }
    return held + terms
  }
}
