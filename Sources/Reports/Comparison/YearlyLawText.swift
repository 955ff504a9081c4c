import CapacityPlanning
import OutputAnalysis

/// Shares of years from the law of the incidents, where a count of years says little.
struct YearlyLawText {
  private let comparison: Comparison

  init(_ comparison: Comparison) { self.comparison = comparison }

  var sentence: String? {
    let parts = comparison.designs.flatMap { design in
      design.yearlyLaws.map { law in "\(design.name) \(text(law))" }
    }
    guard !parts.isEmpty else { return nil }
    return "Where a count of years says little, by the law of the outages: \(parts.joined(separator: "; "))."
  }

  private func text(_ law: YearlyLaw) -> String {
    let counted = "\(Wording.count(law.met)) of \(Wording.count(law.years)) counted"
    guard let share = law.share else { return "\(counted), refused because \(law.refusal ?? "")" }
    return "keeps \(Wording.availability(law.objective.atLeast)) in \(Wording.sharp(share.estimate)) of years "
      + "(\(Wording.sharp(share.low)) to \(Wording.sharp(share.high)); \(counted))"
  }
}

extension Wording {
  /// A share with as many digits as it takes to tell it from 0 and 1.
  static func sharp(_ share: Double) -> String {
    let rest = min(share, 1 - share)
    if rest <= 0 { return share < 0.5 ? "0 %" : "100 %" }
    var (decimals, size) = (1, rest * 100)
    while size < 1 && decimals < 9 { (decimals, size) = (decimals + 1, size * 10) }
    return fixed(share * 100, decimals) + " %"
  }
}
