import CapacityPlanning
import Costing
import Experiments
import Foundation
import OutputAnalysis
import ServiceModel

/// A comparison for a terminal: the service's figures, the money, and what a buyer should conclude.
///
/// Designs stand in the order of the plan. Columns stand in the order of their importance: a narrow terminal loses those
/// on the right, and says so.
public struct ComparisonTable: Sendable {
  private let comparison: Comparison
  private let provenance: Provenance?
  private let width: Int

  public init(_ comparison: Comparison, provenance: Provenance? = nil, width: Int) {
    self.comparison = comparison
    self.provenance = provenance
    self.width = width
  }

  public var lines: [String] {
    let (service, money) = (service, money)
    // Without a single price a table of money would compare nothing with nothing.
    let isPriced = Conclusions(comparison).isPriced
    return heading + [""] + service.lines + levels + ExactTable(comparison).lines(width: width)
      + (isPriced ? [""] + money.lines : [])
      + notes(dropped: service.dropped + (isPriced ? money.dropped : 0)) + [""]
      + differences + [""] + conclusions
  }

  private var first: Service { comparison.designs[0].service }

  private var heading: [String] {
    let size = comparison.size
    let years = Wording.count(size.replications)
    return Wording.wrapped(
      "\(first.name): \(comparison.designs.count) designs x \(years) \(first.horizon.isOneYear ? "years" : "replications") of \(Wording.count(Int(first.horizonHours))) h, "
        + "the same failures and traffic in each; \(size.worlds) worlds; seed \(size.seed)", width: width)
      + Wording.wrapped("objectives: " + objectives.joined(separator: "; "), width: width, indent: "            ")
  }

  private var objectives: [String] {
    let objectives = first.objectives
    return objectives.availability.map { line in
      let minutes = (1 - line.atLeast) * Horizon.yearMinutes
      return "\(Wording.availability(line.atLeast)) of \(line.figure.rawValue) "
        + "(\(Wording.minutes(minutes)) minutes a year) in \(Wording.percent(line.share)) of years"
    }
      + objectives.windows.map { line in
        let window = line.window == .month ? "months" : "rolling 30 days"
        return
          "\(Wording.availability(line.atLeast)) of \(line.figure.rawValue) in \(Wording.percent(line.share)) of \(window)"
      }
      + objectives.recovery.map {
        "\($0.scope.rawValue) back in \(Wording.duration($0.withinSeconds)) in \(Wording.percent($0.share)) of outages"
      }
      + objectives.dataLoss.map {
        "\($0.trafficClass) loses at most \(Wording.duration($0.withinSeconds)) in \(Wording.percent($0.share)) of failovers"
      } + objectives.firstToken.map(ServiceLevelsTable.wording) + objectives.shares.map(ServiceLevelsTable.wording)
  }

  private var service: (lines: [String], dropped: Int) {
    var table = TextTable()
    let hasBand = comparison.designs.contains { $0.lostMinutesBand != nil }
    let target = first.objectives.availability.first
    let classes = first.traffic.classes.filter { $0.state != .stateless }
    table.append(
      ["SERVICE", "verdict", "lost min/y", "+-sim"] + (hasBand ? ["inputs"] : [])
        + [target.map { "meet \(Wording.availability($0.atLeast))" } ?? "years", "1 in 10"]
        + ["region: back in p50", "p95", "by failover", "failover p50", "p95"] + classes.map { "\($0.name) loses p95" }
        + ["outage min/y"])
    for design in comparison.designs {
      let figures = design.figures
      let region = figures.scopes.first { $0.scope == .region }
      let share = figures.availabilityShare
      var cells = [
        design.name, design.verdict.rawValue, Wording.minutes(figures.meanLostMinutes),
        Wording.halfWidth(figures.lostMinutes),
      ]
      if hasBand { cells.append(design.lostMinutesBand.map(range) ?? "-") }
      cells.append(share.map(Wording.share) ?? "-")
      cells.append(figures.badYear.map(Wording.minutes) ?? "-")
      cells += [Wording.duration(region?.recovery.p50), Wording.duration(region?.recovery.p95)]
      cells.append(region.map { $0.outages > 0 ? Wording.percent($0.endedByFailover) : "-" } ?? "-")
      cells += [Wording.duration(region?.failover.p50), Wording.duration(region?.failover.p95)]
      for trafficClass in classes {
        let loss = figures.dataLoss.first { $0.name == trafficClass.name }
        cells.append(Wording.duration(loss?.seconds.p95))
      }
      cells.append(Wording.minutes(figures.meanDowntimeMinutes))
      table.append(cells)
    }
    return (table.lines(width: width), table.dropped(width: width))
  }

