import Control
import EventKernel
import ServiceModel

/// What detectors remember of sites that answer: each site's bad requests over the longest window, what users met with, and
/// when rules over windows reached their thresholds.
struct DetectorMemory: Equatable, Sendable {
  private let detectorCount: Int
  private(set) var histories: ContiguousArray<SignalHistory> = []
  /// The same beyond what the other sites' requests met with; none where no rule compares sites.
  private(set) var beyondPeers: ContiguousArray<SignalHistory> = []
  private(set) var userViews: ContiguousArray<UserView> = []
  /// When each site's rules over sliding windows reached their thresholds, or will; site by site.
  private var crossings: ContiguousArray<SimTime> = []

  /// - Parameter sites: 0 where no detector looks at requests.
  init(sites: Int, detectors: Int, comparesPeers: Bool = false) {
    detectorCount = detectors
    histories = ContiguousArray(repeating: SignalHistory(), count: sites)
    if comparesPeers { beyondPeers = histories }
    userViews = ContiguousArray(repeating: UserView(), count: sites)
    crossings = ContiguousArray(repeating: .never, count: sites * detectors)
  }

  /// Whether nothing bad is in any window.
  var areForgotten: Bool { histories.allSatisfy(\.isEmpty) && beyondPeers.allSatisfy(\.isEmpty) }

  /// When the first window has nothing bad in it any more; never where none has, or something is bad now.
  func forgetsAt(reach: Span) -> SimTime {
    let forgets = histories.reduce(SimTime.never) { min($0, $1.forgetsAt(reach: reach)) }
    return beyondPeers.reduce(forgets) { min($0, $1.forgetsAt(reach: reach)) }
  }

  /// Whether users and rules see what they saw then; windows are no part of it.
  func areSettled(as start: DetectorMemory) -> Bool { userViews == start.userViews && crossings == start.crossings }

  /// What is bad of a site's requests from now on.
  mutating func observe(_ levels: SignalLevels, of site: Int, at now: SimTime, reach: Span) {
    histories[site].observe(levels, at: now, reach: reach)
  }

  /// What is bad of a site's requests from now on beyond what is bad of the others'.
  mutating func observe(_ levels: SignalLevels, ofPeersOf site: Int, at now: SimTime, reach: Span) {
    beyondPeers[site].observe(levels, at: now, reach: reach)
  }

  /// The chance that a user's request to a site fails from now on, in millionths.
  mutating func observe(userLevel level: Int32, of site: Int, at now: SimTime) {
    guard userViews[site].level != level else { return }
    userViews[site] = UserView(level: level, since: level > 0 ? now : .zero)
  }

  /// How long a detector takes to see what users meet with at a site.
  mutating func delay(of probes: Probes, at uniform: Double, site: Int) -> Double {
    userViews[site].delay(of: probes, at: uniform)
  }

  /// When a detector's window over a site reaches its threshold and stays there for `lag`, if things go on as they are.
  ///
  /// - Parameter since: When what is wrong with the site began.
  mutating func crossing(
    of rate: RateLaw, detector: Int, site: Int, since: SimTime, staysFor lag: Span, from now: SimTime
  ) -> SimTime {
    let place = site * detectorCount + detector
    let history = rate.looksAtPeers ? beyondPeers[site] : histories[site]
    crossings[place] = history.crossing(
      of: rate.signal, window: rate.window, threshold: rate.threshold(at: site, since: since), staysFor: lag,
      from: now, crossed: crossings[place])
    return crossings[place]
  }
}

/// What users' requests to a site have met with, and since when.
struct UserView: Equatable, Sendable, BitwiseCopyable {
  /// The chance that one fails, in millionths.
  var level: Int32 = 0
  var since = SimTime.zero
  /// How long a detector takes to see that, and the uniform for which it was worked out last; -1: for none.
  private var delay = 0.0
  private var uniform = -1.0

  init(level: Int32 = 0, since: SimTime = .zero) {
    self.level = level
    self.since = since
  }

  /// How long a detector takes to see it. Its probes are made one by one, so that is kept while it is asked again for the
  /// same numbers: each incident, branch and detector has a uniform of its own.
  mutating func delay(of probes: Probes, at uniform: Double) -> Double {
    if self.uniform != uniform {
      delay = probes.delay(failing: Double(level) / 1e6, at: uniform)
      self.uniform = uniform
    }
    return delay
  }
}
