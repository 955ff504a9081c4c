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
      held = PoolLoad.amount(
        plan.pools[site].load(offered: min(offered, saturation), nodes: nodes, saturation: saturation))
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
      course.loads[site].breakOff(broken, resumed: resumed)
    }
  }

  /// Whether any load moves.
  var loadsMove: Bool { course.loads.contains { $0.isMoving } }
}
