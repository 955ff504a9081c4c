import Foundation
import Numerics
import QueueingTheory
import ServiceModel
import Stochastics

/// One site whose region fails, and a standby that is always there when it is wanted.
///
/// A cycle is a life and a loss of the first site; the service is down for the failover or for the loss, whichever is
/// shorter, and traffic returns at the end of the loss. By the renewal-reward theorem U = E[min(T, L)] / (E[X] + E[L]).
/// Source: S. Ross, Stochastic Processes (1996), section 3.6.
struct StandbyTwin: Sendable {
  let mode: FailureMode
  let path: FailoverPath
  /// The law of a loss of the first site, of a failover, and of the shorter one.
  private let race: FailoverRace

  init(_ service: Service) throws(TwinRefusal) {
    path = try FailoverPath(service)
    guard let primary = service.used.first(where: { $0.keep == .serving }) else {
      throw TwinRefusal("no site serves")
    }
    try require(
      primary.minimumNodes <= service.standingNodes(at: primary)
        && Double(service.standingNodes(at: primary)) * service.ratedRPS(ofNodeAt: primary) >= service.leastAnswered
        && Double(service.failoverNodes(at: path.target)) * service.ratedRPS(ofNodeAt: path.target)
          >= service.leastAnswered,
      "a site cannot carry the demand")
    let names = service.failures.map { "'\($0.name)'" }.joined(separator: ", ")
    try require(
      service.failures.count == 1,
      "several causes strike (\(names)): losses meet failovers and each other, and the whole has no closed form")
    mode = service.failures[0]
    try mode.checkMeans()
    let struck = service.sitesStruck(by: mode)
    try require(
      mode.scope == .region && struck.count == 1 && struck[0].map { service.used[$0].name } == [primary.name],
      "'\(mode.name)' also strikes the standby: a loss may meet a failover, and the whole has no closed form")
    try require(mode.repairs.allSatisfy { !$0.waits }, "'\(mode.name)' waits for a crew or a part")
    try require(service.execution.validationFails == 0, "a validation may close the standby again")
    race = FailoverRace(path: path, loss: mode.lasts)
  }

  private func checkReturn(_ service: Service) throws(TwinRefusal) {
    let failback = service.failback
    try require(
      failback.afterSeconds == 0 && failback.atHour == nil && failback.fails == 0 && failback.holdDownSeconds == 0
        && service.execution.move.mechanism == .balancer,
      "traffic does not return at the moment in which the first site is well")
  }

  private var moved: String { "E[min(failover, '\(mode.name)')]" }
  private var way: TwinValue.Way { race.isCertain ? .exact : .numeric }
  private var cycle: Double { mode.lifetime.mean + mode.lasts.mean }

  func value(of figure: KnownFigure, in service: Service) throws(TwinRefusal) -> TwinValue {
    let move = service.execution.move
    switch figure {
    case .unavailability:
      try checkReturn(service)
      return TwinValue(
        try race.meanDowntime / cycle, way, "renewal-reward: \(moved) over a cycle", neglects: TwinValue.longRun)
    case .downtime:
      try checkReturn(service)
      return TwinValue(
        try race.meanDowntime / cycle * service.horizonSeconds, way, "renewal-reward: \(moved) over a cycle",
        neglects: TwinValue.longRun)
    case .outages:
      try checkReturn(service)
      return TwinValue(service.horizonSeconds / cycle, .exact, "one outage a cycle", neglects: TwinValue.longRun)
    case .horizonsWithin(let seconds):
      try checkReturn(service)
      return try horizonsWithin(seconds, service)
    case .recovery(.mean):
      guard move.mechanism == .dns else { return TwinValue(try race.meanDowntime, way, moved) }
      return TwinValue(
        try race.certainMean, .exact,
        "failover and the drain of the time to live", neglects: FailoverPath.drainInSteps)
    case .recovery(.quantile(let p)):
      try require(move.mechanism == .balancer, "clients move by and by")
      return TwinValue(try race.quantile(p), .numeric, "convolution of the failover's parts")
    case .outagesWithin(let seconds):
      try require(move.mechanism == .balancer, "clients move by and by")
      return TwinValue(try race.cdf(seconds), .numeric, "convolution of the failover's parts")
    case .requestsLostPerIncident:
      guard move.mechanism == .dns else {
        return TwinValue(service.traffic.peakRPS * (try race.meanDowntime), way, "demand x \(moved)")
      }
      guard let begun = path.meanUntilDrain else {
        throw TwinRefusal("clients may come before the standby answers")
      }
      _ = try race.certainMean
      try require(
        move.ignoringTTL == 0
          || path.ways.allSatisfy { $0.law.most + move.ignoringFor.bounds.upperBound <= mode.lasts.bounds.lowerBound },
        "losses may end before the last clients have moved")
      let stay = (1 - move.ignoringTTL) * move.ttlSeconds / 2 + move.ignoringTTL * move.ignoringFor.mean
      return TwinValue(
        service.traffic.peakRPS * (begun + stay), .exact, "demand x (failover + TTL / 2 + those who stay)")
    case .dataLoss(let name, let statistic):
      return try dataLoss(of: name, statistic, service)
    }
  }

