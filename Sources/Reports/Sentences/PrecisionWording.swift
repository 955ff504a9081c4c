import CapacityPlanning
import Experiments
import OutputAnalysis

/// What a comparison that grew until it was precise enough says of that.
public struct PrecisionWording: Sendable {
  private let comparison: Comparison
  private let precision: ComparedPrecision

  /// nil where the size of the study was given.
  public init?(_ comparison: Comparison) {
    guard let precision = comparison.precision else { return nil }
    self.comparison = comparison
    self.precision = precision
  }

  /// One sentence for each design that is not as precise as was wanted.
  public var shortfalls: [String] {
    let wanted = "+-\(Wording.percent(precision.target.relativeHalfWidth))"
    return zip(comparison.designs, precision.reached).compactMap { design, reached in
      switch reached {
      case .converged: nil
      case .capped(let width):
        "not converged: \(design.name) has \(width.isFinite ? "+-\(Wording.percent(width))" : "no interval") after "
          + "\(Wording.count(comparison.size.replications)) years instead of \(wanted); --replications allows more"
      case .bounded(let statement):
        "not converged: \(design.name) has a bound, no interval (\(statement)); \(wanted) takes some "
          + "\(Wording.count(leastIncidents)) outages and more"
      }
    }
  }

  /// For the table: what was reached, and where it was not.
  public var sentences: [String] {
    guard !precision.isConverged else {
      return [
        "Lost minutes of every design are known to +-\(Wording.percent(precision.target.relativeHalfWidth)) or better: "
          + "\(Wording.count(comparison.size.replications)) years were enough."
      ]
    }
    return shortfalls
  }

  private var leastIncidents: Int {
    let needed = 1.959964 / precision.target.relativeHalfWidth
    return Int((needed * needed).rounded(.up))
  }
}

/// `precision` of a comparison: what was wanted, and whether all designs reached it.
func precisionJSON(_ precision: ComparedPrecision) -> JSONValue {
  .object([
    ("target", .number(precision.target.relativeHalfWidth)), ("cap_replications", .integer(precision.target.cap)),
    ("converged", .bool(precision.isConverged)),
  ])
}

/// `precision` of a design.
func precisionJSON(_ reached: ReachedPrecision) -> JSONValue {
  .object([
    ("converged", .bool(reached.isConverged)),
    ("reached", reached.relativeHalfWidth.map { $0.isFinite ? .number($0) : .null } ?? .null),
  ])
}
