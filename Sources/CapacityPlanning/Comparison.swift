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
  /// Correlation of ranks between the input and the lost minutes.
  public let rankCorrelation: Double
}

extension SimulatedUsage {
  /// Usage per year of 8766 h: what ran beyond the standing fleets, what was answered and lost.
  init(_ record: DesignRecord) {
    self.init(worlds: record.worlds.map { SimulatedUsage($0, of: record.service) })
  }

  /// The usage of one world.
  init(_ world: WorldRecord, of service: Service) {
    let rates = world.rates
    func amount(_ perYear: Double) -> Costing.Estimate { Costing.Estimate(perYear) }
    self.init(
      sites: service.sites.indices.map { index in
        var usage = service.usage(at: index, world, rates)
        if !rates.answeredShares.isEmpty {
          usage.answeredRequests = amount(rates.requestsAnswered * rates.answeredShares[index])
        }
        return usage
      },
      requestsAnswered: amount(rates.requestsAnswered), requestsLost: amount(rates.requestsLost),
      outageMinutes: amount(rates.downtimeMinutes))
    outageLengths = service.prices.outage?.growth.map(\.fromMinutes) ?? []
    outageMinutesByLength = rates.outageMinutesByLength.map(amount)
    if let credits = service.prices.credits {
      creditLevels = credits.tiers.map(\.below)
      creditMonths = rates.creditMonths.map(amount)
    }
  }
}

extension Service {
  /// The node-hours and rented requests of a site in one world.
  fileprivate func usage(at index: Int, _ world: WorldRecord, _ rates: WorldRates) -> SiteUsage {
    let site = sites[index]
    func amount(_ perYear: Double) -> Costing.Estimate { Costing.Estimate(perYear) }
    if isAutoscaled(site) {
      var usage = SiteUsage(site: site.name, autoscaledNodeHours: amount(rates.nodeHours[index]))
      if drawsByDemand {
        usage.drawnOwnedNodeHours = amount(rates.ownedHours[index])
        usage.drawnCommittedNodeHours = amount(rates.committedHours[index])
      }
      return usage
    }
    if site.rented != nil && site.keep > .nothing {
      return SiteUsage(site: site.name, rentedRequests: amount(rates.requestsRented))
    }
    let burst =
      world.nodeHours(at: index, beyond: standingNodes(at: site)) * (1 - reservedShareOfBurst(at: site))
    return SiteUsage(site: site.name, burstNodeHours: amount(burst))
  }

  /// Share of the nodes that a failover adds at a site which are reserved, and paid for whether they run or not. They
  /// are asked for and given back together with the others, so it is a share of node-hours too.
  fileprivate func reservedShareOfBurst(at site: Site) -> Double {
    let added = failoverNodes(at: site) - standingNodes(at: site)
    return added > 0 ? Double(reservedNodes(at: site)) / Double(added) : 0
  }
}
