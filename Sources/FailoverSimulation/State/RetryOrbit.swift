import EventKernel
import ServiceModel
import Stochastics

/// Retries compiled for simulation: where a request is between its attempts, and how long it stays there.
///
/// Each attempt has the stages of its clients that wait for an answer which will not come, one for each phase of their
/// patience, and one of those that back off after it. The last attempt is followed by no backoff.
struct RetryPlan: Sendable {
  let attempts: Int
  let stays: ContiguousArray<Span>
  /// Phases of the clients' patience: the share of those who begin to wait that enter here, in millionths, and whether the
  /// next phase follows.
  let phases: ContiguousArray<(entry: Int64, goesOn: Bool)>
  /// Share of failed attempts that are followed by another one, in millionths.
  let share: Int64
  /// Most retries for a request, in millionths; nil: no limit.
  let budget: Int64?

  /// - Parameter patience: One time for all is a mean: its clients are left over as if it were exponential.
  init(_ retries: ClientRetries, patience: Distribution) {
    attempts = retries.attempts
    let law = patience.isConstant ? PhaseLaw(exponentialMean: patience.mean) : PhaseLaw(patience)
    let waits = law.phases.map(\.mean)
    stays = ContiguousArray((retries.meanWaits.flatMap { waits + [$0] } + waits).map { Span(seconds: max(1e-3, $0)) })
    phases = ContiguousArray(law.phases.map { (entry: Int64(($0.entry * 1e6).rounded()), goesOn: $0.goesOn) })
    share = Int64((retries.share * 1e6).rounded())
    budget = retries.budget.map { Int64(($0 * 1e6).rounded()) }
  }

  /// The first stage of those who wait for an answer to an attempt, counted from 0.
  func waiting(_ attempt: Int) -> Int { attempt * (phases.count + 1) }

  /// The stage of those who back off after an attempt that is not the last.
  func backingOff(_ attempt: Int) -> Int { waiting(attempt) + phases.count }
}

/// Requests whose last attempt has failed and that have not given up: clients that hang or back off, as a fluid. Each
/// stage empties at its content over its mean stay, as if stays were exponential.
struct RetryOrbit: Equatable, Sendable {
  /// In millionths of a request per second times nanoseconds: 1e15 to a request.
  private(set) var contents: ContiguousArray<Int128>
  /// Rates at which the stages are left, in millionths of a request a second; constant up to `tickAt`.
  private(set) var leaving: ContiguousArray<Int64>
  /// Rates at which they are entered.
  private(set) var entering: ContiguousArray<Int64>
  /// What failed, refused or hanging, when the rates were looked up.
  private var seen: (refused: Int64, hanging: Int64) = (0, 0)
  private(set) var tickAt = SimTime.never
  /// What made the attempts fail; a negative mode: nothing is known of it.
  private(set) var cause: (mode: Int32, clock: Int32, since: SimTime) = (-1, -1, .never)

  init(stages: Int) {
    contents = ContiguousArray(repeating: 0, count: stages)
    leaving = ContiguousArray(repeating: 0, count: stages)
    entering = leaving
  }

  /// A tenth of a request.
  private static let negligible: Int128 = 100_000_000_000_000

  /// Stays between two looks while all is in balance: twice as many after each look that has moved no rate by a 1024th, for
  /// a storm may grow from very little, and whatever shifts what fails by a 64th is looked at at once.
  private var balancedTick = RetryOrbit.shortestBalancedTick
  private static let shortestBalancedTick: Int64 = 32
  private static let longestBalancedTick: Int64 = 512

  /// Whether nobody is on the way to another attempt.
  var isEmpty: Bool { tickAt == .never && contents.allSatisfy { $0 == 0 } }

  /// Requests on their way to another attempt, a quadrillionth each.
  var total: Int128 { contents.reduce(0, +) }

