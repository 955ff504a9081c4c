import ExactTwins
import Foundation
import ServiceModel

/// Which figures of a design are known without a simulation, how, and why the others are not.
func twinExplanation(_ service: Service) -> [String] {
  let twin = ExactTwin(service)
  var known: [String] = []
  var refused: [(reason: String, figures: [String])] = []
  for asked in askedFigures(service) {
    switch twin.answer(asked.figure) {
    case .known(let value):
      let neglects = value.neglects.map { $0 == TwinValue.longRun ? "" : "; leaves out: \($0)" } ?? ""
      known.append(
        "    \(value.way.rawValue): \(asked.name) \(asked.text(value.value)), by \(value.method)\(neglects)")
    case .refused(let reason):
      if let index = refused.firstIndex(where: { $0.reason == reason }) {
        refused[index].figures.append(asked.name)
      } else {
        refused.append((reason, [asked.name]))
      }
    }
  }
  let parts = known.isEmpty ? [] : known
  return ["  what theory knows of the long run\(twin.kind.map { ", \($0)" } ?? ""):"] + parts
    + refused.map { "    simulated: \($0.figures.joined(separator: ", ")); refused because \($0.reason)" }
    + ["    simulated: lost minutes, requests lost, percentiles of recovery and failover time"]
}

/// A figure with its name and how its value is written.
private struct AskedFigure {
  let name: String
  let figure: TwinFigure
  let text: (Double) -> String

  init(_ name: String, _ figure: TwinFigure, _ text: @escaping (Double) -> String) {
    self.name = name
    self.figure = figure
    self.text = text
  }
}

private func askedFigures(_ service: Service) -> [AskedFigure] {
  let years = service.horizon.years
  var asked = [
    AskedFigure("share of time in outages", .known(.unavailability)) { digits($0, "%.5g") },
    AskedFigure("downtime", .known(.downtime)) { "\(digits($0 / 60 / years)) min a year" },
    AskedFigure("outages", .known(.outages)) { "\(digits($0 / years)) a year" },
    AskedFigure("mean recovery time", .known(.recovery(.mean))) { "\(digits($0)) s" },
  ]
  for objective in service.objectives.availability where objective.figure == .time && service.horizon.isOneYear {
    let seconds = (1 - objective.atLeast) * service.horizon.seconds
    asked.append(
      AskedFigure(
        "share of years with \(digits(objective.atLeast * 100, "%.7g")) % of time",
        .known(.horizonsWithin(downtimeSeconds: seconds))
      ) { "\(digits($0 * 100, "%.5g")) %" })
  }
  if service.sites.contains(where: { $0.keep > .nothing && $0.keep < .serving }) {
    asked.append(AskedFigure("mean failover time", .meanFailover) { "\(digits($0)) s" })
    for mode in service.failures where mode.scope == .region {
      asked.append(
        AskedFigure("part: mean outage by '\(mode.name)' alone", .outageAlone(mode: mode.name)) { "\(digits($0)) s" })
    }
    for own in service.traffic.classes where own.state != .stateless {
      asked.append(
        AskedFigure("mean data loss of \(own.name)", .known(.dataLoss(trafficClass: own.name, .mean))) {
          "\(digits($0)) s"
        })
    }
  }
  for scope in [FailureScope.region, .provider, .everywhere, .edge] {
    guard service.failures.contains(where: { $0.scope == scope && $0.isLoss }) else { continue }
    asked.append(
      AskedFigure("failures of scope \(scope.rawValue)", .incidents(scope)) { "\(digits($0 / years)) a year" })
  }
  return asked
}

private func digits(_ value: Double, _ format: String = "%.6g") -> String { String(format: format, value) }
