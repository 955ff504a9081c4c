import CapacityPlanning
import Foundation
import ServiceModel

/// What a check found, for a terminal: one line per figure, in the figures' own units.
public func checkTable(_ checks: [ExpectationCheck], width: Int) -> [String] {
  var table = TextTable()
  table.append(["figure", "design", "expected", "simulated", "SE", "z", "verdict", "replications", "source"])
  for check in checks {
    let expected = check.expectation
    let unit = expected.figure.unit
    table.append([
      expected.figure.name, expected.design, unit.text(expected.value), check.simulated.map(unit.text) ?? "-",
      check.simulated == nil ? "-" : check.standardError == 0 ? "exact" : unit.text(check.standardError),
      check.z.map { String(format: "%+.2f", $0) } ?? "-", check.verdict.rawValue, String(expected.replications),
      expected.source,
    ])
  }
  return table.lines(width: width)
}

private enum FigureUnit {
  case share, seconds, plain

  func text(_ value: Double) -> String {
    switch self {
    case .share, .plain: String(format: "%.5g", value)
    case .seconds: String(format: "%.5g s", value)
    }
  }
}

extension KnownFigure {
  fileprivate var unit: FigureUnit {
    switch self {
    case .unavailability, .horizonsWithin, .outagesWithin: .share
    case .downtime, .recovery, .dataLoss: .seconds
    case .outages, .requestsLostPerIncident: .plain
    }
  }

  fileprivate var name: String {
    switch self {
    case .unavailability: "unavailability"
    case .downtime: "downtime"
    case .outages: "outages"
    case .horizonsWithin(let seconds): "horizons within \(String(format: "%g", seconds / 60)) min"
    case .recovery(let statistic): "recovery \(statistic.name)"
    case .outagesWithin(let seconds): "outages within \(String(format: "%g", seconds)) s"
    case .requestsLostPerIncident: "requests lost per incident"
    case .dataLoss(let trafficClass, let statistic): "data loss of \(trafficClass) \(statistic.name)"
    }
  }
}

extension KnownFigure.Statistic {
  fileprivate var name: String {
    switch self {
    case .mean: "mean"
    case .quantile(let p): String(format: "P%g", p * 100)
    }
  }
}
