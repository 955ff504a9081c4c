import Costing
import Experiments
import OutputAnalysis
import ServiceModel

/// Designs of one plan, compared on the same failures and the same traffic.
public struct Comparison: Sendable {
  /// How many worlds and years were simulated, and from which seed.
  public let size: StudySize
  /// What was wanted and reached where the study grew until it was precise enough; nil where its size was given.
  public let precision: ComparedPrecision?
  /// In the order of the plan.
  public let designs: [ComparedDesign]
  /// Each design against the one before it, paired.
  public let differences: [DesignDifference]
  /// How strongly each uncertain input moves the lost minutes of the design that it moves most; strongest first.
  public let influences: [InputInfluence]
  /// How many values of the plan are a low, a middle and a high one.
  public let uncertainInputCount: Int
  /// The replications and the ledgers behind the figures, in the order of the designs.
  public let records: [DesignRecord]

  /// What each design costs and loses in a year at each point of the uncertain inputs; empty where none was varied.
  public let points: [[(dollars: Double, lostMinutes: Double)]]

  /// The designs' costs and lost minutes as a trade.
  public var trade: ValueOfALostMinute {
    ValueOfALostMinute(
      designs.map {
        .init(name: $0.name, dollarsPerYear: $0.sheet.amortisedYear.dollars, minutesPerYear: $0.figures.meanLostMinutes)
      })
  }
}

/// What was wanted of lost minutes, and what was reached.
public struct ComparedPrecision: Sendable {
  /// The half-width that lost minutes were to be known to.
  public let target: PrecisionTarget
  /// In the order of the designs.
  public let reached: [ReachedPrecision]

  /// Whether every design reached it.
  public var isConverged: Bool { reached.allSatisfy(\.isConverged) }
}

/// One design with its figures, its money and the band that uncertain inputs put around them.
public struct ComparedDesign: Sendable {
  /// What the simulation says, what ran, and what that costs.
  public let figures: DesignFigures
  public let usage: SimulatedUsage
  public let sheet: CostSheet
  /// Nine worlds in ten that the uncertain inputs allow; nil where no input is uncertain or none was varied.
  public var lostMinutesBand: InputBand?
  /// The same around a year's cost, in dollars.
  public var costBand: InputBand?
  /// The same around the bad year, and around the shares of the objectives in their order.
  public internal(set) var badYearBand: InputBand?
  public internal(set) var objectiveBands: [InputBand?] = []
  /// The distributions behind the figures.
  public let curves: DesignCurves
  /// Simulated figures beside the values that theory gives them; empty where it gives none.
  public let twins: [TwinComparison]
  /// Shares of years by the law of the outages, where a count of years says little.
  public internal(set) var yearlyLaws: [YearlyLaw] = []

  public var service: Service { figures.service }
  public var name: String { figures.service.design.name }

  /// Over all lines of the objectives.
  public var verdict: Verdict { .over(figures.verdicts.map(\.verdict)) }

  /// - Parameter without: Failure modes that were left out of the study.
  public init(_ record: DesignRecord, studyID: String, isBaseline: Bool, without: Set<String> = []) {
    let figures = DesignFigures(record)
    self.figures = figures
    curves = DesignCurves(record)
    usage = SimulatedUsage(record)
    sheet = CostSheet(of: record.service, usage: usage, studyID: studyID, isBaseline: isBaseline)
    twins = TwinComparison.all(record, without: without)
  }
}

/// What changes from one design to the next under the same luck.
public struct DesignDifference: Sendable {
  public let from: String
  public let to: String
  /// The second less the first: minutes of a year, and dollars of a year, amortised.
  public let lostMinutes: PairedDifference
  public let dollarsPerYear: Double
}

/// How an uncertain input moves the designs.
public struct InputInfluence: Sendable {
  /// The value's path in the plan.
  public let path: String
  /// Correlation of ranks between the input and each design's lost minutes, in the order of the designs.
  public let correlations: [(design: String, rank: Double)]

  public init(path: String, correlations: [(design: String, rank: Double)]) {
    (self.path, self.correlations) = (path, correlations)
  }

  private var strongest: (design: String, rank: Double)? { correlations.max { abs($0.rank) < abs($1.rank) } }
  /// The design that it moves most, and how strongly.
  public var design: String { strongest?.design ?? "" }
  public var rankCorrelation: Double { strongest?.rank ?? 0 }

  /// Whether it moves that design more than simulation error would let an input seem to that moves nothing.
  public var standsOut: Bool { abs(rankCorrelation) >= InputInfluence.tellingCorrelation }

  /// The least rank correlation that is named. Over 16 points an input that moves nothing reaches 0.635 once in a hundred
  /// (0.97 % of four million random orders; 0.503 once in twenty, 0.762 once in a thousand), for one design: the
  /// strongest over several designs reaches it more often. Tables: J. Zar, JASA 67 (1972) 578.
  public static let tellingCorrelation = 0.635
}
