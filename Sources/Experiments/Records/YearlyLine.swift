import ServiceModel

/// A line of the objectives that each year keeps or misses by a figure that is not kept of it: latency, shares, the
/// availability of one class of traffic, and what the year costs.
struct YearlyLine {
  let text: String
  let subject: ObjectiveSubject
  let threshold: Double
  /// Share of years that must keep it.
  let required: Double
  /// Whether a year keeps it.
  let isKept: (YearFigures) -> Bool

  /// A line that a year keeps whose figure is at or above the threshold.
  private static func atLeast(
    text: String, subject: ObjectiveSubject, threshold: Double, required: Double,
    value: @escaping (YearFigures) -> Double
  ) -> YearlyLine {
    YearlyLine(text: text, subject: subject, threshold: threshold, required: required) { value($0) >= threshold }
  }

  /// In the order of the verdicts.
  static func all(of service: Service) -> [YearlyLine] {
    firstTokens(service) + shares(service) + classes(service) + budget(service)
  }

  private static func firstTokens(_ service: Service) -> [YearlyLine] {
    service.objectives.firstToken.enumerated().map { index, objective in
      let place = objective.place == .user ? " at the user" : ""
      return YearlyLine.atLeast(
        text: "first token\(place) by \(objective.basis.rawValue)",
        subject: .firstToken(objective.place, objective.basis), threshold: objective.atLeast,
        required: objective.share
      ) { year in
        1 - (objective.basis == .requests ? year.lateShare[index] : year.lateTime[index])
      }
    }
  }

  private static func shares(_ service: Service) -> [YearlyLine] {
    service.objectives.shares.map { objective in
      YearlyLine.atLeast(
        text: objective.figure.rawValue.replacing("-", with: " "),
        subject: .share(objective.figure), threshold: objective.atLeast,
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
        YearlyLine.atLeast(
          text: "availability of \(trafficClass.name)", subject: .classAvailability(trafficClass: trafficClass.name),
          threshold: objective.atLeast, required: objective.share
        ) { year in
          let demand =
            year.demandByService.isEmpty ? year[.demand] * trafficClass.share : year.demandByService[index]
          return demand > 0 ? 1 - year.lostByClass[index] / demand : 1
        }
      }
    }
  }

  /// Compared in whole cents, so that a year which costs the limit keeps it.
  private static func budget(_ service: Service) -> [YearlyLine] {
    guard let budget = service.objectives.budget else { return [] }
    let most = (budget.atMostDollars * 100).rounded()
    return [
      YearlyLine(
        text: budget.figure == .cost ? "budget" : "budget with losses",
        subject: .budget(budget.figure),
        threshold: budget.atMostDollars, required: budget.share,
        isKept: { year in
          guard let cents = year.cents else { preconditionFailure("a budget is judged by a study that knows prices") }
          return cents <= most
        })
    ]
  }
}
