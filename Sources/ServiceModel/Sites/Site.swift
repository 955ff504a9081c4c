import ServingModel

/// One place where the service can run.
public struct Site: Equatable, Sendable {
  public var name: String
  public var provider: String
  public var region: String
  /// Independent zones over which nodes are spread evenly.
  public var zones: Int
  /// What stands ready here in normal operation.
  public var keep: Readiness
  /// Standing size when `keep` is warm or serving; what a failover grows to is `failoverSize`.
  public var size: FleetSize
  /// The scopes of the losses for which a standby stands in; nil: of any.
  public var standsInFor: [FailureScope]?
  /// Whether a warm site's autoscaler holds what all demand would ask for here, at each instant, instead of a fleet for the
  /// peak.
  public var followsDemand = false
  /// Share of demand that is routed here in normal operation, by weight among serving sites.
  public var weight: Double
  /// Replicas' throughput here against the rated one (another GPU type, another provider), 1 = the same.
  public var throughput: Double
  /// Share of the nodes still to be acquired at failover that are reserved: billed while idle, certain at failover.
  public var reserved: Double
  /// How many nodes of a zone share a rack; nil where racks do not matter.
  public var nodesPerRack: Int?
  /// Share of the standing nodes that the provider may take back.
  public var spot: Double
  public var place: GlobePoint?
  /// The most nodes that the provider grants here; nil where no quota is known.
  public var quotaNodes: Int?
  /// Below this many nodes the site takes no traffic at all (a quorum, or a model that spans nodes).
  public var minimumNodes: Int
  /// Nodes paid for ahead; nil where all are paid by the hour.
  public var committed: NodeCommitment?
  /// Machines of one's own; nil where all are rented.
  public var owned: OwnedNodes?
  /// Standing nodes that somebody else uses while nothing has failed; nil where none are lent.
  public var lent: LentNodes?
  /// A model rented by the token in place of nodes; nil where the site has nodes. See `Service.rent(_:at:)`.
  public var rented: RentedAPI?
  public var node: NodeType
  /// Shared bandwidth over which this site's nodes fetch images and weights, in bytes a second.
  public var fetchBytesPerSecond: Double
  /// The site that holds the image and the weights for this one, which come over the link between the two; nil: a place that
  /// nothing here reaches.
  public var fetchesFrom: String?
  /// Share of the weights that lies at this site already, as the base of a version of which only the difference is fetched.
  public var weightsKept = 0.0
  /// Round trip between the site and its users, in seconds: what a first token takes beyond the service.
  public var roundTripSeconds: Double
  /// How the replicas here answer at each load; nil where the plan says no more than a rated capacity. Then demand up
  /// to that capacity is answered in time and the rest is refused.
  public var pool: FlowPool?
  /// Hung on the cost lines of this site, over those of the service.
  public var tags: [Tag] = []

  public init(
    name: String, provider: String, region: String, zones: Int = 1, keep: Readiness, size: FleetSize = .ofProduction(1),
    weight: Double = 1, throughput: Double = 1, reserved: Double = 0, quotaNodes: Int? = nil, minimumNodes: Int = 1,
    node: NodeType, fetchBytesPerSecond: Double = .infinity,
    roundTripSeconds: Double = 0, pool: FlowPool? = nil, nodesPerRack: Int? = nil,
    spot: Double = 0, place: GlobePoint? = nil
  ) {
    self.name = name
    self.provider = provider
    self.region = region
    self.zones = zones
    self.keep = keep
    self.size = size
    self.weight = weight
    self.throughput = throughput
    self.reserved = reserved
    self.quotaNodes = quotaNodes
    self.minimumNodes = minimumNodes
    self.node = node
    self.fetchBytesPerSecond = fetchBytesPerSecond
    self.roundTripSeconds = roundTripSeconds
    self.pool = pool
    self.nodesPerRack = nodesPerRack
    self.spot = spot
    self.place = place
  }
}

