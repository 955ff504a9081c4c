import EventKernel
import ServingModel

/// The load of a site's pool while it moves; at rest it is a function of what is offered and holds nothing.
///
/// It knows its pool's curves and nothing of its site: how many units work, what they can answer and what is offered is said by
/// whoever asks.
struct PoolLoad: Equatable, Sendable, BitwiseCopyable {
  private(set) var isMoving = false
  /// Requests in the pool, in millionths of a request per second times nanoseconds: 1e15 to a request.
  private(set) var inSystem: Int128 = 0
  /// Rates at which requests enter, are answered, and those that have come to stay are answered in the end, in
  /// millionths of a request a second. Constant up to `tickAt` while `offered` and `nodes` are.
  private(set) var inflow: Int64 = 0
  private(set) var outflow: Int64 = 0
  private(set) var answered: Int64 = 0
  private(set) var offered: Int64 = -1
  private(set) var nodes: Int32 = -1
  /// The most that the pool answers with these nodes.
  private(set) var saturation: Int64 = -1
  /// When the rates are looked up again.
  private(set) var tickAt = SimTime.never
  /// Share of first tokens that come late, in millionths, for at most two limits.
  private(set) var late: (Int64, Int64) = (0, 0)
  /// Where on the curve the late shares were looked up: the step of utilisation at rest, and what a replica held while the
  /// load moved.
  private var lookedUp: (step: Int, held: Double) = (0, 0)

  static func == (a: PoolLoad, b: PoolLoad) -> Bool {
    a.isMoving == b.isMoving && a.inSystem == b.inSystem && a.inflow == b.inflow && a.outflow == b.outflow
      && a.answered == b.answered && a.offered == b.offered && a.nodes == b.nodes && a.saturation == b.saturation
      && a.tickAt == b.tickAt
      && a.late == b.late
  }
}

// MARK: What it answers

/// What is asked of a pool: what is offered, by how many units it is served, and the most that these answer.
struct PoolDemand {
  var offered: Int64
  var nodes: Int32
  var saturation: Int64
  /// Whether replicas go on with requests whose clients have given up.
  var answersAbandoned: Bool
}

extension PoolLoad {
  /// What the pool answers in the end of the requests that arrive now, in `answered` or, where it rests, in what is returned.
  ///
  /// A load that moves is looked up again only at a tick, or when what is offered or the nodes have changed: so it does
  /// not matter at which other instants somebody asks.
  ///
  /// - Returns: Also the requests at the queue's end that give up, as there are fewer nodes or a longer queue than anybody
  ///   waits for.
  mutating func carry(_ demand: PoolDemand, _ plan: PoolPlan, at now: SimTime) -> (answered: Int64, givenUp: Int128) {
    let (offered, saturation) = (demand.offered, demand.saturation)
    if isMoving && self.offered == offered && nodes == demand.nodes && self.saturation == saturation && now < tickAt {
      return (answered, 0)
    }
    if saturation == 0 {
      self = PoolLoad()
      return (0, 0)
    }
    let rests = offered <= saturation / 100 * 95
    let resting = plan.restingLoad(nodes: demand.nodes)
    if !isMoving {
      if rests { return (restAt(demand, plan), 0) }
      // The load begins to move from where it rests at most.
      self = PoolLoad(isMoving: true, inSystem: PoolLoad.amount(resting))
    } else if rests && inSystem <= PoolLoad.amount(resting + 1) {
      self = PoolLoad()
      return (restAt(demand, plan), 0)
    }
    self.offered = offered
    nodes = demand.nodes
    self.saturation = saturation
    let givenUp = move(demand, plan, resting: resting, at: now)
    return (answered, givenUp)
  }

  /// What a pool at rest answers: all but those that find the queue full, and late shares, by the curve.
  private mutating func restAt(_ demand: PoolDemand, _ pool: PoolPlan) -> Int64 {
    let offered = demand.offered
    let step = pool.step(of: offered, saturation: demand.saturation)
    late = (pool.late.isEmpty ? 0 : pool.late[0][step], pool.late.count < 2 ? 0 : pool.late[1][step])
    lookedUp = (step, 0)
    guard !pool.refused.isEmpty else { return offered }
    return offered - offered / 1000 * pool.refused[min(step, pool.refused.count - 1)] / 1000
  }

