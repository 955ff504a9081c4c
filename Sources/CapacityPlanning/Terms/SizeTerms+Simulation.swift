import Experiments
import OutputAnalysis
import ServiceModel

extension SizeTerm {
  /// The terms whose cause a simulation can leave standing alone: demand is there anyway, failures are by mode, and the
  /// forecast needs an uncertain peak.
  static func simulable(_ service: Service, hasUncertainPeak: Bool) -> [SizeTerm] {
    let terms = Set(service.failures.filter(\.isLoss).compactMap { SizeTerm($0) })
    return SizeTerm.allCases.filter { term in
      switch term {
      case .stochastic, .rampLag: false
      case .demandAbovePeak: true
      case .forecastError: hasUncertainPeak
      case .nodeSpares, .zoneLoss, .partialLoss: terms.contains(term)
      case .siteLoss: terms.contains(term) && service.servingSites.count > 1
      }
    }
  }

  /// Names of the failure modes that are left out when this term stands alone.
  func others(_ service: Service) -> Set<String> {
    Set(service.failures.filter { SizeTerm($0) != self }.map(\.name))
  }
}

/// The smallest fleets with one cause alone, on the luck of the whole.
///
/// A fleet that meets the objective with all causes meets it with one, because the luck of a cause does not depend on the
/// others: so that no term alone asks for more than the whole.
func simulatedAlone(
  on ladder: FleetLadder, size: StudySize, strata: PeakStrata?, guess: [SizeTerm: Int],
  report: @escaping @Sendable (Int) -> Void
) async throws -> [SizeTerm: Int] {
  var found: [SizeTerm: Int] = [:]
  var done = 0
  let terms = SizeTerm.simulable(ladder.service, hasUncertainPeak: strata != nil)
  func judge(_ term: SizeTerm, report: @escaping @Sendable (Int) -> Void) -> ShareSearch {
    ShareSearch(
      ladder, size: size, strata: term == .forecastError ? strata : nil, disabled: term.others(ladder.service),
      report: report)
  }
  try await askAhead(
    terms.map { term in
      {
        var search = judge(term) { _ in }
        _ = try await search.smallestThatMeets(around: guess[term] ?? 0)
      }
    })
  for term in terms {
    let before = done
    var search = judge(term) { report(before + $0) }
    if let step = try await search.smallestThatMeets(around: guess[term] ?? 0) {
      found[term] = ladder.nodesAtPeak(on: step).reduce(0, +)
    }
    done += search.done
  }
  return found
}