/// The rungs of the readiness ladder, lowest first: what a site keeps in normal operation.
///
/// A failover climbs the rungs that are missing and then moves traffic; recovery time is never assigned.
public enum Readiness: String, CaseIterable, Comparable, Sendable {
  /// Nothing: the site is in the plan but not in this design.
  case nothing
  /// Backups of data and images; data must be restored first.
  case backups
  /// Data is live; nodes must be acquired, booted, loaded and warmed.
  case data
  /// Nodes run and are booted, without weights.
  case booted
  /// Weights are loaded; the engine must still be warmed.
  case loaded
  /// Replicas are warm and take no traffic.
  case warm
  /// Replicas serve.
  case serving

  public static func < (a: Readiness, b: Readiness) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }

  /// Whether nodes run (and are billed) in normal operation.
  public var runsNodes: Bool { self >= .booted }
}

/// How large a fleet is.
public enum FleetSize: Equatable, Sendable {
  /// A share of the production fleet at peak, buffer included.
  case ofProduction(Double)
  /// A fixed number of nodes.
  case nodes(Int)
}

/// A kind of machine: how many GPUs it has and what it costs.
public struct NodeType: Equatable, Sendable {
  public var gpuModel: String
  public var gpus: Int
  public var sku: String
  /// Dollars an hour, on demand; nil where the plan gives no price.
  public var dollarsPerHour: Double?
  /// Dollars an hour of a node that the provider may take back; nil where the plan gives no price.
  public var spotDollarsPerHour: Double?
  public var priceBasis: PriceBasis
  public var priceSource: String
  public var priceAsOf: String
  /// Of the price of spot nodes; nil where it is that of the price by the hour.
  public var spotOrigin: PriceOrigin?

  public init(
    gpuModel: String, gpus: Int, sku: String = "", dollarsPerHour: Double? = nil, priceBasis: PriceBasis = .assumed,
    priceSource: String = "", priceAsOf: String = ""
  ) {
    self.gpuModel = gpuModel
    self.gpus = gpus
    self.sku = sku
    self.dollarsPerHour = dollarsPerHour
    self.priceBasis = priceBasis
    self.priceSource = priceSource
    self.priceAsOf = priceAsOf
  }
}

/// Where a price comes from.
public enum PriceBasis: String, CaseIterable, Sendable {
  case list
  case negotiated
  case assumed
}

/// A replica of the model: what it carries and how it starts.
public struct ReplicaType: Equatable, Sendable {
  public var name: String
  /// Highest rate at which a replica holds the latency objectives, in requests a second.
  public var ratedRPS: Double
  public var gpus: Int
  public var start: ColdStart
  /// How long an iteration takes and what fits into one; nil where the plan gives no more than a rated capacity.
  public var serving: ReplicaModel?
  /// Where its latency curves are to come from; nil where the plan leaves it open.
  public var curve: CurveSource?
  /// Requests that a replica without `serving` holds at once at its rated capacity; nil where the plan does not say.
  public var slots: Int?
  /// What a lost prefix cache costs; nil where there is none, or it is back at once.
  public var coldCache: ColdCache?
  /// What is saved of the state on its GPUs; nil where nothing is.
  public var saves: SavedState?

  public init(
    name: String, ratedRPS: Double, gpus: Int, start: ColdStart = ColdStart(), serving: ReplicaModel? = nil,
    slots: Int? = nil
  ) {
    self.name = name
    self.ratedRPS = ratedRPS
    self.gpus = gpus
    self.start = start
    self.serving = serving
    self.slots = slots
  }
}

/// A replica whose prefix cache is empty.
public struct ColdCache: Equatable, Sendable {
  /// Its saturation against that of a replica with a warm cache, 0 to 1.
  public var speed: Double
  /// After so many seconds at rated load the cache is back to 1 - 1/e of it.
  public var refillSeconds: Double

  public init(speed: Double, refillSeconds: Double) {
    self.speed = speed
    self.refillSeconds = refillSeconds
  }
}