  /// Sets the rates of a moving load from what it holds, and how long they stay.
  ///
  /// - Returns: Those at the queue's end who give up.
  private mutating func move(
    _ demand: PoolDemand, _ plan: PoolPlan, resting: Double, at now: SimTime
  ) -> Int128 {
    let replicas = Double(nodes) * plan.replicasPerNode
    let full = plan.fullLoad * replicas
    var givenUp: Int128 = 0
    if inSystem > PoolLoad.amount(full) {
      givenUp = inSystem - PoolLoad.amount(full)
      inSystem = PoolLoad.amount(full)
    }
    let holds = Double(inSystem) / 1e15
    outflow = Int64(Double(saturation) * plan.pool.utilization(holding: holds / replicas))
    late = (
      Int64((plan.pool.lateShare(holding: holds / replicas, limit: 0) * 1e6).rounded()),
      Int64((plan.pool.lateShare(holding: holds / replicas, limit: 1) * 1e6).rounded())
    )
    lookedUp = (0, holds / replicas)
    // A queue is full at times below saturation too, and at times not full above it.
    let utilization = Double(offered) / Double(saturation)
    inflow = offered - Int64(Double(offered) * plan.pool.refusedByChance(at: utilization))
    let wastes = isWasteful(plan, demand.answersAbandoned)
    answered = wastes ? 0 : inflow
    // Rates are looked up again when the load has changed by a 64th of what is answered at once.
    let quantum = max(1, replicas * plan.pool.sequences / 64)
    let isFull = full - holds < 0.5 && inflow >= outflow
    let target = plan.load(offered: offered, nodes: nodes, saturation: saturation)
    let isLimited = plan.pool.curve.queueLimit != nil
    let taken = offered - Int64(Double(offered) * plan.pool.refusedShare(at: utilization))
    if isFull {
      inflow = outflow
      answered = wastes ? 0 : isLimited ? min(outflow, taken) : outflow
      tickAt = .never
    } else if (offered < saturation || isLimited) && abs(target - holds) <= quantum / 2 {
      // On the curve, where it stays until something changes.
      inflow = taken
      outflow = taken
      answered = wastes ? 0 : taken
      tickAt = .never
    } else {
      let net = inflow - outflow
      let way = net > 0 ? min(quantum, full - holds) : min(quantum, max(1, holds - resting + 1))
      // A tick lasts long enough for the clock to move and an hour at most.
      let seconds = net == 0 ? 3600 : min(3600, max(0.01, way * 1e6 / Double(abs(net))))
      tickAt = now + Span(seconds: seconds)
    }
    return givenUp
  }

  /// Sets the late shares to the mean over the origins of those who are served here now.
  ///
  /// - Parameter weight: Of an origin, at most 1e12 for all together.
  mutating func weigh(_ pool: PoolPlan, weight: (Int) -> Int64) {
    func mean(_ objective: Int) -> Int64 {
      guard objective * pool.groups < pool.late.count else { return 0 }
      var (sum, total): (Int64, Int64) = (0, 0)
      for group in 0..<pool.groups {
        let row = objective * pool.groups + group
        let late =
          isMoving
          ? Int64((pool.pool.lateShare(holding: lookedUp.held, limit: row) * 1e6).rounded())
          : pool.late[row][lookedUp.step]
        sum += weight(group) * late
        total += weight(group)
      }
      return total > 0 ? sum / total : 0
    }
    late = (mean(0), mean(1))
  }

  // MARK: What becomes of it

  /// Moves on at the present rates.
  mutating func fill(for span: Span) {
    if isMoving { inSystem += Int128(inflow - outflow) * Int128(span.nanoseconds) }
  }

  /// So much of what a moving load held is broken off, and so much of that enters again.
  mutating func breakOff(_ broken: Int128, resumed: Int128) { inSystem += resumed - broken }

  /// Of the attempts that the pool does not answer, those whose clients hang: they joined a queue that is longer than
  /// their patience. Where the queue has a limit before that, the others are refused at once.
  func hanging(_ failing: Int64, _ pool: PoolPlan, answersAbandoned: Bool) -> Int64 {
    guard isMoving, failing > 0 else { return 0 }
    if isWasteful(pool, answersAbandoned) { return min(failing, inflow) }
    return pool.refusesAtOnce ? 0 : failing
  }

  /// Whether the queue is as long as it can get, or longer than clients wait.
  func isFull(_ pool: PoolPlan, answersAbandoned: Bool) -> Bool {
    let replicas = Double(nodes) * pool.replicasPerNode
    return isWasteful(pool, answersAbandoned) || inSystem >= PoolLoad.amount(pool.fullLoad * replicas - 0.5)
  }

  /// Whether the pool answers nobody in time: whoever comes now will have given up when it is his turn, and nothing tells
  /// the replicas.
  private func isWasteful(_ pool: PoolPlan, _ answersAbandoned: Bool) -> Bool {
    guard answersAbandoned else { return false }
    return inSystem > PoolLoad.amount(pool.givesUpAt * Double(nodes) * pool.replicasPerNode)
  }

  /// Whole requests in the unit of `inSystem`.
  static func amount(_ requests: Double) -> Int128 { Int128((requests * 1e6).rounded()) * 1_000_000_000 }
}
