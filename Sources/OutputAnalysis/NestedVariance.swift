internal import Numerics

/// Where the variance of nested observations comes from: replications within worlds, and worlds among each other.
///
/// The components of a one-way layout with random effects, from groups of one size.
/// Source: S. Searle, G. Casella and C. McCulloch, Variance Components (1992), section 3.5.
public struct NestedVariance: Equatable, Sendable {
  /// Variance of a replication around the mean of its world.
  public let within: Double
  /// Variance of the true means of worlds; 0 where it is not seen.
  public let between: Double
  /// Whether worlds differ by more than their replications explain, at a risk of 1 %.
  public let isBetweenSure: Bool

  /// - Precondition: Two groups at least, of two observations at least, of one size.
  public init(_ groups: [[Double]]) {
    let size = groups[0].count
    precondition(groups.count >= 2 && size >= 2 && groups.allSatisfy { $0.count == size }, "groups of one size")
    let moments = groups.map { Moments($0) }
    within = Moments(moments.map(\.variance)).mean
    let betweenMeans = Moments(moments.map(\.mean)).variance
    let explained = within / Double(size)
    between = max(0, betweenMeans - explained)
    let limit = fisherUpperQuantile(
      0.01, numerator: Double(groups.count - 1), denominator: Double(groups.count * (size - 1)))
    isBetweenSure = betweenMeans > limit * explained
  }
}
