public import ServiceModel

/// What one price of a plan does to a year's cost when it is ten percent lower or higher.
public struct PriceEffect: Equatable, Sendable {
  /// Where a plan writes the price: `sites.dr.node.price`. Tiers are counted: `prices.user-egress.tiers.1`.
  public var key: String
  public var price: UnitPrice
  public var unit: String
  public var origin: PriceOrigin
  /// Change of the year's total, or of its cost where outages have no price.
  public var ofTenPercentLess: Money
  public var ofTenPercentMore: Money
}

/// The effect of every price that a plan gives, one at a time, in the order of the plan.
public func priceEffects(of service: Service, usage: SimulatedUsage) -> [PriceEffect] {
  // Without rounding to cents, which moves a year by more than a small price does.
  let calendar = BillingCalendar(of: service)
  func year(_ service: Service) -> Money {
    var reckoning = CostReckoning(service: service, usage: usage, calendar: calendar)
    reckoning.chargeEverything()
    let total = reckoning.charges.reduce(Money.zero) { sum, charge in
      charge.accounting == .purchase ? sum : sum + charge.price * charge.amounts.reduce(.zero, +)
    }
    return Money(picodollars: total.picodollarsPerYear(ofHours: calendar.hours))
  }
  let asPlanned = year(service)
  return priceInputs(of: service).map { input in
    func effect(_ factor: Double) -> Money {
      var changed = service
      changed[keyPath: input.path] *= factor
      return year(changed) - asPlanned
    }
    return PriceEffect(
      key: input.key, price: UnitPrice(dollars: service[keyPath: input.path]), unit: input.unit, origin: input.origin,
      ofTenPercentLess: effect(0.9), ofTenPercentMore: effect(1.1))
  }
}

struct PriceInput {
  var key: String
  var unit: String
  var origin: PriceOrigin
  var path: WritableKeyPath<Service, Double>
}

