import Control
import EventKernel

/// What autoscalers read: the load that is offered to a pool, the requests in it, and the demand to come.
extension Replication {
  private static let week = Span.hours(7 * 24)

  /// All that an autoscaler reads of a site with a share of demand.
  func readings(_ site: Int, share: Int32) -> Readings {
    let load = part(share, of: arrivals)
    var readings = Readings(load: load, inSystem: plan.scaler[site].readsRequests ? present(load, site) : -1)
    for metric in plan.scaler[site].otherMetrics {
      readings.add(reading(metric, site: site, share: share), for: metric)
    }
    return readings
  }

  /// The present value of a metric of a site with a share of demand, in millionths; negative where nobody knows it.
  ///
  /// A share that a failover moves is seen at once; the delay and the window of a metric are those of demand, which is
  /// the world's, so that nothing needs to be remembered.
  private func reading(_ metric: Metric, site: Int, share: Int32) -> Int64 {
    switch metric {
    case .load(let window): return part(share, of: demand(over: window))
    case .inSystem(let window): return present(part(share, of: demand(over: window)), site)
    case .lastWeek(let lead):
      let then = now + lead - Replication.week
      return then < .zero ? -1 : part(share, of: world.rates[world.index(at: then)])
    case .trend(let lead, let over):
      let before = now - over
      guard before >= .zero else { return -1 }
      let rise = Int128(world.rates[step] - world.rates[world.index(at: before)])
      let ahead = Int128(world.rates[step]) + rise * Int128(lead.nanoseconds) / Int128(over.nanoseconds)
      return part(share, of: Int64(clamping: max(0, ahead)))
    }
  }

  private func part(_ share: Int32, of demand: Int64) -> Int64 {
    share == 1_000_000 ? demand : portion(demand, Int64(share))
  }

  private func demand(over window: MetricWindow) -> Int64 {
    guard window.reach > .zero else { return world.rates[step] }
    let end = max(.zero, now - window.delay)
    let start = max(.zero, end - window.width)
    guard start < end else { return world.rates[world.index(at: end)] }
    return Int64(clamping: world.amount(from: start, to: end) / Int128((end - start).nanoseconds))
  }

  /// Requests in the replicas of a site: those of a load that moves are counted, as they are at this instant; at rest
  /// they follow from the load by Little's law with the plan's mean time in a replica.
  private func present(_ load: Int64, _ site: Int) -> Int64 {
    if hasBacklog(site) { return Int64(clamping: course.loads[site].inSystem / 1_000_000_000) }
    return Int64(clamping: Int128(load) * Int128(plan.scaler[site].response.nanoseconds) / 1_000_000_000)
  }

  /// Whether the load of a site moves: then no band of demand says what an autoscaler that counts requests will see.
  func hasBacklog(_ site: Int) -> Bool { !course.loads.isEmpty && course.loads[site].isMoving }

  /// The highest load at which a pool holds no more than so many requests.
  func load(holding requests: Int64, site: Int) -> Int64 {
    guard requests >= 0 && requests < .max else { return requests }
    let response = Int128(max(1, plan.scaler[site].response.nanoseconds))
    return Int64(clamping: ((Int128(requests) + 1) * 1_000_000_000 + response - 1) / response - 1)
  }

  /// When a forecast of the site next changes: where the demand that it looks at goes over to another step.
  func nextForecast(_ site: Int) -> SimTime {
    var earliest = SimTime.never
    for metric in plan.scaler[site].forecasts {
      switch metric {
      case .load, .inSystem: continue
      case .lastWeek(let lead): earliest = min(earliest, nextStep(shiftedBy: lead - Replication.week))
      case .trend(_, let over): earliest = min(earliest, nextStep(shiftedBy: .zero), nextStep(shiftedBy: -over))
      }
    }
    return earliest
  }

  /// When the instant `shift` from now enters the next step of demand.
  private func nextStep(shiftedBy shift: Span) -> SimTime {
    let there = now + shift
    return (there < .zero ? .zero : world.start(of: world.index(at: there) + 1)) - shift
  }
}
