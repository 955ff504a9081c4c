import ServiceModel

/// One thing that is paid for over the year, before it is cut into monthly lines.
struct Charge {
  /// Whether money moves with the hours, was moved before, or moves for hours that other charges count.
  enum Accounting {
    /// Paid in the month to which it belongs.
    case paidAsUsed
    /// Belongs to the month and is paid by a purchase.
    case paidByPurchase
    /// Paid in the month and spread over others by charges of their own.
    case purchase
    /// Belongs to the month; no money moves.
    case imputed
  }
  var group: CostGroup
  var item: String
  var role: CostRole = .shared
  var site: Site?
  var sku: String = ""
  var kind: ChargeKind = .usage
  var frequency: ChargeFrequency = .usageBased
  var priceClass: PriceClass = .onDemand
  /// For whose sake it is used.
  var beneficiary = "production"
  /// Standby nodes that run, and may be lent.
  var isLendable = false
  /// Machines of one's own on which nothing runs.
  var isIdle = false
  /// Held by a reservation, and whether they run; nil for anything else.
  var reservationStatus: DrawStatus?
  /// The commitment that pays for it, and whether anything draws that; nil where nothing is paid ahead.
  var commitmentID: String?
  var commitmentStatus: DrawStatus?
  /// Without the commitment; nil where that is `price`.
  var listPrice: UnitPrice?
  var unit: QuantityUnit
  var price: UnitPrice
  /// One amount a period.
  var amounts: [Quantity]
  var certainty: Certainty = .fixed
  /// In units per year of 8766 h.
  var yearlyStandardError = 0.0
  var origin: PriceOrigin
  var accounting = Accounting.paidAsUsed
  /// Whether its node-hours are those of nodes that no other charge counts.
  var countsNodes = true
  /// Months for which a single payment is made; nil for anything else.
  var termMonths: Int?
}

/// Walks through everything that a design holds and uses, and names what has no price.
///
/// The formulas are those of the worked cost check, which the tests repeat; each extension holds one kind of item.
struct CostReckoning {
  let service: Service
  let usage: SimulatedUsage
  let calendar: BillingCalendar
  var charges: [Charge] = []
  var unpriced: [String] = []

  var periods: [BillingPeriod] { calendar.periods }

  init(service: Service, usage: SimulatedUsage, calendar: BillingCalendar) {
    self.service = service
    self.usage = usage
    self.calendar = calendar
  }

  mutating func chargeEverything() {
    for site in presentSites { chargeNodes(at: site) }
    for drill in service.drills { charge(drill) }
    chargeUserEgress()
    chargeBalancer()
    chargeState()
    chargeWeights()
    chargeLabour()
    chargeLines()
    chargeOutages()
  }

  /// What all charges come to, without rounding to cents.
  ///
  /// - Parameter withLosses: Whether what outages lose counts.
  func amortisedCost(withLosses: Bool = false) -> Money {
    charges.reduce(.zero) { sum, charge in
      (charge.group == .outage && !withLosses) || charge.accounting == .purchase
        ? sum : sum + charge.price * charge.amounts.reduce(.zero, +)
    }
  }

  /// The sites that keep anything in this design.
  var presentSites: [Site] { service.sites.filter { $0.keep > .nothing } }

  /// Those of them that are one's own to store and balance something at.
  var ownSites: [Site] { presentSites.filter { $0.rented == nil } }

  /// Requests that a site answered, per year of 8766 h; by the plan's weights where the simulation does not tell sites apart.
  func answered(at site: Site) -> Estimate { answered(at: site, usage) }

  func answered(at site: Site, _ usage: SimulatedUsage) -> Estimate {
    usage.usage(of: site.name)?.answeredRequests ?? usage.requestsAnswered * service.servingShare(of: site)
  }

  /// The amounts of something that is held all the time: units times calendar hours.
  func held(_ units: Double) -> [Quantity] { periods.map { Quantity(units * $0.hours) } }

  /// The amounts of something that is used now and then, in the months in which it is used: they sum to the amount of all
  /// months to the last millionth.
  func used(_ amount: Estimate) -> [Quantity] { roundedTogether(calendar.units(amount)) }

  /// The same of what is planned and not simulated, so many units a year: spread evenly.
  func planned(_ unitsPerYear: Double) -> [Quantity] { used(Estimate(unitsPerYear)) }
}

// MARK: Nodes and drills

