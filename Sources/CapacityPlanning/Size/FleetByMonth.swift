import Foundation
import ServiceModel

/// What the fleets of a design are in a month to come.
public struct MonthlyFleet: Equatable, Sendable {
  /// Counted from 0, the month in which the plan begins.
  public let month: Int
  /// The day from which this fleet is needed.
  public let from: CalendarDay
  /// The planning peak on that day, in requests a second.
  public let peakRPS: Double
  /// By site of the plan: the serving ones, and what stands by for them.
  public let nodes: [Int]
  /// Nodes more than in the month before; 0 in the first.
  public let added: Int
  public var totalNodes: Int { nodes.reduce(0, +) }
}

/// The fleets of the months to come where demand grows evenly.
public struct FleetByMonth: Equatable, Sendable {
  /// Growth of a year: 0.4 for forty percent more.
  public let growth: Double
  public let months: [MonthlyFleet]
}

/// How long it takes from an order until nine in ten have come.
public struct LeadTime: Equatable, Sendable {
  public let name: String
  public let days: Int

  public init(name: String, days: Int) {
    self.name = name
    self.days = days
  }

  /// The day by which an order must be placed that is needed on another one.
  public func orderBy(_ needed: CalendarDay) -> CalendarDay { needed.adding(days: -days) }
}

extension SizedDesign {
  /// The fleets of the months to come, one course for each growth of a year; empty where no fleet is an answer, and where an
  /// autoscaler sizes the fleets.
  ///
  /// A serving site's fleet grows in proportion to the peak from the answer, over the uncertain peak where there is one, and
  /// is rounded up to whole nodes. A larger fleet needs a smaller share of buffer for the same objective, so what comes out
  /// is enough and not always least. Standby sites follow the plan's own rule at the peak of the month.
  ///
  /// - Precondition: The plan's own growth is not simulated on top: its traffic has none.
  public func fleetsByMonth(_ growths: [Double], months: Int) -> [FleetByMonth] {
    precondition(service.traffic.growth == nil, "demand would grow twice")
    guard case .answer(let point) = conclusion, service.autoscaling == nil else { return [] }
    let answer = uncertainPeak?.answer?.nodes ?? point.nodes
    return growths.map { growth in
      var fleets: [MonthlyFleet] = []
      for month in 0..<months {
        let nodes = nodes(from: answer, grownBy: pow(1 + growth, Double(month) / 12))
        let before = fleets.last?.totalNodes ?? nodes.reduce(0, +)
        fleets.append(
          MonthlyFleet(
            month: month, from: service.begins.adding(months: month),
            peakRPS: service.traffic.peakRPS * pow(1 + growth, Double(month) / 12), nodes: nodes,
            added: nodes.reduce(0, +) - before))
      }
      return FleetByMonth(growth: growth, months: fleets)
    }
  }

  /// Nodes of every site when demand has grown by a factor.
  private func nodes(from answer: [Int], grownBy factor: Double) -> [Int] {
    var grown = service
    grown.traffic.peakRPS *= factor
    let serving = service.servingSites.map(\.name)
    return grown.sites.map { site in
      guard let index = serving.firstIndex(of: site.name) else { return grown.standingNodes(at: site) }
      // A need that is a whole number stays one whatever the last bits of the factor say.
      return Int((Double(answer[index]) * factor - 1e-9).rounded(.up))
    }
  }
}

extension CalendarDay {
  /// The same day of a later month, or its last one where it has no such day.
  func adding(months: Int) -> CalendarDay {
    let count = month - 1 + months
    let (year, month) = (year + count / 12, count % 12 + 1)
    return CalendarDay(year: year, month: month, day: min(day, CalendarDay.days(inMonth: month, of: year)))
  }
}
