import EventKernel

/// What demand leaves behind at something that carries so much of it and no more: a fluid queue, whose input is constant over
/// each step. Amounts are exact, in millionths of a request a second times nanoseconds.
extension DemandWorld {
  /// What has not been carried by an instant: the integral of what came above the rate, less what was carried below it.
  ///
  /// - Parameters:
  ///   - full: The rate that is carried, in millionths of a request a second.
  ///   - closed: A stretch in which nothing is carried.
  func backlog(at time: SimTime, above full: Int64, closed: Range<SimTime>? = nil) -> Int128 {
    guard let closed, closed.lowerBound < time else { return backlog(0, from: .zero, to: time, above: full) }
    let opens = min(closed.upperBound, time)
    let before = backlog(0, from: .zero, to: closed.lowerBound, above: full)
    return backlog(before + amount(from: closed.lowerBound, to: opens), from: opens, to: time, above: full)
  }

  /// What has not been carried at the end of a stretch that begins with a backlog.
  private func backlog(_ first: Int128, from start: SimTime, to end: SimTime, above full: Int64) -> Int128 {
    var (backlog, now) = (first, start)
    let limit = index(at: end) + 1
    while now < end {
      let i = index(at: now)
      if backlog == 0 && rates[i] <= full {
        let next = firstStep(from: i + 1, outside: -1, full, before: limit)
        guard next < limit else { return 0 }
        now = self.start(of: next)
        continue
      }
      let until = min(end, endOfStep(i))
      backlog = max(0, backlog + Int128(rates[i] - full) * Int128((until - now).nanoseconds))
      now = until
    }
    return backlog
  }

  /// When the demand came that is the last so much of it before an instant: the age of the oldest of a backlog that is
  /// carried in the order in which it came.
  func age(of backlog: Int128, at time: SimTime) -> Span {
    guard backlog > 0 else { return .zero }
    let carried = max(0, amount(from: .zero, to: time) - backlog)
    // The last step that begins with no more than that.
    var (low, high) = (0, index(at: time) + 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int128(runningSum[middle]) * Int128(step) <= carried { low = middle } else { high = middle }
    }
    let rest = carried - Int128(runningSum[low]) * Int128(step)
    let into = rates[low] > 0 ? Int64(rest / Int128(rates[low])) : 0
    return time - SimTime(nanoseconds: Int64(low) * step + into)
  }

  // MARK: What is left of it

  /// A walk along demand over the share of a link that is free of changes: they go first, and while any wait none is.
  struct Free {
    let world: DemandWorld
    let pace: FetchPace
    private(set) var now: SimTime
    private var backlog: Int128

    /// - Parameter closed: When the link was cut last, and nothing was sent.
    init(_ world: DemandWorld, _ pace: FetchPace, from start: SimTime, closed: Range<SimTime>?) {
      self.world = world
      self.pace = pace
      now = start
      backlog = pace.fullRate == .max ? 0 : world.backlog(at: start, above: pace.fullRate, closed: closed)
    }

    /// The next stretch over which the free share is constant; not beyond `end`.
    mutating func next(until end: SimTime) -> (from: SimTime, share: Double) {
      let start = now
      guard pace.fullRate != .max else {
        now = end
        return (start, 1)
      }
      let i = world.index(at: now)
      let above = world.rates[i] - pace.fullRate
      now = min(end, world.endOfStep(i))
      guard backlog > 0 || above > 0 else { return (start, Double(-above) / Double(pace.fullRate)) }
      if above < 0 {
        let empties = (backlog + Int128(-above) - 1) / Int128(-above)
        now = min(now, start + Span(nanoseconds: Int64(min(empties, Int128(Int64.max - 1)))))
      }
      backlog = max(0, backlog + Int128(above) * Int128((now - start).nanoseconds))
      return (start, 0)
    }
  }

  /// When a step ends; the last one does not.
  fileprivate func endOfStep(_ index: Int) -> SimTime { index + 1 < rates.count ? start(of: index + 1) : .never }
}
