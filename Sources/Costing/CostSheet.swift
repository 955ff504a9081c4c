public import ServiceModel

/// A year of one design in money: its cost lines and the sums that every output prints.
///
/// The lines are the only source: `amortisedYear` is the sum of their cents, so the table, the JSON output and the CSV
/// files agree to the cent. Lines and sums belong to one `HoursBasis`, which is kept here with its factor.
public struct CostSheet: Equatable, Sendable {
  public var studyID: String
  public var design: Design
  public var isBaseline: Bool
  public var basis: HoursBasis
  /// Multiplier of quantities that come from the simulation; printed once.
  public var simulatedHoursFactor: Double
  public var periods: [BillingPeriod]
  /// By month, then in the order nodes, drills, network, state, storage, labour, outage.
  public var lines: [CostLine]
  /// What the design uses and the plan gives no price for, in words.
  public var unpriced: [String]
  /// What lending the standby saves those who borrow it: money of another budget, in none of the lines.
  public var displaced: [DisplacedPurchase]
  /// Whether the plan prices outages; without that there is no loss and no total.
  public var pricesOutages: Bool
  /// Standard error of `amortisedYear`, from the cost of each world; nil where the usage knows no worlds.
  public var worldsSE: Money?

  /// Prices what a design holds and what the simulation says it used, for one year from `service.begins`.
  ///
  /// - Parameters:
  ///   - usage: Amounts per simulated year of 8766 h.
  ///   - isBaseline: Whether others are compared with this design; by default where it has a single site.
  public init(
    of service: Service, usage: SimulatedUsage, studyID: String, isBaseline: Bool? = nil, basis: HoursBasis = .horizon
  ) {
    let periods = basis.periods(from: service.begins)
    var reckoning = CostReckoning(service: service, usage: usage, periods: periods)
    reckoning.chargeEverything()
    self.studyID = studyID
    self.design = service.design
    self.isBaseline = isBaseline ?? (service.design.topology == .singleSite)
    self.basis = basis
    self.simulatedHoursFactor = basis.factor(from: service.begins)
    self.periods = periods
    self.lines = []
    self.unpriced = reckoning.unpriced
    self.displaced = DisplacedPurchase.all(of: service)
    self.pricesOutages = service.prices.outage != nil || service.prices.credits != nil
    self.worldsSE = CostSheet.standardError(of: service, worlds: usage.worlds, periods: periods)
    for (index, period) in periods.enumerated() {
      for charge in reckoning.charges where charge.amounts[index] != .zero {
        let line = charge.line(at: index, in: period, of: service, studyID: studyID, isBaseline: self.isBaseline)
        lines.append(line.settled(charge.accounting))
      }
    }
  }

  /// The spread of a year's cost over worlds, each priced by itself.
  ///
  /// A world's cost is linear in its amounts but where they cross a tier of egress: there the mean cost of the worlds
  /// and the cost of the mean differ by less than the spread, and the standard error is that of the former.
  private static func standardError(of service: Service, worlds: [SimulatedUsage], periods: [BillingPeriod]) -> Money? {
    guard worlds.count >= 2 else { return nil }
    let costs = worlds.map { world in
      var reckoning = CostReckoning(service: service, usage: world, periods: periods)
      reckoning.chargeEverything()
      return reckoning.amortisedCost
    }
    // Differences are exact, so that a cost which is the same in all worlds has no spread from rounding.
    return Money(dollars: Estimate(over: costs.map { ($0 - costs[0]).dollars }).standardError)
  }
}

extension CostSheet {
  /// What the design costs in the year of the basis, amortised, outage loss excluded, to the cent.
  public var amortisedYear: Money { sum(\.amortisedCost) { $0.group != .outage } }

  /// What is paid in that year; equal to the amortised cost while nothing is paid ahead.
  public var cashYear: Money { sum(\.cashCost) { $0.group != .outage } }

  /// What is paid in three such years: single payments once a term, everything else three times.
  public var cashThreeYears: Money {
    lines.reduce(.zero) { $1.group == .outage ? $0 : $0 + $1.cashThreeYears }
  }

  /// What could be earned with the capital in one's own machines: part of their cost, and no money that moves.
  public var capitalCostYear: Money { sum(\.amortisedCost) { $0.item == "cost-of-capital" } }

  /// What has been paid in the year for later ones, machines at their book value among it: cash less what belongs to the
  /// year, where money moves.
  public var prepaidAtYearEnd: Money { cashYear - (amortisedYear - capitalCostYear) }

  /// What outages lose in the year; nil where the plan does not price them.
  public var outageLossYear: Money? { pricesOutages ? sum(\.amortisedCost) { $0.group == .outage } : nil }

  /// Cost and outage loss; nil where the plan does not price outages.
  public var totalYear: Money? { outageLossYear.map { amortisedYear + $0 } }

  /// The standard error of `amortisedYear`: from the cost of each world where those are known, else an upper bound.
  ///
  /// The bound adds the standard errors of the lines, which is exact where they rise and fall together and too wide
  /// where they do not: a longer outage costs nodes and saves egress.
  public var amortisedYearSE: Money { worldsSE ?? sum(\.amortisedCostSE) { $0.group != .outage } }

  /// Whether nothing in the cost varies with chance; such a cost is printed as exact and has no interval.
  public var isExact: Bool { amortisedYearSE == .zero }

  /// Whether copying conversation state costs more than all nodes: then most likely the plan copies the wrong state, for
  /// example a key-value cache instead of the text.
  public var stateSyncExceedsCompute: Bool {
    sum(\.amortisedCost) { $0.group == .state } > sum(\.amortisedCost) { $0.group == .compute }
  }

  /// What FOCUS leaves out, by group and in the groups' order; losses included.
  public var outsideFocus: [(group: CostGroup, cost: Money)] {
    CostGroup.allCases.compactMap { group in
      let cost = sum(\.amortisedCost) { !$0.inFocus && $0.group == group }
      return cost == .zero ? nil : (group, cost)
    }
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

/// The cost lines of a design for one year of 8766 h: usage times price.
public func costLines(of service: Service, usage: SimulatedUsage, studyID: String) -> [CostLine] {
  CostSheet(of: service, usage: usage, studyID: studyID).lines
}
