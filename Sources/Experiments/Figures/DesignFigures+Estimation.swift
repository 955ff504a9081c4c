import EventKernel
import FailoverSimulation
import OutputAnalysis
import ServiceModel

extension DesignFigures {
  /// Estimates all figures from a record; the observation behind every interval is the mean of a world.
  public init(_ record: DesignRecord) {
    let service = record.service
    let replications = record.replications
    let exposure = record.exposureYears
    let outages = record.worlds.reduce(0) { $0 + $1.outages.count }
    func means(_ value: (YearRecord) -> Double) -> [Double] {
      record.worlds.map { world in world.estimates.reduce(0) { $0 + value($1) } / Double(world.replications.count) }
    }
    func overYears(_ worldMeans: [Double]) -> Double { worldMeans.reduce(0, +) / Double(worldMeans.count) }
    let lost = record.lostMinutesByWorld
    let downtime = means(\.downtimeMinutes)
    let requests = means(\.requestsLost)
    design = Shared(wrappedValue: service)
    self.replications = replications
    judgedYears = record.worlds.reduce(0) { $0 + $1.years.count }
    demandPerYear = service.horizon.perYear(overYears(record.worlds.map(\.demand)))
    lostMinutes = record.lostMinutes
    requestsLost = record.lossEstimate(worldMeans: requests, upTo: demandPerYear)
    downtimeMinutes = estimate(
      worldMeans: downtime, of: .upTo(Horizon.yearMinutes), observations: replications, isCertain: service.isCertain,
      incidents: max(outages, record.lossyBranches), exposure: exposure)
    lostMinutesError = Moments(lost).standardError
    requestsLostError = Moments(requests).standardError
    downtimeError = Moments(downtime).standardError
    meanLostMinutes = overYears(lost)
    meanDowntimeMinutes = overYears(downtime)
    meanRequestsLost = overYears(requests)
    badYear = service.judgedYears.map { judged in
      quantile(ofSorted: record.worlds.flatMap { $0.years(judged).map(\.lostMinutes) }.sorted(), 0.9)
    }.max()
    outagesPerYear = (record.branches?.outages ?? Double(outages)) / exposure
    branches = BranchFigures(record)
    scopes = service.scopesInUse.map { ScopeFigures(record, scope: $0) }
    dataLoss = service.traffic.classes.indices.map { ClassLoss(record, classIndex: $0) }
    causes = CauseLoss.all(record)
    verdicts = ObjectiveVerdict.all(record)
    nodeHours = service.sites.indices.map { site in
      let n = Double(replications)
      let sum = record.worlds.reduce(0) { $0 + $1.nodeHours[site] }
      let squares = record.worlds.reduce(0) { $0 + $1.nodeHoursSquared[site] }
      let variance = n > 1 ? max(0, (squares - sum * sum / n) / (n - 1)) : 0
      return (service.horizon.perYear(sum / n), service.horizon.perYear((variance / n).squareRoot()))
    }
    serviceLevels = ServiceLevels(record)
    lesserAnswers = LesserAnswers(record)
    conversations = ConversationFigures(record)
    evacuations = EvacuationFigures(record, causes: causes)
    services = ServiceFigures.all(record)
  }
}

extension DesignRecord {
  /// Lost minutes a year, as an interval or, below ten incidents, as a bound on their rate.
  public var lostMinutes: Estimate { lossEstimate(worldMeans: lostMinutesByWorld, upTo: Horizon.yearMinutes) }

  /// The same as an interval, however few outages there were.
  public var lostMinutesInterval: Interval {
    let means = lostMinutesByWorld
    if service.isCertain, let value = means.first { return Interval(exactly: value) }
    return meanInterval(means, of: .upTo(Horizon.yearMinutes), observations: replications)
  }

