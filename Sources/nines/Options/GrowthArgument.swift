import ArgumentParser
import Foundation
import ModelFiles
import ServiceModel

/// Growths of a year, as an option or the plan says them.
enum GrowthArgument {
  /// `10%,40%,80%` of a year, or `2%/month`: the units of a plan's `per-year` and `per-month`.
  static func yearly(_ text: String) throws -> [Double] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let words = part.trimmingCharacters(in: .whitespaces)
      guard let found = words.wholeMatch(of: /([0-9.]+)%\s*(?:(?:\/|per-| a )(year|y|month))?/),
        let percent = Double(found.output.1), percent <= 10_000
      else {
        throw ValidationError(
          "--growth holds '\(words)', which is no growth; write '10%,40%,80%' of a year, or '2%/month'")
      }
      let rate = percent / 100
      return found.output.2 == "month" ? pow(1 + rate, 12) - 1 : rate
    }
  }

  /// What the plan says its traffic grows by in a year: low, middle and high where it is not sure. Empty where it says nothing.
  static func ofTraffic(_ file: PlanFile) -> [Double] {
    guard let growth = file.services[0].traffic.growth else { return [] }
    func yearly(_ rate: Double) -> Double { pow(1 + rate, 365.25 / growth.periodDays) - 1 }
    if let input = file.inputs.first(where: { $0.path.hasPrefix("traffic.growth") }) {
      return [input.low, input.mid, input.high].map(yearly)
    }
    return [yearly(growth.rate)]
  }
}
