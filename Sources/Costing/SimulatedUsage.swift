/// What the simulation says was used, per year of 8766 h; everything else follows from the service itself.
///
/// Plain numbers, so that a stored result can be priced again without simulation.
public struct SimulatedUsage: Equatable, Sendable {
  public var sites: [SiteUsage]
  /// Requests that got a complete answer.
  public var requestsAnswered: Estimate
  public var requestsLost: Estimate
  /// Summed length of outages, in minutes.
  public var outageMinutes: Estimate

  public init(
    sites: [SiteUsage] = [], requestsAnswered: Estimate, requestsLost: Estimate = .zero, outageMinutes: Estimate = .zero
  ) {
    self.sites = sites
    self.requestsAnswered = requestsAnswered
    self.requestsLost = requestsLost
    self.outageMinutes = outageMinutes
  }

  /// What is recorded of a site; nil where the simulation says nothing of it.
  public func usage(of site: String) -> SiteUsage? { sites.first { $0.site == site } }
}

/// Node-hours at one site, per year of 8766 h.
public struct SiteUsage: Equatable, Sendable {
  public var site: String
  /// Hours of nodes that failovers acquired, without nodes that were reserved: those are paid already.
  public var burstNodeHours: Estimate
  /// Hours of the serving fleet where an autoscaler sizes it; nil where the fleet is fixed.
  public var autoscaledNodeHours: Estimate?

  public init(site: String, burstNodeHours: Estimate = .zero, autoscaledNodeHours: Estimate? = nil) {
    self.site = site
    self.burstNodeHours = burstNodeHours
    self.autoscaledNodeHours = autoscaledNodeHours
  }
}

/// A mean over replications and its standard error, in the same unit; both finite, neither negative.
public struct Estimate: Equatable, Sendable {
  public var mean: Double
  public var standardError: Double

  public init(_ mean: Double, standardError: Double = 0) {
    self.mean = mean
    self.standardError = standardError
  }

  public static let zero = Estimate(0)

  /// The same estimate in another unit.
  public static func * (estimate: Estimate, factor: Double) -> Estimate {
    Estimate(estimate.mean * factor, standardError: estimate.standardError * factor)
  }
}
