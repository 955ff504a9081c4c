import EventKernel

/// The running account of a main path whose incidents are scored by branches.
struct SegmentBook: Sendable {
  let policy: SegmentPolicy
  var score: SegmentScore
  /// Whether the main path is in a segment, and what it had lost before: in all, outside outages by cause, and how many
  /// outages.
  var isOpen = false
  var lostBefore: Int128 = 0
  var outsideBefore: ContiguousArray<Int128> = []
  var outagesBefore = 0
  /// What the main path has lost in segments, which the branches stand for.
  var lostInside: Int128 = 0
  var outsideInside: ContiguousArray<Int128>
  var rowsInside: ContiguousArray<Range<Int>> = []
  /// Which of the instants of an inserted cause comes next, by clock.
  var insertion: [UInt32]
  /// The present age of what each clock watches, for the branches of one entrance.
  var ages: ContiguousArray<Double>

  init(_ policy: SegmentPolicy, plan: Plan) {
    self.policy = policy
    score = SegmentScore(modes: plan.modes.count)
    insertion = Array(repeating: 0, count: plan.clocks.count)
    ages = ContiguousArray(repeating: 0, count: plan.clocks.count)
    outsideInside = ContiguousArray(repeating: 0, count: plan.modes.count + 1)
  }
}

/// What one branch has lost.
struct BranchLoss {
  var requestsLost = 0.0
  var downtimeSeconds = 0.0
}

extension SegmentBook {
  /// Books a branch of an incident.
  mutating func book(_ loss: BranchLoss, weight: Double, mode: Int) {
    score.modes[mode].requestsLost += weight * loss.requestsLost
    score.modes[mode].downtimeSeconds += weight * loss.downtimeSeconds
    score.largestPart = max(score.largestPart, abs(weight) * loss.downtimeSeconds)
  }

  /// Books where the losses of a path went.
  mutating func bookCauses(
    outages: some Sequence<Outage>, outside: ContiguousArray<Int128>, less before: ContiguousArray<Int128>,
    weight: Double, begunBy: Int
  ) {
    let row = begunBy * before.count
    for outage in outages {
      score.causes[row + outage.cause].lostInOutages += weight * outage.requestsLost
      score.causes[row + outage.cause].outages += weight
      if policy.keepsRows { score.rows.append(WeightedOutage(outage: outage, weight: weight, begunBy: begunBy)) }
    }
    for cause in before.indices where outside[cause] != before[cause] {
      score.causes[row + cause].lostOutside += weight * (Double(outside[cause] - before[cause]) / 1e15)
    }
  }
}
