public import Costing
public import ServiceModel

/// The service of the worked cost check: 1000 requests a second at peak, 9.3627 a replica, 25 % buffer, 8xH100 nodes.
///
/// Its yearly figures were computed by hand and apart from this program; see the tables in the tests.
public enum CheckedDesign: String, CaseIterable, Sendable {
  case none
  case backupAndRestore = "backup-and-restore"
  case pilotLight = "pilot-light"
  case pilotLightHeld = "pilot-light-held"
  case warmStandby = "warm-standby"
  case hotStandby = "hot-standby"
  case activeActive2Bare = "active-active-2-bare"
  case activeActive2Buffered = "active-active-2-buffered"
  case activeActive3Bare = "active-active-3-bare"
  case activeActive3Buffered = "active-active-3-buffered"
}

/// Whether the second site has the same provider and price or another one's.
public enum CheckedSetting: String, CaseIterable, Sendable {
  case sameProvider = "S"
  case otherProvider = "X"
}

/// Requests in a year of 8766 h at a mean of 2000/3 a second.
public let checkedRequestsPerYear = 2000.0 / 3 * 3600 * 8766

/// Mean region outage, in minutes: 60 e^(1/2).
public let checkedMeanOutage = 98.92327624200769

/// Region outages a year: two while the site is up.
public let checkedIncidents = 2 / (1 + 2 * checkedMeanOutage / 525_960)

extension CheckedDesign {
  var topology: Topology {
    switch self {
    case .none: .singleSite
    case .backupAndRestore: .backupAndRestore
    case .pilotLight, .pilotLightHeld: .pilotLight
    case .warmStandby: .warmStandby
    case .hotStandby: .hotStandby
    default: .activeActive
    }
  }

  public var siteCount: Int {
    switch self {
    case .none: 1
    case .activeActive3Bare, .activeActive3Buffered: 3
    default: 2
    }
  }

  var siteLoss: Sizing.SiteLoss {
    self == .activeActive2Buffered || self == .activeActive3Buffered ? .kept : .consumed
  }

  private var second: (keep: Readiness, size: FleetSize, reserved: Double) {
    switch self {
    case .none: (.nothing, .ofProduction(1), 0)
    case .backupAndRestore: (.backups, .ofProduction(1), 0)
    case .pilotLight: (.data, .ofProduction(1), 0)
    case .pilotLightHeld: (.data, .ofProduction(1), 1)
    case .warmStandby: (.warm, .ofProduction(0.3), 0)
    case .hotStandby: (.warm, .ofProduction(1), 0)
    default: (.serving, .ofProduction(1), 0)
    }
  }

  private var persons: Double {
    switch self {
    case .none: 0
    case .backupAndRestore: 0.25
    case .pilotLight, .pilotLightHeld: 0.5
    case .warmStandby: 0.75
    case .hotStandby: 1
    case .activeActive2Bare, .activeActive2Buffered: 1.5
    case .activeActive3Bare, .activeActive3Buffered: 2
    }
  }

  private var drills: [Drill] {
    guard self != .none else { return [] }
    let nodeHours = self == .backupAndRestore ? 8.0 : 4
    return [
      Drill(name: "region", perYear: 2, people: 6, hours: 8, dollarsPerPersonHour: 125, nodeHours: nodeHours),
      Drill(name: "zone", perYear: 4, people: 3, hours: 4, dollarsPerPersonHour: 125),
      Drill(name: "instance", perYear: 12, people: 1, hours: 2, dollarsPerPersonHour: 125),
    ]
  }

  public func service(_ setting: CheckedSetting, begins: CalendarDay = CalendarDay(year: 2027, month: 1, day: 1))
    -> Service
  {
    let other = setting == .otherProvider
    func node(_ dollars: Double, sku: String) -> NodeType {
      NodeType(
        gpuModel: "H100", gpus: 8, sku: sku, dollarsPerHour: dollars, priceBasis: .list, priceSource: "price table",
        priceAsOf: "2026-11-09")
    }
    let aws = node(55.04, sku: "p5.48xlarge")
    let azure = node(98.32, sku: "Standard_ND96isr_H100_v5")
    let sites = [
      Site(name: "main", provider: "aws", region: "us-east-1", keep: .serving, node: aws),
      Site(
        name: "dr", provider: other ? "azure" : "aws", region: other ? "eastus" : "us-east-2", keep: second.keep,
        size: second.size, reserved: second.reserved, node: other ? azure : aws),
      Site(
        name: "third", provider: "aws", region: "us-west-2", keep: siteCount == 3 ? .serving : .nothing, node: aws),
    ]
    return Service(
      name: "cost-check", design: Design(name: rawValue, topology: topology), begins: begins,
      objectives: Objectives(),
      traffic: Traffic(peakRPS: 1000, day: .sine(amplitude: 0.5), promptTokens: 1155, outputTokens: 211),
      replica: ReplicaType(name: "70b-fp8", ratedRPS: 9.3627, gpus: 4), sites: sites,
      sizing: Sizing(buffer: 0.25, siteLoss: siteLoss), failures: [], detection: .takes(.constant(0)),
      decision: Decision(preCheck: .constant(0)), execution: Execution(move: TrafficMove(mechanism: .balancer)),
      prices: prices, drills: drills)
  }

