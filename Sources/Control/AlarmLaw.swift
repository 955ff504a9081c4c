import EventKernel
import ServiceModel

/// The laws of several detectors and the rule that joins their alarms; compiled, immutable.
public struct AlarmLaw: Sendable {
  public let detectors: [DetectorLaw]
  public let rule: AlarmRule
  /// The longest window of a rule over requests; zero where none reads them.
  public let reach: Span
  /// Whether a site that answers badly can be noticed.
  public let seesImpairment: Bool

  /// Nil where the plan has no layers.
  public init?(_ detection: Detection) {
    guard case .layers(let layers) = detection else { return nil }
    detectors = layers.detectors.map { DetectorLaw($0.sees) }
    rule = layers.alarm
    reach = detectors.reduce(Span.zero) { reach, detector in
      guard case .rate(let rate) = detector else { return reach }
      return max(reach, rate.window)
    }
    seesImpairment = detectors.contains { $0.least < 1_000_000 }
  }

  /// When the rule is met, given each detector's alarm.
  public func alarm(_ times: ContiguousArray<SimTime>) -> SimTime {
    rule.met({ times[$0] }, never: .never, apart: { ($1 - $0).seconds })
  }

  /// Whether these levels, if they last, raise the alarm in the end: what is known of a site that gets no traffic.
  public func isTrouble(_ levels: SignalLevels) -> Bool {
    let times = ContiguousArray(detectors.map { $0.sees(levels) ? SimTime.zero : .never })
    return alarm(times) != .never
  }
}

/// One detector's law.
public enum DetectorLaw: Sendable {
  /// Sees that a site is lost.
  case health(DetectionLaw)
  /// Sees what users see, request by request.
  case userRequests(Probes)
  case rate(RateLaw)

  /// A user's request must fail one time in twenty at least, or the vantage points hardly ever agree.
  public static let leastUserChance: Int32 = 50_000

  init(_ sight: Sight) {
    switch sight {
    case .health(let probes): self = .health(DetectionLaw(.probes(probes)))
    case .loss(let law): self = .health(DetectionLaw(.takes(law)))
    case .userRequests(let probes): self = .userRequests(probes)
    case .rate(let rule): self = .rate(RateLaw(rule))
    }
  }

  /// The least level that it sees, in millionths; beyond a million where it sees only a site that is lost.
  var least: Int32 {
    switch self {
    case .health: 1_000_001
    case .userRequests: DetectorLaw.leastUserChance
    case .rate(let rate): rate.threshold
    }
  }

  func sees(_ levels: SignalLevels) -> Bool {
    switch self {
    case .health: false
    case .userRequests: levels.failing >= least
    case .rate(let rate): levels[rate.signal] >= least
    }
  }
}

/// A rule over a sliding window, in whole numbers.
public struct RateLaw: Sendable {
  public let signal: Signal
  public let window: Span
  /// Level in millionths that the window must hold on average.
  public let threshold: Int32
  let hold: Span
  let delay: Span
  let scrape: Double
  let evaluate: Double

  init(_ rule: RateRule) {
    signal = rule.signal
    window = Span(seconds: rule.windowSeconds)
    threshold = max(1, Int32((rule.shareNeeded * 1e6).rounded()))
    hold = Span(seconds: rule.holdSeconds)
    delay = Span(seconds: rule.metricDelaySeconds)
    scrape = rule.scrapeSeconds
    evaluate = rule.evaluateSeconds
  }

  /// From the instant at which the window reaches the threshold to the alarm: the next scrape, the metric's delay, the
  /// next evaluation, and the time that the condition must hold.
  ///
  /// Scrapes and evaluations are phases, not events: each adds a uniform share of its interval.
  public func lag(scrape phase: Double, evaluation: Double) -> Span {
    hold + delay + Span(seconds: scrape * phase + evaluate * evaluation)
  }
}
