public import ServiceModel

/// One row of `costs.csv`: what one item of one design costs at one site in one billing month.
///
/// Expected values over replications. Columns and vocabulary follow the FOCUS 1.2 billing specification, so that a
/// forecast can be laid beside a bill. Money columns are in whole cents; `exactCost` is not rounded.
public struct CostLine: Equatable, Sendable {
  public var studyID: String
  public var design: Design
  /// Whether the design is the one that others are compared with.
  public var isBaseline: Bool
  public var period: BillingPeriod
  /// Empty where the item belongs to no one site; so are provider, region and pool.
  public var site: String
  public var provider: String
  public var region: String
  /// Site and GPU model, `dr/h100`; empty for anything but nodes.
  public var pool: String
  public var group: CostGroup
  public var item: String
  public var role: CostRole
  /// For whose sake the capacity runs; `production` unless it is lent.
  public var beneficiary: String
  public var chargeKind: ChargeKind
  public var chargeFrequency: ChargeFrequency
  public var priceClass: PriceClass
  public var commitmentID: String?
  public var commitmentStatus: DrawStatus?
  public var reservationID: String?
  public var reservationStatus: DrawStatus?
  public var sku: String
  public var gpuModel: String
  public var gpusPerUnit: Int?
  /// Nodes held, on average over the hours of the period; nil for anything but nodes.
  public var unitsMean: Quantity?
  public var quantity: Quantity
  public var unit: QuantityUnit
  public var listUnitPrice: UnitPrice
  public var contractedUnitPrice: UnitPrice
  public var effectiveUnitPrice: UnitPrice
  public var listCost: Money
  public var contractedCost: Money
  /// What is paid in this month.
  public var cashCost: Money
  /// What belongs to this month.
  public var amortisedCost: Money
  public var currency: String
  public var certainty: Certainty
  public var amortisedCostSE: Money
  /// Whether a provider would bill it: own labour and losses have no row in a FOCUS file.
  public var inFocus: Bool
  public var origin: PriceOrigin
  /// Months for which a single payment is made; nil for anything else.
  public var termMonths: Int?
  /// The team's own words: those of the service, and over them those of the site.
  public var tags: [Tag] = []

  /// Quantity times unit price, without rounding to cents.
  public var exactCost: Money { effectiveUnitPrice * quantity }

  /// Whether no money moves for it: what could be earned with the capital in one's own machines.
  public var isImputed: Bool { group == .ownedCapital && chargeKind == .internal }

  /// Ten hexadecimal digits that identify the grain of the line, the same in every run, behind a letter: spreadsheets take
  /// `82921902e7` for a number.
  public var lineID: String {
    let grain = [
      studyID, design.name, period.start.description, site, pool, group.rawValue, item, role.rawValue,
      priceClass.rawValue, commitmentID ?? "", commitmentStatus?.rawValue ?? "", reservationID ?? "",
      reservationStatus?.rawValue ?? "", beneficiary, sku,
    ]
    let hash = stableHash(grain.joined(separator: "\u{1F}")) >> 24
    let digits = String(hash, radix: 16)
    return "L" + String(repeating: "0", count: 10 - digits.count) + digits
  }
}

/// FNV-1a of the UTF-8 bytes, finished by the mixer of SplitMix64 so that its upper bits are usable alone.
private func stableHash(_ text: String) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
  hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
  hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
  return hash ^ (hash >> 31)
}

/// What kind of thing is paid for.
public enum CostGroup: String, CaseIterable, Sendable {
  case compute, network, state, storage, software, labour, drill
  case ownedCapital = "owned_capital"
  case ownedRunning = "owned_running"
  /// What outages lose; never part of what a design costs.
  case outage

  /// Whether it pays for nodes, rented or one's own.
  public var isOfNodes: Bool { [.compute, .ownedCapital, .ownedRunning].contains(self) }
}

/// Why capacity is held; every node-hour has exactly one role.
public enum CostRole: String, CaseIterable, Sendable {
  /// Carries the planning peak with nothing failed.
  case serving
  /// Ready above the requirement.
  case buffer
  /// Ready at serving sites so that they can carry a lost peer's load.
  case siteReserve = "site_reserve"
  /// Runs, or is reserved, at a site without traffic.
  case standby
  /// Acquired in a failover.
  case failoverBurst = "failover_burst"
  /// Beside a serving fleet while a release is rolled out over it.
  case surge
  case drill
  /// Anything that is not a node.
  case shared
}

public enum ChargeKind: String, CaseIterable, Sendable {
  case usage, purchase, credit
  /// Own money that no provider bills.
  case `internal`
}

public enum ChargeFrequency: String, CaseIterable, Sendable {
  case oneTime = "one_time"
  case recurring
  case usageBased = "usage_based"
}

public enum PriceClass: String, CaseIterable, Sendable {
  case onDemand = "on_demand"
  case committed1Y = "committed_1y"
  case committed3Y = "committed_3y"
  case spot, owned
  /// Neither bought by the hour nor committed: labour, losses.
  case flat
}

/// Whether something running draws a commitment or a reservation. Idle but running is used.
public enum DrawStatus: String, CaseIterable, Sendable {
  case used, unused
}

public enum QuantityUnit: String, CaseIterable, Sendable {
  case nodeHours = "node-hours"
  case gigabytes = "GB"
  case gigabyteMonths = "GB-months"
  case balancerUnitHours = "LCU-hours"
  case kilowattHours = "kWh"
  case personHours = "person-hours"
  case millionTokens = "million-tokens"
  case thousandRequests = "thousand-requests"
  case months
  case payments
  case minutes
  /// Anything else that is counted: hours of a balancer, lost requests.
  case units
}

/// Whether a quantity follows from the plan alone or from simulated chance.
public enum Certainty: String, CaseIterable, Sendable {
  case fixed, simulated
}

/// Items of a bill by which something is decided; the others are words of their lines.
public enum CostItem {
  /// Nodes that run, stand by or are held.
  public static let nodes = "gpu-nodes"
  /// Answers on their way to users.
  public static let userEgress = "user-egress"
  /// Copies of conversations from which a site is restored.
  public static let backups = "backups"
}
