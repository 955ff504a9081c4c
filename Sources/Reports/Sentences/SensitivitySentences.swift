import CapacityPlanning

/// What may be said of inputs that turn an answer.
enum SensitivitySentences {
  /// - Parameters:
  ///   - name: The design whose objectives are judged.
  ///   - value: At which the answer turns, as a plan writes it.
  ///   - ends: Of its 95 % interval; nil where it leaves the input's band.
  static func flip(
    _ answer: FlipValue.Answer, of name: String, input: String, value: String, ends: (low: String?, high: String?),
    below: String, above: String
  ) -> String {
    let place = "\(input) = \(value) (95 %: \(ends.low ?? "below the band") to \(ends.high ?? "above the band"))"
    return switch answer {
    case .leastLost: "\(place): below it \(below) loses least, above it \(above)."
    case .verdict: "\(place): below it \(name) \(below) its objectives, above it \(name) \(above) them."
    }
  }

  /// Said where no input turns anything.
  static func noFlip(of name: String) -> String {
    "No input turns the verdict on \(name), or which design loses least, between its ends."
  }

  static let nothingUncertain = "No input of the plan is uncertain: none is written [low, mid, high]."
}
