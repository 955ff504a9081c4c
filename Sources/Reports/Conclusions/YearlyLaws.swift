import CapacityPlanning

extension Comparison {
  /// Shares of years from the law of the incidents, where a count of years says little.
  var yearlyLawSentence: String? {
    CautionSentences.laws(
      designs.flatMap { design in
        design.yearlyLaws.map { law in
          CautionSentences.law(
            of: design.name, kept: law.objective.atLeast, counted: (law.met, law.years), share: law.share,
            refusal: law.refusal)
        }
      })
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
