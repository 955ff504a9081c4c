import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// How well branches did: what is printed beside figures that rest on them.
public struct BranchFigures: Sendable {
  public let choice: EstimatorChoice
  /// Incidents that were scored, and branches that were run.
  public let incidents: Int
  public let branches: Int
  /// Mean likelihood ratio of branches with its standard error: 1 where the tails were reached.
  public let likelihoodRatio: Double
  public let likelihoodError: Double
  public let largestRatio: Double
  /// How many branches of equal weight would say as much.
  public let effectiveBranches: Double
  /// The share of downtime that the heaviest branch has by itself.
  public let largestShare: Double

  /// Whether the mean likelihood ratio is 1 within four standard errors and no branch says more than a twentieth of all.
  public var isExplored: Bool {
    abs(likelihoodRatio - 1) <= 4 * likelihoodError + 1e-9 && largestShare < 0.05
  }

  /// - Returns: nil where years were scored as they came.
  init?(_ record: DesignRecord) {
    guard let all = record.branches?.sums else { return nil }
    choice = record.choice
    incidents = all.modes.reduce(0) { $0 + $1.entrances }
    branches = all.modes.reduce(0) { $0 + $1.branches }
    likelihoodRatio = all.likelihoods.count > 0 ? all.likelihoods.mean : 1
    likelihoodError = all.likelihoods.standardError
    largestRatio = all.likelihoods.count > 0 ? all.likelihoods.largest : 1
    effectiveBranches = all.likelihoods.effectiveCount
    largestShare = all.downtimeSeconds > 0 ? all.largestPart / all.downtimeSeconds : 0
  }
}
