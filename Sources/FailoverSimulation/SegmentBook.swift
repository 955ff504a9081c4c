import EventKernel

/// What an amount of branches says of a replication: weighted sums, beside the main path's own outcome.
public struct SegmentScore: Sendable {
  /// Requests lost in a horizon, an unbiased estimate: those of the main path while no segment was open, and the weighted
  /// ones of branches.
  public var requestsLost = 0.0
  /// Time in outages within the horizon, in seconds, likewise.
  public var downtimeSeconds = 0.0
  /// By failure mode that began an incident: how many, their branches, and what the branches of each cost: the weighted
  /// downtime of one branch, its square, and how many events it took.
  public var entrances: [Int]
  public var branches: [Int]
  public var downtimeOfMode: [Double]
  public var squaresOfMode: [Double]
  public var eventsOfMode: [Int]
  /// Likelihood ratios of the branches: their sum, the sum of their squares and the largest.
  public var likelihoods = LikelihoodSum()
  /// The largest part that one branch has in the weighted downtime, in seconds.
  public var largestPart = 0.0
  /// Outages of branches, and of the main path outside segments, each with its weight; empty where they are not kept.
  public var rows: [WeightedOutage] = []
  /// Requests lost outside outages, with their weights.
  public var requestsLostOutside = 0.0

  init(modes: Int) {
    entrances = Array(repeating: 0, count: modes)
    branches = entrances
    eventsOfMode = entrances
    downtimeOfMode = Array(repeating: 0, count: modes)
    squaresOfMode = downtimeOfMode
  }
}

/// Sums of likelihood ratios. Their mean is 1 where the bookkeeping is right and the tails were reached.
public struct LikelihoodSum: Equatable, Sendable {
  public var count = 0.0
  public var sum = 0.0
  public var squares = 0.0
  public var largest = 0.0

  public init() {}

  mutating func add(_ ratio: Double) {
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

/// A row of the ledger that stands for `weight` outages a horizon.
public struct WeightedOutage: Sendable {
  public var outage: Outage
  public var weight: Double
}

/// The running account of a main path whose incidents are scored by branches.
struct SegmentBook: Sendable {
  let policy: SegmentPolicy
  var score: SegmentScore
  /// Whether the main path is in a segment, and what it had lost before.
  var isOpen = false
  var lostBefore: Int128 = 0
  var outagesBefore = 0
  /// What the main path has lost in segments, which the branches stand for.
  var lostInside: Int128 = 0
  var rowsInside: ContiguousArray<Range<Int>> = []
  var outsideBefore: Int128 = 0
  var outsideInside: Int128 = 0
  /// Which of the instants of an inserted cause comes next, by clock.
  var insertion: [UInt32]
  /// The present age of what each clock watches, for the branches of one entrance.
  var ages: ContiguousArray<Double>

  init(_ policy: SegmentPolicy, plan: Plan) {
    self.policy = policy
    score = SegmentScore(modes: plan.modes.count)
    insertion = Array(repeating: 0, count: plan.clocks.count)
    ages = ContiguousArray(repeating: 0, count: plan.clocks.count)
  }
}
