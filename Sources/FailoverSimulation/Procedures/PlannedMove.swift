import EventKernel

/// What there is to say of traffic that is moved away from a site on purpose, and back.
struct PlannedMove: Equatable, Sendable, BitwiseCopyable {
  /// Whether traffic is moved on purpose at all.
  private(set) var isPlanned = false
  /// Whether it is answered nowhere.
  private(set) var goesAstray = false
  /// Whether it is sent back before its time.
  private(set) var isSentBack = false
  /// Whether the site is off meanwhile.
  private(set) var isStopped = false
  /// When the way back begins, once that is known.
  private(set) var returnAt = SimTime.never

  init(isPlanned: Bool = false) { self.isPlanned = isPlanned }

  mutating func goAstray() { goesAstray = true }
  mutating func sendBack() { isSentBack = true }
  mutating func stop() { isStopped = true }
  mutating func start() { isStopped = false }
  mutating func returns(at time: SimTime) { returnAt = time }
}
