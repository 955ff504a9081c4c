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
    /// With confidence no more than this; nil where there is an interval.
    let atMost: Double?
    let exact: Bool?

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

  /// One of several services that share the fleet, in its own requests.
  struct SharedService: Decodable {
    let service: String
    let lostMinutesPerYear: Mean
    let availabilityRequests: Double
    let gpuTimeShare: Double
    let costUsdPerYear: Double
    let outageLossUsdPerYear: Double?
    /// What a lost minute of its own demand costs; nil where its lost requests have no price.
    let usdPerLostMinute: Double?
  }

  struct Quantiles: Decodable {
    let p50: Double?
    let p95: Double?
    let count: Int
  }

  /// Means over the failovers that ended an outage.
  struct Phases: Decodable {
    let count: Int
    let detectSeconds: Double
    let decideSeconds: Double
    let executeSeconds: Double
    let restoreSeconds: Double
    let recoverySeconds: Double
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
    let failoverSecondsReached: [String: Curve]?
    let dataLossSecondsReached: [String: Curve]?

    /// Every curve, for what must hold of all.
    var all: [Curve] {
      [lostMinutesExceeded]
        + [recoverySecondsReached, failoverSecondsReached ?? [:], dataLossSecondsReached ?? [:]].flatMap(\.values)
    }
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
    /// A design that this one cannot be told from in cost or in lost minutes, and that is no dearer.
    let tiedWith: String?
    /// nil where the horizon holds no whole year.
    let badYearLostMinutes: Double?
    let badYearBand: Mean
    let objectives: [Objective]
    let recoverySeconds: [String: Quantiles]
    let failoverSeconds: [String: Quantiles]
    /// nil in the results of versions that did not add them up.
    let failoverPhases: [String: Phases]?
    let scopes: [String: Scope]
    let causes: [Cause]
    let removals: [Removal]?
    /// nil where one service has the fleet.
    let services: [SharedService]?
    let costUsdPerYear: Mean
    let costUsdByRole: [String: Double]
    let costUsdByMonth: [Month]
    let curves: Curves
    let unpriced: [String]
    let usdPerMillionRequests: Double?
    let usdPerMillionOutputTokens: Double?
  }

  struct Ranked: Decodable {
    let design: String
    /// A design that costs no more, loses no more and keeps what is asked no worse, and is better for certain.
    let betterDesign: String?
  }

  struct Pair: Decodable {
    let from: String
    let to: String
    let lostMinutesPerYear: Mean
    /// What the second costs more than the first; nil in the results of versions that did not pair costs.
    let costUsdPerYear: Mean?
    let inputsShareWithLess: Double?
  }

  /// The value of a lost minute from which the second design is the cheapest in total.
  struct BreakEven: Decodable {
    struct Value: Decodable {
      let mean: Double
      let exact: Bool?
      let low: Double?
      /// nil without `exact`: that the second loses less is not certain.
      let high: Double?
      let inputsLow: Double?
      let inputsHigh: Double?
    }

    let from: String
    let to: String
    let usdPerMinute: Value
  }

  struct Influence: Decodable {
    struct OfDesign: Decodable {
      let design: String
      let rankCorrelation: Double
    }

    let input: String
    /// The design that it moves most, and how strongly.
    let design: String
    let rankCorrelation: Double
    /// Whether that is more than simulation error brings about.
    let standsOut: Bool
    let designs: [OfDesign]
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
    /// What a price that is ten percent higher does to a year of the design that it moves most; nil for what is no price.
    let effectUsdYearPlus10Percent: Double?
    let effectDesignId: String?
  }

  let model: String
  let seed: UInt64
  let replications: Int
  let worlds: Int
  let horizonHours: Double
  let designs: [Design]
  /// Best first.
  let ranking: [Ranked]
  let pairs: [Pair]
  let breakEvens: [BreakEven]
  /// What a lost minute costs by the plan; nil where it does not say.
  let usdPerLostMinute: Double?
  /// Readings of the uncertain inputs that were simulated.
  let inputPoints: Int?
  let influences: [Influence]
  let planSha256: String?
  let shownOutages: [Outage]?
  let capacityWeek: Week?
  let assumptions: [Assumption]?
  let notModelled: [String]?

  /// - Throws: `PageError` where the text is not a result that this version of the command has written.
  init(json: String) throws {
    do {
      self = try resultDecoder().decode(StoredComparison.self, from: Data(json.utf8))
    } catch let error as DecodingError {
      throw PageError(error)
    }
    try check()
  }

  /// What a drawing takes for granted.
  private func check() throws {
    guard !designs.isEmpty else { throw PageError("'designs' is empty") }
    guard ranking.map(\.design).sorted() == designs.map(\.design).sorted() else {
      throw PageError("'ranking' names other designs")
    }
    guard horizonHours.isFinite, horizonHours > 0 else { throw PageError("'horizon_hours' is not positive") }
    let values = breakEvens.map(\.usdPerMinute.mean)
    guard values.allSatisfy({ $0.isFinite && $0 >= 0 }), values == values.sorted() else {
      throw PageError("'break_evens' do not rise")
    }
    for design in designs {
      for curve in design.curves.all {
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
