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
  let how =
    branches.choice.estimator == .importance
    ? "importance sampling in \(Wording.count(branches.branches)) branches"
    : "\(Wording.count(branches.branches)) branches"
  var text =
    "\(name): lost minutes and outage minutes by \(how) of \(Wording.count(branches.incidents)) incidents "
    + "(\(branches.choice.reason)); the other figures are those of the years as they came."
  if branches.choice.estimator == .importance {
    text +=
      " Mean likelihood ratio \(Wording.fixed(branches.likelihoodRatio, 4)) +- \(Wording.fixed(branches.likelihoodError, 4)) (standard error), "
      + "effective branches \(Wording.count(Int(branches.effectiveBranches)))."
  }
  if !branches.choice.inserted.isEmpty {
    text += " Inserted at random instants: \(branches.choice.inserted.joined(separator: ", "))."
  }
  if !branches.isExplored {
    text +=
      " The tail is not explored: one branch has \(Wording.percent(branches.largestShare)) of the downtime, "
      + "or the mean ratio is not 1; simulate more years."
  }
  return text
}
