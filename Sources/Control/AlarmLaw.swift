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
  /// Whether a rule reads what answers are worth.
  public let readsWorth: Bool
  /// Whether it matters which failure it is, or when it began.
  public let asksForFailure: Bool
  /// Whether a site's own levels and the failure's mode decide, whatever the hour and the other sites.
  public let judgesByLevelsAlone: Bool
  /// Whether a rule compares a site with the others.
  public let looksAtPeers: Bool

  /// Nil where the plan has no layers.
  ///
  /// - Parameters:
  ///   - modes: Names of the failure modes, in the order in which the others are asked for.
  ///   - requests: At each site in each hour of a week, in a second; where a rule reads them.
  public init?(_ detection: Detection, modes: [String], requests: [[Double]] = []) {
    guard case .layers(let layers) = detection else { return nil }
    detectors = layers.detectors.map { DetectorLaw($0.sees, modes: modes, requests: requests) }
    looksAtPeers = layers.detectors.contains { $0.rule?.against == .peers }
    rule = layers.alarm
    reach = detectors.reduce(Span.zero) { reach, detector in
      guard case .rate(let rate) = detector else { return reach }
      return max(reach, rate.window)
    }
    seesImpairment = detectors.contains { $0.seesImpairment }
    knowsModes = detectors.contains { if case .tried = $0 { true } else { false } }
    readsWorth = layers.detectors.contains { $0.rule?.signal == .worse }
    let readsRequests = layers.detectors.contains { $0.rule?.readsRequests ?? false }
    asksForFailure = knowsModes || readsRequests
    judgesByLevelsAlone = !looksAtPeers && !readsRequests
  }

  /// When the rule is met, given each detector's alarm.
  public func alarm(_ times: ContiguousArray<SimTime>) -> SimTime {
    rule.met({ times[$0] }, never: .never, apart: { ($1 - $0).seconds })
  }

  /// Whether these levels, if they last, raise the alarm in the end: what is known of a site that gets no traffic.
  ///
  /// - Parameters:
  ///   - relative: The same levels beyond those of the sites that take traffic besides.
  ///   - site: Whose they are, and `since` when.
  ///   - mode: The failure mode that makes them; nil where none does, or where it makes no difference.
  public func isTrouble(
    _ levels: SignalLevels, relative: SignalLevels, site: Int, since: SimTime, mode: Int?
  ) -> Bool {
    let times = ContiguousArray(
      detectors.map { detector in
        let isSeen =
          switch detector {
          case .health: false
          case .userRequests: levels.failing >= DetectorLaw.leastUserChance
          case .rate(let rate):
            (rate.looksAtPeers ? relative : levels)[rate.signal] >= rate.threshold(at: site, since: since)
          case .tried(let alerts): mode.map { alerts[$0] != nil } ?? false
          }
        return isSeen ? SimTime.zero : .never
      })
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

  init(_ sight: Sight, modes: [String], requests: [[Double]]) {
    switch sight {
    case .health(let probes): self = .health(DetectionLaw(.probes(probes)))
    case .loss(let law): self = .health(DetectionLaw(.takes(law)))
    case .userRequests(let probes): self = .userRequests(probes)
    case .rate(let rule): self = .rate(RateLaw(rule, requests: requests))
    case .tried(let alerts):
      self = .tried(ContiguousArray(modes.map { name in alerts.first { $0.failure == name } }))
    }
  }

  /// Whether it sees anything of a site that answers badly.
  var seesImpairment: Bool {
    switch self {
    case .health: false
    case .userRequests, .tried: true
    case .rate(let rate): rate.lowestThreshold <= 1_000_000
    }
  }
}

/// A rule over a sliding window, in whole numbers.
public struct RateLaw: Sendable {
  public let signal: Signal
  public let window: Span
  /// Whether it reads by how much more of a site's requests are bad than of the others'.
  public let looksAtPeers: Bool
  /// Levels in millionths that the window must hold on average: one, or one for each hour of the week at each site, all hours of
  /// a site together.
  private let thresholds: ContiguousArray<Int32>
  let hold: Span
  let delay: Span
  let scrape: Double
  let evaluate: Double

  init(_ rule: RateRule, requests: [[Double]]) {
    signal = rule.signal
    looksAtPeers = rule.against == .peers
    window = Span(seconds: rule.windowSeconds)
    // What no window can hold is one more than the whole.
    func level(requests: Double) -> Int32 {
      Int32(min(1_000_001, max(1, (rule.shareNeeded(requests: requests) * 1e6).rounded())))
    }
    thresholds =
      rule.readsRequests
      ? ContiguousArray(requests.flatMap { $0.map { level(requests: $0 * rule.windowSeconds) } }) : [level(requests: 0)]
    hold = Span(seconds: rule.holdSeconds)
    delay = Span(seconds: rule.metricDelaySeconds)
    scrape = rule.scrapeSeconds
    evaluate = rule.evaluateSeconds
  }

  /// The level that raises the alarm of what has been wrong with a site since then: by the hour of the week in which it began.
  public func threshold(at site: Int, since: SimTime) -> Int32 {
    guard thresholds.count > 1 else { return thresholds[0] }
    let hour = max(0, since.seconds / 3600).truncatingRemainder(dividingBy: Double(Service.hoursOfWeek))
    return thresholds[site * Service.hoursOfWeek + Int(hour)]
  }

  var lowestThreshold: Int32 { thresholds.min() ?? 1 }

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