func priceInputs(of service: Service) -> [PriceInput] {
  var inputs: [PriceInput] = []
  func add(_ key: String, _ unit: String, _ origin: PriceOrigin, _ path: WritableKeyPath<Service, Double>) {
    inputs.append(
      PriceInput(key: key, unit: "\(service.prices.currency.currency)\(unit)", origin: origin, path: path))
  }
  for (index, site) in service.sites.enumerated() where site.keep > .nothing && site.node.dollarsPerHour != nil {
    add("sites.\(site.name).node.price", "/h", site.node.origin, \.sites[index].node.dollarsPerHour!)
  }
  for (index, site) in service.sites.enumerated()
  where service.spotNodes(at: site) > 0 && site.node.spotDollarsPerHour != nil {
    add(
      "sites.\(site.name).node.spot-price", "/h", site.node.spotOrigin ?? site.node.origin,
      \.sites[index].node.spotDollarsPerHour!)
  }
  for (index, site) in service.sites.enumerated() where site.keep > .nothing && (site.committed?.nodes ?? 0) > 0 {
    add(
      "sites.\(site.name).committed.price", "/h", site.committed?.origin ?? site.node.origin,
      \.sites[index].committed!.dollarsPerHour)
  }
  for (index, site) in service.sites.enumerated() where site.keep > .nothing {
    guard let owned = site.owned, owned.nodes > 0 else { continue }
    let key = "sites.\(site.name).owned"
    add("\(key).capex", "", owned.origin, \.sites[index].owned!.capex)
    add("\(key).power", "/kWh", owned.powerOrigin ?? owned.origin, \.sites[index].owned!.dollarsPerKWh)
    add(
      "\(key).colocation", "/kW-month", owned.colocationOrigin ?? owned.origin,
      \.sites[index].owned!.colocationDollarsPerKWMonth)
  }
  for (index, site) in service.sites.enumerated() where site.keep > .nothing {
    guard let api = site.rented else { continue }
    add(
      "sites.\(site.name).rented.prompt", "/million-tokens", api.origin,
      \.sites[index].rented!.dollarsPerMillionPromptTokens)
    add(
      "sites.\(site.name).rented.output", "/million-tokens", api.outputOrigin ?? api.origin,
      \.sites[index].rented!.dollarsPerMillionOutputTokens)
  }
  for (index, drill) in service.drills.enumerated() {
    add("\(drill.block.rawValue).\(drill.name).rate", "/h", drill.origin, \.drills[index].dollarsPerPersonHour)
  }
  if let egress = service.prices.userEgress {
    for index in egress.tiers.indices {
      let key = "prices.user-egress.tiers.\(index + 1)"
      add(key, "/GB", egress.tiers[index].origin ?? egress.origin, \.prices.userEgress!.tiers[index].dollarsPerGB)
    }
    for (provider, tiers) in egress.tiersByProvider.sorted(by: { $0.key < $1.key }) {
      for (index, tier) in tiers.enumerated() {
        add(
          "prices.user-egress.by-provider.\(provider).\(index + 1)", "/GB", tier.origin ?? egress.origin,
          \.prices.userEgress!.tiersByProvider[provider]![index].dollarsPerGB)
      }
    }
  }
  if let balancer = service.prices.balancer {
    add("prices.balancer.per-hour", "/h", balancer.origin, \.prices.balancer!.dollarsPerHour)
    add(
      "prices.balancer.per-unit", "/LCU-h", balancer.unitOrigin ?? balancer.origin,
      \.prices.balancer!.dollarsPerUnitHour)
  }
  if let state = service.prices.state {
    add("prices.state.sync", "/GB", state.origin, \.prices.state!.syncDollarsPerGB)
    if state.syncAcrossProvidersDollarsPerGB != nil {
      add(
        "prices.state.sync-across-providers", "/GB", state.acrossOrigin ?? state.origin,
        \.prices.state!.syncAcrossProvidersDollarsPerGB!)
    }
    add("prices.state.live", "/GB-month", state.liveOrigin ?? state.origin, \.prices.state!.liveDollarsPerGBMonth)
    add(
      "prices.state.backup", "/GB-month", state.backupOrigin ?? state.origin, \.prices.state!.backupDollarsPerGBMonth
    )
  }
  for (index, link) in service.links.enumerated() where link.dollarsPerGB != nil {
    add("links.\(link.name).price", "/GB", link.origin, \.links[index].dollarsPerGB!)
  }
  if let storage = service.prices.storage {
    add("prices.storage.price", "/GB-month", storage.origin, \.prices.storage!.dollarsPerGBMonth)
  }
  if let labour = service.prices.labour {
    add("prices.labour.person-year", "/person-year", labour.origin, \.prices.labour!.dollarsPerPersonYear)
  }
  if let outage = service.prices.outage {
    add("prices.outage.per-lost-request", "/request", outage.origin, \.prices.outage!.dollarsPerLostRequest)
    add(
      "prices.outage.per-minute", "/min", outage.minuteOrigin ?? outage.origin,
      \.prices.outage!.dollarsPerOutageMinute)
    for (index, growth) in outage.growth.enumerated() {
      add(
        "prices.outage.grows.\(index + 1)", "/min", growth.origin ?? outage.origin,
        \.prices.outage!.growth[index].dollarsPerMinute)
    }
  }
  for (index, own) in (service.traffic.mix?.services ?? []).enumerated() {
    guard let loss = own.loss else { continue }
    add(
      "services.\(own.name).per-lost-request", "/request", loss.origin,
      \.traffic.mix![lossOf: index])
  }
  if let credits = service.prices.credits {
    add("prices.credits.of", "/month", credits.origin, \.prices.credits!.dollarsPerMonth)
  }
  for (index, line) in service.prices.lines.enumerated() {
    add("prices.lines.\(line.name).\(line.basis.key)", line.basis.unit, line.origin, \.prices.lines[index].dollars)
  }
  return inputs
}

extension PricedLine.Basis {
  /// The key that a plan writes the price behind.
  fileprivate var key: String {
    switch self {
    case .nodeHour: "per-node-hour"
    case .month: "per-month"
    case .thousandRequests: "per-thousand-requests"
    case .once: "once"
    }
  }

  fileprivate var unit: String {
    switch self {
    case .nodeHour: "/h"
    case .month: "/month"
    case .thousandRequests: "/thousand-requests"
    case .once: ""
    }
  }
}
