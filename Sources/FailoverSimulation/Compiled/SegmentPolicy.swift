import ServiceModel

/// How incidents are scored by branches instead of by the one course that a replication takes.
///
/// An incident, as a *segment* of a replication, begins when a clock fires while all is well and ends when all is well
/// again, or at the horizon. At its entrance the state is copied, and branches run to its end, each with fresh luck given
/// the ages of all components. Their mean is scored in place of what the main path loses in the incident. The main path
/// itself goes on as ever, so that nothing about its law changes, and the estimate has no bias in any model.
///
/// Source: V. F. Nicola, P. Shahabuddin, P. Heidelberger, P. W. Glynn, Fast simulation of steady-state availability in
/// non-Markovian highly dependable systems, FTCS-23 (1993) 38.
public struct SegmentPolicy: Equatable, Sendable {
  /// Branches of each incident, by the failure mode that begins it. Below 1 it is the chance of one branch, whose
  /// weight is the inverse.
  public var branches: [Double]
  /// Scales hazards inside branches; nil: they run with the plan's own.
  public var bias: HazardBias?
  /// Whether branches come in pairs: one in which the failover of the incident works as far as its coin goes, one in
  /// which it does not, each with its probability.
  public var stratifiesCoin: Bool
  /// Failure modes that the main path leaves out and that are inserted into branches at random instants, `insertions` of
  /// each in a horizon.
  public var inserted: [Int]
  public var insertions: Int
  /// Whether the outages of branches are kept with their weights.
  public var keepsRows: Bool

  /// - Precondition: Every number of branches is positive; there is one insertion at least.
  public init(
    branches: [Double], bias: HazardBias? = nil, stratifiesCoin: Bool = true, inserted: [Int] = [],
    insertions: Int = 8, keepsRows: Bool = false
  ) {
    precondition(
      branches.allSatisfy { $0 > 0 } && insertions > 0, "an incident without branches would count for nothing")
    self.branches = branches
    self.bias = bias
    self.stratifiesCoin = stratifiesCoin
    self.inserted = inserted
    self.insertions = insertions
    self.keepsRows = keepsRows
  }

  /// The same number of branches of every incident.
  public init(_ branches: Double, of service: Service, bias: HazardBias? = nil, inserted: [Int] = []) {
    self.init(branches: service.failures.map { _ in branches }, bias: bias, inserted: inserted)
  }
}

/// Importance sampling of coincidences by scaled hazards.
///
/// While an outage with known residual R lasts, the hazard of what could fail meanwhile, at age a, is multiplied by
/// theta = max(1, c / (H(a + R) - H(a))): the chance that it fails within R rises to 1 - exp(-c), and the likelihood
/// ratio of the clocks that share a c stays below e^c whatever the law of R. theta is fixed at the entrance.
/// Source: P. Heidelberger, P. Shahabuddin, V. F. Nicola, Bounded relative error in estimating transient measures of
/// highly dependable non-Markovian systems, ACM TOMACS 4 (1994) 137; balanced failure biasing in hazard form.
public struct HazardBias: Equatable, Sendable {
  /// c, shared by the clocks that could take away a site that is well; 0 leaves every hazard as it is.
  public var sites: Double
  /// c, shared by the nodes of one failure mode at one site.
  public var nodes: Double
  /// Whether anything is scaled; only then is the first repair drawn longer than it is, too.
  var isOn: Bool { sites > 0 || nodes > 0 }
  /// Leaves out what a strike adds to the likelihood ratio: a mistake on purpose, for the test that must find it.
  var forgetsStrikes = false

  public init(sites: Double = 0.7, nodes: Double = 0.5) {
    precondition(sites >= 0 && nodes >= 0, "a hazard cannot be scaled by less than nothing")
    self.sites = sites
    self.nodes = nodes
  }
}

/// The part of (0, 1) in which the coin of one incident is drawn; every other coin is drawn as ever.
struct CoinStratum: Equatable, Sendable, BitwiseCopyable {
  var incident: Incident
  var low: Double
  var high: Double

  static let whole = CoinStratum(incident: .none, low: 0, high: 1)

  func value(at u: Double, _ struck: Incident) -> Double {
    incident == struck && incident != .none ? low + (high - low) * u : u
  }
}

/// Where a branch draws what is drawn for the incident that it begins with.
struct BranchTilt: Sendable {
  /// The coin on its failover.
  var stratum = CoinStratum.whole
  /// The repair of its failure.
  var repair = LongRepair.none
}
