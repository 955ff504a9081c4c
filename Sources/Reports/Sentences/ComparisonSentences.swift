import Foundation

/// What may be said of a comparison, each sentence with the condition under which it is said.
enum ComparisonSentences {
  /// - Parameters:
  ///   - minutes: That the design loses in a year.
  ///   - causes: Those that take most of them, the largest first; none where nothing is lost.
  static func largestCauses(
    of design: String, losing minutes: Double, _ causes: [(name: String, minutes: Double)]
  ) -> String? {
    guard !causes.isEmpty else { return nil }
    return "Of \(design)'s \(Wording.minutes(minutes)) lost minutes a year most go to "
      + causes.map { "\($0.name) \(Wording.minutes($0.minutes))" }.joined(separator: " and ") + "."
  }

  /// - Parameter causes: Those that strike all sites at once; none where none does.
  static func unmended(
    of design: String, losing minutes: Double, _ causes: [(name: String, minutes: Double)]
  ) -> String? {
    guard !causes.isEmpty else { return nil }
    let sum = causes.reduce(0) { $0 + $1.minutes }
    let parts = causes.map { "\($0.name) \(Wording.minutes($0.minutes))" }.joined(separator: ", ")
    return
      "Of \(design)'s \(Wording.minutes(minutes)) lost minutes a year \(Wording.minutes(sum)) strike all sites at once"
      + " (\(parts)): no second site mends them."
  }

  /// - Parameters:
  ///   - design: The one that loses least.
  ///   - missing: Its objectives that are missed for certain.
  ///   - undecided: Designs that may meet.
  static func nothingMeets(least design: String, missing: [String], undecided: [String]) -> String {
    let open = undecided.isEmpty ? "" : " Undecided at this number of years: \(undecided.joined(separator: ", "))."
    let least =
      missing.isEmpty
      ? "\(design) loses least and misses none for certain."
      : "\(design) loses least and misses: \(missing.joined(separator: ", "))."
    return "No design is shown to meet every objective.\(open) \(least)"
  }

  /// - Parameters:
  ///   - count: Uncertain inputs, one or more.
  ///   - areVaried: Whether worlds differ in them.
  ///   - strongest: Those that stand out from simulation error, by the design in which they do.
  static func influences(
    count: Int, areVaried: Bool, _ strongest: [(path: String, correlation: Double, design: String)]
  ) -> String {
    let inputs = count == 1 ? "1 input is uncertain" : "\(count) inputs are uncertain"
    guard areVaried else {
      return "\(inputs) and stayed at their middle values: nothing here says what they could change."
    }
    guard !strongest.isEmpty else { return "\(inputs); none of them stands out from simulation error." }
    let named = strongest.map {
      "\($0.path) (\(Wording.signed($0.correlation) { String(format: "%.2f", $0) }) in \($0.design))"
    }
    return "\(inputs); these move lost minutes most, by rank correlation: \(named.joined(separator: ", "))."
  }

  /// Said of designs in which the inputs' band is five times as wide as the simulation's interval: then the simulation's error
  /// adds less than 2 % to the whole, sqrt(1 + 1/25).
  ///
  /// - Parameter factors: How many times as wide, by design.
  static func inputsDwarfSimulation(_ factors: [(name: String, factor: Double)]) -> String? {
    let wide = factors.filter { $0.factor >= dwarfingFactor }
    guard !wide.isEmpty else { return nil }
    let named = wide.map { "\($0.name) \(Wording.fixed($0.factor, 0)) times" }
    return
      "The inputs' band is wider than the simulation's interval: \(named.joined(separator: ", ")). More replications "
      + "would tell nothing more; knowing the inputs better would."
  }

  static let dwarfingFactor = 5.0
}
