/// One of several services that share a fleet of GPUs: its own requests, its own replicas, and who goes first in a shortage.
public struct FleetService: Equatable, Sendable {
  public var name: String
  /// Its requests, without classes of their own.
  public var traffic: Traffic
  /// What works on a request: one kind of replica, or several in series, such as prefill and decode. A request needs all.
  public var pools: [ReplicaPool]
  /// Lower numbers are served first; where GPUs are short the highest number is shed first.
  public var priority = 0
  /// How long a request may wait before it has failed, in seconds; nil where an answer is wanted at once.
  public var deadlineSeconds: Double?
  public var objectives: ClassObjectives?
  /// What a lost request costs; nil where the plan does not say.
  public var loss: LostRequestPrice?

  public init(name: String, traffic: Traffic, pools: [ReplicaPool]) {
    self.name = name
    self.traffic = traffic
    self.pools = pools
  }

  /// GPU time that a request takes at the rated capacity, in GPU-seconds: GPUs of a replica / its rate, over all pools.
  public var gpuSeconds: Double { pools.reduce(0) { $0 + Double($1.gpus) / $1.ratedRPS } }
}

/// Replicas of one kind.
public struct ReplicaPool: Equatable, Sendable {
  public var name: String
  /// GPUs of a replica.
  public var gpus: Int
  /// Highest rate at which a replica holds what is promised, in requests a second.
  public var ratedRPS: Double

  public init(name: String, gpus: Int, ratedRPS: Double) {
    self.name = name
    self.gpus = gpus
    self.ratedRPS = ratedRPS
  }
}

/// What a lost request of a service costs.
public struct LostRequestPrice: Equatable, Sendable {
  public var dollars: Double
  public var origin: PriceOrigin

  public init(dollars: Double, origin: PriceOrigin) {
    self.dollars = dollars
    self.origin = origin
  }
}
