import EventKernel

/// A floor by weekday and hour.
struct ScheduleRule: Equatable, Sendable {
  struct Entry: Equatable, Sendable, BitwiseCopyable {
    /// Nanoseconds after Monday's first instant, below a week; an entry may go past the week's end.
    var from: Int64
    var to: Int64
    var nodes: Int32
  }
  var entries: ContiguousArray<Entry>
  /// Nanoseconds from Monday's first instant to the start of the run.
  var offset: Int64
  /// When the clock is moved, and how far it is ahead of the run's time from then on, in nanoseconds.
  var changes: ContiguousArray<ClockChange> = []

  static let week: Int64 = 7 * 86_400_000_000_000

  func propose(_ pool: PoolView, at now: SimTime) -> Proposal {
    Proposal(wish: pool.clamped(floor(at: now)), again: nextChange(after: now))
  }

  private func instant(_ now: SimTime) -> Int64 {
    let ahead = changes.last { $0.at <= now.nanoseconds }?.ahead ?? 0
    return (now.nanoseconds + offset + ahead) % ScheduleRule.week
  }

  private func floor(at now: SimTime) -> Int32 {
    let at = instant(now)
    return entries.reduce(0) { floor, entry in
      let age = (at - entry.from + ScheduleRule.week) % ScheduleRule.week
      return age < entry.to - entry.from ? max(floor, entry.nodes) : floor
    }
  }

  private func nextChange(after now: SimTime) -> SimTime {
    let at = instant(now)
    let wait = entries.reduce(ScheduleRule.week) { wait, entry in
      [entry.from, entry.to].reduce(wait) { wait, edge in
        let left = ((edge - at) % ScheduleRule.week + ScheduleRule.week) % ScheduleRule.week
        return left == 0 ? wait : min(wait, left)
      }
    }
    let moved = changes.first { $0.at > now.nanoseconds }?.at ?? .max
    return min(now + Span(nanoseconds: wait), SimTime(nanoseconds: moved))
  }
}

/// From an instant on a clock is so far ahead of a run's time, in nanoseconds.
struct ClockChange: Equatable, Sendable, BitwiseCopyable {
  var at: Int64
  var ahead: Int64
}

/// Nodes for the demand that is expected when they are ready. It remembers nothing: it reads the world.
struct ForecastRule: Equatable, Sendable, BitwiseCopyable {
  var metric: Metric
  var perNode: Int64

  func propose(_ value: Int64, _ pool: PoolView) -> Proposal {
    Proposal(wish: value < 0 ? nil : pool.clamped(wholeUnits(value, of: perNode)))
  }
}

extension Quiet {
  /// A rule that does not look at the present metric: its wish stands until it is asked again.
  static func standing(_ proposal: Proposal, _ pool: PoolView) -> Quiet {
    guard let wish = proposal.wish else { return Quiet(shrinksUpTo: nil, growsAbove: .max) }
    return Quiet(shrinksUpTo: wish < pool.nodes ? .max : -1, growsAbove: wish > pool.nodes ? -1 : .max)
  }
}