  /// Losses outside outages make a mean from many small parts; the bound is for figures that rest on few outages.
  fileprivate func lossEstimate(worldMeans: [Double], upTo most: Double) -> Estimate {
    // Branches see what the years have not: the bound is for years that count as they came.
    let outages = max(lossyBranches, worlds.reduce(0) { $0 + $1.outages.count })
    let isPartlyOutside = worlds.contains { $0.lostOutsideExactly > 0 }
    return estimate(
      worldMeans: worldMeans, of: .upTo(most), observations: replications, isCertain: service.isCertain,
      incidents: isPartlyOutside ? max(RareEventStatement.fewestIncidents, outages) : outages,
      exposure: exposureYears)
  }
}

extension WorldRecord {
  /// The years of the replications that are judged together.
  public func years(_ judged: JudgedYears) -> [YearRecord] {
    let count = horizon.wholeYears
    if judged.years.count == count { return years }
    return stride(from: 0, to: years.count, by: count).flatMap { first in judged.years.map { years[first + $0] } }
  }
}

extension Service {
  /// Scopes larger than a node of the plan's losses, in the order of the ladder.
  var scopesInUse: [FailureScope] {
    FailureScope.allCases.filter { scope in
      failures.contains { $0.scope == scope && $0.isLoss }
    }
  }

  /// The scope of a failure; nil for overload, for alarms of what had not failed and for what was done on purpose.
  func scope(ofCause cause: Int) -> FailureScope? {
    guard cause < failures.count, failures[cause].isFailure else { return nil }
    return failures[cause].scope
  }
}

extension ScopeFigures {
  init(_ record: DesignRecord, scope: FailureScope) {
    let service = record.service
    let rows = record.worlds.map { world in
      world.outages.filter { service.scope(ofCause: $0.cause) == scope }
    }
    let outages = rows.reduce(0) { $0 + $1.count }
    let incidents = record.worlds.reduce(0) { sum, world in
      sum + service.failures.indices.reduce(0) { $0 + (service.failures[$1].scope == scope ? world.incidents[$1] : 0) }
    }
    self.scope = scope
    self.outages = outages
    incidentsPerYear = Double(incidents) / record.exposureYears
    absorbed = incidents > 0 ? max(0, 1 - Double(outages) / Double(incidents)) : 0
    let byFailover = rows.reduce(0) { $0 + $1.filter { $0.endedBy == .failover }.count }
    endedByFailover = outages > 0 ? Double(byFailover) / Double(outages) : 0
    recovery = QuantileSet(rows.map { $0.map(\.recoverySeconds) })
    failover = QuantileSet(rows.map { $0.compactMap(\.failoverSeconds) })
    phases = record.phases(of: scope)
  }
}

extension ClassLoss {
  init(_ record: DesignRecord, classIndex: Int) {
    let trafficClass = record.service.traffic.classes[classIndex]
    name = trafficClass.name
    isStateless = trafficClass.state == .stateless
    seconds = QuantileSet(
      record.worlds.map { $0.dataLossSeconds[classIndex] })
  }
}

extension CauseLoss {
  public static func all(_ record: DesignRecord) -> [CauseLoss] {
    let service = record.service
    let names = service.causes.map(\.name)
    let (replications, exposure) = (Double(record.replications), record.exposureYears)
    return names.indices.map { cause in
      if let branches = record.branches {
        let (cost, scale) = (branches.cost(of: cause), Horizon.yearMinutes / max(1, record.demand))
        return CauseLoss(
          name: names[cause], inOutages: cost.lostInOutages * scale, outsideOutages: cost.lostOutside * scale,
          outagesPerYear: cost.outages / exposure)
      }
      var inside = 0.0
      var outside = 0.0
      var count = 0
      for world in record.worlds where world.demand > 0 {
        inside += world.lostInOutages[cause] / world.demand
        count += world.outages.count { $0.cause == cause }
        outside += world.lostOutside[cause] / world.demand
      }
      return CauseLoss(
        name: names[cause], inOutages: inside / replications * Horizon.yearMinutes,
        outsideOutages: outside / replications * Horizon.yearMinutes, outagesPerYear: Double(count) / exposure)
    }
  }
}

