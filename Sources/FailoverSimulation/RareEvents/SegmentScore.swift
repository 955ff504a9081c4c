import EventKernel

/// What branches say of one replication, or of several together: weighted sums, beside the main path's own outcome.
public struct SegmentScore: Sendable {
  /// By the failure mode that began the incident.
  public var modes: [ModeScore]
  /// What the main path itself had while no segment was open: requests lost, and seconds in outages within the
  /// horizon.
  public var requestsLostApart = 0.0
  public var downtimeApart = 0.0
  /// Where it went, by beginning mode (the main path last) and cause (overload last): beginning times (modes + 1) + cause.
  public var causes: [CauseScore]
  public var likelihoods = LikelihoodSum()
  /// The largest part that one branch has in the weighted downtime, in seconds.
  public var largestPart = 0.0
  /// Outages of branches, and of the main path outside segments; empty where they are not kept.
  public var rows: [WeightedOutage] = []

  init(modes count: Int) {
    modes = Array(repeating: ModeScore(), count: count)
    causes = Array(repeating: CauseScore(), count: (count + 1) * (count + 1))
  }

  /// Requests lost in the horizons, an unbiased estimate.
  public var requestsLost: Double { modes.reduce(requestsLostApart) { $0 + $1.requestsLost } }
  /// Seconds in outages, likewise.
  public var downtimeSeconds: Double { modes.reduce(downtimeApart) { $0 + $1.downtimeSeconds } }

  /// The sums over two sets of replications; rows stand one behind the other.
  public func merged(with other: SegmentScore) -> SegmentScore {
    var all = self
    for index in modes.indices { all.modes[index].merge(other.modes[index]) }
    for index in causes.indices { all.causes[index].merge(other.causes[index]) }
    all.requestsLostApart += other.requestsLostApart
    all.downtimeApart += other.downtimeApart
    all.likelihoods.merge(other.likelihoods)
    all.largestPart = max(largestPart, other.largestPart)
    all.rows += other.rows
    return all
  }
}

/// What branches of incidents that one failure mode began say.
public struct ModeScore: Equatable, Sendable {
  /// Incidents, their branches and the events of these.
  public var entrances = 0
  public var branches = 0
  public var events = 0
  /// Branches in which something was lost.
  public var lossy = 0
  /// Weighted sums of requests lost and of seconds in outages.
  public var requestsLost = 0.0
  public var downtimeSeconds = 0.0
  /// Sum over branches of the square of what a branch alone would say, in seconds squared.
  public var square = 0.0
  /// How often its clocks fired, and that less its compensator, the hazards that its components have lived through: a
  /// martingale, whose mean is 0 in any model.
  public var strikes = 0.0
  public var surprise = 0.0

  mutating func merge(_ other: ModeScore) {
    entrances += other.entrances
    branches += other.branches
    events += other.events
    lossy += other.lossy
    requestsLost += other.requestsLost
    downtimeSeconds += other.downtimeSeconds
    square += other.square
    strikes += other.strikes
    surprise += other.surprise
  }
}

/// What one cause cost: requests lost in outages and outside them, and how many outages.
public struct CauseScore: Equatable, Sendable {
  public var lostInOutages = 0.0
  public var lostOutside = 0.0
  public var outages = 0.0

  public init() {}

  mutating func merge(_ other: CauseScore) {
    lostInOutages += other.lostInOutages
    lostOutside += other.lostOutside
    outages += other.outages
  }
}

/// Sums of likelihood ratios. Their mean is 1 where the bookkeeping is right and the tails were reached.
public struct LikelihoodSum: Equatable, Sendable {
  public var count = 0.0
  public var sum = 0.0
  public var squares = 0.0
  public var largest = 0.0

  public init() {}

  public mutating func add(_ ratio: Double) {
    count += 1
    sum += ratio
    squares += ratio * ratio
    largest = max(largest, ratio)
  }

  public mutating func merge(_ other: LikelihoodSum) {
    count += other.count
    sum += other.sum
    squares += other.squares
    largest = max(largest, other.largest)
  }

  /// Not a number without branches.
  public var mean: Double { sum / count }
  public var standardError: Double {
    count > 1 ? (max(0, squares - sum * sum / count) / (count - 1) / count).squareRoot() : 0
  }
  /// How many branches of equal weight would say as much: (sum w)^2 / sum w^2.
  public var effectiveCount: Double { squares > 0 ? sum * sum / squares : 0 }
}

/// A row of the ledger that stands for `weight` outages of its replication.
public struct WeightedOutage: Sendable {
  public var outage: Outage
  public var weight: Double
  /// The failure mode that began the incident; the number of modes stands for the main path itself.
  public var begunBy: Int
}
