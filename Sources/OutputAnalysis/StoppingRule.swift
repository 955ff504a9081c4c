/// When to stop adding replications: at a relative half-width, with the safeguards that keep the interval honest.
///
/// Looking after each replication and stopping at the first lucky moment loses coverage. So: a minimum, looks at
/// geometric steps, and one further step to confirm. Source: Y. S. Chow and H. Robbins, Annals of Mathematical
/// Statistics 36 (1965) 457. A step is a quarter, or more where the width says that the end is far: then it goes to 0.7
/// of the way, at most four times as far, as the width of a small sample says little (P. Hall, Annals of Statistics 9
/// (1981) 1229, for the three stages).
public struct StoppingRule: Equatable, Sendable {
  public enum Decision: Equatable, Sendable {
    /// Simulate up to this many replications, then look again.
    case simulate(upTo: Int)
    /// The target was reached and confirmed.
    case converged
    /// The cap was reached first: report as not converged.
    case notConverged
  }

  /// The wanted half-width over the estimate, for example 0.1.
  public let relativeHalfWidth: Double
  /// The replications before the first look.
  public let minimum: Int
  /// The replications at which to give up.
  public let cap: Int
  private var reachedAtLastLook = false

  public init(relativeHalfWidth: Double = 0.1, minimum: Int = 200, cap: Int = 1_000_000) {
    precondition(relativeHalfWidth > 0 && minimum > 0 && cap >= minimum, "a positive target and cap >= minimum")
    self.relativeHalfWidth = relativeHalfWidth
    self.minimum = minimum
    self.cap = cap
  }

  /// What to do after a look at the interval of `replications`.
  public mutating func decide(replications: Int, interval: Interval) -> Decision {
    decide(replications: replications, reached: interval.relativeHalfWidth)
  }

  /// What to do after a look that found this relative half-width; 0 where the figure is exact, infinite where nothing
  /// can be said of it yet.
  public mutating func decide(replications: Int, reached width: Double) -> Decision {
    guard replications >= minimum else { return .simulate(upTo: minimum) }
    let reached = width <= relativeHalfWidth
    if reached && (reachedAtLastLook || width == 0) { return .converged }
    reachedAtLastLook = reached
    guard replications < cap else { return .notConverged }
    let step = max(replications + 1, replications + replications / 4)
    let far = min(4 * Double(replications), 0.7 * projected(replications: replications, reached: width))
    return .simulate(upTo: min(cap, max(step, Int(far))))
  }

  /// About how many replications the target takes, as the width falls with the root of their number; infinite where
  /// nothing can be said yet.
  public func projected(replications: Int, reached width: Double) -> Double {
    let ratio = width / relativeHalfWidth
    return Double(replications) * ratio * ratio
  }
}

extension RareEventStatement {
  /// Whether an interval of this relative half-width can be had within an exposure, even at a rate that is higher than
  /// the true one with a confidence of 99.9 %.
  ///
  /// A mean over n incidents has a relative error of at least 1/√n, so ±r at 95 % takes (1.96/r)² incidents and more.
  public func canReach(relativeHalfWidth: Double, withinExposure exposure: Double) -> Bool {
    let highest = poissonUpperBound(events: incidents, exposure: self.exposure, level: 0.999)
    let needed = 1.959964 / relativeHalfWidth
    return highest * exposure >= needed * needed
  }
}
