import ServiceModel

/// What the simulation says was used, per year of 8766 h and by part of the horizon; everything else follows from the
/// service itself.
///
/// Plain numbers, so that a stored result can be priced again without simulation.
public struct SimulatedUsage: Equatable, Sendable {
  public var sites: [SiteUsage]
  /// Requests that got a complete answer.
  public var requestsAnswered: Estimate
  public var requestsLost: Estimate
  /// Summed length of outages, in minutes.
  public var outageMinutes: Estimate
  /// Lengths of outages, in minutes, by which `outageMinutesByLength` is split; empty where no price depends on them.
  public var outageLengths: [Double] = []
  /// Minutes up to the first length, between two, and beyond the last.
  public var outageMinutesByLength: [Estimate] = []
  /// Availabilities below which customers have credits, falling, and the months of each tier; empty without credits.
  public var creditLevels: [Double] = []
  public var creditMonths: [Estimate] = []
  /// Requests lost of each of several services that share the fleet, in its own requests; empty where one has it.
  public var lostByService: [Estimate] = []
  /// The same amounts in each world by itself, without standard errors; empty where only means are known.
  ///
  /// Worlds are independent and alike. Amounts of one world go together (nodes that failovers acquired, requests that
  /// were lost), so the spread of a cost over worlds is not the sum of the spreads of its parts.
  public var worlds: [SimulatedUsage] = []

  public init(
    sites: [SiteUsage] = [], requestsAnswered: Estimate, requestsLost: Estimate = .zero, outageMinutes: Estimate = .zero
  ) {
    self.sites = sites
    self.requestsAnswered = requestsAnswered
    self.requestsLost = requestsLost
    self.outageMinutes = outageMinutes
  }

  /// Nothing beyond the standing fleets; an autoscaled fleet runs for no hour.
  public static func nothing(for service: Service) -> SimulatedUsage {
    SimulatedUsage(
      sites: service.sites.map { site in
        SiteUsage(site: site.name, autoscaledNodeHours: service.isAutoscaled(site) ? .zero : nil)
      }, requestsAnswered: .zero)
  }

  /// The means over worlds, their standard errors from the spread of the worlds, and the worlds themselves.
  ///
  /// - Precondition: Two worlds at least, all with the same sites.
  public init(worlds: [SimulatedUsage]) {
    precondition(worlds.count >= 2, "a standard error needs two worlds")
    let first = worlds[0]
    precondition(worlds.allSatisfy { $0.sites.map(\.site) == first.sites.map(\.site) })
    sites = first.sites.indices.map { site in
      var usage = SiteUsage(
        site: first.sites[site].site, burstNodeHours: Estimate(over: worlds.map { $0.sites[site].burstNodeHours }),
        autoscaledNodeHours: first.sites[site].autoscaledNodeHours.map { _ in
          Estimate(over: worlds.map { $0.sites[site].autoscaledNodeHours ?? .zero })
        },
        rentedRequests: first.sites[site].rentedRequests.map { _ in
          Estimate(over: worlds.map { $0.sites[site].rentedRequests ?? .zero })
        })
      func mean(_ hours: KeyPath<SiteUsage, Estimate?>) -> Estimate? {
        first.sites[site][keyPath: hours].map { _ in
          Estimate(over: worlds.map { $0.sites[site][keyPath: hours] ?? .zero })
        }
      }
      usage.drawnOwnedNodeHours = mean(\.drawnOwnedNodeHours)
      usage.drawnCommittedNodeHours = mean(\.drawnCommittedNodeHours)
      usage.reservedRunNodeHours = mean(\.reservedRunNodeHours)
      usage.answeredRequests = mean(\.answeredRequests)
      return usage
    }
    requestsAnswered = Estimate(over: worlds.map(\.requestsAnswered))
    requestsLost = Estimate(over: worlds.map(\.requestsLost))
    outageMinutes = Estimate(over: worlds.map(\.outageMinutes))
    (outageLengths, creditLevels) = (first.outageLengths, first.creditLevels)
    outageMinutesByLength = first.outageMinutesByLength.indices.map { band in
      Estimate(over: worlds.map { $0.outageMinutesByLength[band] })
    }
    lostByService = first.lostByService.indices.map { service in
      Estimate(over: worlds.map { $0.lostByService[service] })
    }
    creditMonths = first.creditMonths.indices.map { tier in
      Estimate(over: worlds.map { $0.creditMonths[tier] })
    }
    self.worlds = worlds.map(\.pricedByYear)
  }

  /// A world as far as a year's cost depends on it: months matter for what is priced by tiers, and for nothing else.
  private var pricedByYear: SimulatedUsage {
    var year = self
    year.requestsLost = requestsLost.asYear
    year.outageMinutes = outageMinutes.asYear
    year.outageMinutesByLength = outageMinutesByLength.map(\.asYear)
    year.creditMonths = creditMonths.map(\.asYear)
    year.lostByService = lostByService.map(\.asYear)
    for index in sites.indices {
      year.sites[index].burstNodeHours = sites[index].burstNodeHours.asYear
      year.sites[index].autoscaledNodeHours = sites[index].autoscaledNodeHours?.asYear
      year.sites[index].rentedRequests = sites[index].rentedRequests?.asYear
      year.sites[index].drawnOwnedNodeHours = sites[index].drawnOwnedNodeHours?.asYear
      year.sites[index].drawnCommittedNodeHours = sites[index].drawnCommittedNodeHours?.asYear
      year.sites[index].reservedRunNodeHours = sites[index].reservedRunNodeHours?.asYear
    }
    return year
  }

  /// What is recorded of a site; nil where the simulation says nothing of it.
  public func usage(of site: String) -> SiteUsage? { sites.first { $0.site == site } }
}

/// Node-hours at one site, per year of 8766 h.
public struct SiteUsage: Equatable, Sendable {
  public var site: String
  /// Hours of nodes beyond a fixed fleet that are rented: neither reserved nor paid ahead.
  public var burstNodeHours: Estimate
  /// Hours of the serving fleet where an autoscaler sizes it; nil where the fleet is fixed.
  public var autoscaledNodeHours: Estimate?
  /// Hours that draw machines of one's own, and commitments: of all nodes where an autoscaler sizes the fleet, else of those
  /// beyond the standing fleet. Nil where there are none to draw.
  public var drawnOwnedNodeHours: Estimate?
  public var drawnCommittedNodeHours: Estimate?
  /// Hours in which reserved nodes run; nil where none are reserved.
  public var reservedRunNodeHours: Estimate?
  /// Requests answered by a model that is rented there; nil where none is.
  public var rentedRequests: Estimate?
  /// Requests answered by the site; nil where one site answers all of them.
  public var answeredRequests: Estimate?

  public init(
    site: String, burstNodeHours: Estimate = .zero, autoscaledNodeHours: Estimate? = nil,
    rentedRequests: Estimate? = nil
  ) {
    self.site = site
    self.rentedRequests = rentedRequests
    self.burstNodeHours = burstNodeHours
    self.autoscaledNodeHours = autoscaledNodeHours
  }
}
