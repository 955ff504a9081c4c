import Foundation
import ServiceModel

/// Until when fleets are enough while the need grows evenly.
public struct FleetLifetime: Equatable, Sendable {
  /// Growth of a year: 0.4 for forty percent more.
  public let growth: Double
  /// The month, counted from 0, in which the fleet that the plan holds is no longer enough; nil where it always is.
  public let plannedMonth: Int?
  /// The same of the answer: over the uncertain peak where there is one, whose room for a higher peak growth uses up.
  public let answerMonth: Int?
  /// The same of the fleet that is the answer at the high end of the planning peak; nil too where the peak is one number.
  public let highPeakMonth: Int?
}

/// The first month, counted from 0, in which a need that grows evenly is more than is held; nil where it never is.
///
/// - Parameters:
///   - needed: Nodes that are enough in month 0; the need is rounded up to whole nodes in each month.
///   - growth: Of a year, above -1; a need that shrinks outgrows nothing.
public func monthOutgrown(held: Int, needed: Int, growth: Double) -> Int? {
  precondition(needed > 0 && growth > -1, "\(needed) nodes growing by \(growth)")
  if needed > held { return 0 }
  guard growth > 0 else { return nil }
  func isOutgrown(_ month: Int) -> Bool {
    // A need that is a whole number stays one whatever the last bits of the factor say.
    (Double(needed) * pow(1 + growth, Double(month) / 12) - 1e-9).rounded(.up) > Double(held)
  }
  // The logarithm is right but for the last bits, which may move it over a month's end.
  var month = max(0, Int(12 * log(Double(held) / Double(needed)) / log1p(growth)) - 1)
  while !isOutgrown(month) { month += 1 }
  return month
}

extension SizedDesign {
  /// Until when the plan's fleet and the one for a high peak are enough, for each growth of a year. Empty without an answer,
  /// and where an autoscaler sizes the fleets.
  public func lifetimes(_ growths: [Double]) -> [FleetLifetime] {
    guard case .answer(let point) = conclusion, service.autoscaling == nil else { return [] }
    let planned = service.servingSites.reduce(0) { $0 + service.standingNodes(at: $1) }
    let high = peaks.last?.conclusion.point.totalNodes
    return growths.map { growth in
      FleetLifetime(
        growth: growth, plannedMonth: monthOutgrown(held: planned, needed: point.totalNodes, growth: growth),
        answerMonth: monthOutgrown(
          held: simulatedNodes ?? point.totalNodes, needed: point.totalNodes, growth: growth),
        highPeakMonth: high.flatMap { monthOutgrown(held: $0, needed: point.totalNodes, growth: growth) })
    }
  }
}
