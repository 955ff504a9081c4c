/// Whole replicas of different sizes on the nodes of a site: largest first, each on the node with most GPUs free, of equal
/// ones in turn. Nodes stand in zones in turn, so that the replicas of a service are spread over zones too.
///
/// Where each size divides the next larger one and the largest divides a node, nothing is wasted: every node with a free GPU
/// has room for the next replica (E. Coffman, M. Garey, D. Johnson, Journal of Complexity 3 (1987) 406). Other sizes are
/// refused where plans are read.
public struct ReplicaPlacement: Equatable, Sendable {
  /// Replicas of one pool of one service.
  public struct Lot: Equatable, Sendable {
    public var name: String
    public var gpus: Int
    public var replicas: Int

    public init(name: String, gpus: Int, replicas: Int) {
      self.name = name
      self.gpus = gpus
      self.replicas = replicas
    }
  }

  /// What is placed, in the plan's order.
  public let lots: [Lot]
  /// Replicas of each lot on each node: a row of lots for each node.
  public let onNode: [[Int]]
  /// Replicas of each lot for which no node has room.
  public let unplaced: [Int]

  public init(_ lots: [Lot], nodes: Int, gpusPerNode: Int) {
    self.lots = lots
    // Nodes by their free GPUs, those that have had as much for longest in front.
    var waiting = Array(repeating: [Int](), count: gpusPerNode + 1)
    waiting[gpusPerNode] = Array(0..<nodes)
    var next = Array(repeating: 0, count: gpusPerNode + 1)
    var placed = Array(repeating: Array(repeating: 0, count: lots.count), count: nodes)
    var unplaced = Array(repeating: 0, count: lots.count)
    for lot in lots.indices.sorted(by: { (-lots[$0].gpus, $0) < (-lots[$1].gpus, $1) }) {
      for replica in 0..<lots[lot].replicas {
        guard let free = waiting.indices.last(where: { next[$0] < waiting[$0].count }), free >= lots[lot].gpus else {
          unplaced[lot] = lots[lot].replicas - replica
          break
        }
        let node = waiting[free][next[free]]
        next[free] += 1
        waiting[free - lots[lot].gpus].append(node)
        placed[node][lot] += 1
      }
    }
    onNode = placed
    self.unplaced = unplaced
  }

  /// Whether replicas of these sizes fill nodes without waste.
  public static func fills(_ sizes: [Int], gpusPerNode: Int) -> Bool {
    let chain = sizes.sorted() + [gpusPerNode]
    return zip(chain, chain.dropFirst()).allSatisfy { $1 % $0 == 0 }
  }
}

extension Service {
  /// Whole replicas for a site's part of the peak of all services, on the nodes that stand there; nil where one service has
  /// the fleet.
  public func placement(at site: Site) -> ReplicaPlacement? {
    guard let mix = traffic.mix else { return nil }
    let part = site.keep == .serving ? site.weight / servingSites.reduce(0) { $0 + $1.weight } : 1
    let lots = zip(mix.services, mix.gpusAtPeak).flatMap { service, gpus in
      service.pools.map { pool in
        let rate = gpus / service.gpuSeconds * part
        let name = service.pools.count > 1 ? "\(service.name) \(pool.name)" : service.name
        return ReplicaPlacement.Lot(
          name: name, gpus: pool.gpus,
          replicas: Int((rate / (pool.ratedRPS * site.throughput) - 1e-9).rounded(.up)))
      }
    }
    return ReplicaPlacement(lots, nodes: standingNodes(at: site), gpusPerNode: site.node.gpus)
  }
}