  static func == (a: RetryOrbit, b: RetryOrbit) -> Bool {
    a.contents == b.contents && a.leaving == b.leaving && a.entering == b.entering && a.seen == b.seen
      && a.tickAt == b.tickAt && a.balancedTick == b.balancedTick && a.cause == b.cause
  }

  /// Attempts a second that are not the first, in millionths.
  func retries(_ plan: RetryPlan) -> Int64 {
    var rate: Int64 = 0
    for attempt in 0..<plan.attempts - 1 { rate += leaving[plan.backingOff(attempt)] }
    return rate
  }

  /// Moves the contents on by so many nanoseconds at the present rates.
  mutating func move(_ span: Int128) {
    for stage in contents.indices { contents[stage] += Int128(entering[stage] - leaving[stage]) * span }
  }

  /// Attempts of an instant, in millionths of a request a second.
  struct Attempts {
    /// Those that are the first, those that are not, and those that a budget turns away.
    var first: Int64
    var again: Int64
    var turnedAway: Int64
    /// Of those that arrive, those that fail at once and those whose clients hang.
    var refused: Int64
    var hanging: Int64
  }

  /// Where failed attempts go. Of those that arrive the share that fails is the same, whichever attempt it is.
  ///
  /// - Returns: How fast clients give up, in millionths of a request a second.
  mutating func take(_ attempts: Attempts, _ plan: RetryPlan) -> Int64 {
    var lost = attempts.turnedAway
    for stage in entering.indices { entering[stage] = 0 }
    let all = max(1, attempts.first + attempts.again)
    let wanted = max(1, retries(plan))
    var refusedLeft = attempts.refused
    var hangingLeft = attempts.hanging
    for attempt in 0..<plan.attempts {
      let isLast = attempt == plan.attempts - 1
      let came: Int64
      if attempt == 0 {
        came = attempts.first
      } else {
        came = portion(leaving[plan.backingOff(attempt - 1)], attempts.again, of: wanted)
      }
      let refused = isLast ? refusedLeft : portion(attempts.refused, came, of: all)
      let hanging = isLast ? hangingLeft : portion(attempts.hanging, came, of: all)
      refusedLeft -= refused
      hangingLeft -= hanging
      let failed = refused + wait(hanging, for: attempt, plan)
      let again = isLast ? 0 : portion(failed, plan.share)
      if !isLast { entering[plan.backingOff(attempt)] += again }
      lost += failed - again
    }
    return lost
  }

  /// Lets clients begin to wait for an answer to an attempt, and those go on who have more than one phase of patience.
  ///
  /// - Returns: How fast clients are at the end of it.
  private mutating func wait(_ hanging: Int64, for attempt: Int, _ plan: RetryPlan) -> Int64 {
    var left = hanging
    var ended: Int64 = 0
    for phase in plan.phases.indices {
      let stage = plan.waiting(attempt) + phase
      let isLast = phase == plan.phases.count - 1
      let begin = isLast ? left : portion(hanging, plan.phases[phase].entry)
      left -= begin
      entering[stage] += begin
      if plan.phases[phase].goesOn { entering[stage + 1] += leaving[stage] } else { ended += leaving[stage] }
    }
    return ended
  }

  /// Attempts that fail at this instant, so many at once.
  ///
  /// - Parameters:
  ///   - first: How fast attempts come that are the first.
  ///   - arrivals: How fast all come.
  /// - Returns: Requests whose clients give up.
  mutating func fail(_ amount: Int128, first: Int64, arrivals: Int64, _ plan: RetryPlan, at now: SimTime) -> Int128 {
    let all = Int128(max(1, arrivals))
    var left = amount
    var lost: Int128 = 0
    for attempt in 0..<plan.attempts {
      let isLast = attempt == plan.attempts - 1
      let came = attempt == 0 ? first : leaving[plan.backingOff(attempt - 1)]
      let part = isLast ? left : min(left, amount / all * Int128(came))
      left -= part
      let again = isLast ? 0 : part / 1_000_000 * Int128(plan.share)
      if !isLast { contents[plan.backingOff(attempt)] += again }
      lost += part - again
    }
    tickAt = now
    return lost
  }

