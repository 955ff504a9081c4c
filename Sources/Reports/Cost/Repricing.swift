import CapacityPlanning
import Costing
import Foundation
import OutputAnalysis
import ServiceModel

/// Stored designs at other prices, or at their own: what the simulation said is used stays, what it costs is new.
public struct Repricing: Sendable {
  /// One design with its usage at the prices of a service.
  public struct Design: Sendable {
    public let stored: StoredDesign
    @Shared public internal(set) var service: Service
    public let sheet: CostSheet

    /// Difference to what it cost when it was simulated, in dollars a year.
    public var change: Double { sheet.amortisedYear.dollars - stored.dollarsPerYear }
    /// Whether it costs something else than when it was simulated, to the cent.
    var isChanged: Bool { abs(change) >= 0.005 }
    /// As it was simulated. What each year costs at other prices nobody knows any more, so that a budget is not judged by them.
    var verdict: DesignOutcome.Verdict {
      isChanged && service.objectives.budget != nil ? .notJudged : stored.verdict
    }
  }

  public let result: StoredResult
  public let designs: [Design]

  /// - Parameters:
  ///   - services: The designs of the plan at the prices wanted, in any order.
  /// - Throws: `StoredResultError` where the plan and the result do not belong together.
  public init(_ result: StoredResult, services: [Service]) throws(StoredResultError) {
    self.result = result
    var designs: [Design] = []
    for stored in result.designs {
      guard let service = services.first(where: { $0.design.name == stored.name }) else {
        throw StoredResultError("the plan has no design '\(stored.name)'")
      }
      guard service.name == result.model else {
        throw StoredResultError("the plan is of '\(service.name)', the result of '\(result.model)'")
      }
      guard service.design.topology.rawValue == stored.topology else {
        throw StoredResultError(
          "design '\(stored.name)' is \(service.design.topology.rawValue) in the plan, \(stored.topology) in the result"
        )
      }
      let sites = service.sites.map(\.name)
      guard sites == stored.usage.sites.map(\.site) else {
        throw StoredResultError(
          "the sites of design '\(stored.name)' are \(sites.joined(separator: ", ")) in the plan, "
            + "\(stored.usage.sites.map(\.site).joined(separator: ", ")) in the result")
      }
      guard [0, service.parts.count].contains(stored.usage.requestsAnswered.parts.count) else {
        throw StoredResultError(
          "the result counts \(stored.usage.requestsAnswered.parts.count) parts of its horizon, and the plan's horizon has"
            + " \(service.parts.count)")
      }
      // What is counted by length or by month is counted once, by the lengths and availabilities of that plan.
      let lengths = service.prices.outage?.growth.map(\.fromMinutes) ?? []
      let levels = service.prices.credits?.tiers.map(\.below) ?? []
      guard lengths == stored.usage.outageLengths, levels == stored.usage.creditLevels else {
        throw StoredResultError(
          "the lengths of 'prices.outage.grows' or the tiers of 'prices.credits' are not those that were simulated: only"
            + " their amounts can be priced again. Simulate with 'nines compare'")
      }
      let sheet = CostSheet(
        of: service, usage: stored.usage, studyID: service.name,
        isBaseline: service.design.topology == .singleSite)
      designs.append(Design(stored: stored, service: service, sheet: sheet))
    }
    self.designs = designs
  }

  var outcomes: [DesignOutcome] {
    designs.map { design in
      DesignOutcome(
        sheet: design.sheet, verdict: design.verdict, minutesPerYear: design.stored.minutesPerYear,
        requestsServed: design.stored.usage.requestsAnswered.mean, promptTokens: design.service.traffic.promptTokens,
        outputTokens: design.service.traffic.outputTokens)
    }
  }

