import EventKernel
import ServiceModel

/// What was bad of a site's requests at an instant, in millionths of them; beyond what was at other sites it may be negative.
public struct SignalLevels: Equatable, Sendable, BitwiseCopyable {
  public var failing: Int32 = 0
  public var timingOut: Int32 = 0
  public var late: Int32 = 0
  public var worse: Int32 = 0

  public init(failing: Int32 = 0, timingOut: Int32 = 0, late: Int32 = 0, worse: Int32 = 0) {
    self.failing = failing
    self.timingOut = timingOut
    self.late = late
    self.worse = worse
  }

  public subscript(signal: Signal) -> Int32 {
    switch signal {
    case .failing: failing
    case .timingOut: timingOut
    case .late: late
    case .worse: worse
    }
  }

  /// What these are beyond the mean of others, each with its weight; nothing where nobody else has any.
  public func beyond(_ others: PeerLevels) -> SignalLevels {
    guard let mean = others.mean else { return SignalLevels() }
    return SignalLevels(
      failing: failing - mean.failing, timingOut: timingOut - mean.timingOut, late: late - mean.late,
      worse: worse - mean.worse)
  }
}

/// What signals say of several sites together, each by its weight.
public struct PeerLevels: Sendable, BitwiseCopyable {
  private var weight: Int64 = 0
  private var failing: Int64 = 0
  private var timingOut: Int64 = 0
  private var late: Int64 = 0
  private var worse: Int64 = 0

  public init() {}

  public mutating func add(_ levels: SignalLevels, weight more: Int64) {
    weight += more
    failing += Int64(levels.failing) * more
    timingOut += Int64(levels.timingOut) * more
    late += Int64(levels.late) * more
    worse += Int64(levels.worse) * more
  }

  /// Rounded towards zero; nil of no weight.
  var mean: SignalLevels? {
    guard weight > 0 else { return nil }
    return SignalLevels(
      failing: Int32(failing / weight), timingOut: Int32(timingOut / weight), late: Int32(late / weight),
      worse: Int32(worse / weight))
  }
}

/// The levels of a site's signals over the last windows: what rules over sliding windows read.
///
/// Levels are constant between events, so a window's content is a sum of a few products and the instant at which it
/// reaches a threshold is arithmetic, not a calendar of scrapes. The history is empty where nothing was bad for as long as
/// the longest window reaches back, so it forgets in finite time.
public struct SignalHistory: Equatable, Sendable {
  struct Stretch: Equatable, Sendable, BitwiseCopyable {
    var since: SimTime
    var levels: SignalLevels
  }
  /// In order of time; before the first, nothing was bad, and the last goes on.
  private(set) var stretches: ContiguousArray<Stretch> = []

  public init() {}

  public var isEmpty: Bool { stretches.isEmpty }

  /// When the history may be forgotten if nothing changes any more; never where it is empty or something is bad now.
  public func forgetsAt(reach: Span) -> SimTime {
    guard let last = stretches.last, last.levels == SignalLevels() else { return .never }
    return last.since + reach
  }

  /// Writes down the levels from `now` on, and forgets what no window of length `reach` contains.
  public mutating func observe(_ levels: SignalLevels, at now: SimTime, reach: Span) {
    if let last = stretches.last, last.since == now { stretches.removeLast() }
    if levels != stretches.last?.levels ?? SignalLevels() { stretches.append(Stretch(since: now, levels: levels)) }
    while stretches.count > 1, stretches[1].since + reach <= now { stretches.removeFirst() }
    while let first = stretches.first, first.levels == SignalLevels(), stretches.count > 1 || first.since + reach <= now
    {
      stretches.removeFirst()
    }
  }

  /// When the share of a signal in a sliding window reaches a threshold and stays there for `lag`, if the present levels
  /// go on: the instant at which it reaches it, and never where it does not, or falls back before the lag has passed.
  ///
  /// With a level s from one instant on and nothing before, a window w reaches a threshold t after w t / s.
  ///
  /// - Parameters:
  ///   - threshold: In millionths, above 0.
  ///   - crossed: What this returned before; it stands while the content has not fallen below the threshold since.
  public func crossing(
    of signal: Signal, window: Span, threshold: Int32, staysFor lag: Span, from now: SimTime, crossed: SimTime
  ) -> SimTime {
    guard !stretches.isEmpty else { return .never }
    let wanted = Int128(threshold) * Int128(window.nanoseconds)
    var content = content(of: signal, window: window, at: now)
    var at = now
    var since = content >= wanted ? min(crossed, now) : SimTime.never
    // The content is a straight line until the window's far end enters another stretch.
    var index = stretches.partitioningIndex { $0.since + window > now }
    while true {
      if since != .never && at >= since + lag { return since }
      let leaving = index == 0 ? 0 : Int128(stretches[index - 1].levels[signal])
      let slope = Int128(stretches.last!.levels[signal]) - leaving
      let end = index < stretches.count ? stretches[index].since + window : SimTime.never
      if since == .never && slope > 0 {
        let reached = at + Span(nanoseconds: Int64((wanted - content + slope - 1) / slope))
        if reached <= end {
          since = reached
          content += slope * Int128((reached - at).nanoseconds)
          at = reached
          continue
        }
      } else if since != .never && slope < 0 {
        let falls = at + Span(nanoseconds: Int64((content - wanted) / -slope))
        if falls < end && falls < since + lag { since = .never }
      }
      guard end != .never else { return since }
      content += slope * Int128((end - at).nanoseconds)
      at = end
      index += 1
    }
  }

  /// The sum of level x time in the window that ends at `at`, in millionths of nanoseconds.
  func content(of signal: Signal, window: Span, at: SimTime) -> Int128 {
    var sum: Int128 = 0
    let start = at - window
    for (index, stretch) in stretches.enumerated() where stretch.levels[signal] != 0 && stretch.since < at {
      let end = index + 1 < stretches.count ? min(stretches[index + 1].since, at) : at
      let from = max(stretch.since, start)
      if end > from { sum += Int128(stretch.levels[signal]) * Int128((end - from).nanoseconds) }
    }
    return sum
  }
}

extension ContiguousArray {
  /// The index of the first element for which a condition holds that holds for all after it.
  fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Int { firstIndex(where: holds) ?? count }
}
