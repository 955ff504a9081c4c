import Experiments
import ServiceModel

/// The objectives of a service in words, each as it is judged.
public func objectiveWords(_ service: Service) -> [String] {
  let objectives = service.objectives
  let promised =
    objectives.availability.map { line in
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
  // Of services of a shared fleet, which are classes of its traffic, or of classes alone.
  let classes = service.promisedAvailability.compactMap { promise in
    promise.trafficClass.map {
      "\($0) \(Wording.availability(promise.objective.atLeast)) in \(Wording.percent(promise.objective.share)) of years"
    }
  }
  return promised + classes + objectives.budgetWords
}

extension Objectives {
  /// The budget, where there is one.
  fileprivate var budgetWords: [String] {
    budget.map { line in
      let losses = line.figure == .total ? ", losses by outages among it," : ""
      return [
        "a cost of \(Wording.dollars(line.atMostDollars)) a year at most\(losses) in \(Wording.percent(line.share)) of years"
      ]
    } ?? []
  }
}
