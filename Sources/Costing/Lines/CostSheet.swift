public import ServiceModel

/// What one design costs over its horizon: its cost lines, and the yearly sums that every output prints.
///
/// The lines are the only source: `amortisedYear` is the sum of their cents, so the table, the JSON output and the CSV
/// files agree to the cent. Where the horizon is no year of 8766 h, each line's cents are brought to such a year and rounded
/// once more, so that every sum of lines is still a sum of cents.
public struct CostSheet: Equatable, Sendable {
  public var studyID: String
  public var design: Design
  public var isBaseline: Bool
  /// Hours that the lines cover: the horizon.
  public var hours: Double
  public var periods: [BillingPeriod]
  /// By month, then in the order nodes, drills, network, state, storage, labour, outage.
  public var lines: [CostLine]
  /// The lines of the first 8766 h by themselves where the horizon goes on; nil where it does not.
  public private(set) var firstYearBeforeMore: [CostLine]?
  /// What the design uses and the plan gives no price for, in words.
  public var unpriced: [String]
  /// What lending the standby saves those who borrow it: money of another budget, in none of the lines.
  public var displaced: [DisplacedPurchase]
  /// Whether the plan prices outages; without that there is no loss and no total.
  public var pricesOutages: Bool
  /// Standard error of `amortisedYear`, from the cost of each world; nil where the usage knows no worlds.
  public var worldsSE: Money?
  /// The cost of a year of 8766 h in each world, in dollars and not rounded; empty where the usage knows no worlds.
  public var yearlyByWorld: [Double]

  /// Prices what a design holds and what the simulation says it used, month by month of the horizon.
  ///
  /// - Parameters:
  ///   - isBaseline: Whether others are compared with this design; by default where it has a single site.
  /// - Precondition: What `usage` says of parts, it says of the parts of this service's horizon.
  public init(of service: Service, usage: SimulatedUsage, studyID: String, isBaseline: Bool? = nil) {
    let calendar = BillingCalendar(of: service)
    let isBaseline = isBaseline ?? (service.design.topology == .singleSite)
    var reckoning = CostReckoning(service: service, usage: usage, calendar: calendar)
    reckoning.chargeEverything()
    self.studyID = studyID
    self.design = service.design
    self.isBaseline = isBaseline
    self.hours = calendar.hours
    self.periods = calendar.periods
    self.lines = reckoning.lines(studyID: studyID, isBaseline: isBaseline)
    self.unpriced = reckoning.unpriced
    self.displaced = DisplacedPurchase.all(of: service)
    self.pricesOutages =
      service.prices.outage != nil || service.prices.credits != nil || service.pricesLostRequests
    let worlds = CostSheet.costs(of: service, worlds: usage.worlds, calendar: calendar)
    self.yearlyByWorld = worlds.map { Money(picodollars: $0.picodollarsPerYear(ofHours: calendar.hours)).dollars }
    // Differences are exact, so that a cost which is the same in all worlds has no spread from rounding.
    self.worldsSE =
      worlds.isEmpty
      ? nil
      : Money(dollars: Estimate(over: worlds.map { ($0 - worlds[0]).dollars }).standardError / calendar.years)
    if calendar.hours > Horizon.yearHours {
      var year = CostReckoning(
        service: service, usage: usage, calendar: BillingCalendar(of: service, within: 0...Horizon.yearHours))
      year.chargeEverything()
      firstYearBeforeMore = year.lines(studyID: studyID, isBaseline: isBaseline)
    }
  }

  /// What each world costs, priced by itself; none where there are no two of them.
  private static func costs(
    of service: Service, worlds: [SimulatedUsage], calendar: BillingCalendar
  ) -> [Money] {
    guard worlds.count >= 2 else { return [] }
    return worlds.map { world in
      var reckoning = CostReckoning(service: service, usage: world, calendar: calendar)
      reckoning.chargeEverything()
      return reckoning.amortisedCost()
    }
  }
}

extension CostReckoning {
  /// What has been charged, month by month.
  func lines(studyID: String, isBaseline: Bool) -> [CostLine] {
    periods.enumerated().flatMap { index, period in
      charges.filter { $0.amounts[index] != .zero }.map { charge in
        charge.line(
          at: index, in: period, of: service, studyID: studyID, isBaseline: isBaseline, years: calendar.years
        ).settled(charge.accounting)
      }
    }
  }
}

// MARK: Yearly figures

extension CostSheet {
  /// An amount of the horizon, per year of 8766 h and in cents.
  public func perYear(_ money: Money) -> Money {
    money.perYear(ofHours: hours)
  }

  /// The sum of one money column per year of 8766 h, over the lines for which a condition holds: of each line's cents.
  public func yearly(_ column: KeyPath<CostLine, Money>, where condition: (CostLine) -> Bool = { _ in true }) -> Money {
    yearly(lines.filter(condition), column)
  }

