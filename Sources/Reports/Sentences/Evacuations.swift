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

func evacuationSentence(_ designs: [ComparedDesign]) -> String? {
  AccountSentences.moved(
    designs.compactMap { design in
      design.figures.evacuations.map { figures in
        AccountSentences.Moves(
          design: design.name, times: figures.moved, hoursAway: figures.hoursAway, sentBack: figures.sentBack,
          unfit: figures.unfit, calledOff: figures.calledOff, lostMinutes: figures.lostMinutes,
          standIn: (figures.standInNodeHours.reduce(0, +), figures.standInDollars(design.service)))
      }
    })
}

extension EvacuationFigures {
  /// What the nodes cost that stood in beyond what their sites keep, at the price of those that are rented; a
  /// part of what failovers acquire.
  fileprivate func standInDollars(_ service: Service) -> Double {
    zip(service.sites, standInRentedHours).reduce(0) { $0 + $1.1 * ($1.0.node.dollarsPerHour ?? 0) }
  }
}
