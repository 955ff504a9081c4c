import ServiceModel

/// Whether the simulated answer lies where it must: no cause alone asks for more than all together, and all together for no
/// more than their quantiles added up, because different causes seldom have their worst minute at the same time.
///
/// The lower end is each cause *simulated* alone. The formulas are no lower end: they ask that a cause is carried at the peak
/// at any time, the objective only that what it loses stays within the budget of enough years.
public enum TermLaw: Equatable, Sendable {
  /// Nodes: largest single term, simulated answer, composite.
  case holds(largest: Int, simulated: Int, composite: Int)
  /// The same numbers out of order: a finding.
  case fails(largest: Int, simulated: Int, composite: Int)
  /// Why there is nothing to compare.
  case silent(String)
}

extension SizedDesign {
  /// Nodes of the simulated answer: over the uncertain peak where there is one; nil where no fleet meets the objective.
  public var simulatedNodes: Int? {
    guard case .answer(let point) = conclusion else { return nil }
    return uncertainPeak == nil ? point.totalNodes : uncertainPeak?.answer?.totalNodes
  }

  public var termLaw: TermLaw {
    guard case .answer = conclusion else {
      return .silent("no fleet meets the objective: what is missing is not capacity, and terms ask for capacity")
    }
    guard service.autoscaling == nil else {
      return .silent("the autoscaler's floor is varied, and terms ask for nodes at the peak, which its rules hold")
    }
    guard let simulated = simulatedNodes else {
      return .silent(
        "no fleet of the ladder meets the objective over the uncertain peak"
          + (isCutByQuota ? "; a quota ends it" : ""))
    }
    let largest = terms.largestSimulatedAlone?.simulatedNodes ?? requirementNodes.reduce(0, +)
    return largest <= simulated && simulated <= terms.compositeNodes
      ? .holds(largest: largest, simulated: simulated, composite: terms.compositeNodes)
      : .fails(largest: largest, simulated: simulated, composite: terms.compositeNodes)
  }
}
