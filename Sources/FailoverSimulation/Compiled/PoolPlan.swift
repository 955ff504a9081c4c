import EventKernel
import ServiceModel
import ServingModel

/// A site's pool of replicas compiled for simulation: curves as tables over the load, rates in whole millionths.
///
/// A class: whoever changes a load is handed its pool's plan, and a copy of a value counts the references to all its tables.
final class PoolPlan: Sendable {
  /// Steps of utilisation from 0 to 1 in the tables.
  static let resolution: Int64 = 4096

  let pool: FlowPool
  /// Replicas in a unit of capacity: a node, or one replica where something smaller than a node can fail.
  let replicasPerNode: Double
  /// The most that a unit of capacity answers, in millionths of a request a second.
  let nodeSaturation: Int64
  /// Groups of users whose first tokens are judged apart: the origins, where they are differently far away, else one.
  let groups: Int
  /// Per limit and group: share of first tokens that come late, in millionths, at each step of utilisation; rounded up to a
  /// step.
  let late: ContiguousArray<ContiguousArray<Int64>>
  /// Share of requests that find the queue full while the load rests, in millionths; empty where nothing in a million does.
  let refused: ContiguousArray<Int64>
  /// The highest step of utilisation at which no first token in a million is late and no request refused; at most where
  /// the load rests.
  let punctualUpTo: Int64
  /// Requests in a replica beyond which the next one is not let in, and beyond which it gives up before its first token.
  let fullLoad: Double
  let givesUpAt: Double
  /// Requests in a replica at 95 % of saturation.
  private let restingLoad: Double
  /// Whether requests are refused before clients lose their patience.
  let refusesAtOnce: Bool

  init(_ pool: FlowPool, replicasPerUnit replicasPerNode: Int, queue: QueueRule, groups: Int = 1) {
    self.pool = pool
    self.groups = groups
    givesUpAt = pool.fullLoad
    let limit = queue.limit.map { pool.heldAtMost(queueLimit: $0) }
    let restingLoad = pool.load(at: FlowPool.restsUpTo)
    self.restingLoad = restingLoad
    precondition(
      limit.map { $0 >= restingLoad } ?? true,
      "a queue of \(queue.limit ?? 0) is full below saturation, and the latency curve does not know it")
    fullLoad = queue.answersAbandoned ? max(givesUpAt, limit ?? givesUpAt) : min(givesUpAt, limit ?? givesUpAt)
    refusesAtOnce = fullLoad < givesUpAt
    self.replicasPerNode = Double(replicasPerNode)
    nodeSaturation = Int64((pool.saturation * Double(replicasPerNode) * 1e6).rounded(.down))
    precondition(pool.limitCount % groups == 0, "\(pool.limitCount) limits for \(groups) groups of users")
    late = ContiguousArray(
      (0..<pool.limitCount).map { limit in
        ContiguousArray(
          (0...PoolPlan.resolution).map { step in
            Int64((pool.lateShare(at: Double(step) / Double(PoolPlan.resolution), limit: limit) * 1e6).rounded())
          })
      })
    let resting = Int64(FlowPool.restsUpTo * Double(PoolPlan.resolution))
    let refused = (0...Int(resting)).map { step in
      Int64((pool.refusedShare(at: Double(step) / Double(PoolPlan.resolution)) * 1e6).rounded())
    }
    self.refused = refused.contains { $0 > 0 } ? ContiguousArray(refused) : []
    punctualUpTo = (late + [self.refused]).reduce(resting) { least, shares in
      min(least, Int64(shares.firstIndex { $0 > 0 } ?? Int.max) - 1)
    }
  }

  /// The step of utilisation at which a load is looked up: the next one up.
  func step(of offered: Int64, saturation: Int64) -> Int {
    Int(min(PoolPlan.resolution, (offered * PoolPlan.resolution + saturation - 1) / saturation))
  }

  /// Requests in `nodes` nodes at 95 % of saturation: the load up to which it rests on the curve.
  func restingLoad(nodes: Int32) -> Double {
    restingLoad * replicasPerNode * Double(nodes)
  }

  /// Requests in the pool at rest.
  func load(offered: Int64, nodes: Int32, saturation: Int64) -> Double {
    saturation > 0 ? pool.load(at: Double(offered) / Double(saturation)) * replicasPerNode * Double(nodes) : 0
  }
}
