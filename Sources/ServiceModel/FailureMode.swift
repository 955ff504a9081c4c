import Stochastics

/// One way in which things fail: a clock, a scope, an effect and a repair.
public struct FailureMode: Equatable, Sendable {
  public var name: String
  public var scope: FailureScope
  /// The sites it can strike; nil means all.
  public var sites: [String]?
  /// Time from repair (or the start) to the next failure of one component, in seconds.
  public var lifetime: Distribution
  /// Whether the first lifetime is drawn as if the component had been in service for ever (otherwise it is new).
  public var startsInEquilibrium: Bool
  /// Length of a failure, in seconds.
  public var lasts: Distribution
  public var effect: FailureEffect

  public init(
    name: String, scope: FailureScope, sites: [String]? = nil, lifetime: Distribution,
    startsInEquilibrium: Bool = true, lasts: Distribution, effect: FailureEffect
  ) {
    self.name = name
    self.scope = scope
    self.sites = sites
    self.lifetime = lifetime
    self.startsInEquilibrium = startsInEquilibrium
    self.lasts = lasts
    self.effect = effect
  }
}

/// What one clock of a failure mode strikes, from the smallest to the largest.
public enum FailureScope: String, CaseIterable, Sendable {
  /// One node; each node has a clock.
  case node
  /// All nodes in one zone of a site; each zone has a clock.
  case zone
  /// A whole site; each site has a clock.
  case region
  /// All sites of a provider; each provider has a clock.
  case provider
  /// The software on all sites: a release or a configuration push; one clock.
  case everywhere
  /// What stands in front of all sites: DNS, CDN, identity; one clock.
  case edge
}

/// What a failure does while it lasts.
public enum FailureEffect: Equatable, Sendable {
  /// The struck component stops answering; `symptoms` says how that shows.
  case loss(symptoms: [SymptomShare], containment: Containment?)
  /// The component goes on serving, but what it blocks cannot be done meanwhile.
  case blocks([BlockedAction])
}

/// What a control-plane outage prevents.
public enum BlockedAction: String, CaseIterable, Sendable {
  /// Obtaining nodes at the site.
  case acquire
  /// Changing where traffic goes, for steps that need this site's or provider's DNS or balancer.
  case trafficChange = "traffic-change"
}

/// How a lost site looks from outside; it decides how soon a probe notices.
public enum Symptom: String, CaseIterable, Sendable {
  /// Connections are refused: a probe fails at once.
  case refused
  /// Nothing comes back: a probe fails when its timeout has passed.
  case silent
  /// Some answers come, late: a probe fails with some probability.
  case slow
}

public struct SymptomShare: Equatable, Sendable {
  public var symptom: Symptom
  public var share: Double

  public init(_ symptom: Symptom, _ share: Double) {
    self.symptom = symptom
    self.share = share
  }
}

/// A staged roll-out, site by site, that finds a bad release in its first wave.
public struct Containment: Equatable, Sendable {
  /// Chance that the first wave finds it when that wave takes traffic.
  public var foundInFirstWave: Double
  /// The same when the first wave's site takes none and only synthetic checks look.
  public var foundWithoutTraffic: Double

  public init(foundInFirstWave: Double, foundWithoutTraffic: Double) {
    self.foundInFirstWave = foundInFirstWave
    self.foundWithoutTraffic = foundWithoutTraffic
  }
}
