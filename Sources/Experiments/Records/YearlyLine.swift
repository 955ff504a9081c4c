import ServiceModel

/// A line of the objectives that each year keeps or misses by a figure that is not kept of it: latency, shares, and the
/// availability of one class of traffic.
struct YearlyLine {
  let text: String
  let figure: String
  let threshold: Double
  /// Share of years that must keep it.
  let required: Double
  /// What is judged; at or above the threshold keeps the line.
  let value: (YearFigures) -> Double

  /// In the order of the verdicts.
  static func all(of service: Service) -> [YearlyLine] {
    firstTokens(service) + shares(service) + classes(service)
  }

  private static func firstTokens(_ service: Service) -> [YearlyLine] {
    service.objectives.firstToken.enumerated().map { index, objective in
      let place = objective.place == .user ? " at the user" : ""
      return YearlyLine(
        text: "first token\(place) by \(objective.basis.rawValue)",
        figure: "first_token_\(objective.place.rawValue)_\(objective.basis.rawValue)", threshold: objective.atLeast,
        required: objective.share
      ) { year in
        1 - (objective.basis == .requests ? year.lateShare[index] : year.lateTime[index])
      }
    }
  }

  private static func shares(_ service: Service) -> [YearlyLine] {
    service.objectives.shares.map { objective in
      YearlyLine(
        text: objective.figure.rawValue.replacing("-", with: " "),
        figure: objective.figure.rawValue.replacing("-", with: "_"), threshold: objective.atLeast,
        required: objective.share
      ) { year in
        switch objective.figure {
        case .gatewaySuccess: year.gatewaySuccess
        case .sessionSuccess: year.sessionSuccess
        case .streamsUnbroken: 1 - year.streamsBrokenShare
        }
      }
    }
  }

  private static func classes(_ service: Service) -> [YearlyLine] {
    service.traffic.classes.enumerated().compactMap { index, trafficClass in
      trafficClass.objectives?.availability.map { objective in
        YearlyLine(
          text: "availability of \(trafficClass.name)", figure: "availability_\(trafficClass.name)_requests",
          threshold: objective.atLeast, required: objective.share
        ) { year in
          let demand = year[.demand] * trafficClass.share
          return demand > 0 ? 1 - year.lostByClass[index] / demand : 1
        }
      }
    }
  }
}