  /// What makes attempts fail from now on.
  mutating func blame(_ found: Cause) { cause = (Int32(found.mode), found.clock, found.since) }

  /// The rates have been looked up with so much failing.
  mutating func note(refused: Int64, hanging: Int64) { seen = (refused, hanging) }

  /// Whether what fails now is far enough from what failed when the rates were looked up.
  func hasShifted(refused: Int64, hanging: Int64) -> Bool {
    func differs(_ a: Int64, _ b: Int64) -> Bool { abs(a - b) > max(a, b) / 64 }
    return differs(refused, seen.refused) || differs(hanging, seen.hanging)
  }

  /// Looks the rates up from what the stages hold and what enters them.
  ///
  /// The mean outflow over a tick t of a stage with constant inflow f, content R and mean stay s is
  /// f + (R / s - f) (1 - e^-x) / x, x = t / s; of the fraction the Padé approximant 1 / (1 + x / 2 + x² / 12) is taken,
  /// which never empties a stage. A tick is an eighth of the shortest stay while a stage is far out of balance, longer where
  /// few requests are, and long where all are in balance within a 32nd.
  ///
  /// - Parameter isDue: Whether a tick is over; otherwise what fails has shifted, or is looked at once more.
  mutating func look(_ plan: RetryPlan, at now: SimTime, demand: Int64, isDue: Bool) {
    let isSteady = lookUp(plan, at: now, demand: demand)
    guard isDue, !contents.isEmpty else { return }
    balancedTick = isSteady ? min(2 * balancedTick, RetryOrbit.longestBalancedTick) : RetryOrbit.shortestBalancedTick
  }

  /// - Returns: Whether no rate has moved by a 1024th.
  private mutating func lookUp(_ plan: RetryPlan, at now: SimTime, demand: Int64) -> Bool {
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: contents.count) { means in
      for stage in contents.indices {
        means.initializeElement(at: stage, to: meanRate(of: contents[stage], over: plan.stays[stage].nanoseconds))
      }
      return lookUp(plan, at: now, demand: demand, means)
    }
  }

  /// - Parameter means: Of each stage what it holds over how long that stays.
  private mutating func lookUp(
    _ plan: RetryPlan, at now: SimTime, demand: Int64, _ means: UnsafeMutableBufferPointer<Int64>
  ) -> Bool {
    var tick = Int64.max
    for stage in contents.indices where contents[stage] > 0 || entering[stage] > 0 {
      let stay = plan.stays[stage].nanoseconds
      let rate = means[stage]
      let net = abs(rate - entering[stage])
      if net <= max(rate, entering[stage]) / 32 {
        tick = min(tick, stay * balancedTick)
      } else if net > demand / 64 {
        tick = min(tick, max(1_000_000, stay / 8))
      } else {
        // Few requests: what is missed of their course is not worth an event.
        tick = min(tick, net > demand / 1024 ? stay / 2 : stay * 4)
      }
    }
    guard tick < .max, contents.contains(where: { $0 > RetryOrbit.negligible }) || entering.contains(where: { $0 > 0 })
    else {
      // Nothing fails, and those who are left have been answered.
      defer { self = RetryOrbit(stages: contents.count) }
      return leaving.allSatisfy { $0 == 0 }
    }
    var isSteady = true
    for stage in contents.indices {
      let stay = plan.stays[stage].nanoseconds
      let x = Double(tick) / Double(stay)
      let rate = Double(means[stage])
      let inflow = Double(entering[stage])
      let next = max(0, Int64(inflow + (rate - inflow) / (1 + x / 2 + x * x / 12)))
      if abs(next - leaving[stage]) > max(next, leaving[stage]) / 1024 { isSteady = false }
      leaving[stage] = next
    }
    tickAt = now + Span(nanoseconds: tick)
    return isSteady
  }
}