  /// Incidents that each cost a fixed failover, sometimes with a long recovery on top: a thinned compound Poisson sum.
  private func horizonsWithin(_ seconds: Double, _ service: Service) throws(TwinRefusal) -> TwinValue {
    guard case .exponential(let up) = mode.lifetime, race.isCertain || mode.lasts.bounds.lowerBound > 0,
      path.ways.allSatisfy({ $0.law.otherRange == 0...0 }), let quick = path.ways.first, quick.law.isFixed,
      path.ways.count <= 2
    else { throw TwinRefusal("the law of an incident is not a fixed time with an exponential or gamma rest") }
    let slow = path.ways.count == 2 ? path.ways[1] : (share: 0.0, law: SeriesLaw())
    let rest: RepairLaw
    switch slow.law.varying.first {
    case nil: rest = .deterministic(max(0, slow.law.fixed - quick.law.fixed))
    case .exponential(let mean) where slow.law.varying.count == 1: rest = .exponential(mean: mean)
    case .gamma(let shape, let scale) where slow.law.varying.count == 1: rest = .gamma(shape: shape, scale: scale)
    case .constant, .uniform, .triangular, .pert, .exponential, .weibull, .lognormal, .gamma, .pareto, .mixture,
      .shifted, .truncated, .empirical:
      throw TwinRefusal("the law of an incident is not a fixed time with an exponential or gamma rest")
    }
    try require(
      slow.share == 0 || abs(slow.law.fixed - quick.law.fixed) <= 1e-9 * quick.law.fixed || slow.law.varying.isEmpty,
      "the recovery by hand begins before or after the failover would have ended")
    // Losses of the first site pass beside outages: incidents are counted over the whole cycle.
    let law = FailoverDowntime(
      incidents: service.horizonSeconds / (up + mode.lasts.mean), failover: quick.law.fixed,
      probabilityOfFailing: slow.share, recovery: rest)
    return TwinValue(
      law.cdf(seconds), .numeric, "compound Poisson, thinned",
      neglects: "that no loss begins during a loss (\(String(format: "%.2g", mode.lasts.mean / up)) of the rate), "
        + "and losses shorter than the recovery by hand")
  }

  private func dataLoss(
    of name: String, _ statistic: KnownFigure.Statistic, _ service: Service
  ) throws(TwinRefusal) -> TwinValue {
    guard let own = service.traffic.classes.first(where: { $0.name == name }) else {
      throw TwinRefusal("there is no class '\(name)'")
    }
    switch own.state {
    case .replication(let lag, 1, 0): return TwinValue(statistic.of(lag), .exact, "the law of the lag")
    case .checkpoint(let interval, let delay, _):
      let cv = interval.mean > 0 ? interval.cv : 0
      let summary = cv > 0 ? "upload + the age of an interval" : "upload + a uniform part of the interval"
      guard interval.mean > 0, interval.mean.isFinite else {
        throw TwinRefusal("the interval of '\(name)' has no mean above zero")
      }
      let loss = CheckpointLoss(interval: interval.mean, uploadDelay: delay.mean, intervalVariation: cv * cv)
      switch statistic {
      case .mean: return TwinValue(loss.mean, .exact, summary)
      case .quantile(let p):
        guard case .constant(let upload) = delay else {
          throw TwinRefusal("upload and interval of '\(name)' both vary: their sum has no closed law")
        }
        return TwinValue(upload + interval.equilibriumResidual(at: p), cv > 0 ? .numeric : .exact, summary)
      }
    case .stateless, .replication, .memory, .cache, .synchronous:
      throw TwinRefusal("the state of '\(name)' is kept in a way without a formula here")
    }
  }
}
