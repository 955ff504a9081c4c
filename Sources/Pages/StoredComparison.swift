import Foundation

/// What a page reads of `result.json`. Every number that a page shows stands there.
struct StoredComparison: Decodable {
  struct Mean: Decodable {
    let mean: Double?
    let low: Double?
    let high: Double?
    let inputsLow: Double?
    let inputsHigh: Double?
    let bound: String?

    /// The interval of the mean; nil where it has none.
    var interval: ClosedRange<Double>? { range(low, high) }
    /// What the uncertain inputs allow; nil where none was varied.
    var band: ClosedRange<Double>? { range(inputsLow, inputsHigh) }

    private func range(_ low: Double?, _ high: Double?) -> ClosedRange<Double>? {
      guard let low, let high, low <= high else { return nil }
      return low...high
    }
  }

  struct Objective: Decodable {
    let objective: String
    let words: String
    let threshold: Double
    let requiredShare: Double
    let share: Mean?
    let verdict: String
  }

  struct Cause: Decodable {
    let cause: String
    let strikes: String
    let lostMinutesPerYear: Double
  }

  /// An objective's share in the same years without what one cause took.
  struct Removal: Decodable {
    let cause: String
    let objective: String
    let share: Mean
  }

  struct Quantiles: Decodable {
    let p50: Double?
    let p95: Double?
    let count: Int
  }

  struct Scope: Decodable {
    let outages: Int
    let absorbedShare: Double
    let endedByFailoverShare: Double
  }

  struct Curve: Decodable {
    let value: [Double]
    let share: [Double]
  }

  struct Curves: Decodable {
    let lostMinutesExceeded: Curve
    let recoverySecondsReached: [String: Curve]
  }

  struct Month: Decodable {
    let monthStart: String
    let byRole: [String: Double]
  }

  struct Design: Decodable {
    let design: String
    let topology: String
    let verdict: String
    let lostMinutesPerYear: Mean
    /// A design that is better in cost or lost minutes and no worse in the other, for certain.
    let dominatedBy: String?
    /// nil where the horizon holds no whole year.
    let badYearLostMinutes: Double?
    let badYearBand: Mean
    let objectives: [Objective]
    let recoverySeconds: [String: Quantiles]
    let failoverSeconds: [String: Quantiles]
    let scopes: [String: Scope]
    let causes: [Cause]
    let removals: [Removal]?
    let costUsdPerYear: Mean
    let costUsdByRole: [String: Double]
    let costUsdByMonth: [Month]
    let curves: Curves
    let unpriced: [String]
    let outageLossUsdPerYear: Double?
  }

  struct Pair: Decodable {
    let from: String
    let to: String
    let lostMinutesPerYear: Mean
    let inputsShareWithLess: Double?
  }

  struct Influence: Decodable {
    let input: String
    let rankCorrelation: Double
  }

  struct Phase: Decodable {
    let lane: String
    let fromSeconds: Double
    let toSeconds: Double
    let words: String
  }

  struct Course: Decodable {
    let seconds: [Double]
    let demandRps: [Double]
    let answeredRps: [Double]
    let capacityRps: [Double]
  }

  struct Outage: Decodable {
    let reason: String
    let design: String
    let outage: String
    let cause: String
    let scope: String?
    let faultHours: Double
    let recoverySeconds: Double
    let endedBy: String
    let requestsLost: Double
    let phases: [Phase]
    let course: Course
  }

  struct Week: Decodable {
    let design: String
    let hours: [Double]
    let demandRps: [Double]
    let demandLowRps: [Double]
    let demandHighRps: [Double]
    let capacityRps: [Double]
    /// nil where no autoscaler orders nodes.
    let orderedRps: [Double]?
    let peakRps: Double
    let requirementRps: Double
    let requirementAndBufferRps: Double
    let siteLossReserveRps: Double
  }

  struct Assumption: Decodable {
    let key: String
    let value: String
    let unit: String
    let origin: String
    let status: String
    let source: String
    let asOf: String
  }

  let model: String
  let seed: UInt64
  let replications: Int
  let worlds: Int
  let horizonHours: Double
  let designs: [Design]
  let pairs: [Pair]
  let influences: [Influence]
  let planSha256: String?
  let shownOutages: [Outage]?
  let capacityWeek: Week?
  let assumptions: [Assumption]?

  /// - Throws: `PageError` where the text is not a result that this version of the command has written.
  init(json: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do {
      self = try decoder.decode(StoredComparison.self, from: Data(json.utf8))
    } catch let error as DecodingError {
      throw PageError(error)
    }
    try check()
  }

  /// What a drawing takes for granted.
  private func check() throws {
    guard !designs.isEmpty else { throw PageError("'designs' is empty") }
    guard horizonHours.isFinite, horizonHours > 0 else { throw PageError("'horizon_hours' is not positive") }
    for design in designs {
      for curve in [design.curves.lostMinutesExceeded] + design.curves.recoverySecondsReached.values {
        guard curve.value.count == curve.share.count else {
          throw PageError("a curve of '\(design.design)' has not as many values as shares")
        }
      }
    }
    for outage in shownOutages ?? [] {
      let course = outage.course
      guard [course.demandRps, course.answeredRps, course.capacityRps].allSatisfy({ $0.count == course.seconds.count })
      else { throw PageError("the course of outage \(outage.outage) has series of unlike lengths") }
    }
    if let week = capacityWeek {
      let series =
        [week.demandRps, week.demandLowRps, week.demandHighRps, week.capacityRps] + [week.orderedRps].compactMap { $0 }
      guard series.allSatisfy({ $0.count == week.hours.count }) else {
        throw PageError("'capacity_week' has series of unlike lengths")
      }
    }
  }
}

/// Why no page can be made of a text.
public struct PageError: Error, Equatable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }

  init(_ error: DecodingError) {
    switch error {
    case .keyNotFound(let key, let context): self.init("\(PageError.place(context.codingPath + [key])) is missing")
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      self.init("\(PageError.place(context.codingPath)) is not what it should be")
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      self.init("\(PageError.place(context.codingPath)) cannot be read")
    default: self.init("it is no JSON")
    }
  }

  /// The path as JSON names it: `designs[2].lost_minutes_per_year`.
  private static func place(_ path: [any CodingKey]) -> String {
    var text = ""
    for key in path {
      if let index = key.intValue {
        text += "[\(index)]"
      } else {
        let snake = key.stringValue.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
        text += (text.isEmpty ? "" : ".") + snake
      }
    }
    return "'\(text)'"
  }
}
