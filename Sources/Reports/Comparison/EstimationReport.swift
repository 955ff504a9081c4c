import Experiments
import OutputAnalysis
import ServiceModel

/// How well branches did, for programs.
func estimationJSON(_ branches: BranchFigures) -> JSONValue {
  .object([
    ("estimator", .string(branches.choice.estimator.rawValue)), ("chosen_because", .string(branches.choice.reason)),
    ("incidents", .integer(branches.incidents)), ("branches", .integer(branches.branches)),
    ("effective_branches", .number(branches.effectiveBranches)),
    ("likelihood_ratio", .number(branches.likelihoodRatio)),
    ("likelihood_ratio_standard_error", .number(branches.likelihoodError)),
    ("largest_likelihood_ratio", .number(branches.largestRatio)),
    ("largest_branch_share", .number(branches.largestShare)),
    ("tails_explored", .bool(branches.isExplored)),
    ("inserted", .array(branches.choice.inserted.map { .string($0) })),
    ("unscaled", .array(branches.choice.unscaled.map { .string($0) })),
  ])
}

/// The same in a sentence.
func estimationSentence(_ name: String, _ branches: BranchFigures) -> String {
  CautionSentences.estimation(
    of: name,
    .init(
      isImportance: branches.choice.estimator == .importance, reason: branches.choice.reason,
      incidents: branches.incidents, branches: branches.branches, effective: branches.effectiveBranches,
      ratio: (branches.likelihoodRatio, branches.likelihoodError), inserted: branches.choice.inserted,
      isExplored: branches.isExplored, largestShare: branches.largestShare))
}