  private var prices: Prices {
    Prices(
      userEgress: EgressPrice(
        bytesPerRequest: 53_000,
        tiers: [
          .init(upToGBPerMonth: 10_000, dollarsPerGB: 0.09), .init(upToGBPerMonth: 50_000, dollarsPerGB: 0.085),
          .init(upToGBPerMonth: 150_000, dollarsPerGB: 0.07), .init(upToGBPerMonth: .infinity, dollarsPerGB: 0.05),
        ]),
      state: StatePrice(
        bytesPerRequest: 10_000, keptDays: 30, syncDollarsPerGB: 0.02, syncAcrossProvidersDollarsPerGB: 0.07,
        liveDollarsPerGBMonth: 0.25, backupDollarsPerGBMonth: 0.023),
      storage: StoragePrice(gigabytesPerSite: 1000, dollarsPerGBMonth: 0.023),
      balancer: BalancerPrice(dollarsPerHour: 0.0225, dollarsPerUnitHour: 0.008, bytesPerRequest: 59_000),
      labour: LabourPrice(dollarsPerPersonYear: 250_000, persons: persons))
  }

  /// Node-hours that failovers acquire in a year: incidents x 0.9 x 0.95 x (E[R] - E[min(F, R)]) x nodes acquired.
  public var burstNodeHours: Double {
    let (limitedMean, nodes): (Double, Double)
    switch self {
    case .backupAndRestore: (limitedMean, nodes) = (76.3987, 67)
    case .pilotLight: (limitedMean, nodes) = (23.2372, 67)
    case .warmStandby: (limitedMean, nodes) = (14.5994, 46)
    default: return 0
    }
    return checkedIncidents * 0.9 * 0.95 * (checkedMeanOutage - limitedMean) / 60 * nodes
  }

  /// The same where the nodes of a failover that fails are paid too: from the grant to the end of the outage. Nodes that are refused
  /// are not.
  public var rentedNodeHours: Double { burstNodeHours / 0.95 }

  public var usage: SimulatedUsage {
    SimulatedUsage(
      sites: [SiteUsage(site: "dr", burstNodeHours: Estimate(burstNodeHours))],
      requestsAnswered: Estimate(checkedRequestsPerYear))
  }

  public func sheet(
    _ setting: CheckedSetting, begins: CalendarDay = CalendarDay(year: 2027, month: 1, day: 1),
    horizonHours: Double = 8766
  ) -> CostSheet {
    var service = service(setting, begins: begins)
    service.horizonHours = horizonHours
    return CostSheet(of: service, usage: usage, studyID: "cost-check")
  }

  /// Request-weighted minutes lost in a year, region outages only, from the failover times of the check.
  public var minutesPerYear: Double {
    /// Without failover in a share of incidents, by procedure in 95 % and by hand in 5 % of the others.
    func failover(_ limitedMean: Double, byHand: Double, impossible: Double) -> Double {
      checkedIncidents
        * ((1 - impossible) * (0.95 * limitedMean + 0.05 * byHand) + impossible * checkedMeanOutage)
    }
    switch self {
    case .none: return checkedIncidents * checkedMeanOutage
    case .backupAndRestore: return failover(76.3987, byHand: 84.3637, impossible: 0.1)
    case .pilotLight: return failover(23.2372, byHand: 58.1501, impossible: 0.1)
    case .pilotLightHeld: return failover(23.2372, byHand: 58.1501, impossible: 0)
    case .warmStandby: return 27.06
    case .hotStandby: return failover(2.9991, byHand: 48.9066, impossible: 0)
    case .activeActive2Bare, .activeActive2Buffered: return checkedIncidents + 0.0744
    case .activeActive3Bare: return checkedIncidents + 3 * 0.0744 * 0.299
    case .activeActive3Buffered: return checkedIncidents + 3 * 0.0744 * 0.182
    }
  }
}
