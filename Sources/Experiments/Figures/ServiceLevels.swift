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
    func figure(_ sum: (YearSums) -> Double) -> (Estimate, Double) {
      let means = record.worlds.map { $0.mean(sum) }
      return (
        .interval(meanInterval(means, of: .share, observations: record.replications)),
        means.reduce(0, +) / Double(means.count)
      )
    }
    firstTokens = service.objectives.firstToken.indices.map { index in
      let late = figure { $0.lateShare[index] }
      let time = figure { $0.lateTime[index] }
      return FirstTokenFigures(
        objective: service.objectives.firstToken[index], lateShare: late.0, meanLateShare: late.1,
        missedTime: time.0, meanMissedTime: time.1)
    }
    (streamsBroken, meanStreamsBroken) = figure { $0[.streamsBrokenShare] }
    (gatewaySuccess, meanGatewaySuccess) = figure { $0[.gatewaySuccess] }
    meanNearSaturationShare = figure { $0[.nearSaturationShare] }.1
    let serving = service.sites.indices.filter { service.sites[$0].keep == .serving }
    let capacity = serving.reduce(0.0) { sum, site in
      let hours = record.worlds.reduce(0) { $0 + $1.nodeHours[site] } / Double(record.replications)
      return sum + hours * 3600 * service.ratedRPS(ofNodeAt: service.sites[site])
    }
    let answered = record.worlds.reduce(0) { $0 + $1.sums[.answered] }
    gpuUtilization = capacity > 0 ? answered / Double(record.replications) / capacity : nil
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
