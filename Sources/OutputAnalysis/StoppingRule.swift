/// When to stop adding replications: at a relative half-width, with the safeguards that keep the interval honest.
///
/// Looking after each replication and stopping at the first lucky moment loses coverage. So: a minimum, looks at
/// geometric steps, and one further step to confirm. Source: Y. S. Chow and H. Robbins, Annals of Mathematical
/// Statistics 36 (1965) 457.
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
    guard replications >= minimum else { return .simulate(upTo: minimum) }
    let reached = interval.relativeHalfWidth <= relativeHalfWidth
    if reached && (reachedAtLastLook || interval.isExact) { return .converged }
    reachedAtLastLook = reached
    guard replications < cap else { return .notConverged }
    return .simulate(upTo: min(cap, max(replications + 1, replications + replications / 4)))
  }
}
