import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// How well a design serves what it answers: latency, broken streams, attempts, use of its GPUs.
public struct ServiceLevels: Sendable {
  /// In the order of the plan's first-token objectives.
  public let firstTokens: [FirstTokenFigures]
  /// Share of answers that a failure broke off while they were given.
  public let streamsBroken: Estimate
  public let meanStreamsBroken: Double
  /// Share of attempts that succeeded; a request that was broken and resumed is two attempts, one of them failed, and so
  /// is one that was refused and tried again.
  public let gatewaySuccess: Estimate
  public let meanGatewaySuccess: Double
  /// Share of answers that were given while the load of a pool moved with 95 to 105 % of its saturation offered: there
  /// the flow level is up to 12 % off.
  public let meanNearSaturationShare: Double
  /// Answered load over the rated capacity of the serving sites' nodes, as a mean over the horizon.
  public let gpuUtilization: Double?

  /// nil where the plan says no more of a replica than its rated capacity.
  init?(_ record: DesignRecord) {
    let service = record.service
    guard service.replica.serving != nil else { return nil }
    func figure(_ value: (YearRecord) -> Double) -> (Estimate, Double) {
      let means = record.worlds.map { world in world.years.reduce(0) { $0 + value($1) } / Double(world.years.count) }
      return (.interval(meanInterval(means, level: 0.95)), means.reduce(0, +) / Double(means.count))
    }
    firstTokens = service.objectives.firstToken.indices.map { index in
      let late = figure { $0.lateShare[index] }
      let time = figure { $0.lateTime[index] }
      return FirstTokenFigures(
        objective: service.objectives.firstToken[index], lateShare: late.0, meanLateShare: late.1,
        missedTime: time.0, meanMissedTime: time.1)
    }
    (streamsBroken, meanStreamsBroken) = figure(\.streamsBrokenShare)
    (gatewaySuccess, meanGatewaySuccess) = figure(\.gatewaySuccess)
    meanNearSaturationShare = figure(\.nearSaturationShare).1
    let serving = service.sites.indices.filter { service.sites[$0].keep == .serving }
    let capacity = serving.reduce(0.0) { sum, site in
      let hours = record.worlds.reduce(0) { $0 + $1.nodeHours[site] } / Double(record.years)
      return sum + hours * 3600 * service.ratedRPS(ofNodeAt: service.sites[site])
    }
    let answered = record.worlds.reduce(0) { sum, world in
      sum + world.years.reduce(0) { $0 + $1.demand - $1.requestsLost }
    }
    gpuUtilization = capacity > 0 ? answered / Double(record.years) / capacity : nil
  }
}

/// One first-token objective's figures.
public struct FirstTokenFigures: Sendable {
  public let objective: FirstTokenObjective
  /// Share of answers whose first token came later than the limit.
  public let lateShare: Estimate
  public let meanLateShare: Double
  /// Share of the horizon in which the objective's percentile was missed.
  public let missedTime: Estimate
  public let meanMissedTime: Double
}

extension YearRecord {
  /// Share of answers that a failure broke off.
  public var streamsBrokenShare: Double { demand > 0 ? streamsBroken / demand : 0 }
  /// Share of attempts that succeeded.
  public var gatewaySuccess: Double {
    let attempts = demand + retried + streamsResumed
    return attempts > 0 ? 1 - (failedAttempts + streamsResumed) / attempts : 1
  }
}

extension ObjectiveVerdict {
  /// Verdicts on latency and on shares, by years.
  static func serviceLevels(_ record: DesignRecord) -> [ObjectiveVerdict] {
    let objectives = record.service.objectives
    return objectives.firstToken.enumerated().map { index, objective in
      let place = objective.place == .user ? " at the user" : ""
      return byYears(
        record, text: "first token\(place) by \(objective.basis.rawValue)",
        figure: "first_token_\(objective.place.rawValue)_\(objective.basis.rawValue)", threshold: objective.atLeast,
        required: objective.share
      ) { year in
        1 - (objective.basis == .requests ? year.lateShare[index] : year.lateTime[index])
      }
    }
      + objectives.shares.map { objective in
        byYears(
          record, text: objective.figure.rawValue.replacing("-", with: " "),
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

  /// Verdicts on what is promised to one class of traffic.
  static func classes(_ record: DesignRecord) -> [ObjectiveVerdict] {
    record.service.traffic.classes.enumerated().compactMap { index, trafficClass in
      trafficClass.objectives?.availability.map { objective in
        byYears(
          record, text: "availability of \(trafficClass.name)", figure: "availability_\(trafficClass.name)_requests",
          threshold: objective.atLeast, required: objective.share
        ) { year in
          let demand = year.demand * trafficClass.share
          return demand > 0 ? 1 - year.lostByClass[index] / demand : 1
        }
      }
    }
  }

  private static func byYears(
    _ record: DesignRecord, text: String, figure: String, threshold: Double, required: Double,
    _ value: (YearRecord) -> Double
  ) -> ObjectiveVerdict {
    let worlds = record.worlds.map { world in
      (met: world.years.filter { value($0) >= threshold }.count, years: world.years.count)
    }
    let share = shareOfYearsInterval(worlds)
    return ObjectiveVerdict(
      text: text, figure: figure, threshold: threshold, requiredShare: required, share: share,
      verdict: OutputAnalysis.verdict(share: share, required: required), worlds: worlds)
  }
}

extension ObjectiveVerdict {
  /// An objective by itself, before any design was judged by it.
  public struct Line: Equatable, Sendable {
    public let text: String
    public let required: Double
  }

  /// The objectives of a service, in the order of the verdicts of its designs.
  public static func lines(of service: Service) -> [Line] {
    var world = WorldRecord(service)
    let late = service.objectives.firstToken.map { _ in 0.0 }
    world.years = [
      YearRecord(
        lostMinutes: 0, downtimeMinutes: 0, requestsLost: 0, outages: 0, lateShare: late, lateTime: late,
        lostByClass: service.traffic.classes.map { _ in 0 })
    ]
    return all(DesignRecord(service: service, worlds: [world])).map { Line(text: $0.text, required: $0.requiredShare) }
  }
}