  private var levels: [String] {
    let lines = ServiceLevelsTable(comparison).lines(width: width)
    return lines.isEmpty ? [] : [""] + lines
  }

  /// The band of the inputs; a band of no width is what is left when simulation error hides it.
  private func range(_ band: InputBand) -> String {
    band.low < band.high ? "\(Wording.minutes(band.low))-\(Wording.minutes(band.high))" : "hidden"
  }

  private var money: (lines: [String], dropped: Int) {
    var table = TextTable()
    let standings = comparison.standings
    let baseline = comparison.designs.first { $0.sheet.isBaseline } ?? comparison.designs[0]
    func unused(_ sheet: CostSheet) -> Double {
      sheet.yearly(\.amortisedCost) { $0.commitmentStatus == .unused || $0.reservationStatus == .unused }.dollars
    }
    let hasUnused = comparison.designs.contains { unused($0.sheet) > 0 }
    table.append(
      [
        "MONEY, $ M a year", "total", "+-sim", "DR / production", "pays from", "serving", "buffer", "site reserve",
        "standby",
        "other",
      ] + (hasUnused ? ["paid, unused"] : []))
    for design in comparison.designs {
      let sheet = design.sheet
      func sum(_ role: CostRole) -> Double {
        sheet.yearly(\.amortisedCost) { $0.role == role && $0.group.isOfNodes }.dollars
      }
      let parts = [sum(.serving), sum(.buffer), sum(.siteReserve), sum(.standby)]
      let total = sheet.amortisedYear.dollars
      let premium = total - baseline.sheet.amortisedYear.dollars
      table.append(
        [
          design.name, Wording.millions(total),
          sheet.isExact ? "exact" : spread(1.96 * sheet.amortisedYearSE.dollars),
          design.name == baseline.name || baseline.sheet.amortisedYear == .zero
            ? "-" : Wording.percent(premium / baseline.sheet.amortisedYear.dollars),
          TradeSentences.paysFrom(standings.standing(of: design.name)),
        ] + parts.map(Wording.millions) + [Wording.millions(total - parts.reduce(0, +))]
          + (hasUnused ? [Wording.millions(unused(sheet))] : []))
    }
    return (table.lines(width: width), table.dropped(width: width))
  }

  private func notes(dropped: Int) -> [String] {
    let conclusions = Conclusions(comparison, provenance: provenance)
    let more =
      dropped > 0
      ? ["\(dropped) more \(dropped == 1 ? "column" : "columns") in a wider terminal and in --format csv."] : []
    let precision = PrecisionWording(comparison)?.sentences ?? []
    return (more + precision + [conclusions.priceBasis, conclusions.legend]).flatMap {
      Wording.wrapped($0, width: width)
    }
  }

  /// Half an interval in millions; less than the last digit is not nothing.
  private func spread(_ dollars: Double) -> String { dollars < 5000 ? "<0.01" : Wording.millions(dollars) }

  private var differences: [String] {
    comparison.differences.flatMap { difference in
      let interval = difference.lostMinutes.difference
      let correlation = difference.lostMinutes.correlation.map { String(format: "%.2f", $0) } ?? "-"
      return Wording.wrapped(
        "paired: \(difference.from) -> \(difference.to) \(Wording.signed(interval.estimate, Wording.minutes)) "
          + "+-\(Wording.minutes(interval.halfWidth)) lost minutes, "
          + "\(Wording.signed(difference.dollarsPerYear, Wording.dollars)) a year (correlation \(correlation))",
        width: width)
    }
  }

  private var conclusions: [String] {
    Conclusions(comparison, provenance: provenance).sentences.flatMap { Wording.wrapped($0, width: width) }
  }
}

/// How much of a plan somebody assumed.
public struct Provenance: Equatable, Sendable {
  public let assumed: Int
  public let values: Int

  public init(assumed: Int, values: Int) {
    self.assumed = assumed
    self.values = values
  }
}