  public func yearly(_ lines: [CostLine], _ column: KeyPath<CostLine, Money>) -> Money {
    lines.reduce(.zero) { $0 + perYear($1[keyPath: column]) }
  }

  private func exactPerYear(_ money: Money) -> Money {
    Money(picodollars: money.picodollarsPerYear(ofHours: hours))
  }

  /// What the design costs in a year, amortised, outage loss excluded, to the cent.
  public var amortisedYear: Money { yearly(\.amortisedCost) { $0.group != .outage } }

  /// The lines of the first 8766 h.
  public var firstYear: [CostLine] { firstYearBeforeMore ?? lines }

  /// What is paid in the first year; equal to its amortised cost while nothing is paid ahead. A horizon that is shorter
  /// stands for the year, single payments once.
  public var cashYear: Money { cashYear(firstYear.filter { $0.group != .outage }) }

  /// The same of some of the first year's lines.
  public func cashYear(_ firstYear: [CostLine]) -> Money {
    firstYear.reduce(.zero) { $0 + ofFirstYear($1, \.cashCost) }
  }

  private func ofFirstYear(_ line: CostLine, _ column: KeyPath<CostLine, Money>) -> Money {
    firstYearBeforeMore != nil || line.chargeFrequency == .oneTime
      ? line[keyPath: column] : perYear(line[keyPath: column])
  }

  /// What is paid in three years of mean use: single payments once a term, everything else three times.
  public var cashThreeYears: Money { cashThreeYears(lines.filter { $0.group != .outage }) }

  /// The same of some of the lines.
  public func cashThreeYears(_ lines: [CostLine]) -> Money {
    lines.reduce(.zero) { sum, line in
      guard line.chargeFrequency == .oneTime else { return sum + perYear(line.cashCost) * 3 }
      // What is paid on a day of its own, and never again.
      guard let term = line.termMonths else { return isWithinThreeYears(line) ? sum + line.cashCost : sum }
      // Later ones repeat the first.
      return line.period == periods.first ? sum + line.cashCost * ((36 + term - 1) / term) : sum
    }
  }

  private func isWithinThreeYears(_ line: CostLine) -> Bool {
    let before = periods.prefix { $0 != line.period }.reduce(0) { $0 + $1.hours }
    return before < 3 * Horizon.yearHours
  }

  /// What could be earned with the capital in one's own machines: part of their cost, and no money that moves.
  public var capitalCostYear: Money { yearly(\.amortisedCost) { $0.isImputed } }

  /// What has been paid in the first year for later ones, machines at their book value among it: cash less what belongs to
  /// that year, where money moves.
  public var prepaidAtYearEnd: Money {
    firstYear.reduce(cashYear) { sum, line in
      line.group == .outage || line.isImputed ? sum : sum - ofFirstYear(line, \.amortisedCost)
    }
  }

  /// What outages lose in a year; nil where the plan does not price them.
  public var outageLossYear: Money? { pricesOutages ? yearly(\.amortisedCost) { $0.group == .outage } : nil }

  /// Cost and outage loss; nil where the plan does not price outages.
  public var totalYear: Money? { outageLossYear.map { amortisedYear + $0 } }

  /// The standard error of `amortisedYear`: from the cost of each world where those are known, else an upper bound.
  ///
  /// The bound adds the standard errors of the lines, which is exact where they rise and fall together and too wide
  /// where they do not: a longer outage costs nodes and saves egress.
  public var amortisedYearSE: Money { worldsSE ?? exactPerYear(sum(\.amortisedCostSE) { $0.group != .outage }) }

  /// Whether nothing in the cost varies with chance; such a cost is printed as exact and has no interval.
  public var isExact: Bool { amortisedYearSE == .zero }

  /// Whether copying conversation state costs more than all nodes: then most likely the plan copies the wrong state, for
  /// example a key-value cache instead of the text.
  public var stateSyncExceedsCompute: Bool {
    sum(\.amortisedCost) { $0.group == .state } > sum(\.amortisedCost) { $0.group == .compute }
  }

  /// The exact cost of the lines for which a condition holds.
  public func exactCost(where condition: (CostLine) -> Bool) -> Money {
    lines.filter(condition).reduce(.zero) { $0 + $1.exactCost }
  }

  /// The sum of one money column over the lines for which a condition holds.
  public func sum(_ column: KeyPath<CostLine, Money>, where condition: (CostLine) -> Bool = { _ in true }) -> Money {
    lines.filter(condition).reduce(.zero) { $0 + $1[keyPath: column] }
  }
}

/// The cost lines of a design over its horizon: usage times price.
public func costLines(of service: Service, usage: SimulatedUsage, studyID: String) -> [CostLine] {
  CostSheet(of: service, usage: usage, studyID: studyID).lines
}
