import EventKernel

/// Nodes that climb the readiness ladder in step.
struct Batch: Equatable, Sendable, BitwiseCopyable {
  enum Rung: UInt8, Sendable, BitwiseCopyable {
    /// Not granted: out of stock, refused until a rush is over, or not accepted by a control plane. Nobody pays for them.
    case asked
    /// The boot; of nodes that are there already, the wait until they are given back.
    case starting
    /// Image and weights come, over a bandwidth that all of the site's fetching nodes share.
    case fetching
    /// Loading and initialising: the last before they are ready.
    case loading
  }
  var site: Int16
  /// Whether a failover asked for it (an autoscaler otherwise).
  var isFailover: Bool
  /// Whether it still waits for the site's control plane to accept the request.
  var waitsForControlPlane: Bool
  var count: Int32
  var rung: Rung
  /// When this rung has been climbed; never while the request waits.
  var readyAt: SimTime
  /// How long it takes until the boot begins, once the request is accepted.
  var wait = Span.zero
  /// From there until the fetch begins.
  var boot = Span.zero
  /// What a node has left to fetch, as long as it takes over the whole bandwidth, at an instant.
  var fetch = Span.zero
  var fetchedUpTo = SimTime.zero
  /// Where it comes over a link.
  var pace = FetchPace()
  /// From the end of the fetch to ready.
  var load = Span.zero
}

extension Batch {
  /// Whether its nodes may go into rotation.
  var isReady: Bool { readyAt == .climbed }

  /// Has fetched its part of what the bandwidth gave.
  mutating func fetch(_ part: Span, until now: SimTime) {
    fetch = max(.zero, fetch - part)
    fetchedUpTo = now
  }

  /// Goes on to the next rung, whose end is not known yet where it is a fetch.
  mutating func climb(at now: SimTime) {
    switch rung {
    case .asked:
      rung = .starting
      readyAt = now + boot
    case .starting where fetch > .zero:
      rung = .fetching
      fetchedUpTo = now
    case .starting, .fetching:
      rung = .loading
      readyAt = load > .zero ? now + load : .climbed
    case .loading: readyAt = .climbed
    }
  }
}

extension SimTime {
  /// In place of an instant: the last rung has been climbed.
  static let climbed = SimTime(nanoseconds: .min)
}
