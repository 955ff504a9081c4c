import Foundation

/// Why a sample, or a law for it, is refused, and what to do.
public enum FitError: Error, Equatable, CustomStringConvertible {
  case empty
  /// A value that is not a positive, finite number; `row` counts from 1.
  case notPositive(row: Int, value: Double)
  /// Nothing has ended yet: the likelihood rises without end as the law moves to the right.
  case allCensored(count: Int)
  /// Values that are all alike leave a law nothing to measure its spread by.
  case noSpread(LawFamily, value: Double)
  case tooFewEvents(LawFamily, needed: Int, found: Int)
  /// The two phases of a hyper-exponential law have become one.
  case onePhase
  case noMaximum(LawFamily, reason: String)

  public var description: String {
    switch self {
    case .empty: "the sample is empty; give at least one duration"
    case .notPositive(let row, let value):
      "value \(row) of the sample is \(value); a duration to fit must be above zero and finite: leave it out or correct it"
    case .allCensored(let count):
      "all \(count) durations are censored: nothing has ended yet, so no law can be fitted; wait for an event, or bound the rate by hand"
    case .noSpread(let family, let value):
      "all durations are \(value): a \(family.rawValue) law needs values that differ; write a constant"
    case .tooFewEvents(let family, let needed, let found):
      "a \(family.rawValue) law needs \(needed) durations that have ended, the sample has \(found)"
    case .onePhase:
      "the two phases of the hyper-exponential law became one: the sample is no more variable than an exponential one"
    case .noMaximum(let family, let reason):
      "the likelihood of the \(family.rawValue) law has no maximum found: \(reason)"
    }
  }
}

/// Durations to fit a law to: those that have ended and those still running when the watch ended (right-censored).
///
/// A censored duration enters a likelihood with the survival function; leaving it out would bias every law towards
/// short durations, because the long ones are those that are still open.
public struct LifeSample: Equatable, Sendable {
  /// Durations that have ended, in increasing order, in the unit of the caller.
  public let ended: [Double]
  /// Durations so far of those that have not, in increasing order.
  public let censored: [Double]

  /// - Throws: `FitError` for an empty sample, a value that is not above zero, or a sample without any event.
  public init(ended: [Double], censored: [Double] = []) throws(FitError) {
    let all = ended + censored
    guard !all.isEmpty else { throw .empty }
    for (index, value) in all.enumerated() where !(value > 0 && value.isFinite) {
      throw .notPositive(row: index + 1, value: value)
    }
    guard !ended.isEmpty else { throw .allCensored(count: censored.count) }
    self.ended = ended.sorted()
    self.censored = censored.sorted()
  }

  /// All durations, ended ones first.
  var all: [Double] { ended + censored }
  /// The number of durations, ended or not.
  public var count: Int { ended.count + censored.count }
  /// Time under watch.
  var totalTime: Double { all.reduce(0, +) }
  /// The value that all durations have; nil where they differ, where one is still open, or there is but one.
  public var constant: Double? {
    ended.count > 1 && censored.isEmpty && !hasSpread ? ended[0] : nil
  }

  var hasSpread: Bool { ended.first! < max(ended.last!, censored.last ?? 0) }

  /// The logarithm of the likelihood of a law: densities of what has ended, survival of what has not.
  public func logLikelihood(of law: Distribution) -> Double {
    ended.reduce(0) { $0 + law.logDensity($1) } + censored.reduce(0) { $0 + law.logSurvival($1) }
  }
}
