import Foundation

/// The repair of the failure that begins an incident, drawn longer than it is.
///
/// What a coincidence costs grows with the square of the first repair: both the chance of a second failure and the time
/// that the two share do. With a long tail a few repairs would decide everything. So the number in (0, 1) of that repair
/// is drawn from an even mixture of itself and of one whose complement v has the density a v^(a - 1); with a = 0.3 this is
/// near v's part in the square of a lognormal time with sigma 1, and any other law has a ratio of 2 at most.
/// Source: T. Hesterberg, Weighted average importance sampling and defensive mixture distributions, Technometrics 37
/// (1995) 185.
struct LongRepair: Sendable, BitwiseCopyable {
  /// Nobody's, where repairs are drawn as they are.
  var incident: Incident
  private(set) var likelihoodRatio = 1.0

  static let none = LongRepair(incident: .none)
  static let exponent = 0.3

  init(incident: Incident) { self.incident = incident }

  /// The number that decides on a repair, in place of `u`.
  mutating func value(at u: Double, _ struck: Incident) -> Double {
    guard incident == struck && incident != .none else { return u }
    // Which of the two it is is the first bit of u; the rest is as uniform as u was. Far out a double knows no more.
    let complement =
      u < 0.5 ? 1 - 2 * u : max(0x1p-52, pow(2 - 2 * u, 1 / LongRepair.exponent))
    likelihoodRatio = LongRepair.ratio(complement: complement)
    return 1 - complement
  }

  /// The density of an ordinary draw over that of the mixture, 2 at most.
  static func ratio(complement: Double) -> Double { 2 / (1 + exponent * pow(complement, exponent - 1)) }
}
