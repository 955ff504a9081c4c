public import Currencies

/// What is paid beside nodes. Whatever is nil is not priced, and the output says so.
public struct Prices: Equatable, Sendable {
  /// What all amounts of the service are counted in: whatever is called dollars below is a unit of it.
  public var currency = StudyCurrency.dollars
  public var userEgress: EgressPrice?
  public var state: StatePrice?
  /// Weights, images and the like, per site that keeps anything.
  public var storage: StoragePrice?
  public var balancer: BalancerPrice?
  public var labour: LabourPrice?
  /// What an outage costs; there is no default.
  public var outage: OutagePrice?
  /// What customers get back for bad months; nil where nothing was promised.
  public var credits: CreditPrice?
  /// What the plan pays for beside.
  public var lines: [PricedLine] = []

  public init(
    userEgress: EgressPrice? = nil, state: StatePrice? = nil, storage: StoragePrice? = nil,
    balancer: BalancerPrice? = nil, labour: LabourPrice? = nil, outage: OutagePrice? = nil
  ) {
    self.userEgress = userEgress
    self.state = state
    self.storage = storage
    self.balancer = balancer
    self.labour = labour
    self.outage = outage
  }
}

/// Where an amount comes from; printed beside it in `costs.csv` and `assumptions.csv`.
public struct PriceOrigin: Equatable, Sendable {
  public var basis: PriceBasis
  public var source: String
  public var asOf: String

  public init(basis: PriceBasis = .assumed, source: String = "", asOf: String = "") {
    self.basis = basis
    self.source = source
    self.asOf = asOf
  }

  /// Of what several amounts make together: assumed where one of them is, else as the first of them.
  public static func joining(_ first: PriceOrigin, _ others: PriceOrigin?...) -> PriceOrigin {
    ([first] + others.compactMap { $0 }).first { $0.basis == .assumed } ?? first
  }
}

/// Traffic to users, priced by monthly volume.
public struct EgressPrice: Equatable, Sendable {
  /// A price up to a monthly volume, in GB; the last tier has no end.
  public struct Tier: Equatable, Sendable {
    public var upToGBPerMonth: Double
    public var dollarsPerGB: Double
    /// Of this tier's price; nil where it is that of all tiers.
    public var origin: PriceOrigin?

    public init(upToGBPerMonth: Double, dollarsPerGB: Double, origin: PriceOrigin? = nil) {
      self.upToGBPerMonth = upToGBPerMonth
      self.dollarsPerGB = dollarsPerGB
      self.origin = origin
    }
  }
  public var bytesPerRequest: Double
  public var tiers: [Tier]
  /// Tiers of providers that have their own.
  public var tiersByProvider: [String: [Tier]] = [:]
  public var origin: PriceOrigin

  public init(bytesPerRequest: Double, tiers: [Tier], origin: PriceOrigin = PriceOrigin()) {
    self.bytesPerRequest = bytesPerRequest
    self.tiers = tiers
    self.origin = origin
  }

  public func tiers(of provider: String) -> [Tier] { tiersByProvider[provider] ?? tiers }
}

/// Conversation state: copied to other sites, kept live there, kept in backups.
public struct StatePrice: Equatable, Sendable {
  public var bytesPerRequest: Double
  public var keptDays: Double
  /// Dollars a GB for a copy to another site.
  public var syncDollarsPerGB: Double
  /// The same to a site of another provider; nil where it costs no more.
  public var syncAcrossProvidersDollarsPerGB: Double?
  public var liveDollarsPerGBMonth: Double
  public var backupDollarsPerGBMonth: Double
  /// Of the price of a copy, and of each other price that has one of its own.
  public var origin: PriceOrigin
  public var acrossOrigin: PriceOrigin?
  public var liveOrigin: PriceOrigin?
  public var backupOrigin: PriceOrigin?

  public init(
    bytesPerRequest: Double, keptDays: Double, syncDollarsPerGB: Double,
    syncAcrossProvidersDollarsPerGB: Double? = nil, liveDollarsPerGBMonth: Double, backupDollarsPerGBMonth: Double,
    origin: PriceOrigin = PriceOrigin()
  ) {
    self.bytesPerRequest = bytesPerRequest
    self.keptDays = keptDays
    self.syncDollarsPerGB = syncDollarsPerGB
    self.syncAcrossProvidersDollarsPerGB = syncAcrossProvidersDollarsPerGB
    self.liveDollarsPerGBMonth = liveDollarsPerGBMonth
    self.backupDollarsPerGBMonth = backupDollarsPerGBMonth
    self.origin = origin
  }
}

