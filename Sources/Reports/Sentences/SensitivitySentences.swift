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

  /// Said where what the plan itself has at a path is none of the values that are tried.
  ///
  /// - Parameters:
  ///   - written: What the plan writes there; nil where it writes nothing.
  ///   - things: What is shown, in the plural.
  static func outside(_ path: String, written: String?, of things: String) -> String {
    let own = written.map { "\(path), \($0)," } ?? "\(path), by default,"
    return
      "The plan's own value of \(own) is none of those that are tried: none of these \(things) is the plan as it is."
  }

  static let nothingUncertain = "No input of the plan is uncertain: none is written [low, mid, high]."
}
