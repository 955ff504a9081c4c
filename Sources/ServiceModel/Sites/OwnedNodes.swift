/// Machines of one's own at a site: bought once, written off over their life, and fed with power and place every hour.
public struct OwnedNodes: Equatable, Sendable {
  /// Machines that are owned, 0 or more; what stands beyond them is rented.
  public var nodes: Int
  /// Dollars for one machine.
  public var capex: Double
  /// Years of 8766 h over which it is written off, above 0.
  public var lifeYears: Double
  /// What it is worth at the end of its life, as a share of `capex`, 0 to 1.
  public var residual: Double
  /// Cost of capital a year on the mean book value, as a share: imputed, no money moves.
  public var capitalRate: Double
  /// Support a year, as a share of `capex`.
  public var supportRate: Double
  /// Power that the colocation reserves for one machine, in kW, whether it draws it or not.
  public var contractedKW: Double
  /// Drawn by a machine that serves, in kW, and by one that waits.
  public var busyKW: Double
  public var idleKW: Double
  /// Power usage effectiveness: what the building draws for each kW of a machine, 1 or more.
  public var pue: Double
  public var dollarsPerKWh: Double
  /// For a contracted kW and a month of 730.5 h, electricity apart.
  public var colocationDollarsPerKWMonth: Double
  /// Of `capex`.
  public var origin: PriceOrigin
  /// Of what else has an origin of its own: nil where it is that of `capex`.
  public var wearOrigin: PriceOrigin?
  public var capitalOrigin: PriceOrigin?
  public var supportOrigin: PriceOrigin?
  public var colocationOrigin: PriceOrigin?
  public var powerOrigin: PriceOrigin?

  public init(
    nodes: Int, capex: Double, lifeYears: Double, residual: Double = 0, capitalRate: Double = 0,
    supportRate: Double = 0, contractedKW: Double = 0, busyKW: Double = 0, idleKW: Double = 0, pue: Double = 1,
    dollarsPerKWh: Double = 0, colocationDollarsPerKWMonth: Double = 0, origin: PriceOrigin = PriceOrigin()
  ) {
    precondition(nodes >= 0 && lifeYears > 0 && (0...1).contains(residual) && pue >= 1)
    self.nodes = nodes
    self.capex = capex
    self.lifeYears = lifeYears
    self.residual = residual
    self.capitalRate = capitalRate
    self.supportRate = supportRate
    self.contractedKW = contractedKW
    self.busyKW = busyKW
    self.idleKW = idleKW
    self.pue = pue
    self.dollarsPerKWh = dollarsPerKWh
    self.colocationDollarsPerKWMonth = colocationDollarsPerKWMonth
    self.origin = origin
  }

  /// Straight-line depreciation of a machine, in dollars a year.
  public var depreciationPerYear: Double { capex * (1 - residual) / lifeYears }
  /// Cost of capital of a machine, in dollars a year: the mean of what it is worth at both ends of its life.
  public var capitalPerYear: Double { capex * (1 + residual) / 2 * capitalRate }
  public var supportPerYear: Double { capex * supportRate }
  public var colocationPerYear: Double { contractedKW * colocationDollarsPerKWMonth * 12 }
  /// Kilowatt-hours of an hour, the building's share included.
  public func kilowattHours(busy: Bool) -> Double { (busy ? busyKW : idleKW) * pue }
}

extension Service {
  /// Machines of one's own at a site beyond those that stand or are held there: a failover runs on them before it rents.
  public func spareOwnedNodes(at site: Site) -> Int {
    max(0, (site.owned?.nodes ?? 0) - standingNodes(at: site) - reservedNodes(at: site))
  }

  /// Whether machines of one's own are enough for everything that stands at a site, that a failover asks for there, and that
  /// its autoscaler may ask for: then nothing is rented, and an hour needs no price.
  public func ownsAllNodes(at site: Site) -> Bool {
    guard let owned = site.owned, owned.nodes > 0 else { return false }
    let ceiling = (try? scalingCeiling(at: site)) ?? nil
    return owned.nodes >= max(failoverNodes(at: site), ceiling ?? 0)
  }
}