public struct StoragePrice: Equatable, Sendable {
  public var gigabytesPerSite: Double
  public var dollarsPerGBMonth: Double
  public var origin: PriceOrigin

  public init(gigabytesPerSite: Double, dollarsPerGBMonth: Double, origin: PriceOrigin = PriceOrigin()) {
    self.gigabytesPerSite = gigabytesPerSite
    self.dollarsPerGBMonth = dollarsPerGBMonth
    self.origin = origin
  }
}

/// A load balancer per site by the hour, and its traffic by capacity unit; one unit carries one GB an hour.
public struct BalancerPrice: Equatable, Sendable {
  public var dollarsPerHour: Double
  public var dollarsPerUnitHour: Double
  /// Bytes of request and response that count for the balancer.
  public var bytesPerRequest: Double
  /// Of the price of an hour, and of that of a unit where it has one of its own.
  public var origin: PriceOrigin
  public var unitOrigin: PriceOrigin?

  public init(
    dollarsPerHour: Double, dollarsPerUnitHour: Double, bytesPerRequest: Double, origin: PriceOrigin = PriceOrigin()
  ) {
    self.dollarsPerHour = dollarsPerHour
    self.dollarsPerUnitHour = dollarsPerUnitHour
    self.bytesPerRequest = bytesPerRequest
    self.origin = origin
  }
}

/// People who run the disaster recovery of a design.
public struct LabourPrice: Equatable, Sendable {
  public var dollarsPerPersonYear: Double
  public var persons: Double
  public var origin: PriceOrigin

  public init(dollarsPerPersonYear: Double, persons: Double, origin: PriceOrigin = PriceOrigin()) {
    self.dollarsPerPersonYear = dollarsPerPersonYear
    self.persons = persons
    self.origin = origin
  }
}

/// What lost requests cost the business.
public struct OutagePrice: Equatable, Sendable {
  public var dollarsPerLostRequest: Double
  /// Dollars per minute of outage, by time; up to the first length of `growth`.
  public var dollarsPerOutageMinute: Double
  /// Dollars per further minute of an outage that has lasted so long, lengths rising.
  public var growth: [OutageGrowth] = []
  /// Of the price of a lost request, and of that of a minute where it has one of its own.
  public var origin: PriceOrigin
  public var minuteOrigin: PriceOrigin?

  public init(
    dollarsPerLostRequest: Double, dollarsPerOutageMinute: Double = 0, origin: PriceOrigin = PriceOrigin()
  ) {
    self.dollarsPerLostRequest = dollarsPerLostRequest
    self.dollarsPerOutageMinute = dollarsPerOutageMinute
    self.origin = origin
  }
}

/// A rehearsal that is held some times a year.
public struct Drill: Equatable, Sendable {
  public var name: String
  public var perYear: Double
  public var people: Double
  public var hours: Double
  public var dollarsPerPersonHour: Double
  /// Hours for which the nodes that a failover would acquire are rented for the drill.
  public var nodeHours: Double
  public var origin: PriceOrigin
  /// Where a plan has it.
  public var block: Block

  /// Rehearsals that are priced and not simulated, and those that are simulated, whose nodes are what they run.
  public enum Block: String, CaseIterable, Sendable { case drills, evacuations }

  public init(
    name: String, perYear: Double, people: Double, hours: Double, dollarsPerPersonHour: Double, nodeHours: Double = 0,
    origin: PriceOrigin = PriceOrigin(), block: Block = .drills
  ) {
    self.name = name
    self.perYear = perYear
    self.people = people
    self.hours = hours
    self.dollarsPerPersonHour = dollarsPerPersonHour
    self.nodeHours = nodeHours
    self.origin = origin
    self.block = block
  }
}

extension Service {
  /// Whether several sites may answer and something is priced by what each of them does.
  public var asksWhereAnswered: Bool {
    (prices.userEgress != nil || prices.balancer != nil || prices.state != nil)
      && sites.count { $0.keep > .nothing } > 1
  }
}