  /// Lost minutes of a design less those of another, as the simulation saw them together; nil where the result has no such
  /// pair.
  func difference(from: Int, to: Int) -> Interval? {
    let (a, b) = (designs[from].stored.name, designs[to].stored.name)
    if let pair = result.pairs.first(where: { $0.from == a && $0.to == b }) { return pair.lostMinutes }
    return result.pairs.first { $0.from == b && $0.to == a }.map { $0.lostMinutes.scaled(by: -1) }
  }

  /// The designs' costs, paired by the worlds that were simulated, and lost minutes as a trade.
  public var standings: TradeStandings {
    TradeStandings(
      designs.map { .init(name: $0.stored.name, cost: $0.sheet.yearlyCost, minutes: $0.stored.minutesPerYear) },
      cost: { designs[$0].sheet.premium(of: designs[$1].sheet) }, difference: difference)
  }

  /// The designs whose cost is not what it was when they were simulated, to the cent.
  public var changed: [String] { designs.filter(\.isChanged).map(\.stored.name) }
}

/// `costs.csv` at the prices of a repricing.
public func costsTable(_ repricing: Repricing) -> CSVTable { costsTable(repricing.designs.flatMap(\.sheet.lines)) }

/// `focus.csv` at the prices of a repricing.
public func focusTable(_ repricing: Repricing, trail: Trail) -> CSVTable {
  focusTable(repricing.designs.map(\.sheet)).carrying(trail, inFocus: true)
}

/// The files of a repricing: those of a comparison that hold money, and `cost.json`.
public func resultFiles(
  _ repricing: Repricing, assumptions: [Assumption], focus: Bool = false, trail: Trail? = nil
) -> [(name: String, text: String)] {
  [("cost.json", repricingJSON(repricing, trail: trail).text)]
    + costFiles(repricing.outcomes, assumptions: assumptions, focus: focus, trail: trail) {
      repricing.difference(from: $0, to: $1)
    }
}

/// A repricing for programs.
public func repricingJSON(_ repricing: Repricing, trail: Trail? = nil) -> JSONValue {
  let standings = repricing.standings
  return .object(
    [
      ("model", .string(repricing.result.model))
    ] + (trail.map { [$0.pair] } ?? []) + [
      ("replications", .integer(repricing.result.replications)),
      (
        "designs",
        .array(
          repricing.designs.map { design in
            let sheet = design.sheet
            var pairs: [(key: String, value: JSONValue)] = [
              ("design", .string(design.stored.name)), ("topology", .string(design.stored.topology)),
              ("cost_usd_per_year", costJSON(sheet)), ("cash_usd_first_year", .number(sheet.cashYear.dollars)),
              ("change_usd_per_year", .number(design.change)),
              ("lost_minutes_per_year", .number(design.stored.minutesPerYear)),
              (
                "groups_usd_per_year",
                .object(sheet.groupSums.map { ($0.group.rawValue, .number($0.cost.dollars)) })
              ),
            ]
            if let loss = sheet.outageLossYear { pairs.append(("outage_loss_usd_per_year", .number(loss.dollars))) }
            if let total = sheet.totalYear { pairs.append(("total_usd_per_year", .number(total.dollars))) }
            pairs.append(("unpriced", .array(sheet.unpriced.map { .string($0) })))
            pairs.append(("usage", usageJSON(design.stored.usage)))
            return .object(pairs)
          })
      ),
      (
        "cheapest",
        .array(
          standings.trade.envelope.map {
            .object([
              ("design", .string($0.option.name)), ("from_usd_per_minute", .number($0.fromDollarsPerMinute)),
              ("to_usd_per_minute", .number($0.toDollarsPerMinute)),
            ])
          })
      ),
    ])
}

extension CostSheet {
  /// What the design costs by group, in the groups' order; losses left out.
  var groupSums: [(group: CostGroup, cost: Money)] {
    CostGroup.allCases.filter { $0 != .outage }.compactMap { group in
      let cost = yearly(\.amortisedCost) { $0.group == group }
      return cost == .zero ? nil : (group, cost)
    }
  }
}
