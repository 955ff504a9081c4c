import CapacityPlanning
import Experiments
import ServiceModel

/// What moving traffic on purpose takes: an account beside the bill, whose node-hours are in what failovers acquire.
func evacuationsJSON(_ figures: EvacuationFigures, of service: Service) -> JSONValue {
  .object([
    ("moved_per_year", .number(figures.moved)), ("sent_back_per_year", .number(figures.sentBack)),
    ("unfit_per_year", .number(figures.unfit)), ("called_off_per_year", .number(figures.calledOff)),
    ("hours_away_per_year", .number(figures.hoursAway)),
    ("stand_in_node_hours_per_year", .number(figures.standInNodeHours.reduce(0, +))),
    ("stand_in_usd_per_year", .number(figures.standInDollars(service))),
    ("lost_minutes_per_year", .number(figures.lostMinutes)),
  ])
}

/// `Moved on purpose in a year: hot-standby 12 times for 24 h, ...`
func evacuationSentence(_ designs: [ComparedDesign]) -> String? {
  let parts = designs.compactMap { design -> String? in
    guard let figures = design.figures.evacuations else { return nil }
    var part =
      "\(design.name) \(Wording.significant(figures.moved)) times for \(Wording.significant(figures.hoursAway)) h"
    for (count, words) in [
      (figures.sentBack, "of these sent back before its time"), (figures.unfit, "found a procedure that does not work"),
      (figures.calledOff, "called off"),
    ] where count > 0 {
      part += ", \(Wording.significant(count)) \(words)"
    }
    part += ", \(Wording.minutes(figures.lostMinutes)) lost minutes"
    let hours = figures.standInNodeHours.reduce(0, +)
    let dollars = Wording.dollars(figures.standInDollars(design.service))
    return hours > 0 ? part + ", \(Wording.significant(hours)) node-hours beyond what is kept (\(dollars))" : part
  }
  guard !parts.isEmpty else { return nil }
  return "Moved on purpose in a year: " + parts.joined(separator: "; ") + "."
}

extension EvacuationFigures {
  /// What the nodes cost that stood in beyond what their sites keep, at the price of those that nobody reserved or owns; a
  /// part of what failovers acquire.
  fileprivate func standInDollars(_ service: Service) -> Double {
    zip(service.sites, standInNodeHours).reduce(0) { sum, next in
      let (site, hours) = next
      return sum + hours * (1 - service.paidShareOfBurst(at: site)) * (site.node.dollarsPerHour ?? 0)
    }
  }
}
