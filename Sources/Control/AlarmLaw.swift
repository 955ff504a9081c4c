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
  /// Whether it matters which failure it is, not only what it does.
  public let knowsModes: Bool

  /// Nil where the plan has no layers.
  ///
  /// - Parameter modes: Names of the failure modes, in the order in which the others are asked for.
  public init?(_ detection: Detection, modes: [String]) {
    guard case .layers(let layers) = detection else { return nil }
    detectors = layers.detectors.map { DetectorLaw($0.sees, modes: modes) }
    rule = layers.alarm
    reach = detectors.reduce(Span.zero) { reach, detector in
      guard case .rate(let rate) = detector else { return reach }
      return max(reach, rate.window)
    }
    seesImpairment = detectors.contains { $0.seesImpairment }
    knowsModes = detectors.contains { if case .tried = $0 { true } else { false } }
  }

  /// When the rule is met, given each detector's alarm.
  public func alarm(_ times: ContiguousArray<SimTime>) -> SimTime {
    rule.met({ times[$0] }, never: .never, apart: { ($1 - $0).seconds })
  }

  /// Whether these levels, if they last, raise the alarm in the end: what is known of a site that gets no traffic.
  ///
  /// - Parameter mode: The failure mode that makes them; nil where none does, or where it makes no difference.
  public func isTrouble(_ levels: SignalLevels, mode: Int?) -> Bool {
    let times = ContiguousArray(detectors.map { $0.sees(levels, mode: mode) ? SimTime.zero : .never })
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
  /// By failure mode; nil where it does not see it.
  case tried(ContiguousArray<TriedAlert?>)

  /// A user's request must fail one time in twenty at least, or the vantage points hardly ever agree.
  public static let leastUserChance: Int32 = 50_000

  init(_ sight: Sight, modes: [String]) {
    switch sight {
    case .health(let probes): self = .health(DetectionLaw(.probes(probes)))
    case .loss(let law): self = .health(DetectionLaw(.takes(law)))
    case .userRequests(let probes): self = .userRequests(probes)
    case .rate(let rule): self = .rate(RateLaw(rule))
    case .tried(let alerts):
      self = .tried(ContiguousArray(modes.map { name in alerts.first { $0.failure == name } }))
    }
  }

  /// Whether it sees anything of a site that answers badly.
  var seesImpairment: Bool {
    switch self {
    case .health: false
    case .userRequests, .tried: true
    case .rate(let rate): rate.threshold < 1_000_000
    }
  }

  func sees(_ levels: SignalLevels, mode: Int?) -> Bool {
    switch self {
    case .health: false
    case .userRequests: levels.failing >= DetectorLaw.leastUserChance
    case .rate(let rate): levels[rate.signal] >= rate.threshold
    case .tried(let alerts): mode.map { alerts[$0] != nil } ?? false
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

extension TriedAlert {
  /// From the fault to the alert; nil where it does not ring.
  ///
  /// - Parameters:
  ///   - delay: Uniform that decides how soon.
  ///   - miss: Uniform that decides whether at all.
  public func delay(at delay: Double, miss: Double) -> Span? {
    miss < missed ? nil : Span(seconds: takes.sample(at: delay))
  }
}
