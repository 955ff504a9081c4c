import Costing
import Experiments
import OutputAnalysis
import ServiceModel

/// Designs of one plan, compared on the same failures and the same traffic.
public struct Comparison: Sendable {
  public let size: StudySize
  /// What was wanted and reached where the study grew until it was precise enough; nil where its size was given.
  public let precision: ComparedPrecision?
  public let designs: [ComparedDesign]
  /// Each design against the one before it, paired.
  public let differences: [DesignDifference]
  /// Every two designs, paired.
  public let pairs: [DesignPair]
  /// How strongly each uncertain input moves the lost minutes of the design that it moves most; strongest first.
  public let influences: [InputInfluence]
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
  public let target: PrecisionTarget
  /// In the order of the designs.
  public let reached: [ReachedPrecision]

  public var isConverged: Bool { reached.allSatisfy(\.isConverged) }
}

/// One design with its figures, its money and the band that uncertain inputs put around them.
public struct ComparedDesign: Sendable {
  public let figures: DesignFigures
  public let usage: SimulatedUsage
  public let sheet: CostSheet
  /// Nine worlds in ten that the uncertain inputs allow; nil where no input is uncertain or none was varied.
  public var lostMinutesBand: InputBand?
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
  public let lostMinutes: PairedDifference
  public let dollarsPerYear: Double
}

/// How an uncertain input moves a design.
public struct InputInfluence: Sendable {
  public let path: String
  /// The design that it moves most.
  public let design: String
  /// Correlation of ranks between the input and that design's lost minutes.
  public let rankCorrelation: Double
}
