import ServiceModel
import Stochastics

/// Failures that strike several components at once: the beta factor.
extension PlanDecoder {
  /// Splits a mode into what its components do by themselves and what befalls several of them at once.
  ///
  /// Source: K. Fleming, A reliability model for common mode failures (1975); IEC 61508-6, annex D.
  func withCommonCause(_ mode: FailureMode, _ reader: FieldReader) -> [FailureMode] {
    guard let part = reader.child("common-cause") else { return [mode] }
    let beta = positive(part, "share", .share)
    let within = part.requiredChoice("within", FailureScope.self) ?? .zone
    let hits = part.has("hits") ? positive(part, "hits", .share) : 1
    part.finish()
    guard within.isPlaceOfOthers else {
      part.error("within", "a common cause reaches a rack, a zone, a region, a provider or everywhere")
      return [mode]
    }
    guard case .exponential(let mean) = mode.lifetime, mode.dates == nil, mode.rateWithoutDemand == 1,
      mode.rushFactor == 1, mode.rateWhenDormant == 1
    else {
      reader.error(
        "common-cause", "a common cause needs exponential times between failures, at a rate that nothing changes",
        remedy: "Write 'per-year: 4'")
      return [mode]
    }
    guard let own = mode.scope.size, let whole = within.size, own < whole else {
      let larger = FailureScope.allCases.filter { $0.isPlaceOfOthers && $0.size! > mode.scope.size ?? .max }
      part.error(
        "within",
        mode.scope.size == nil
          ? "there is one clock for failures of scope '\(mode.scope.rawValue)', or they have a radius: none share a cause"
          : "a \(within.rawValue) holds no several things that failures of scope '\(mode.scope.rawValue)' strike",
        remedy: larger.isEmpty
          ? "Leave 'common-cause' out" : "Write 'within: \(larger.map(\.rawValue).joined(separator: "' or '"))'")
      return [mode]
    }
    guard mode.effect != .corrupts else {
      reader.error("common-cause", "spoilt data are copied everywhere as it is: they share no cause")
      return [mode]
    }
    return [mode.alone(beta: beta, mean: mean), mode.together(beta: beta, mean: mean, within: within, hits: hits)]
  }
}

extension FailureMode {
  /// What is left of it for its components' own clocks.
  fileprivate func alone(beta: Double, mean: Double) -> FailureMode {
    var own = self
    // With everything shared nothing is left for the components' own clocks: they hardly ever strike.
    own.lifetime = .exponential(mean: beta < 1 ? mean / (1 - beta) : 1e12)
    return own
  }

  /// What strikes the components of a place together, each to be mended by itself.
  fileprivate func together(beta: Double, mean: Double, within: FailureScope, hits: Double) -> FailureMode {
    FailureMode(
      name: "\(name)/common-cause", scope: within, sites: sites, lifetime: .exponential(mean: mean / beta),
      startsInEquilibrium: startsInEquilibrium, lasts: .constant(0), target: FailureTarget(share: hits),
      effect: .strikes(name))
  }
}

extension FailureScope {
  /// Places in the order in which they lie in one another; what a site has several of is smaller than a region. nil where
  /// a plan has one clock for all, or what is struck has a radius.
  fileprivate var size: Int? {
    switch self {
    case .gpu: 0
    case .process: 1
    case .node: 2
    case .rack: 3
    case .zone: 4
    case .dependency, .procedure: 5
    case .region: 6
    case .provider: 7
    case .everywhere: 8
    case .area, .edge, .link: nil
    }
  }

  /// Whether components that share a cause can lie in it.
  fileprivate var isPlaceOfOthers: Bool {
    switch self {
    case .rack, .zone, .region, .provider, .everywhere: true
    case .gpu, .process, .node, .area, .edge, .dependency, .link, .procedure: false
    }
  }
}
