import EventKernel
import ServingModel

/// Pools: how many requests are in them, and what becomes of those that arrive.
extension Replication {
  /// What a site's pool answers in the end of the requests that arrive at it now. Late ones count as answered.
  ///
  /// A load that moves is looked up again only at a tick, or when what is offered or the nodes have changed: so it does
  /// not matter at which other instants somebody asks.
  mutating func carry(_ offered: Int64, at site: Int) -> Int64 {
    let plan = plan.pools[site]
    let nodes = workingUnits(site)
    let saturation = saturation(of: site)
    let load = course.loads[site]
    if load.isMoving && load.offered == offered && load.nodes == nodes && load.saturation == saturation
      && now < load.tickAt
    {
      return load.answered
    }
    if saturation == 0 {
      course.loads[site] = PoolLoad()
      return 0
    }
    let rests = offered <= saturation / 100 * 95
    let resting = plan.restingLoad(nodes: nodes)
    if !load.isMoving {
      if rests { return restAt(offered, saturation: saturation, site) }
      // The load begins to move from where it rests at most.
      course.loads[site] = PoolLoad(isMoving: true, inSystem: amount(resting))
    } else if rests && load.inSystem <= amount(resting + 1) {
      course.loads[site] = PoolLoad()
      return restAt(offered, saturation: saturation, site)
    }
    course.loads[site].offered = offered
    course.loads[site].nodes = nodes
    course.loads[site].saturation = saturation
    move(site, resting: resting, saturation: saturation)
    return course.loads[site].answered
  }

  /// A pool that no traffic goes to answers what it holds and rests.
  mutating func drain(_ site: Int) {
    if course.loads[site].isMoving { _ = carry(0, at: site) }
  }

  /// What a site held when it stopped answering is lost.
  mutating func empty(_ site: Int) {
    guard course.loads[site].isMoving else { return }
    fail(course.loads[site].inSystem)
    course.loads[site] = PoolLoad()
  }

  /// Of the attempts that a pool does not answer, those whose clients hang: they joined a queue that is longer than
  /// their patience. Where the queue has a limit before that, the others are refused at once.
  func hanging(_ failing: Int64, at site: Int) -> Int64 {
    let load = course.loads[site]
    guard load.isMoving, failing > 0 else { return 0 }
    if isWasteful(load, plan.pools[site]) { return min(failing, load.inflow) }
    return plan.pools[site].refusesAtOnce ? 0 : failing
  }

  /// Whether a pool's queue is as long as it can get, or longer than clients wait.
  func isFull(_ site: Int) -> Bool {
    let load = course.loads[site]
    let replicas = Double(load.nodes) * plan.pools[site].replicasPerNode
    return isWasteful(load, plan.pools[site]) || load.inSystem >= amount(plan.pools[site].fullLoad * replicas - 0.5)
  }

  /// Whether a pool answers nobody in time: whoever comes now will have given up when it is his turn, and nothing tells
  /// the replicas.
  private func isWasteful(_ load: PoolLoad, _ pool: PoolPlan) -> Bool {
    guard plan.answersAbandoned else { return false }
    return load.inSystem > amount(pool.givesUpAt * Double(load.nodes) * pool.replicasPerNode)
  }

  /// What a pool at rest answers: all but those that find the queue full, and late shares, by the curve.
  private mutating func restAt(_ offered: Int64, saturation: Int64, _ site: Int) -> Int64 {
    let pool = plan.pools[site]
    let step = pool.step(of: offered, saturation: saturation)
    course.loads[site].late = (pool.late.isEmpty ? 0 : pool.late[0][step], pool.late.count < 2 ? 0 : pool.late[1][step])
    guard !pool.refused.isEmpty else { return offered }
    return offered - offered / 1000 * pool.refused[min(step, pool.refused.count - 1)] / 1000
  }