extension ObjectiveVerdict {
  public static func all(_ record: DesignRecord) -> [ObjectiveVerdict] {
    let objectives = record.service.objectives
    return objectives.availability.flatMap { availability($0, record) }
      + objectives.recovery.indices.map { recovery($0, record) }
      + objectives.dataLoss.indices.map { dataLoss($0, record) } + yearly(record) + windows(record)
  }

  /// Verdicts on what is promised of availability, in the order of `promisedAvailability`: one for each year that is judged apart.
  public static func availability(_ record: DesignRecord) -> [ObjectiveVerdict] {
    record.service.objectives.availability.flatMap { availability($0, record) }
      + yearly(record).filter(\.subject.isAvailability)
  }

  /// What tells several limits of one figure apart: nothing for the only one, so that its name is as short as may be.
  private static func name<Limit>(
    _ index: Int, of limits: [Limit], _ isAlike: (Limit, Limit) -> Bool
  ) -> (text: String, key: String) {
    let alike = limits.indices.filter { isAlike(limits[$0], limits[index]) }
    guard alike.count > 1, let number = alike.firstIndex(of: index) else { return ("", "") }
    return (", limit \(number + 1) of \(alike.count)", number == 0 ? "" : "_limit_\(number + 1)")
  }

  private static func availability(_ objective: AvailabilityObjective, _ record: DesignRecord) -> [ObjectiveVerdict] {
    ofYears(
      record.service, text: "availability by \(objective.figure.rawValue)",
      subject: .availability(objective.figure), threshold: objective.atLeast, required: objective.share
    ) { judged in
      record.worlds.map { world in
        let years = world.years(judged)
        return (met: years.count(where: objective.isKept), years: years.count)
      }
    }
  }

  private static func recovery(_ index: Int, _ record: DesignRecord) -> ObjectiveVerdict {
    let service = record.service
    let objective = service.objectives.recovery[index]
    let name = name(index, of: service.objectives.recovery) { $0.scope == $1.scope }
    let worlds = record.worlds.map { world in
      let rows = world.outages.filter { service.scope(ofCause: $0.cause) == objective.scope }
      return (met: rows.filter { $0.recoverySeconds <= objective.withinSeconds }.count, years: rows.count)
    }
    return judged(
      worlds, isCertain: service.isCertain, text: "recovery of a \(objective.scope.rawValue)\(name.text)",
      subject: .recovery(objective.scope), key: name.key,
      threshold: objective.withinSeconds, required: objective.share)
  }

  private static func dataLoss(_ index: Int, _ record: DesignRecord) -> ObjectiveVerdict {
    let objective = record.service.objectives.dataLoss[index]
    let name = name(index, of: record.service.objectives.dataLoss) { $0.trafficClass == $1.trafficClass }
    let place = record.service.traffic.classes.firstIndex { $0.name == objective.trafficClass } ?? 0
    let worlds = record.worlds.map { world in
      let windows = world.dataLossSeconds[place]
      return (met: windows.filter { $0 <= objective.withinSeconds }.count, years: windows.count)
    }
    return judged(
      worlds, isCertain: record.service.isCertain, text: "data loss of \(objective.trafficClass)\(name.text)",
      subject: .dataLoss(trafficClass: objective.trafficClass), key: name.key,
      threshold: objective.withinSeconds, required: objective.share)
  }

  /// Judges a share of events; nothing to judge keeps the objective.
  private static func judged(
    _ worlds: [(met: Int, years: Int)], isCertain: Bool, text: String, subject: ObjectiveSubject, key: String,
    threshold: Double, required: Double
  ) -> ObjectiveVerdict {
    let figure = subject.figure + key
    let some = worlds.filter { $0.years > 0 }
    guard !some.isEmpty else {
      return ObjectiveVerdict(
        text: text, subject: subject, figure: figure, threshold: threshold, requiredShare: required, share: nil,
        verdict: .meets)
    }
    let share = shareOfYearsInterval(some, isCertain: isCertain)
    return ObjectiveVerdict(
      text: text, subject: subject, figure: figure, threshold: threshold, requiredShare: required, share: share,
      verdict: OutputAnalysis.verdict(share: share, required: required), worlds: some)
  }
}
