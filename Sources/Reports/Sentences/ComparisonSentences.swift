import Foundation
internal import Intake
import ServiceModel

/// What may be said of a comparison, each sentence with the condition under which it is said.
enum ComparisonSentences {
  /// - Parameters:
  ///   - minutes: That the design loses in a year.
  ///   - causes: What takes them, the largest first; none where nothing is lost. Two are named, or as many as take more than
  ///     half; where four do not, the largest three are named as such.
  static func largestCauses(
    of design: String, losing minutes: Double, _ causes: [(name: String, minutes: Double)]
  ) -> String? {
    guard !causes.isEmpty else { return nil }
    func sum(_ count: Int) -> Double { causes.prefix(count).reduce(0) { $0 + $1.minutes } }
    let enough = (2...4).first { sum($0) > minutes / 2 }
    let named = causes.prefix(enough ?? 3).map { "\($0.name) \(Wording.minutes($0.minutes))" }
    let list = named.count < 2 ? named[0] : named.dropLast().joined(separator: ", ") + " and " + named[named.count - 1]
    let go = enough != nil ? "most go" : named.count == 1 ? "the largest share goes" : "the largest shares go"
    return "Of \(lostMinutes(minutes, of: design)) \(go) to \(list)."
  }

  /// What a design loses, as its own; a name that ends in s takes no second one.
  private static func lostMinutes(_ minutes: Double, of design: String) -> String {
    let lost = "\(Wording.minutes(minutes)) lost minutes a year"
    return design.hasSuffix("s") ? "the \(lost) of \(design)" : "\(design)'s \(lost)"
  }

  /// - Parameter causes: Those that strike all sites at once; none where none does.
  static func unmended(
    of design: String, losing minutes: Double, _ causes: [(name: String, minutes: Double)]
  ) -> String? {
    guard !causes.isEmpty else { return nil }
    let sum = causes.reduce(0) { $0 + $1.minutes }
    let parts = causes.map { "\($0.name) \(Wording.minutes($0.minutes))" }.joined(separator: ", ")
    return
      "Of \(lostMinutes(minutes, of: design)) \(Wording.minutes(sum)) strike all sites at once"
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

  /// What stands behind *within +-* in the column of the inputs.
  ///
  /// - Parameter designs: Those in which the points of the inputs differ by no more than simulation error does.
  static func inputsWithinSimulation(_ designs: [String]) -> String? {
    guard !designs.isEmpty else { return nil }
    return
      "inputs, within +-: what the uncertain inputs move the lost minutes of \(designs.joined(separator: ", ")) by is not"
      + " seen, because it is less than the error of the simulation. More replications would show it."
  }

  /// Why no design is judged.
  ///
  /// - Parameter hours: Of a horizon that holds no whole year, where shares of years are asked for; nil where nothing is.
  static func notJudged(hours: Int?) -> String {
    hours.map { "No design is judged: a share of years cannot be told from a horizon of \(Wording.count($0)) h." }
      ?? "The plan asks for nothing, so no design is judged."
  }

  /// - Parameter designs: Those that meet; one at least.
  static func meetingWithoutPrices(_ designs: [String]) -> String {
    "Designs that meet every objective: \(designs.joined(separator: ", ")). "
      + "Nothing that they use has a price, so none of them is the cheapest."
  }

  static let noOutageCost = "The plan gives no cost of an outage, so no total includes one; there is no default."

  /// - Parameter services: Those of a shared fleet whose lost requests have a price of their own, with what a lost minute of its
  ///   demand costs; one at least.
  static func outageCost(byServices services: [(name: String, dollarsPerMinute: Double)]) -> String {
    let minutes = services.map { "\($0.name) \(Wording.dollars($0.dollarsPerMinute))" }.joined(separator: ", ")
    return
      "What a lost minute costs depends on whose it is: \(minutes). Totals include it, and no one value stands for it."
  }

  /// - Parameter shares: Of the outages that are back in time, by design; none where no design has such outages.
  static func recovery(within seconds: Double, _ shares: [(name: String, share: Double)]) -> String? {
    guard !shares.isEmpty else { return nil }
    let parts = shares.map { "\($0.name) \(Wording.percent($0.share))" }
    return "Region outages back within \(Wording.duration(seconds)): \(parts.joined(separator: ", "))."
  }

  /// - Parameter designs: Share of demand that is answered worse, and what that comes to in lost minutes a year.
  static func lesser(_ designs: [(name: String, share: Double, minutes: Double)]) -> String? {
    let worse = designs.filter { $0.share > 0 }
    guard !worse.isEmpty else { return nil }
    let parts = worse.map {
      "\($0.name) \(Wording.percent($0.share)) (\(Wording.minutes($0.minutes)) minutes a year by their worth)"
    }
    return "Answered worse than ordinarily, and not counted as lost: \(parts.joined(separator: ", "))."
  }

  /// Basis and date of the node prices, each once.
  ///
  /// - Parameters:
  ///   - prices: Of the sites that hold something, where they have one.
  ///   - rates: Of the study's currencies, in words; nil where there is one.
  static func priceBasis(_ prices: [(site: String, dollars: Double, origin: PriceOrigin)], rates: String?) -> String {
    var seen: [String] = []
    for price in prices {
      let amount =
        price.dollars == price.dollars.rounded() ? String(nearestWhole(price.dollars)) : String(price.dollars)
      let date = price.origin.asOf.isEmpty ? "" : " of \(price.origin.asOf)"
      let text = "\(price.site) \(Wording.sign)\(amount)/h \(price.origin.basis.rawValue)\(date)"
      if !seen.contains(text) { seen.append(text) }
    }
    return (seen.isEmpty ? "no node has a price." : "node prices: " + seen.joined(separator: "; ") + ".")
      + (rates.map { " " + $0 } ?? "")
  }

  static func assumed(_ count: Int, of values: Int) -> String? {
    guard count > 0 else { return nil }
    return "\(count) of \(values) values of the plan are assumed; nines explain lists them."
  }

  static func unpriced(_ names: [String]) -> String? {
    names.isEmpty ? nil : "Not priced: \(names.joined(separator: ", "))."
  }

  static func notModelled(_ names: [String]) -> String {
    names.isEmpty
      ? "What is not modelled: docs/background/model.md."
      : "Not modelled here: \(names.joined(separator: ", ")). See docs/background/model.md."
  }

  /// What the answer leaves open, counted, and where it is said.
  ///
  /// - Parameters:
  ///   - assumed: Values that are assumed, of how many.
  ///   - atTheMiddle: Uncertain inputs that were not varied.
  static func rest(assumed: (count: Int, values: Int), atTheMiddle: Int, unpriced: Int, cautions: Int) -> String {
    var parts: [String] = []
    if assumed.count > 0 { parts.append("\(assumed.count) of \(assumed.values) values are assumed") }
    if atTheMiddle > 0 {
      parts.append("\(atTheMiddle) uncertain \(atTheMiddle == 1 ? "input" : "inputs") stayed at the middle")
    }
    if unpriced > 0 { parts.append("\(unpriced) \(unpriced == 1 ? "thing is" : "things are") not priced") }
    if cautions > 0 { parts.append("\(cautions) \(cautions == 1 ? "caution" : "cautions")") }
    let open = parts.isEmpty ? "" : "\(parts.joined(separator: "; ")). "
    return open + "--details says which, and explains every column."
  }
}