extension CostReckoning {
  mutating func chargeNodes(at site: Site) {
    if let api = site.rented { return chargeRented(api, at: site) }
    let use = usage.usage(of: site.name) ?? SiteUsage(site: site.name)
    // Where everything that may run is one's own, nothing is rented and nothing needs a price.
    guard let dollars = site.node.dollarsPerHour ?? (service.ownsAllNodes(at: site) ? 0 : nil) else {
      if service.failoverNodes(at: site) > 0 || use.burstNodeHours.mean > 0 {
        unpriced.append("nodes of \(site.name) (\(site.node.gpus) x \(site.node.gpuModel))")
      }
      return
    }
    if site.node.dollarsPerHour == nil && use.burstNodeHours.mean > 0 {
      unpriced.append("nodes that \(site.name) rents beside its own")
    }
    let nodes = Charge(
      group: .compute, item: CostItem.nodes, site: site, unit: .nodeHours, price: UnitPrice(dollars: dollars),
      amounts: [], origin: site.node.origin)

    func fixed(_ role: CostRole, _ count: Int, reserved: Bool = false) -> Charge {
      var charge = nodes
      charge.role = role
      charge.reservationStatus = reserved ? .unused : nil
      charge.isLendable = role == .standby && !reserved
      charge.amounts = held(Double(count))
      return charge
    }
    func simulated(_ role: CostRole, _ hours: Estimate) -> Charge {
      var charge = nodes
      charge.role = role
      charge.certainty = .simulated
      charge.amounts = used(hours)
      charge.yearlyStandardError = hours.standardError
      return charge
    }

    let beyond = UseBeyondFleet(use, at: site, of: service)
    let reserved = inTwo(fixed(.standby, service.reservedNodes(at: site), reserved: true), beyond.reserved.rented) {
      $0.reservationStatus = .used
    }
    let spot = spotCharges(nodes, at: site, isAutoscaled: use.autoscaledNodeHours != nil)
    charges += spot
    if let autoscaled = use.autoscaledNodeHours {
      // What a standby that follows demand runs while it stands in is part of what it runs.
      let role: CostRole = site.keep == .serving ? .serving : .standby
      charges +=
        site.paidAheadNodes > 0
        ? drawnCharges(nodes, autoscaled, use, role: role, at: site) : [simulated(role, autoscaled)]
      if site.keep == .serving { charges += reserved }
    } else if site.paidAheadNodes > 0 {
      charges += split(matchedCharges(nodes, beyond, at: site), at: site)
    } else {
      charges += split(hourlyRoles(at: site).map { fixed($0.role, $0.nodes) }, at: site) + reserved
    }
    charges.append(simulated(site.roleBeyondFleet, use.burstNodeHours))
  }

  /// What waits, in two charges: for the hours in which it is used, and for all others. Together they are what it was.
  ///
  /// - Parameters:
  ///   - hours: In which it is used, node-hours a year.
  ///   - change: What is different in those.
  func inTwo(
    _ waiting: Charge, _ hours: Estimate, _ certainty: Certainty = .simulated, _ change: (inout Charge) -> Void
  ) -> [Charge] {
    guard hours.mean > 0 else { return [waiting] }
    var running = waiting
    running.amounts = zip(used(hours), waiting.amounts).map { min($0, $1) }
    running.certainty = certainty
    running.yearlyStandardError = hours.standardError
    change(&running)
    var rest = waiting
    rest.amounts = zip(waiting.amounts, running.amounts).map { $0 - $1 }
    return [running, rest]
  }

  /// People, and at each site the nodes that a failover would have to acquire. Reserved nodes are paid already.
  mutating func charge(_ drill: Drill) {
    charges.append(
      Charge(
        group: .drill, item: "\(drill.block == .drills ? "drill" : "evacuation")-labour \(drill.name)", role: .drill,
        kind: .internal, priceClass: .flat,
        unit: .personHours, price: UnitPrice(dollars: drill.dollarsPerPersonHour),
        amounts: planned(drill.perYear * drill.people * drill.hours), origin: drill.origin))
    // The nodes of an evacuation are simulated.
    for site in presentSites where drill.block == .drills {
      if let api = site.rented {
        chargeRented(api, for: drill, at: site)
        continue
      }
      let acquired =
        service.failoverNodes(at: site) - service.standingNodes(at: site) - service.reservedNodes(at: site)
        - service.spareOwnedNodes(at: site) - committedNodes(drawnBy: drill, at: site)
      guard acquired > 0, let dollars = site.node.dollarsPerHour else { continue }
      charges.append(
        Charge(
          group: .drill, item: "drill-nodes \(drill.name)", role: .drill, site: site, unit: .nodeHours,
          price: UnitPrice(dollars: dollars),
          amounts: planned(drill.perYear * drill.nodeHours * Double(acquired)),
          origin: site.node.origin))
    }
  }
}

extension NodeType {
  var origin: PriceOrigin { PriceOrigin(basis: priceBasis, source: priceSource, asOf: priceAsOf) }
}