  /// Sets the rates of a moving load from what it holds, and how long they stay.
  private mutating func move(_ site: Int, resting: Double, saturation: Int64) {
    let plan = plan.pools[site]
    var load = course.loads[site]
    let replicas = Double(load.nodes) * plan.replicasPerNode
    let full = plan.fullLoad * replicas
    if load.inSystem > amount(full) {
      // Fewer nodes or a longer queue than anybody waits for: those at its end give up.
      fail(load.inSystem - amount(full))
      load.inSystem = amount(full)
    }
    let holds = Double(load.inSystem) / 1e15
    load.outflow = Int64(Double(saturation) * plan.pool.utilization(holding: holds / replicas))
    load.late = (
      Int64((plan.pool.lateShare(holding: holds / replicas, limit: 0) * 1e6).rounded()),
      Int64((plan.pool.lateShare(holding: holds / replicas, limit: 1) * 1e6).rounded())
    )
    // A queue is full at times below saturation too, and at times not full above it.
    let utilization = Double(load.offered) / Double(saturation)
    load.inflow = load.offered - Int64(Double(load.offered) * plan.pool.refusedByChance(at: utilization))
    let wastes = isWasteful(load, plan)
    load.answered = wastes ? 0 : load.inflow
    // Rates are looked up again when the load has changed by a 64th of what is answered at once.
    let quantum = max(1, replicas * plan.pool.sequences / 64)
    let isFull = full - holds < 0.5 && load.inflow >= load.outflow
    let target = plan.load(offered: load.offered, nodes: load.nodes, saturation: saturation)
    let isLimited = plan.pool.curve.queueLimit != nil
    let taken = load.offered - Int64(Double(load.offered) * plan.pool.refusedShare(at: utilization))
    if isFull {
      load.inflow = load.outflow
      load.answered = wastes ? 0 : isLimited ? min(load.outflow, taken) : load.outflow
      load.tickAt = .never
    } else if (load.offered < saturation || isLimited) && abs(target - holds) <= quantum / 2 {
      // On the curve, where it stays until something changes.
      load.inflow = taken
      load.outflow = taken
      load.answered = wastes ? 0 : taken
      load.tickAt = .never
    } else {
      let net = load.inflow - load.outflow
      let way = net > 0 ? min(quantum, full - holds) : min(quantum, max(1, holds - resting + 1))
      // A tick lasts long enough for the clock to move and an hour at most.
      let seconds = net == 0 ? 3600 : min(3600, max(0.01, way * 1e6 / Double(abs(net))))
      load.tickAt = now + Span(seconds: seconds)
    }
    course.loads[site] = load
  }

  /// Moves every load on to `time` at the present rates.
  mutating func fill(until time: SimTime) {
    for site in course.loads.indices where course.loads[site].isMoving {
      let load = course.loads[site]
      course.loads[site].inSystem += Int128(load.inflow - load.outflow) * Int128((time - now).nanoseconds)
    }
  }

  /// Answers are broken off where `lost` of `nodes` nodes are lost; the part that clients resume enters again where
  /// nodes are left. The others have failed.
  mutating func breakStreams(at site: Int, lost: Int32, of nodes: Int32, by clock: Int) {
    guard !plan.pools.isEmpty, lost > 0, nodes > 0 else { return }
    let load = course.loads[site]
    let held: Int128
    if load.isMoving {
      held = load.inSystem
    } else {
      let offered = arrivals / 1000 * Int64(flow.shares[site]) / 1000
      let saturation = Int64(nodes) * plan.pools[site].nodeSaturation
      held = amount(plan.pools[site].load(offered: min(offered, saturation), nodes: nodes, saturation: saturation))
    }
    let broken = held / Int128(nodes) * Int128(lost)
    let resumed = broken / 1_000_000 * Int128(plan.resumedStreams)
    let isOver = lost == nodes
    if now < plan.horizon {
      meters.amounts.broken += broken
      meters.amounts.resumed += resumed
      fail(broken - resumed, by: Cause(mode: Int(plan.clocks[clock].mode), clock: Int32(clock), since: now))
    }
    guard load.isMoving else { return }
    if isOver {
      course.loads[site] = PoolLoad()
    } else {
      course.loads[site].inSystem = held - broken + resumed
    }
  }

  private func amount(_ requests: Double) -> Int128 { Int128((requests * 1e6).rounded()) * 1_000_000_000 }

  /// Whether any load moves.
  var loadsMove: Bool { course.loads.contains { $0.isMoving } }
}
