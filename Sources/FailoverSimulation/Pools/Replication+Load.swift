import EventKernel
import ServingModel

/// Pools: how many requests are in them, and what becomes of those that arrive.
extension Replication {
  /// What a site's pool answers in the end of the requests that arrive at it now. Late ones count as answered.
  mutating func carry(_ offered: Int64, at site: Int) -> Int64 {
    let demand = PoolDemand(
      offered: offered, nodes: workingUnits(site), saturation: saturation(of: site),
      answersAbandoned: plan.answersAbandoned)
    let carried = course.loads[site].carry(demand, plan.pools[site], at: now)
    if carried.givenUp > 0 { fail(carried.givenUp) }
    return carried.answered
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

  /// Of the attempts that a pool does not answer, those whose clients hang.
  func hanging(_ failing: Int64, at site: Int) -> Int64 {
    course.loads[site].hanging(failing, plan.pools[site], answersAbandoned: plan.answersAbandoned)
  }

  /// Whether a pool's queue is as long as it can get, or longer than clients wait.
  func isFull(_ site: Int) -> Bool {
    course.loads[site].isFull(plan.pools[site], answersAbandoned: plan.answersAbandoned)
  }

  /// Moves every load on to `time` at the present rates.
  mutating func fill(until time: SimTime) {
    for site in course.loads.indices { course.loads[site].fill(for: time - now) }
  }

  /// Answers are broken off where `lost` of `nodes` nodes are lost; what was saved of them goes on, and the part that clients resume
  /// enters again, where nodes are left. The others have failed.
  mutating func breakStreams(at site: Int, lost: Int32, of nodes: Int32, by clock: Int) {
    guard !plan.pools.isEmpty, lost > 0, nodes > 0 else { return }
    let load = course.loads[site]
    let held: Int128
    let rate: Int64
    if load.isMoving {
      held = load.inSystem
      rate = load.outflow
    } else {
      let offered = arrivals / 1000 * Int64(flow.shares[site]) / 1000
      let saturation = Int64(nodes) * plan.pools[site].nodeSaturation
      rate = min(offered, saturation)
      held = PoolLoad.amount(plan.pools[site].load(offered: rate, nodes: nodes, saturation: saturation))
    }
    let struck = held / Int128(nodes) * Int128(lost)
    // Another replica of the site goes on with what was saved. Of a site that is lost as a whole clients must come back.
    var (saved, left): (Int64, Int64) = (0, 1_000_000)
    if let saves = plan.saves, lost < nodes, canReadSaves(saves, at: site) {
      (saved, left) = saves.streams(held: held, rate: rate, at: site)
    }
    let goesOn = struck / 1_000_000 * Int128(saved)
    let broken = struck - goesOn
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
      course.loads[site].breakOff(struck, resumed: resumed + goesOn / 1_000_000 * Int128(left))
    }
  }

  /// Whether any load moves.
  var loadsMove: Bool { course.loads.contains { $0.isMoving } }
}
