import Stochastics

/// Detectors in several layers, and which of their alarms together mean that a site is in trouble.
///
/// A health check sees a site that does not answer. It does not see one that answers badly; who measures what users get
/// does, some time later.
public struct LayeredDetection: Equatable, Sendable {
  /// At most `LayeredDetection.most` of them.
  public var detectors: [Detector]
  public var alarm: AlarmRule

  /// Each detector has draws of its own in an incident, and an incident has a fixed number of them.
  public static let most = 8

  /// Whether a rule's threshold depends on how many requests there are.
  public var readsRequests: Bool { detectors.contains { $0.rule?.readsRequests ?? false } }

  public init(detectors: [Detector], alarm: AlarmRule? = nil) {
    self.detectors = detectors
    self.alarm = alarm ?? .any(detectors.indices.map { .detector($0) })
  }
}

/// One watcher of a site: what it looks at and when it raises its alarm.
public struct Detector: Equatable, Sendable {
  public var name: String
  public var layer: DetectionLayer
  public var sees: Sight

  public init(name: String, layer: DetectionLayer, sees: Sight) {
    self.name = name
    self.layer = layer
    self.sees = sees
  }

  /// What it does as a rule over requests; nil where it is none.
  public var rule: RateRule? { if case .rate(let rule) = sees { rule } else { nil } }
}

/// Where a detector stands between the machines and the users; a label for readers, nothing is simulated by it.
public enum DetectionLayer: String, CaseIterable, Sendable {
  /// Probes of nodes and sites.
  case infrastructure
  /// Probes of the endpoint.
  case service
  /// What the gateway measures of requests.
  case business
  /// What vantage points outside get when they ask like users.
  case user
}

/// What a detector looks at.
public enum Sight: Equatable, Sendable {
  /// Health checks: they see a site that is lost.
  case health(Probes)
  /// A law for the whole delay from the loss of a site to the alarm, in seconds.
  case loss(Distribution)
  /// Requests sent from outside as users send them: each fails with the chance that a user's request fails.
  case userRequests(Probes)
  /// A share of the site's requests, measured over a sliding window.
  case rate(RateRule)
  /// What an alert did when it was tried on simulated outages, failure mode by failure mode; what is not listed it does not see.
  case tried([TriedAlert])
}

/// How soon an alert rings when a failure of one mode has begun, as it was found by trying.
public struct TriedAlert: Equatable, Sendable {
  /// Name of the failure mode.
  public var failure: String
  /// From the fault to the alert, in seconds.
  public var takes: Distribution
  /// Share of the failures in which it does not ring at all, from 0 to below 1.
  public var missed: Double

  public init(failure: String, takes: Distribution, missed: Double) {
    self.failure = failure
    self.takes = takes
    self.missed = missed
  }
}

/// What is counted of a site's requests.
public enum Signal: String, CaseIterable, Sendable {
  /// Not answered.
  case failing
  /// Not answered within the client's patience: those that a silent or slow site keeps hanging.
  case timingOut = "timing-out"
  /// Answered with the first token later than the objective's limit.
  case late
  /// What answers are worth less than ordinary ones, on average: a dependency is missing, or a failure spoils them. A mode that
  /// the service has chosen is not counted.
  case worse
}

/// What a rule compares the share of bad requests in its window with.
public enum RateReference: Equatable, Sendable {
  /// A number: the rule's threshold, whatever the hour.
  case number
  /// So many times the share that the same hour of the same weekday had a week ago, and at least the threshold.
  case lastWeek(times: Double)
  /// That share and so many standard deviations of a window's, and at least the threshold.
  case lastWeekAnd(deviations: Double)
  /// The share of all other sites that take traffic, in the same window: the threshold is how many points more.
  case peers
}

/// An alarm rises when the share of bad requests in a sliding window reaches a threshold.
public struct RateRule: Equatable, Sendable {
  public var signal: Signal
  /// The share in the window at which the condition holds, above 0.
  public var threshold: Double
  /// The share that is measured when nothing is wrong; it adds to what the simulation counts.
  public var ordinary: Double
  public var windowSeconds: Double
  /// How long the condition must hold, in seconds.
  public var holdSeconds: Double
  /// Seconds between two readings of the counters: what happens is seen at the next one.
  public var scrapeSeconds: Double
  /// From a reading until it can be asked for, in seconds.
  public var metricDelaySeconds: Double
  /// Seconds between two evaluations of the rule.
  public var evaluateSeconds: Double
  public var against: RateReference

  public init(
    signal: Signal, threshold: Double, ordinary: Double = 0, windowSeconds: Double = 60, holdSeconds: Double = 0,
    scrapeSeconds: Double = 0, metricDelaySeconds: Double = 0, evaluateSeconds: Double = 0,
    against: RateReference = .number
  ) {
    self.signal = signal
    self.threshold = threshold
    self.ordinary = ordinary
    self.windowSeconds = windowSeconds
    self.holdSeconds = holdSeconds
    self.scrapeSeconds = scrapeSeconds
    self.metricDelaySeconds = metricDelaySeconds
    self.evaluateSeconds = evaluateSeconds
    self.against = against
  }

  /// The share in a window of so many requests at which the condition holds; against peers, beyond theirs.
  ///
  /// - Parameters:
  ///   - baseline: The share that was measured in the same hour a week ago.
  ///   - requests: How many requests the window has.
  public func leastShare(baseline: Double, requests: Double) -> Double {
    switch against {
    case .number, .peers: threshold
    case .lastWeek(let times): max(threshold, times * baseline)
    case .lastWeekAnd(let deviations):
      // A window without requests has no share.
      max(threshold, baseline + deviations * (baseline * (1 - baseline) / max(requests, 1e-9)).squareRoot())
    }
  }

  /// The share of otherwise good requests that must be bad in a window of so many: ordinary + (1 - ordinary) x share is the
  /// least. Peers have the ordinary share as well.
  public func shareNeeded(requests: Double) -> Double {
    let least = leastShare(baseline: ordinary, requests: requests)
    return (against == .peers ? least : least - ordinary) / (1 - ordinary)
  }

  /// Whether the threshold depends on how many requests there are.
  public var readsRequests: Bool { if case .lastWeekAnd = against { true } else { false } }
}

/// Which alarms mean trouble.
public indirect enum AlarmRule: Equatable, Sendable {
  /// The detector at this index.
  case detector(Int)
  case any([AlarmRule])
  /// All of them; alarms further apart than `withinSeconds` do not belong together.
  case all([AlarmRule], withinSeconds: Double?)

  /// When the rule is met, given when each detector raises its alarm; infinity or `never`, which nothing is after, stands for
  /// not at all.
  ///
  /// Inlinable: it is asked at every instant at which somebody is served badly.
  @inlinable
  public func met<Instant: Comparable>(
    _ alarms: (Int) -> Instant, never: Instant, apart: (Instant, Instant) -> Double
  ) -> Instant {
    switch self {
    case .detector(let index): return alarms(index)
    case .any(let rules):
      var first = never
      for rule in rules { first = min(first, rule.met(alarms, never: never, apart: apart)) }
      return first
    case .all(let rules, let within):
      var (first, last): (Instant, Instant?) = (never, nil)
      for rule in rules {
        let time = rule.met(alarms, never: never, apart: apart)
        guard time < never else { return never }
        first = min(first, time)
        last = max(last ?? time, time)
      }
      guard let last else { return never }
      if let within, apart(first, last) > within { return never }
      return last
    }
  }
}
