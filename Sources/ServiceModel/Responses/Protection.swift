/// What clients do when they get no answer, and what the service does to survive it.
public struct Protection: Equatable, Sendable {
  /// nil: a request that fails once has failed.
  public var retries: ClientRetries?
  public var queue: QueueRule
  /// What serving sites do when they are short of capacity; nil: they answer what they can as they always do.
  public var degradedMode: DegradedMode?
  /// What stops sending requests to a site that does not answer; nil: nothing does.
  public var breaker: CircuitBreaker?

  public init(
    retries: ClientRetries? = nil, queue: QueueRule = QueueRule(), degradedMode: DegradedMode? = nil,
    breaker: CircuitBreaker? = nil
  ) {
    self.retries = retries
    self.queue = queue
    self.degradedMode = degradedMode
    self.breaker = breaker
  }
}

/// How clients come back after an attempt that failed.
public struct ClientRetries: Equatable, Sendable {
  /// How the wait before an attempt is spread; it decides its mean.
  public enum Jitter: String, CaseIterable, Sendable {
    /// The whole backoff.
    case none
    /// Between half of it and the whole: three quarters in the mean.
    case equal
    /// Between nothing and the whole: half in the mean.
    case full
  }
  /// Attempts in all, the first included: 2 at least, 10 at most.
  public var attempts: Int
  /// Wait before the second attempt, in seconds; each later one is `multiplier` times as long, `longestSeconds` at most.
  public var backoffSeconds: Double
  public var multiplier: Double
  public var longestSeconds: Double
  public var jitter: Jitter
  /// Share of failed attempts that are followed by another one, while attempts are left.
  public var share: Double
  /// Most retries for a request that users send, as clients or a mesh that keep a budget allow; nil: no limit.
  public var budget: Double?

  public init(
    attempts: Int, backoffSeconds: Double, multiplier: Double = 2, longestSeconds: Double = 60,
    jitter: Jitter = .full, share: Double = 1, budget: Double? = nil
  ) {
    self.attempts = attempts
    self.backoffSeconds = backoffSeconds
    self.multiplier = multiplier
    self.longestSeconds = longestSeconds
    self.jitter = jitter
    self.share = share
    self.budget = budget
  }

  /// Mean waits before the second attempt and those after it, in seconds.
  public var meanWaits: [Double] {
    let part: Double
    switch jitter {
    case .none: part = 1
    case .equal: part = 0.75
    case .full: part = 0.5
    }
    var wait = backoffSeconds
    return (1..<attempts).map { _ in
      defer { wait = min(wait * multiplier, longestSeconds) }
      return min(wait, longestSeconds) * part
    }
  }
}

/// Who may wait in front of a replica.
public struct QueueRule: Equatable, Sendable {
  /// Requests that may wait at a replica beside those in its batch; the next one is refused at once. nil: no limit but
  /// the clients' patience.
  public var limit: Int?
  /// Whether a replica answers requests whose client has given up, because nothing tells it.
  public var answersAbandoned: Bool

  public init(limit: Int? = nil, answersAbandoned: Bool = false) {
    self.limit = limit
    self.answersAbandoned = answersAbandoned
  }
}

/// Shorter answers, a smaller model, no knowledge base: more answers of lesser worth while capacity is short.
public struct DegradedMode: Equatable, Sendable {
  /// It begins when a site is offered more than this share of its ordinary capacity for `afterSeconds`.
  public var above: Double
  public var afterSeconds: Double
  /// It ends when a site has been offered less than this share for `holdSeconds`; lower than `above`.
  public var below: Double
  public var holdSeconds: Double
  /// Capacity in the mode against the ordinary one; 1 at least.
  public var capacity: Double
  /// What an answer is worth against an ordinary one.
  public var quality: Double

  public init(
    above: Double, afterSeconds: Double = 0, below: Double, holdSeconds: Double, capacity: Double, quality: Double
  ) {
    self.above = above
    self.afterSeconds = afterSeconds
    self.below = below
    self.holdSeconds = holdSeconds
    self.capacity = capacity
    self.quality = quality
  }
}

/// Closed until attempts fail one after the other, then open: nothing is asked; after a while a probe shows whether it
/// can close again.
public struct CircuitBreaker: Equatable, Sendable {
  /// Failures in a row after which it opens.
  public var failures: Int
  /// How long it stays open before it lets a probe through, in seconds.
  public var openSeconds: Double

  public init(failures: Int, openSeconds: Double) {
    self.failures = failures
    self.openSeconds = openSeconds
  }
}
